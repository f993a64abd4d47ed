import type { AccountErrorCode } from './account-errors.js';

/** A way in: nameless, by e-mail and password, or by single sign-on. */
export type AuthMode = 'guest' | 'password' | 'oidc';

/** `GET /api/v1/auth`: the ways in, for anybody. Part of SessionView too. */
export interface AuthView {
  modes: AuthMode[];
  /** Name of the single sign-on service, for its button; null = mode `oidc` is off. */
  oidcName: string | null;
  /** False = new accounts are not taken; whoever has one can sign in. */
  isSignUpOpen: boolean;
}

export type UserRole = 'user' | 'admin';

/** Who somebody is. */
export interface UserView {
  id: string;
  name: string;
  /** Null = a guest. */
  email: string | null;
  /** A visitor without an account; signing up or in keeps the conversations. */
  isGuest: boolean;
  role: UserRole;
  /** False = signs in by single sign-on alone, or is a guest: there is no password to ask for. */
  hasPassword: boolean;
}

/** `POST /api/v1/auth/sign-up/email` takes this and answers 204. */
export interface SignUpRequest {
  /** 1–100 characters. */
  name: string;
  email: string;
  /** 10–128 characters. */
  password: string;
}

/** `POST /api/v1/auth/sign-in/email` takes this and answers 204. */
export interface SignInRequest {
  email: string;
  password: string;
}

/** `POST /api/v1/auth/sign-in/oidc` answers this: go there. The browser comes back to `/`, or `/?sign-in-error=<code>`. */
export interface OidcRedirectView {
  url: string;
}

/** What `/?sign-in-error=` can say. */
export type SignInErrorCode = Extract<
  AccountErrorCode,
  'email-taken' | 'sign-up-closed' | 'banned' | 'provider-unavailable'
>;

/** `POST /api/v1/account/password` takes this and answers 204; the other sessions of the user end. */
export interface PasswordChange {
  currentPassword: string;
  newPassword: string;
}

/** `PATCH /api/v1/account` takes this and answers a UserView. */
export interface AccountPatch {
  /** 1–100 characters. */
  name: string;
}

/** `DELETE /api/v1/account` takes this and answers 204: the account and everything of it is gone. */
export interface AccountDeletion {
  /** Needed where `UserView.hasPassword`. */
  password?: string;
}

/** A browser or device that is signed in. */
export interface SessionItemView {
  id: string;
  /** The one that asks. */
  isCurrent: boolean;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601; exact to a day. */
  lastSeenAt: string;
  /** ISO 8601. */
  expiresAt: string;
  /** As the browser names itself; empty string = it did not. */
  userAgent: string;
  /** Where it signed in from; null = unknown. */
  ipAddress: string | null;
}

/**
 * `GET /api/v1/account/sessions`. `DELETE /api/v1/account/sessions/:id` ends one, `DELETE /api/v1/account/sessions` all of
 * them, this one too; `?others=true` all but this one. Each answers 204.
 */
export interface SessionList {
  sessions: SessionItemView[];
}

/** A key for scripts; what it opens is in docs/accounts.md. */
export interface ApiKeyView {
  id: string;
  name: string;
  /** The first characters of the key, to tell it from others. */
  prefix: string;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601, exact to a minute; null = never used. */
  lastUsedAt: string | null;
}

/** `GET /api/v1/account/api-keys`. `DELETE /api/v1/account/api-keys/:id` answers 204. */
export interface ApiKeyList {
  apiKeys: ApiKeyView[];
}

/** `POST /api/v1/account/api-keys` takes this and answers 201 with an ApiKeySecret. */
export interface ApiKeyRequest {
  /** 1–100 characters. */
  name: string;
}

/** The only time the key itself is shown. */
export interface ApiKeySecret extends ApiKeyView {
  /** `tl_…`, sent as `Authorization: Bearer tl_…`. */
  key: string;
}

/** Tokens of a day or month (UTC) against a quota. */
export interface TokenQuotaView {
  /** Of answers that have ended, and the most that those in the making may use. */
  used: number;
  limit: number;
}

/** A user as an administrator sees them. */
export interface AdminUserView extends UserView {
  /** ISO 8601; null = not suspended. */
  bannedAt: string | null;
  /** ISO 8601. */
  createdAt: string;
  /** ISO 8601, exact to a day; null = has no session. */
  lastSeenAt: string | null;
  conversationCount: number;
  /** What they used of the quotas on them, their own or those on each user; null = there is no such quota. */
  quotas: Record<'day' | 'month', TokenQuotaView | null>;
  /** Their own quotas, in tokens, set by an administrator; null = the one on each user. */
  ownQuotas: OwnQuotas;
}

export type OwnQuotas = Record<'day' | 'month', number | null>;

/** `GET /api/v1/admin/users?query=&guests=false&cursor=&limit=` (limit 1–100, default 50): newest first. */
export interface AdminUserPage {
  users: AdminUserView[];
  /** Pass as `cursor` for the next page; null = that was the last. */
  nextCursor: string | null;
}

/** `PATCH /api/v1/admin/users/:id` takes any of these and answers an AdminUserView. */
export interface AdminUserPatch {
  role?: UserRole;
  /** True = signed out everywhere and kept out. */
  isBanned?: boolean;
  /** Whole tokens, 1 or more; null = the one on each user; absent = as it is. */
  ownQuotas?: Partial<OwnQuotas>;
}
