import { randomUUID } from 'node:crypto';
import type { AccountErrorCode } from '@app/chat-protocol';
import { Logger } from '@nestjs/common';
import type { ConfigService } from '@nestjs/config';
import type { BetterAuthOptions } from 'better-auth';
import { APIError } from 'better-auth/api';
import { anonymous, genericOAuth } from 'better-auth/plugins';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Config } from '../config/config.js';
import { CLIENT_ADDRESS_HEADER, OIDC } from './library-names.js';
import { cookieNames } from './session-cookie.js';
import { replacedSessions } from './replaced-sessions.js';
import type { SignIns } from './sign-ins.js';

const DAY_SECONDS = 24 * 3600;
const logger = new Logger('BetterAuth');

const PASSWORD_CHARACTERS = { min: 10, max: 128 };

export interface AuthSetup {
  /** The app's own: one pool for everything, and the embedded database has a single connection. */
  pool: pg.Pool;
  secret: string;
  signIns: SignIns;
  config: ConfigService<Config, true>;
  /** Whether its cookies are for HTTPS only. */
  isSecure: boolean;
  /** Whether it knows the OpenID provider: making it then asks that provider. */
  hasOidc: boolean;
}

/**
 * The library on our tables, with our cookies and our rules. Its own HTTP handler, rate limits and origin checks are not
 * used: the app's stand before the few functions that are called.
 */
export function authOptions(setup: AuthSetup) {
  const { pool, secret, signIns, config, isSecure, hasOidc } = setup;
  const names = cookieNames(isSecure);
  const strict = { sameSite: 'strict' } as const;
  return {
    // Hosts are decided by `publicOrigin`, before the library sees a request.
    baseURL: { allowedHosts: ['*'] },
    basePath: '/api/v1/auth',
    secret,
    // No transactions: its hooks use the app's own connection, and with the embedded database there is one in all.
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }), type: 'postgres', transaction: false },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'warn', disableColors: true, log: (_level, message) => logger.debug(message) },
    onAPIError: { errorURL: '/' },
    emailAndPassword: {
      enabled: config.get('AUTH_MODES', { infer: true }).includes('password'),
      minPasswordLength: PASSWORD_CHARACTERS.min,
      maxPasswordLength: PASSWORD_CHARACTERS.max,
    },
    plugins: [
      guests(),
      ...(hasOidc ? [genericOAuth({ config: [oidcProvider(config)] })] : []),
      replacedSessions(names.session, secret, signIns),
    ],
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
      expiresIn: config.get('AUTH_SESSION_DAYS', { infer: true }) * DAY_SECONDS,
      updateAge: DAY_SECONDS,
    },
    account: {
      modelName: 'accounts',
      fields: {
        accountId: 'account_id',
        providerId: 'provider_id',
        userId: 'user_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      // Nobody proves that an e-mail is theirs, so an equal one proves nothing: logins are never joined by it.
      accountLinking: { enabled: false },
      updateAccountOnSignIn: false,
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      database: { generateId: () => randomUUID() },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
      useSecureCookies: false, // Its prefix would be __Secure-; ours are in the names.
      defaultCookieAttributes: { secure: isSecure, httpOnly: true, path: '/', sameSite: 'strict' },
      cookies: {
        session_token: { name: names.session, attributes: strict },
        dont_remember: { name: names.forgetful, attributes: strict },
        // The provider sends the browser back from its own site: a strict cookie would stay at home.
        state: { name: names.oidcState, attributes: { sameSite: 'lax' } },
      },
    },
    databaseHooks: {
      user: {
        create: {
          before: async (user) => {
            if (!isGuest(user) && !(await signIns.isSignUpOpen())) throw refusal('sign-up-closed');
          },
          after: async (user) => {
            if (!isGuest(user) && !(await signIns.accountMade(user.id))) throw refusal('sign-up-closed');
          },
        },
      },
      account: {
        create: {
          before: async () => ({ data: NO_TOKENS }),
        },
      },
      session: {
        create: {
          before: async ({ userId }) => {
            if (await signIns.isBanned(userId)) throw refusal('banned');
          },
        },
      },
    },
  } satisfies BetterAuthOptions;
}

/** The library's guests, without what it does when one of them signs in: that drops the new cookie with the old session. */
function guests() {
  const { hooks: _ours, ...plugin } = anonymous({
    generateName: () => 'Guest',
    schema: { user: { fields: { isAnonymous: 'is_guest' } } },
  });
  return plugin;
}

/** They would open the provider to whoever reads our database, and nothing here needs them. */
const NO_TOKENS = {
  accessToken: null,
  refreshToken: null,
  idToken: null,
  accessTokenExpiresAt: null,
  refreshTokenExpiresAt: null,
};

function oidcProvider(config: ConfigService<Config, true>) {
  const issuer = config.get('OIDC_ISSUER', { infer: true }) ?? '';
  return {
    providerId: OIDC,
    clientId: config.get('OIDC_CLIENT_ID', { infer: true }) ?? '',
    clientSecret: config.get('OIDC_CLIENT_SECRET', { infer: true }) ?? '',
    tokenEndpointAuth: { method: 'client_secret_basic' as const },
    discoveryUrl: `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`,
    requireIdTokenVerification: true,
    pkce: true,
    scopes: ['openid', 'email', 'profile'],
    mapProfileToUser: (profile: Record<string, unknown>) => ({
      name: [profile.name, profile.preferred_username, profile.email].find(isText)?.slice(0, 100),
      image: undefined,
    }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isGuest(user: Record<string, unknown>): boolean {
  return user.isAnonymous === true;
}

function refusal(code: AccountErrorCode): APIError {
  return new APIError('FORBIDDEN', { code });
}
