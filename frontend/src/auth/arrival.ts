import type { SignInErrorCode } from '@app/chat-protocol';
import { createStore } from 'zustand/vanilla';

const RETURN_KEY = 'throughline-return';
const ERROR_PARAMETER = 'sign-in-error';

/** Why single sign-on sent the browser back without signing it in; null = it did not. */
export const arrivalError = createStore<SignInErrorCode | null>(() => null);

/** Single sign-on comes back to the first page: the one that was left is remembered for it. */
export function rememberPlace(): void {
  try {
    sessionStorage.setItem(RETURN_KEY, location.pathname);
  } catch {
    // no storage allowed: it comes back to the first page
  }
}

/** Reads what the address says after a single sign-on, and puts the address right. */
export function arrive(): void {
  const url = new URL(location.href);
  const error = url.searchParams.get(ERROR_PARAMETER);
  url.searchParams.delete(ERROR_PARAMETER);
  if (error !== null) arrivalError.setState(error as SignInErrorCode, true);
  if (url.pathname === '/') url.pathname = takePlace() ?? '/';
  if (url.href !== location.href) history.replaceState(null, '', url);
}

function takePlace(): string | null {
  try {
    const place = sessionStorage.getItem(RETURN_KEY);
    sessionStorage.removeItem(RETURN_KEY);
    return place;
  } catch {
    return null; // no storage allowed
  }
}
