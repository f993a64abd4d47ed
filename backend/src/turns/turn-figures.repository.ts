import type { MessageMetadata } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What the process that ran a turn knows of it. */
export interface ToldFigures {
  /** Null = none was asked. */
  model: string | null;
  /** Null = the AI service told none. */
  usage: MessageMetadata['usage'] | null;
  /** Database clock; null = they come with the end, there are none, or another process logged them. */
  firstWordsAt: Date | null;
}

const millisecondsOf = (interval: string) => `round(extract(epoch FROM ${interval}) * 1000)`;

/** What is kept of turns for statistics. */
@Injectable()
export class TurnFiguresRepository {
  /** Counts a turn inside the transaction that has ended it. */
  async save(
    manager: EntityManager,
    turnId: string,
    { model, usage, firstWordsAt, endsWithFirstWords }: ToldFigures & { endsWithFirstWords: boolean },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO turn_figures (turn_id, user_id, asked_at, ending, error, model, wait_ms, first_words_ms, answer_ms,
                                 input_tokens, output_tokens)
       SELECT id, user_id, created_at, status, error->>'code', $2, ${millisecondsOf('started_at - created_at')},
              ${millisecondsOf('coalesce($3::timestamptz, CASE WHEN $4 THEN ended_at END) - started_at')},
              ${millisecondsOf('ended_at - started_at')}, $5, $6
       FROM turns WHERE id = $1`,
      [turnId, model, firstWordsAt, endsWithFirstWords, usage?.inputTokens ?? null, usage?.outputTokens ?? null],
    );
  }
}
