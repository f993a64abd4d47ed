import type { AdminUserPage, AdminUserPatch, AdminUserView } from '@app/chat-protocol';
import { answerOf, api } from './request';

const USERS = '/api/v1/admin/users';

export interface UserFilter {
  /** In names and e-mails; empty string = all. */
  query: string;
  hasGuests: boolean;
}

export function listUsers(filter: UserFilter, cursor: string | null, signal: AbortSignal): Promise<AdminUserPage> {
  const guests = filter.hasGuests ? ('true' as const) : ('false' as const);
  const query = { guests, ...(filter.query !== '' && { query: filter.query }), ...(cursor !== null && { cursor }) };
  return answerOf(api.GET(USERS, { params: { query }, signal }));
}

export function patchUser(id: string, body: AdminUserPatch): Promise<AdminUserView> {
  return answerOf(api.PATCH(`${USERS}/{id}`, { params: { path: { id } }, body }));
}
