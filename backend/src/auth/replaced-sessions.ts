import type { BetterAuthPlugin } from 'better-auth';
import { addOAuthServerContext, createAuthMiddleware, getOAuthState } from 'better-auth/api';
import type { SignIns } from './sign-ins.js';

/**
 * A plugin of the library that tells of the session a browser had when it signed in: no session outlives the next one,
 * and no id is kept.
 */
export function replacedSessions(cookieName: string, secret: string, signIns: SignIns): BetterAuthPlugin {
  return {
    id: 'replaced-sessions',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/sign-in/social',
          handler: createAuthMiddleware(async (context) => {
            // The strict session cookie will be missing when the browser comes back from the provider.
            const token = await context.getSignedCookie(cookieName, secret);
            if (token) await addOAuthServerContext({ replacedToken: token });
          }),
        },
      ],
      after: [
        {
          matcher: ({ path }) => path !== '/change-password',
          handler: createAuthMiddleware(async (context) => {
            const signedIn = context.context.newSession;
            if (!signedIn) return;
            const state = context.path === '/callback/:id' ? await getOAuthState() : null;
            const replaced = state?.serverContext?.replacedToken ?? (await context.getSignedCookie(cookieName, secret));
            if (typeof replaced !== 'string' || replaced === '' || replaced === signedIn.session.token) return;
            await signIns.signedIn(signedIn.user.id, replaced);
          }),
        },
      ],
    },
  };
}
