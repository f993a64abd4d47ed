import { betterAuth } from 'better-auth';
import { authOptions, type AuthSetup } from './auth-options.js';

export type Library = ReturnType<typeof makeLibrary>;

/** better-auth with our options. */
export function makeLibrary(setup: AuthSetup) {
  return betterAuth(authOptions(setup));
}
