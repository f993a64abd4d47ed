import type { UIMessageChunk } from 'ai';
import type { Facts, TurnFact } from './facts.js';
import type { Acknowledgement } from './history.js';
import { hashText } from './random.js';
import type { ProviderCall } from './seeded-model.js';
import { isTerminal, spell, type Sight, type Trace } from './trace.js';

/** What the run left behind: what clients saw, what is saved, what the model was asked. */
export interface Evidence {
  facts: Facts;
  traces: readonly Trace[];
  acknowledgements: readonly Acknowledgement[];
  calls: ReadonlyMap<string, readonly ProviderCall[]>;
  /** The text that the model was going to say; undefined = unknown key. */
  textOf(key: string): string | undefined;
}

/** The rules of promises.md, and those that follow from them. */
export type Rule =
  /** (a) A reader's chunks are a dense prefix of the log: nothing lost, doubled, reordered or different. */
  | 'a-prefix'
  /** (b) Two readers never disagree at a position. */
  | 'b-agreement'
  /** (c) Exactly one terminal record, and it is last. */
  | 'c-one-end'
  /** (d) Saved text = what the log adds up to, = the script when the answer completed. */
  | 'd-saved-text'
  /** (e) Provider calls = one, and one for each recorded retry. */
  | 'e-calls'
  /** (f) Acknowledged messages are saved. */
  | 'f-acknowledged'
  /** Every turn ends, and nobody is left waiting for it. */
  | 'hanging'
  /** What a reader shows in the end is what is saved. */
  | 'shown-text'
  /** One running answer per conversation. */
  | 'one-running'
  /** A rule of one scenario. */
  | 'scenario'
  /** A bar on time or memory: right, but slower or bigger than promised. On a crowded machine it says little. */
  | 'bar';

export interface Violation {
  rule: Rule;
  detail: string;
}

/** Reads the evidence once, in linear time, and reports every broken rule. */
export function check(evidence: Evidence): Violation[] {
  const violations: Violation[] = [];
  const report = (rule: Rule, detail: string) => violations.push({ rule, detail });
  const turns = new Map(evidence.facts.turns.map((turn) => [turn.id, turn]));
  const positions = new Map<string, Map<number, number>>();

  for (const turn of turns.values()) {
    checkLog(turn, report);
    checkSaved(turn, turn.key === null ? undefined : evidence.textOf(turn.key), report);
  }
  checkCalls(evidence, report);
  checkOneRunning(evidence.facts.turns, report);
  for (const { userId, conversationId, messageId } of evidence.acknowledgements) {
    const path = `${userId}/${conversationId}/${messageId}`;
    if (!evidence.facts.questions.has(path)) report('f-acknowledged', `${path} was acknowledged and is not saved`);
  }
  for (const trace of evidence.traces) {
    const turn = trace.turnId === null ? undefined : turns.get(trace.turnId);
    checkReader(trace, turn, report);
    if (turn?.hasLog && trace.isExact) {
      checkPrefix(trace, turn, report);
      const known = positions.get(turn.id) ?? new Map<number, number>();
      positions.set(turn.id, known);
      checkAgreement(trace, known, report);
    }
  }
  return violations;
}

type Report = (rule: Rule, detail: string) => void;

function checkLog({ id, status, log, hasLog }: TurnFact, report: Report): void {
  if (status === 'queued' || status === 'running') {
    report('hanging', `turn ${id} is still ${status}`);
    return;
  }
  if (!hasLog) return;
  const hole = log.indexOf(null);
  if (hole >= 0) report('a-prefix', `the log of turn ${id} has a hole or an overlap at ${hole}`);
  const ends = log.flatMap((chunk, index) => (chunk !== null && isTerminal(chunk) ? [index] : []));
  if (ends.length !== 1) report('c-one-end', `the log of turn ${id} has ${ends.length} terminal chunks`);
  else if (ends[0] !== log.length - 1)
    report('c-one-end', `the log of turn ${id} goes on behind its end at ${ends[0]}`);
}

function checkSaved({ id, status, log, hasLog, answer }: TurnFact, script: string | undefined, report: Report): void {
  if (status === 'queued' || status === 'running') return;
  if (answer === null || answer.status !== status) {
    report('d-saved-text', `turn ${id} is ${status}, its answer ${answer?.status ?? 'missing'}`);
    return;
  }
  if (hasLog && answer.content !== foldText(log))
    report('d-saved-text', `the answer of turn ${id} is not what its log says`);
  if (script === undefined) return;
  const isRight = status === 'completed' ? answer.content === script : script.startsWith(answer.content);
  if (!isRight) report('d-saved-text', `the answer of turn ${id} (${status}) is not what the model said`);
}

/** A call is explained by an owner of the turn, or by a retry that the log tells of. */
function checkCalls({ facts, calls }: Evidence, report: Report): void {
  const allowed = new Map<string, { most: number; isCompleted: boolean }>();
  for (const { key, attempt, log, status } of facts.turns) {
    if (key === null) continue;
    const told = log.filter((chunk) => chunk?.type === 'data-status').length;
    const entry = allowed.get(key) ?? { most: 0, isCompleted: false };
    allowed.set(key, { most: entry.most + attempt + told, isCompleted: entry.isCompleted || status === 'completed' });
  }
  for (const [key, made] of calls) {
    const most = allowed.get(key)?.most ?? 0;
    if (made.length > most) report('e-calls', `${made.length} provider calls for ${key}, ${most} explained`);
  }
  for (const [key, { isCompleted }] of allowed) {
    if (isCompleted && !calls.has(key)) report('e-calls', `${key} was completed without a provider call`);
  }
}

function checkOneRunning(turns: readonly TurnFact[], report: Report): void {
  const byConversation = Map.groupBy(turns, ({ userId, conversationId }) => `${userId}/${conversationId}`);
  for (const [conversation, theirs] of byConversation) {
    const ran = theirs.filter((turn) => turn.startedAt !== null).toSorted((a, b) => a.startedAt! - b.startedAt!);
    for (const [index, turn] of ran.entries()) {
      const before = ran[index - 1];
      if (before && (before.endedAt ?? Infinity) > turn.startedAt!) {
        report('one-running', `turns ${before.id} and ${turn.id} of ${conversation} ran at the same time`);
      }
    }
  }
}

function checkReader(trace: Trace, turn: TurnFact | undefined, report: Report): void {
  const { reader, ending, terminals, late, text } = trace;
  if (ending === null) {
    report('hanging', `${reader} still waits for ${trace.turnId ?? trace.key} (${turn?.status ?? 'no turn'})`);
    return;
  }
  if (terminals > 1 || late > 0)
    report('c-one-end', `${reader} got ${terminals} terminal chunks and ${late} behind one`);
  if (ending.kind !== 'end') return;
  if (terminals === 0) report('c-one-end', `${reader} was told the end without a terminal chunk`);
  if (turn === undefined) report('f-acknowledged', `${reader} read a turn that is not saved`);
  else if (turn.answer?.content !== text)
    report('shown-text', `${reader} shows another text than turn ${turn.id} has saved`);
}

function checkPrefix({ reader, sights, ending }: Trace, { id, log }: TurnFact, report: Report): void {
  let position = 0;
  for (const [index, { sequence, offset, hash }] of sights.entries()) {
    if (sequence !== index) {
      report('a-prefix', `${reader} got sequence ${sequence} as chunk ${index} of turn ${id}`);
      return;
    }
    const part = log.slice(position, offset!);
    const joined = offset! > position && part.length === offset! - position ? join(part) : null;
    if (joined === null || hashText(spell(joined)) !== hash) {
      report('a-prefix', `${reader} got at ${position}–${offset} what the log of turn ${id} does not have there`);
      return;
    }
    position = offset!;
  }
  if (ending?.kind === 'end' && position !== log.length) {
    report('a-prefix', `${reader} was told the end of turn ${id} at ${position} of ${log.length}`);
  }
}

function checkAgreement(trace: Trace, known: Map<number, number>, report: Report): void {
  for (const { offset, textHash } of trace.sights satisfies Sight[]) {
    const other = known.get(offset!);
    if (other === undefined) known.set(offset!, textHash);
    else if (other !== textHash) {
      report('b-agreement', `${trace.reader} and another reader disagree at ${offset} of turn ${trace.turnId}`);
      return;
    }
  }
}

/** What the server makes of adjacent chunks when it merges them; null = it must not merge these. */
function join(chunks: readonly (UIMessageChunk | null)[]): UIMessageChunk | null {
  const [first = null] = chunks;
  if (chunks.length <= 1 || first === null) return first;
  if (first.type !== 'text-delta' && first.type !== 'reasoning-delta') return null;
  let delta = '';
  for (const chunk of chunks) {
    if (chunk?.type !== first.type || chunk.id !== first.id) return null;
    delta += chunk.delta;
  }
  return { ...first, delta };
}

/** The text a log adds up to; written anew here, so that the server's own folding is checked too. */
export function foldText(log: readonly (UIMessageChunk | null)[]): string {
  let parts: string[] = [];
  let isOpen = false;
  for (const chunk of log) {
    if (chunk?.type === 'reset-step') parts = [];
    if (chunk?.type === 'text-start' || chunk?.type === 'text-end' || chunk?.type === 'reset-step') isOpen = false;
    if (chunk?.type !== 'text-delta') continue;
    if (isOpen) parts[parts.length - 1] += chunk.delta;
    else parts.push(chunk.delta);
    isOpen = true;
  }
  return parts.join('\n\n');
}
