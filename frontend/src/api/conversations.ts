import type {
  ConversationFilter,
  ConversationPage,
  ConversationPatch,
  ConversationView,
  MessagePage,
} from '@app/chat-protocol';
import { answerOf, api } from './request';

const LIST = '/api/v1/conversations';
const ONE = '/api/v1/conversations/{id}';

export function listConversations(
  filter: ConversationFilter,
  cursor: string | null,
  signal: AbortSignal,
): Promise<ConversationPage> {
  const query = { filter, ...(cursor !== null && { cursor }) };
  return answerOf(api.GET(LIST, { params: { query }, signal }));
}

/** Rejects with status 404 where the user has no such conversation. */
export function getConversation(id: string): Promise<ConversationView> {
  return answerOf(api.GET(ONE, { params: { path: { id } } }));
}

/** A page behind a cursor, or around a message; the newest without either. */
export async function listMessages(id: string, where: { cursor?: string; around?: string } = {}): Promise<MessagePage> {
  const page = await answerOf(api.GET(`${ONE}/messages`, { params: { path: { id }, query: where } }));
  return page as MessagePage; // the parts are the AI SDK's, whose types OpenAPI does not know
}

/** Outlives a page that is being closed, as deleting does. */
export function patchConversation(id: string, patch: ConversationPatch): Promise<ConversationView> {
  return answerOf(api.PATCH(ONE, { params: { path: { id } }, body: patch, keepalive: true }));
}

export async function deleteConversation(id: string): Promise<void> {
  await answerOf(api.DELETE(ONE, { params: { path: { id } }, keepalive: true }));
}

export async function deleteAllConversations(): Promise<void> {
  await answerOf(api.DELETE(LIST));
}

export type ExportFormat = 'markdown' | 'json';

/** The conversation as a file; its name is in `content-disposition`. */
export async function exportConversation(id: string, format: ExportFormat): Promise<Response> {
  const params = { path: { id }, query: { format } };
  const call = api.GET(`${ONE}/export`, { params, parseAs: 'stream' });
  await answerOf(call);
  return (await call).response;
}
