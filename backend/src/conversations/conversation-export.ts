import type { ChatMessage } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { Branches } from './branches.js';
import type { Conversation } from './conversation.entity.js';
import { MessageViews } from './message-views.js';
import { MessagesRepository } from './messages.repository.js';

export type ExportFormat = 'markdown' | 'json';

/** The largest number PostgreSQL takes for an int. */
const ALL = 2_147_483_647;

/** Messages in memory at once. */
const BATCH = 200;

/** A conversation as a file, piece by piece. */
@Injectable()
export class ConversationExport {
  constructor(
    private readonly branches: Branches,
    private readonly messages: MessagesRepository,
    private readonly views: MessageViews,
  ) {}

  /** The shown branch, to be read. */
  async *markdown(conversation: Conversation): AsyncGenerator<string> {
    const ids = await this.branches.listUp(conversation.userId, conversation.id, null, ALL);
    yield `# ${conversation.title || 'Conversation'}\n`;
    for await (const message of this.read(conversation, ids)) yield toMarkdown(message);
  }

  /** The whole tree, to be read by programs. */
  async *json({ title, instructions, startTime, ...conversation }: Conversation): AsyncGenerator<string> {
    const { userId, id, shownMessageId } = conversation;
    const head = { id, title, instructions, startTime, lastUpdateTime: conversation.lastUpdateTime, shownMessageId };
    yield `{"format":"throughline-conversation","version":1,"conversation":${JSON.stringify(head)},"messages":[`;
    let separator = '\n';
    for await (const message of this.read({ userId, id }, await this.messages.listIds(userId, id))) {
      yield separator + JSON.stringify(message);
      separator = ',\n';
    }
    yield '\n]}\n';
  }

  private async *read({ userId, id }: Pick<Conversation, 'userId' | 'id'>, ids: string[]): AsyncGenerator<ChatMessage> {
    for (let from = 0; from < ids.length; from += BATCH) {
      yield* await this.views.of(userId, id, ids.slice(from, from + BATCH));
    }
  }
}

function toMarkdown({ role, parts, metadata }: ChatMessage): string {
  const { model, createdAt = '', status } = metadata ?? {};
  const who = role === 'user' ? 'You' : `Assistant${model ? ` (${model})` : ''}`;
  const when = `${createdAt.slice(0, 16).replace('T', ' ')} UTC`;
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  const sources = parts.flatMap((part) =>
    part.type === 'source-url' ? [`- ${part.title ?? part.url}: <${part.url}>`] : [],
  );
  const blocks = [`## ${who} · ${when}`, ...texts];
  if (sources.length > 0) blocks.push(`Sources:\n\n${sources.join('\n')}`);
  if (status !== 'completed') blocks.push(`*(${status})*`);
  return `\n${blocks.join('\n\n')}\n`;
}
