import type { ChatMessage, MessagePage } from '@app/chat-protocol';
import type { Seen } from './user.js';

/** Most messages one request for history gives. */
const PAGE = 100;

/**
 * How many of the answers a user saw are in the database as they were seen, behind their question as it was asked.
 * @param cookie the user's
 */
export async function countStored(url: string, cookie: string, seen: readonly Seen[]): Promise<number> {
  let count = 0;
  for (const [conversationId, answers] of Map.groupBy(seen, (one) => one.conversationId)) {
    const messages = await history(url, cookie, conversationId);
    const byId = new Map(messages.map((message) => [message.id, message]));
    const stored = new Set(
      messages
        .filter(({ role }) => role === 'assistant')
        .map((answer) => `${textOf(byId.get(answer.metadata?.parentId ?? ''))}\n${textOf(answer)}`),
    );
    count += answers.filter(({ prompt, text }) => stored.has(`${prompt}\n${text}`)).length;
  }
  return count;
}

async function history(url: string, cookie: string, conversationId: string): Promise<ChatMessage[]> {
  const messages: ChatMessage[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === '' ? {} : { cursor }) });
    const response: Response = await fetch(`${url}/api/v1/conversations/${conversationId}/messages?${query}`, {
      headers: { cookie },
    });
    if (!response.ok) throw new Error(`History: HTTP ${response.status}`);
    const page = (await response.json()) as MessagePage;
    messages.push(...page.messages);
    cursor = page.nextCursor;
  }
  return messages;
}

function textOf(message: ChatMessage | undefined): string {
  return message?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
}
