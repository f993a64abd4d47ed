import type { RawClient } from './raw-client.js';

export interface Said {
  questionId: string;
  answerId: string;
}

/**
 * Asks, and waits for the answer's end.
 *
 * @param earlierIds messages before the question, oldest first
 */
export async function talk(
  client: RawClient,
  conversationId: string,
  text: string,
  earlierIds: string[] = [],
  questionId = crypto.randomUUID(),
): Promise<Said> {
  const requestId = crypto.randomUUID();
  client.ask(conversationId, requestId, text, {
    messages: [
      ...earlierIds.map((id) => ({ id, role: 'user', parts: [] })),
      { id: questionId, role: 'user', parts: [{ type: 'text', text }] },
    ],
  });
  const { answerId } = await client.first('accepted', requestId);
  await client.first('end', requestId);
  return { questionId, answerId };
}
