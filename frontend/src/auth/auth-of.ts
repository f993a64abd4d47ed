import type { AuthView } from '@app/chat-protocol';
import type { Access } from './access';

/** The ways in; null = they are not known yet. */
export function authOf(access: Access): AuthView | null {
  if (access.phase === 'unknown') return null;
  return access.phase === 'in' ? access.view.auth : access.auth;
}

/** Whether this server has accounts at all. */
export function hasAccounts({ modes }: AuthView): boolean {
  return modes.some((mode) => mode !== 'guest');
}
