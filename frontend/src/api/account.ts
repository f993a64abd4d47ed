import type {
  AccountDeletion,
  AccountPatch,
  ApiKeyList,
  ApiKeySecret,
  OidcRedirectView,
  PasswordChange,
  SessionList,
  SignInRequest,
  SignUpRequest,
  UserView,
} from '@app/chat-protocol';
import { answerOf, api, sendOnce } from './request';

const ACCOUNT = '/api/v1/account';

export async function signUp(body: SignUpRequest): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/sign-up/email', { body, fetch: sendOnce }));
}

export async function signIn(body: SignInRequest): Promise<void> {
  await answerOf(api.POST('/api/v1/auth/sign-in/email', { body, fetch: sendOnce }));
}

/** Where to send the browser for single sign-on. */
export function startOidc(): Promise<OidcRedirectView> {
  return answerOf(api.POST('/api/v1/auth/sign-in/oidc', { fetch: sendOnce }));
}

export function patchAccount(body: AccountPatch): Promise<UserView> {
  return answerOf(api.PATCH(ACCOUNT, { body }));
}

export async function changePassword(body: PasswordChange): Promise<void> {
  await answerOf(api.POST(`${ACCOUNT}/password`, { body, fetch: sendOnce }));
}

export async function deleteAccount(body: AccountDeletion): Promise<void> {
  await answerOf(api.DELETE(ACCOUNT, { body, fetch: sendOnce }));
}

/** A file with everything that is the user's; its name is in `content-disposition`. */
export async function exportAccount(): Promise<Response> {
  const call = api.GET(`${ACCOUNT}/export`, { parseAs: 'stream' });
  await answerOf(call);
  return (await call).response;
}

export function listSessions(): Promise<SessionList> {
  return answerOf(api.GET(`${ACCOUNT}/sessions`));
}

export async function endOneSession(id: string): Promise<void> {
  await answerOf(api.DELETE(`${ACCOUNT}/sessions/{id}`, { params: { path: { id } } }));
}

export async function endAllSessions(): Promise<void> {
  await answerOf(api.DELETE(`${ACCOUNT}/sessions`, { fetch: sendOnce }));
}

export async function endOtherSessions(): Promise<void> {
  await answerOf(api.DELETE(`${ACCOUNT}/sessions`, { params: { query: { others: 'true' } } }));
}

export function listApiKeys(): Promise<ApiKeyList> {
  return answerOf(api.GET(`${ACCOUNT}/api-keys`));
}

export function createApiKey(name: string): Promise<ApiKeySecret> {
  return answerOf(api.POST(`${ACCOUNT}/api-keys`, { body: { name } }));
}

export async function revokeApiKey(id: string): Promise<void> {
  await answerOf(api.DELETE(`${ACCOUNT}/api-keys/{id}`, { params: { path: { id } } }));
}
