import type { Feedback } from '@app/chat-protocol';
import { answerOf, api } from './request';
import type { paths } from './schema';

const PATH = '/api/v1/conversations/{id}/messages/{messageId}/feedback';

/** The server takes reasons of the rating only, which the page's form sees to. */
type Body = paths[typeof PATH]['put']['requestBody']['content']['application/json'];

/** What the user thinks of an answer; null = nothing any more. */
export async function saveFeedback(id: string, messageId: string, feedback: Feedback | null): Promise<void> {
  const params = { path: { id, messageId } };
  if (feedback === null) await answerOf(api.DELETE(PATH, { params }));
  else await answerOf(api.PUT(PATH, { params, body: feedback as Body }));
}
