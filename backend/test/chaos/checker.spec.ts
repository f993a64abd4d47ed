import { describe, expect, it } from '@jest/globals';
import type { UIMessageChunk } from 'ai';
import { check, type Evidence, type Rule } from './checker.js';
import type { TurnFact } from './facts.js';
import type { ProviderCall } from './seeded-model.js';
import { Trace } from './trace.js';

const delta = (text: string): UIMessageChunk => ({ type: 'text-delta', id: '0', delta: text });
const LOG: UIMessageChunk[] = [
  { type: 'start', messageId: 'a1' },
  { type: 'text-start', id: '0' },
  delta('one '),
  delta('two '),
  delta('three'),
  { type: 'text-end', id: '0' },
  { type: 'finish' },
];
const SCRIPT = 'one two three';

const turnOf = (more: Partial<TurnFact> = {}): TurnFact => ({
  id: 't1',
  userId: 'ada',
  conversationId: 'c1',
  requestId: 'r1',
  questionId: 'm1',
  key: 'q1',
  status: 'completed',
  attempt: 1,
  startedAt: 1000,
  endedAt: 2000,
  hasLog: true,
  log: LOG,
  answer: { status: 'completed', content: SCRIPT },
  ...more,
});
const call: ProviderCall = { key: 'q1', startedAt: 0, endedAt: 1, how: 'finished', tokens: 3, tokenTimes: [] };

/** A reader that got these chunks, each with the position behind it, and then was told the end. */
function readerOf(chunks: [UIMessageChunk, offset: number][], isTold = true): Trace {
  const trace = new Trace('reader', 'q1', true);
  trace.turnId = 't1';
  for (const [sequence, [chunk, offset]] of chunks.entries()) trace.see(chunk, { sequence, offset });
  if (isTold) trace.end({ kind: 'end' });
  return trace;
}

const asLogged = (log: UIMessageChunk[]) => log.map((chunk, index): [UIMessageChunk, number] => [chunk, index + 1]);

function rulesBroken(more: Partial<Evidence> & { turns?: TurnFact[] } = {}): Rule[] {
  const { turns = [turnOf()], ...rest } = more;
  const evidence: Evidence = {
    facts: { turns, questions: new Set(['ada/c1/m1']) },
    traces: [readerOf(asLogged(LOG))],
    acknowledgements: [{ userId: 'ada', conversationId: 'c1', messageId: 'm1', turnId: 't1' }],
    calls: new Map([['q1', [call]]]),
    textOf: () => SCRIPT,
    ...rest,
  };
  return [...new Set(check(evidence).map(({ rule }) => rule))].toSorted();
}

describe('the checker', () => {
  it('finds nothing wrong with an answer that was read as it was logged', () => {
    expect(rulesBroken()).toEqual([]);
  });

  it('takes merged deltas for what they are', () => {
    const merged = readerOf([[LOG[0], 1], [LOG[1], 2], [delta('one two '), 4], [delta('three'), 5], [LOG[5], 6], [LOG[6], 7]]); // prettier-ignore
    expect(rulesBroken({ traces: [merged, readerOf(asLogged(LOG))] })).toEqual([]);
  });

  it('takes an answer begun anew for what it is', () => {
    const log = [...LOG.slice(0, 4), { type: 'reset-step' } as const, ...LOG.slice(1)];
    const turns = [turnOf({ log, attempt: 2 })];
    expect(rulesBroken({ turns, traces: [readerOf(asLogged(log))], calls: new Map([['q1', [call, call]]]) })).toEqual(
      [],
    );
  });

  it.each<[string, [UIMessageChunk, number][]]>([
    ['lost', asLogged(LOG).toSpliced(3, 1)],
    ['doubled', asLogged(LOG).toSpliced(3, 0, asLogged(LOG)[3])],
    ['reordered', asLogged([LOG[0], LOG[1], LOG[3], LOG[2], ...LOG.slice(4)])],
    ['changed', asLogged(LOG.with(3, delta('2 ')))],
  ])('catches a chunk that was %s on its way to a reader', (_how, chunks) => {
    expect(rulesBroken({ traces: [readerOf(chunks)] })).toContain('a-prefix');
  });

  it('catches a chunk lost from the log', () => {
    const turns = [turnOf({ log: [...LOG.slice(0, 3), null, ...LOG.slice(4)] as UIMessageChunk[] })];
    expect(rulesBroken({ turns, traces: [] })).toEqual(['a-prefix', 'd-saved-text']);
  });

  it('catches a chunk twice in the log', () => {
    const turns = [turnOf({ log: LOG.toSpliced(3, 0, LOG[3]) })];
    expect(rulesBroken({ turns, traces: [] })).toEqual(['d-saved-text']);
  });

  it('catches a sequence that is not dense', () => {
    const trace = readerOf(asLogged(LOG));
    trace.sights[4].sequence = 5;
    expect(rulesBroken({ traces: [trace] })).toEqual(['a-prefix']);
  });

  it('catches a write behind the end', () => {
    const turns = [turnOf({ log: [...LOG, delta('!')], answer: { status: 'completed', content: `${SCRIPT}\n\n!` } })];
    expect(rulesBroken({ turns, traces: [] })).toContain('c-one-end');
  });

  it('catches a second end', () => {
    expect(rulesBroken({ turns: [turnOf({ log: [...LOG, { type: 'finish' }] })], traces: [] })).toEqual(['c-one-end']);
  });

  it('catches an answer that never ended in the log', () => {
    expect(rulesBroken({ turns: [turnOf({ log: LOG.slice(0, -1) })], traces: [] })).toEqual(['c-one-end']);
  });

  it('catches an end that was told too early', () => {
    expect(rulesBroken({ traces: [readerOf(asLogged(LOG.slice(0, 4)))] })).toEqual([
      'a-prefix',
      'c-one-end',
      'shown-text',
    ]);
  });

  it('catches chunks behind the end a reader was told', () => {
    const trace = readerOf(asLogged(LOG));
    trace.see(delta('!'), { sequence: 7, offset: 8 });
    expect(rulesBroken({ traces: [trace] })).toContain('c-one-end');
  });

  it('catches two readers that disagree, whatever the log says', () => {
    const other = readerOf(asLogged(LOG.with(3, delta('2 '))));
    expect(rulesBroken({ traces: [readerOf(asLogged(LOG)), other] })).toContain('b-agreement');
  });

  it('catches saved text that is not the log’s', () => {
    const answer = { status: 'completed', content: 'one two' };
    expect(rulesBroken({ turns: [turnOf({ answer })], traces: [] })).toEqual(['d-saved-text']);
  });

  it('catches text that the model never said', () => {
    expect(rulesBroken({ textOf: () => 'one two four' })).toEqual(['d-saved-text']);
  });

  it('catches a stock client that shows another text', () => {
    const trace = new Trace('stock', 'q1', false);
    trace.turnId = 't1';
    trace.see(delta('one three'));
    trace.see({ type: 'finish' });
    trace.end({ kind: 'end' });
    expect(rulesBroken({ traces: [trace] })).toEqual(['shown-text']);
  });

  it('catches a provider call that nothing explains', () => {
    expect(rulesBroken({ calls: new Map([['q1', [call, call]]]) })).toEqual(['e-calls']);
    expect(rulesBroken({ calls: new Map([['q1', [call]], ['q2', [call]]]) })).toEqual(['e-calls']); // prettier-ignore
  });

  it('catches an answer without a provider call', () => {
    expect(rulesBroken({ calls: new Map() })).toEqual(['e-calls']);
  });

  it('lets a retry that the log tells of explain a call', () => {
    const log: UIMessageChunk[] = [LOG[0], { type: 'data-status', data: {} }, ...LOG.slice(1)];
    const calls = new Map([['q1', [call, call]]]);
    expect(rulesBroken({ turns: [turnOf({ log })], traces: [], calls })).toEqual([]);
  });

  it('catches an acknowledged message that is not saved', () => {
    const lost = { userId: 'ada', conversationId: 'c1', messageId: 'm2', turnId: 't1' };
    expect(rulesBroken({ acknowledgements: [lost] })).toEqual(['f-acknowledged']);
  });

  it('catches a reader that is left waiting', () => {
    expect(rulesBroken({ traces: [readerOf(asLogged(LOG.slice(0, 4)), false)] })).toEqual(['hanging']);
  });

  it('catches a turn that never ends', () => {
    expect(rulesBroken({ turns: [turnOf({ status: 'running', endedAt: null })], traces: [] })).toEqual(['hanging']);
  });

  it('catches two answers of one conversation at the same time', () => {
    const second = turnOf({ id: 't2', requestId: 'r2', startedAt: 1999, endedAt: 3000 });
    expect(rulesBroken({ turns: [turnOf(), second], calls: new Map([['q1', [call, call]]]) })).toEqual(['one-running']);
  });
});
