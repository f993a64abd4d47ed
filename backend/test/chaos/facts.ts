import type { UIMessageChunk } from 'ai';
import type { Database } from './database.js';
import { fromPrompt } from './question.js';

/** One turn as the database has it when the run is over. */
export interface TurnFact {
  id: string;
  userId: string;
  conversationId: string;
  requestId: string;
  questionId: string;
  /** Key of the question; null = not one of ours. */
  key: string | null;
  status: string;
  /** Owners it had. */
  attempt: number;
  /** Milliseconds since the epoch; null = not started, not ended. */
  startedAt: number | null;
  endedAt: number | null;
  /** False = its log has expired; the saved answer is all there is. */
  hasLog: boolean;
  /** The chunks of its log, in order; a hole in the log is a null. */
  log: (UIMessageChunk | null)[];
  /** The saved answer; null = there is no row. */
  answer: { status: string; content: string } | null;
}

export interface Facts {
  turns: TurnFact[];
  /** Saved user messages: `userId/conversationId/messageId`. */
  questions: Set<string>;
}

interface TurnRow extends Omit<TurnFact, 'log' | 'answer' | 'key'> {
  prompt: string | null;
  answerStatus: string | null;
  answerContent: string | null;
}

/** Reads what is saved. */
export async function readFacts(database: Database): Promise<Facts> {
  const turns = await database.query<TurnRow>(
    `SELECT t.id, t.user_id AS "userId", t.conversation_id AS "conversationId", t.request_id AS "requestId",
            t.user_message_id AS "questionId", q.content AS prompt, t.status, t.attempt, t.has_log AS "hasLog",
            (extract(epoch FROM t.started_at) * 1000)::float8 AS "startedAt",
            (extract(epoch FROM t.ended_at) * 1000)::float8 AS "endedAt",
            a.status AS "answerStatus", a.content AS "answerContent"
     FROM turns t
     LEFT JOIN messages q ON (q.user_id, q.conversation_id, q.id) = (t.user_id, t.conversation_id, t.user_message_id)
     LEFT JOIN messages a ON (a.user_id, a.conversation_id, a.id) = (t.user_id, t.conversation_id, t.answer_id)
     ORDER BY t.seq`,
  );
  const rows = await database.query<{ turn_id: string; first_offset: number; chunks: string }>(
    `SELECT turn_id, first_offset, chunks FROM turn_log ORDER BY turn_id, first_offset`,
  );
  const logs = new Map<string, (UIMessageChunk | null)[]>();
  for (const row of rows) {
    const log = logs.get(row.turn_id) ?? [];
    logs.set(row.turn_id, log);
    // A hole, or two rows that overlap: neither may be.
    if (row.first_offset !== log.length) log.push(null);
    for (const line of row.chunks.split('\n')) log.push(JSON.parse(line) as UIMessageChunk);
  }
  const questions = await database.query<{ path: string }>(
    `SELECT user_id || '/' || conversation_id || '/' || id AS path FROM messages WHERE sender_type = 'user'`,
  );
  return {
    turns: turns.map(({ prompt, answerStatus, answerContent, ...turn }) => ({
      ...turn,
      key: keyOf(prompt),
      log: logs.get(turn.id) ?? [],
      answer: answerStatus === null ? null : { status: answerStatus, content: answerContent ?? '' },
    })),
    questions: new Set(questions.map(({ path }) => path)),
  };
}

function keyOf(prompt: string | null): string | null {
  try {
    return prompt === null ? null : fromPrompt(prompt).key;
  } catch {
    return null;
  }
}
