import type { SearchPage } from '@app/chat-protocol';
import { answerOf, api } from './request';

export function search(q: string, cursor: string | null, signal: AbortSignal): Promise<SearchPage> {
  const query = { q, ...(cursor !== null && { cursor }) };
  return answerOf(api.GET('/api/v1/search', { params: { query }, signal }));
}
