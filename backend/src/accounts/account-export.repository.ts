import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Rows read at a time: what is held in memory of an export. */
const PAGE = 100;
const FIGURES_PAGE = 5000;

const listOf = (columns: string, table: string) =>
  `(SELECT coalesce(jsonb_agg(to_jsonb(t)), '[]') FROM (SELECT ${columns} FROM ${table} WHERE user_id = u.id) t)`;

/** What there is of a user besides conversations; no password, token or key. */
const ACCOUNT = `SELECT
  to_jsonb(u) - '{image,updated_at,is_guest}'::text[] AS "user",
  (SELECT to_jsonb(s) - 'user_id' FROM user_settings s WHERE s.user_id = u.id) AS settings,
  ${listOf('provider_id, account_id, created_at', 'accounts')} AS logins,
  ${listOf('created_at, updated_at, expires_at, ip_address, user_agent', 'sessions')} AS sessions,
  ${listOf('name, prefix, created_at, last_used_at', 'api_keys')} AS "apiKeys",
  ${listOf('period, starts_on, used', 'token_usage')} AS usage,
  ${listOf('score, comment, model, asked_at', 'survey_answers')} AS survey
  FROM users u WHERE u.id = $1`;

/** All that is stored of a user, read piece by piece. */
@Injectable()
export class AccountExportRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * The text of one JSON object: the user, how and where they sign in, their keys, settings, use and answers to the survey, every
   * conversation with all of its messages, and what is counted of their turns. Nothing in it lets anybody in.
   */
  async *stream(userId: string): AsyncGenerator<string> {
    const [account = {}]: object[] = await this.dataSource.query(ACCOUNT, [userId]);
    const parts = Object.entries(account).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    yield `{${[...parts, '"conversations":['].join(',')}`;
    let last = '';
    let separator = '';
    for (;;) {
      const conversations: { id: string; conversation: object }[] = await this.dataSource.query(
        `SELECT id, to_jsonb(c) - 'user_id' AS conversation FROM conversations c
         WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT ${PAGE}`,
        [userId, last],
      );
      for (const { id, conversation } of conversations) {
        yield `${separator}\n{"conversation":${JSON.stringify(conversation)},"messages":[`;
        yield* this.messages(userId, id);
        yield ']}';
        separator = ',';
        last = id;
      }
      if (conversations.length < PAGE) break;
    }
    yield '\n],"turns":[';
    yield* this.figures(userId);
    yield '\n]}\n';
  }

  /** Of turns whose conversation is deleted, too. */
  private async *figures(userId: string): AsyncGenerator<string> {
    let last = '00000000-0000-0000-0000-000000000000';
    let separator = '';
    for (;;) {
      const rows: { id: string; figures: object }[] = await this.dataSource.query(
        `SELECT turn_id AS id, to_jsonb(f) - '{user_id,input_tokens,output_tokens}'::text[] || jsonb_build_object(
                  'usage', jsonb_build_object('inputTokens', input_tokens, 'outputTokens', output_tokens)) AS figures
         FROM turn_figures f
         WHERE user_id = $1 AND turn_id > $2 ORDER BY turn_id LIMIT ${FIGURES_PAGE}`,
        [userId, last],
      );
      for (const { id, figures } of rows) {
        yield `${separator}\n${JSON.stringify(figures)}`;
        separator = ',';
        last = id;
      }
      if (rows.length < FIGURES_PAGE) break;
    }
  }

  private async *messages(userId: string, conversationId: string): AsyncGenerator<string> {
    let last = '0';
    let separator = '';
    for (;;) {
      const rows: { seq: string; message: object }[] = await this.dataSource.query(
        `SELECT seq, to_jsonb(m) - '{user_id,conversation_id,seq,content}'::text[]
                || jsonb_build_object('feedback', (SELECT to_jsonb(f) - '{user_id,conversation_id,message_id}'::text[]
                     FROM feedback f WHERE f.user_id = m.user_id AND f.conversation_id = m.conversation_id
                                       AND f.message_id = m.id)) AS message
         FROM messages m WHERE user_id = $1 AND conversation_id = $2 AND seq > $3 ORDER BY seq LIMIT ${PAGE}`,
        [userId, conversationId, last],
      );
      for (const { seq, message } of rows) {
        yield `${separator}\n${JSON.stringify(message)}`;
        separator = ',';
        last = seq;
      }
      if (rows.length < PAGE) break;
    }
  }
}
