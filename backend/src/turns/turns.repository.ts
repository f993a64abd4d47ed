import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull, type EntityManager } from 'typeorm';
import type { ChatMessage, MessageMetadata, WireError } from '@app/chat-protocol';
import { statement } from '../database/statement.js';
import type { LogBatch } from './live-turn.js';
import { Turn, type TurnStatus } from './turn.entity.js';

/** One row of a turn's log, decoded no further than its lines. */
export interface LogRow {
  turnId: string;
  firstOffset: number;
  chunks: string[];
}

export type EndedStatus = Exclude<TurnStatus, 'queued' | 'running'>;

/** How a turn ended and what its answer became. */
export interface TurnEnd {
  status: EndedStatus;
  error: WireError | null;
}

/** What an answer has become; its status and error are those of its turn's end. */
export interface AnswerRecord {
  content: string;
  parts: ChatMessage['parts'];
  model: string | null;
  usage: MessageMetadata['usage'] | null;
  /** Milliseconds; null = it showed no reasoning. */
  reasoningMs: number | null;
}

type Usage = NonNullable<MessageMetadata['usage']>;

/** What there is of a question when it comes. */
export interface AskedBefore {
  /** Of the conversation, as `listUnfinished` has them. */
  unfinished: Turn[];
  /** Null = its request is new. */
  sameRequest: Turn | null;
  /** How many turns of the user run, in all conversations. */
  running: number;
  /** A message with its id is there. */
  isStored: boolean;
}

/** What came of ending a turn. */
export interface CommittedEnd {
  /** `again` = this very end was committed before; `lost` = another owner has the turn, or it is gone. */
  outcome: 'ended' | 'again' | 'lost';
  /** A turn of its conversation waits. */
  isNextWaiting: boolean;
  /** The conversation still has the first words of its first question for a title. */
  isUntitled: boolean;
}

/** A turn whose conversation is held. */
export type HeldTurn = Turn & {
  /** Something of a quota is held back for it. */
  holdsTokens: boolean;
};

/** What the process that ran a turn knows of it, for its figures. */
export interface ToldFigures {
  /** Null = none was asked. */
  model: string | null;
  /** Null = the AI service told none. */
  usage: MessageMetadata['usage'] | null;
  /** Database clock; null = they come with the end, there are none, or another process logged them. */
  firstWordsAt: Date | null;
  /** Milliseconds from the arrival of its question to the commit of it; null = not known here. */
  storedMs: number | null;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

const UNFINISHED: TurnStatus[] = ['queued', 'running'];

const COLUMNS = ['id', 'seq', 'status', 'owner', 'attempt', 'retries', 'error']
  .map((column) => `t.${column}`)
  .join(', ');
/** The columns of a turn `t`, as its entity spells them. */
export const TURN = `${COLUMNS}, t.user_id AS "userId", t.conversation_id AS "conversationId", t.request_id AS "requestId",
  t.user_message_id AS "userMessageId", t.answer_id AS "answerId", t.continues_id AS "continuesId",
  t.stop_requested_at AS "stopRequestedAt", t.has_log AS "hasLog", t.created_at AS "createdAt",
  t.started_at AS "startedAt", t.ended_at AS "endedAt"`;

/** A row for each turn, or one without: of those that run in other conversations there is but the number. */
const LIST_ASKED = statement(
  'list-asked',
  `SELECT ${TURN}, r.*
   FROM (SELECT (SELECT count(*)::int FROM turns WHERE user_id = $1 AND status = 'running') AS running,
                EXISTS (SELECT FROM messages WHERE user_id = $1 AND conversation_id = $2 AND id = $4) AS "isStored") AS r
   LEFT JOIN (
     SELECT * FROM turns WHERE user_id = $1 AND conversation_id = $2 AND status IN ('queued', 'running')
     UNION ALL
     SELECT * FROM turns WHERE user_id = $1 AND conversation_id = $2 AND request_id = $3
       AND status NOT IN ('queued', 'running')) AS t ON true
   ORDER BY t.seq`,
);

const INSERT = statement(
  'insert-turn',
  `INSERT INTO turns AS t (id, user_id, conversation_id, request_id, user_message_id, answer_id, continues_id, status, owner,
                           attempt, started_at)
   VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text, $9, $10, CASE WHEN $8::text = 'running' THEN clock_timestamp() END)
   RETURNING ${TURN}`,
);

/**
 * No `statement`: planned once, for a few turns of a young table, it would look through all of them for each of 250, four
 * times as long as this takes with its plan.
 */
const APPEND_LOG = `
  WITH fenced AS (
    SELECT b.*, t.stop_requested_at IS NOT NULL AS stop
    FROM unnest($2::uuid[], $3::int[], $4::int[], $5::int[], $6::text[])
           AS b (turn_id, attempt, first_offset, chunk_count, chunks)
    JOIN turns t ON t.id = b.turn_id AND t.attempt = b.attempt
    WHERE t.owner = $1 AND t.status = 'running'
    ORDER BY t.id
    FOR NO KEY UPDATE OF t
  ), written AS (
    INSERT INTO turn_log (turn_id, first_offset, chunk_count, chunks)
    SELECT turn_id, first_offset, chunk_count, chunks FROM fenced ON CONFLICT DO NOTHING
  )
  SELECT clock_timestamp() AS at, ARRAY(SELECT unnest($2::uuid[]) EXCEPT SELECT turn_id FROM fenced) AS refused,
         ARRAY(SELECT turn_id FROM fenced WHERE stop) AS stopped`;

/** Waits for the conversation of the turn, and finds nothing where both changed hands meanwhile. */
const HOLD = statement(
  'hold-turn',
  `SELECT ${TURN}, EXISTS (SELECT FROM token_reservations r WHERE r.turn_id = t.id) AS "holdsTokens"
   FROM turns t JOIN conversations c ON c.user_id = t.user_id AND c.id = t.conversation_id
   WHERE t.id = $1 FOR NO KEY UPDATE OF c`,
);

const millisecondsOf = (interval: string) => `round(extract(epoch FROM ${interval}) * 1000)`;

const END = statement(
  'end-turn',
  `WITH ended AS (
     UPDATE turns SET status = $5, error = $6, ended_at = clock_timestamp()
     WHERE id = $1 AND owner IS NOT DISTINCT FROM $2 AND attempt = $3 AND status = $4 RETURNING *
   ), written AS (
     INSERT INTO turn_log (turn_id, first_offset, chunk_count, chunks)
     SELECT id, $7, $8, $9 FROM ended WHERE $8::int > 0 ON CONFLICT DO NOTHING
   ), counted AS (
     INSERT INTO turn_figures (turn_id, user_id, asked_at, ending, error, model, wait_ms, first_words_ms, answer_ms,
                               input_tokens, output_tokens, stored_ms)
     SELECT id, user_id, created_at, status, error->>'code', $10, ${millisecondsOf('started_at - created_at')},
            ${millisecondsOf('coalesce($11::timestamptz, CASE WHEN $12 THEN ended_at END) - started_at')},
            ${millisecondsOf('ended_at - started_at')}, $13::bigint, $14::bigint, round($15::float)
     FROM ended
   ), answered AS (
     UPDATE messages m SET status = e.status, error = e.error, content = $16, parts = $17, model = $18, usage = $19,
                           reasoning_ms = $20
     FROM ended e WHERE m.user_id = e.user_id AND m.conversation_id = e.conversation_id AND m.id = e.answer_id
   ), moved AS (
     UPDATE conversations c SET last_update_time = now(), is_unread = true
     FROM ended e WHERE c.user_id = e.user_id AND c.id = e.conversation_id RETURNING c.title_origin
   )
   SELECT m.title_origin = 'question' AS "isUntitled", EXISTS (
     SELECT FROM turns q WHERE q.user_id = e.user_id AND q.conversation_id = e.conversation_id AND q.status = 'queued'
       AND q.id <> e.id) AS "isNextWaiting"
   FROM ended e, moved m`,
);

/**
 * Every query on turns and their log. A writer names the owner and attempt it captured; without them nothing is written.
 * When a turn started and ended is told by `clock_timestamp()`: `now()` is the begin of a transaction, which may have waited
 * for the conversation long after.
 */
@Injectable()
export class TurnsRepository {
  constructor(private readonly dataSource: DataSource) {}

  // ---- asking --------------------------------------------------------------------------------------------------------

  /** Null = the user has no such turn. */
  async find(userId: string, turnId: string): Promise<Turn | null> {
    if (!UUID.test(turnId)) return null; // Any id may come from a client; PostgreSQL would refuse the query.
    return this.dataSource.manager.findOneBy(Turn, { id: turnId, userId });
  }

  /**
   * The turn as it is kept now: a guest who got an account has taken it along, and whoever runs it does not know. Null =
   * it is gone.
   */
  findAnywhere(turnId: string, manager: EntityManager = this.dataSource.manager): Promise<Turn | null> {
    return manager.findOneBy(Turn, { id: turnId });
  }

  /** The running turn first, then the queued ones in order. */
  listUnfinished(
    userId: string,
    conversationId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<Turn[]> {
    return manager.find(Turn, {
      where: { userId, conversationId, status: In(UNFINISHED) },
      order: { seq: 'ASC' },
    });
  }

  /** What decides whether a question is taken in, and how. */
  async listAsked(
    manager: EntityManager,
    userId: string,
    conversationId: string,
    requestId: string,
    messageId: string,
  ): Promise<AskedBefore> {
    const rows: (Turn & { running: number; isStored: boolean })[] = await manager.query(LIST_ASKED, [
      userId,
      conversationId,
      requestId,
      messageId,
    ]);
    const turns = rows.map((row): Turn => {
      const { running: _, isStored: __, ...turn } = row;
      return turn;
    });
    return {
      unfinished: turns.filter(({ status }) => UNFINISHED.includes(status)),
      sameRequest: turns.find((turn) => turn.requestId === requestId) ?? null,
      running: rows[0].running,
      isStored: rows[0].isStored,
    };
  }

  /** Ids of all the user's unfinished turns, whatever their conversation. */
  async listAllUnfinished(userId: string): Promise<string[]> {
    const turns = await this.dataSource.manager.find(Turn, {
      select: { id: true },
      where: { userId, status: In(UNFINISHED) },
    });
    return turns.map(({ id }) => id);
  }

  /** How many turns wait, of all users and processes. */
  countQueued(): Promise<number> {
    return this.dataSource.manager.countBy(Turn, { status: 'queued' });
  }

  /** What `resume` follows: the oldest unfinished turn, else the newest one; null = there was none. */
  async findToFollow(userId: string, conversationId: string): Promise<Turn | null> {
    const [unfinished] = await this.listUnfinished(userId, conversationId);
    if (unfinished) return unfinished;
    return this.dataSource.manager.findOne(Turn, { where: { userId, conversationId }, order: { seq: 'DESC' } });
  }

  /** Which of the conversations have an unfinished turn. */
  async findAnswering(userId: string, conversationIds: string[]): Promise<Set<string>> {
    const turns = await this.dataSource.manager.find(Turn, {
      select: { conversationId: true },
      where: { userId, conversationId: In(conversationIds), status: In(UNFINISHED) },
    });
    return new Set(turns.map((turn) => turn.conversationId));
  }

  /** Adds a turn, as part of the transaction that saves its question. */
  async insert(
    manager: EntityManager,
    turn: Pick<
      Turn,
      'id' | 'userId' | 'conversationId' | 'requestId' | 'userMessageId' | 'answerId' | 'status' | 'owner' | 'attempt'
    > &
      Partial<Pick<Turn, 'continuesId'>>,
  ): Promise<Turn> {
    const { id, userId, conversationId, requestId, userMessageId, answerId, continuesId = null } = turn;
    const ids = [id, userId, conversationId, requestId, userMessageId, answerId, continuesId];
    const [row]: Turn[] = await manager.query(INSERT, [...ids, turn.status, turn.owner, turn.attempt]);
    return row;
  }

  // ---- the log -------------------------------------------------------------------------------------------------------

  /**
   * Group commit: one statement, and so one transaction, for all turns of a process. Locks the turns in one order, so
   * that two processes cannot deadlock; a batch whose owner or attempt is not the turn's any more is dropped. Repeating
   * a batch whose commit may or may not have happened is safe: the same rows are there already.
   *
   * @returns the turns that were written, with whether someone asked to stop them, and the database's clock
   */
  async appendLog(owner: string, batches: LogBatch[]): Promise<Map<string, { isStopRequested: boolean; at: Date }>> {
    // One row for all of them: there are thousands of batches a second.
    const [told]: { at: Date; refused: string[]; stopped: string[] }[] = await this.dataSource.query(APPEND_LOG, [
      owner,
      batches.map((batch) => batch.turnId),
      batches.map((batch) => batch.attempt),
      batches.map((batch) => batch.firstOffset),
      batches.map((batch) => batch.chunks.length),
      batches.map((batch) => batch.chunks.join('\n')),
    ]);
    const { at, refused, stopped } = told;
    const written = batches.filter(({ turnId }) => !refused.includes(turnId));
    return new Map(written.map(({ turnId }) => [turnId, { isStopRequested: stopped.includes(turnId), at }]));
  }

  /** Rows from the one that holds `offset` on, in order; at most `limit`. Any number is a position, if only an absent one. */
  async readLog(turnId: string, offset: number, limit: number, maxBytes: number | null = null): Promise<LogRow[]> {
    return toLogRows(
      await this.dataSource.query(
        `SELECT turn_id, first_offset, chunks FROM (
           SELECT *, sum(octet_length(chunks)) OVER (ORDER BY first_offset) - octet_length(chunks) AS bytes_before FROM (
             SELECT * FROM turn_log
             WHERE turn_id = $1 AND first_offset + chunk_count > $2::bigint ORDER BY first_offset LIMIT $3) AS page
         ) AS sized
         WHERE $4::bigint IS NULL OR bytes_before < $4::bigint ORDER BY first_offset`,
        [turnId, offset, limit, maxBytes],
      ),
    );
  }

  /** Number of chunks logged so far. */
  async findLogEnd(turnId: string): Promise<number> {
    const [row]: { end: number }[] = await this.dataSource.query(
      `SELECT coalesce(max(first_offset + chunk_count), 0)::int AS "end" FROM turn_log WHERE turn_id = $1`,
      [turnId],
    );
    return row.end;
  }

  /**
   * How each turn stands (null = it is gone) and what was logged behind its head. One statement, and so one moment: of a
   * turn that has ended all rows are there.
   */
  async readNews(heads: Map<string, number>): Promise<Map<string, { status: TurnStatus | null; rows: LogRow[] }>> {
    const found: { turn_id: string; status: TurnStatus | null; first_offset: number | null; chunks: string }[] =
      await this.dataSource.query(
        `SELECT h.turn_id, t.status, l.first_offset, l.chunks
         FROM unnest($1::uuid[], $2::int[]) AS h (turn_id, head)
         LEFT JOIN turns t ON t.id = h.turn_id
         LEFT JOIN turn_log l ON l.turn_id = t.id AND l.first_offset >= h.head
         ORDER BY h.turn_id, l.first_offset`,
        [[...heads.keys()], [...heads.values()]],
      );
    const news = new Map<string, { status: TurnStatus | null; rows: LogRow[] }>();
    for (const { turn_id, status, first_offset, chunks } of found) {
      const entry = news.get(turn_id) ?? { status, rows: [] };
      news.set(turn_id, entry);
      if (first_offset !== null) entry.rows.push(...toLogRows([{ turn_id, first_offset, chunks }]));
    }
    return news;
  }

  /** Drops logs of turns that ended longer ago than `hours`. The turns stay: their request ids stay taken. */
  async expireLogs(hours: number): Promise<void> {
    await this.dataSource.query(
      `WITH expired AS (
         UPDATE turns SET has_log = false
         WHERE has_log AND ended_at < now() - $1 * interval '1 hour' RETURNING id
       )
       DELETE FROM turn_log WHERE turn_id IN (SELECT id FROM expired)`,
      [hours],
    );
  }

  // ---- the end -------------------------------------------------------------------------------------------------------

  /** Holds the conversation of a turn, wherever it has gone, until the transaction ends; null = it is gone. */
  async hold(manager: EntityManager, turnId: string): Promise<HeldTurn | null> {
    for (;;) {
      const [turn]: HeldTurn[] = await manager.query(HOLD, [turnId]);
      if (turn !== undefined) return turn;
      // It may have changed hands just then: what was held is not its conversation any more.
      if ((await this.findAnywhere(turnId, manager)) === null) return null;
    }
  }

  /**
   * Ends a turn inside the caller's transaction, which holds its conversation: its last chunks, its answer, its status and
   * its figures.
   */
  async end(
    manager: EntityManager,
    turn: Turn,
    batch: LogBatch,
    { status, error }: TurnEnd,
    answer: AnswerRecord,
    { model, usage, firstWordsAt, storedMs }: ToldFigures,
  ): Promise<CommittedEnd> {
    const { content, parts, reasoningMs } = answer;
    const captured = [turn.id, turn.owner, turn.attempt, turn.status, status, toJson(error)];
    const last = [batch.firstOffset, batch.chunks.length, batch.chunks.join('\n')];
    const tokens = [usage?.inputTokens ?? null, usage?.outputTokens ?? null];
    const figures = [model, firstWordsAt, batch.hasFirstWords === true, ...tokens, storedMs];
    const kept = [content, JSON.stringify(parts), answer.model, toJson(answer.usage), reasoningMs];
    const values = [...captured, ...last, ...figures, ...kept];
    const [ended]: Omit<CommittedEnd, 'outcome'>[] = await manager.query(END, values);
    if (ended !== undefined) return { outcome: 'ended', ...ended };
    const outcome = (await this.isOwned(manager, turn)) ? 'again' : 'lost';
    return { outcome, isNextWaiting: false, isUntitled: false };
  }

  /** Counts what was used beside a turn's answer, for its conversation's title, as its own. */
  async addFigures(turnId: string, { inputTokens, outputTokens }: Usage): Promise<void> {
    await this.dataSource.query(
      `UPDATE turn_figures SET input_tokens = coalesce(input_tokens, 0) + $2, output_tokens = coalesce(output_tokens, 0) + $3
       WHERE turn_id = $1`,
      [turnId, inputTokens ?? 0, outputTokens ?? 0],
    );
  }

  /** Lets the conversation's next queued turn run; null = none waits. The caller holds the conversation's lock. */
  async startNext(manager: EntityManager, userId: string, conversationId: string, owner: string): Promise<Turn | null> {
    const [rows]: [Turn[], number] = await manager.query(
      `UPDATE turns t SET status = 'running', owner = $3, attempt = attempt + 1, started_at = clock_timestamp()
       WHERE id = (SELECT id FROM turns WHERE user_id = $1 AND conversation_id = $2 AND status = 'queued'
                   ORDER BY seq LIMIT 1)
       RETURNING ${TURN}`,
      [userId, conversationId, owner],
    );
    return rows[0] ?? null;
  }

  /** The turn of the conversation that runs with this owner now; null = none does. */
  findRunning(
    manager: EntityManager,
    { userId, conversationId }: Pick<Turn, 'userId' | 'conversationId'>,
    owner: string | null,
  ): Promise<Turn | null> {
    if (owner === null) return Promise.resolve(null);
    return manager.findOneBy(Turn, { userId, conversationId, owner, status: 'running' });
  }

  // ---- stop, takeover, hand-over -------------------------------------------------------------------------------------

  /** Notes that the user wants it stopped; null = no such unfinished turn. Idempotent. */
  async requestStop(userId: string, turnId: string): Promise<Turn | null> {
    if (!UUID.test(turnId)) return null;
    const [rows]: [{ id: string }[], number] = await this.dataSource.query(
      `UPDATE turns SET stop_requested_at = coalesce(stop_requested_at, now())
       WHERE id = $1 AND user_id = $2 AND status IN ('queued', 'running') RETURNING id`,
      [turnId, userId],
    );
    return rows.length === 0 ? null : this.find(userId, turnId);
  }

  /** Which of these turns someone asked to stop. */
  async listStopRequested(turnIds: string[]): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT id FROM turns WHERE id = ANY($1::uuid[]) AND stop_requested_at IS NOT NULL`,
      [turnIds],
    );
    return rows.map((row) => row.id);
  }

  /** Which of these turns have another owner or attempt by now, or are gone: their writers would be refused. */
  async listLost(turns: Pick<Turn, 'id' | 'owner' | 'attempt'>[]): Promise<string[]> {
    const rows: { id: string }[] = await this.dataSource.query(
      `SELECT mine.id FROM unnest($1::uuid[], $2::text[], $3::int[]) AS mine (id, owner, attempt)
       LEFT JOIN turns t ON t.id = mine.id AND t.owner IS NOT DISTINCT FROM mine.owner AND t.attempt = mine.attempt
       WHERE t.id IS NULL`,
      [turns.map(({ id }) => id), turns.map(({ owner }) => owner), turns.map(({ attempt }) => attempt)],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Takes over running turns that nobody works on: their owner is dead or gave them away, or it is `owner` itself, which
   * does not know them because the commit that gave it the turn looked like a failure. A turn that had an owner counts
   * as a retry. Without a lease of its own nobody takes over: the database was away, and the others' ran out like it.
   *
   * @param known turns that `owner` works on: left alone, whatever its lease says
   */
  async adopt(owner: string, known: string[], limit: number): Promise<Turn[]> {
    const [rows]: [{ id: string }[], number] = await this.dataSource.query(
      `UPDATE turns SET owner = $1, attempt = attempt + 1, retries = retries + (owner IS NOT NULL)::int
       WHERE id IN (
         SELECT t.id FROM turns t
         WHERE t.status = 'running' AND t.id <> ALL($2::uuid[])
           AND EXISTS (SELECT 1 FROM node_leases mine WHERE mine.id = $1 AND mine.expires_at > now())
           AND (NOT EXISTS (SELECT 1 FROM node_leases l WHERE l.id = t.owner AND l.expires_at > now())
           OR (t.owner = $1 AND t.started_at < now() - interval '5 seconds'))
         ORDER BY t.seq LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
       RETURNING id`,
      [owner, known, limit],
    );
    return this.listByIds(rows);
  }

  /** Conversations whose queue nobody works on: a process died between two turns. */
  async listStalledQueues(limit: number): Promise<{ userId: string; conversationId: string }[]> {
    return this.dataSource.query(
      `SELECT DISTINCT q.user_id AS "userId", q.conversation_id AS "conversationId" FROM turns q
       WHERE q.status = 'queued' AND NOT EXISTS (
         SELECT 1 FROM turns r
         WHERE r.user_id = q.user_id AND r.conversation_id = q.conversation_id AND r.status = 'running')
       LIMIT $1`,
      [limit],
    );
  }

  /** Gives all running turns of an owner away, and says how many they are; whoever sweeps next takes them over. */
  async handOver(owner: string): Promise<number> {
    const [, count]: [unknown[], number] = await this.dataSource.query(
      `UPDATE turns SET owner = NULL WHERE owner = $1 AND status = 'running'`,
      [owner],
    );
    return count;
  }

  private isOwned(manager: EntityManager, { id, owner, attempt }: Turn): Promise<boolean> {
    return manager.existsBy(Turn, { id, owner: owner ?? IsNull(), attempt });
  }

  private async listByIds(rows: { id: string }[]): Promise<Turn[]> {
    if (rows.length === 0) return [];
    return this.dataSource.manager.find(Turn, { where: { id: In(rows.map((row) => row.id)) }, order: { seq: 'ASC' } });
  }
}

/** Null is no JSON here: the column is empty then. */
function toJson(value: object | null | undefined): string | null {
  return value == null ? null : JSON.stringify(value);
}

function toLogRows(rows: { turn_id: string; first_offset: number; chunks: string }[]): LogRow[] {
  return rows.map((row) => ({ turnId: row.turn_id, firstOffset: row.first_offset, chunks: row.chunks.split('\n') }));
}
