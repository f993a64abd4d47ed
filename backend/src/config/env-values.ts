import { z } from 'zod';

// Every message says what is expected and never what was given: a value may be a secret, and messages reach logs.

/** Node's timers turn anything longer into 1 ms. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** A whole number from `min` to `max`, both included. */
export function wholeNumber(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  const limits = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
  return checked(
    `a whole number ${limits}`,
    (text) => /^\d{1,16}$/.test(text) && Number(text) >= min && Number(text) <= max,
  ).transform(Number);
}

export function milliseconds(min = 0) {
  return wholeNumber(min, LONGEST_TIMER_MS);
}

export function oneOf<const T extends string>(...values: T[]) {
  return z.enum(values, { error: `expected ${values.join(' or ')}` });
}

/** One or more of `values`, comma-separated; each counts once. */
export function listOf<const T extends string>(...values: T[]) {
  const expected = `expected a comma-separated list of ${values.join(', ')}`;
  return z.string({ error: expected }).transform((text, context): T[] => {
    const items = new Set(text.split(',').map((item) => item.trim()));
    const found = values.filter((value) => items.has(value));
    if (found.length === items.size) return found;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

export function yesOrNo() {
  return oneOf('true', 'false').transform((text) => text === 'true');
}

/** Text that passes `isRight`; `expected` completes the sentence "KEY: expected …". */
export function checked(expected: string, isRight: (text: string) => boolean = () => true) {
  return z.string({ error: `expected ${expected}` }).refine(isRight, { error: `expected ${expected}` });
}

/** What a million tokens of a model cost, in US dollars. */
export interface TokenPrice {
  input: number;
  output: number;
}

/** Comma-separated `model=input/output`, as in `gpt-5-mini=0.25/2`; by model. */
export function tokenPrices() {
  const expected = 'expected prices like gpt-5-mini=0.25/2, comma-separated';
  return z.string({ error: expected }).transform((text, context): Readonly<Record<string, TokenPrice>> => {
    const prices: Record<string, TokenPrice> = Object.create(null) as Record<string, TokenPrice>;
    for (const item of text.split(',')) {
      const [, model, input, output] = /^\s*(\S{1,200})=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)\s*$/.exec(item) ?? [];
      if (model === undefined || model in prices) {
        context.addIssue({ code: 'custom', message: expected });
        return z.NEVER;
      }
      prices[model] = { input: Number(input), output: Number(output) };
    }
    return prices;
  });
}

export function postgresUrl() {
  return checked(
    'a URL that starts with postgres:// or postgresql://',
    (text) => /^postgres(ql)?:\/\//i.test(text) && URL.canParse(text),
  );
}

/** An http(s) address that paths can be appended to. `fetch` refuses user info, with the whole URL in its message. */
export function httpUrl() {
  return checked('an http:// or https:// URL without user, password, query or fragment', (text) => {
    const url = URL.parse(text);
    return url !== null && isHttp(url) && !url.username && !url.password && !/[?#]/.test(text);
  });
}

/** Comma-separated web origins, each spelled as a browser's `Origin` header spells it. */
export function origins() {
  const expected = 'comma-separated origins like https://chat.example.com';
  return z.string({ error: `expected ${expected}` }).transform((text, context) => {
    const found = text.split(',').flatMap((item) => (item.trim() === '' ? [] : [toOrigin(item.trim())]));
    if (found.includes(null)) {
      context.addIssue({ code: 'custom', message: `expected ${expected}` });
      return z.NEVER;
    }
    return [...new Set(found.filter((origin) => origin !== null))];
  });
}

function toOrigin(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !isHttp(url) || text.includes('*')) return null;
  return `${url.origin}/` === url.href ? url.origin : null;
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}
