import type { AccountErrorCode } from '@app/chat-protocol';
import type { z } from 'zod';

const ANSWERS = Symbol('what a route answers');
const REFUSALS = Symbol('codes that a route refuses with');

/** One thing that a route can answer when all went well. */
export type Answer =
  | { kind: 'body'; status: number; schema?: z.ZodType }
  | { kind: 'file'; fileTypes: string[] }
  | { kind: 'redirect'; to: string };

/** Codes that a route can refuse with. */
export type Refusal = AccountErrorCode | 'bad-request' | 'not-found' | 'too-many-requests';

/** Says what a route answers; without a schema it answers 204, nothing. */
export function Answers(schema?: z.ZodType, status = schema ? 200 : 204): MethodDecorator {
  return adding(ANSWERS, [{ kind: 'body', status, ...(schema && { schema }) }]);
}

/** Says that a route answers a file to keep. @param fileTypes its media types */
export function AnswersFile(...fileTypes: string[]): MethodDecorator {
  return adding(ANSWERS, [{ kind: 'file', fileTypes }]);
}

/** Says that a route sends the browser elsewhere, with 302. @param to where, as a sentence */
export function AnswersRedirect(to: string): MethodDecorator {
  return adding(ANSWERS, [{ kind: 'redirect', to }]);
}

/** Says what a route refuses with, besides what its guard, its parameters and its verb tell already. */
export function Refuses(...codes: Refusal[]): MethodDecorator {
  return adding(REFUSALS, codes);
}

/** What was said of a route's handler. */
export function answersOf(handler: object): Answer[] {
  return listOf<Answer>(ANSWERS, handler);
}

/** What `Refuses` said of a route's handler. */
export function refusalsOf(handler: object): Refusal[] {
  return listOf<Refusal>(REFUSALS, handler);
}

function adding(key: symbol, items: (Answer | Refusal)[]): MethodDecorator {
  return (_controller, _name, { value }) => {
    const handler = value as object;
    Reflect.defineMetadata(key, [...items, ...listOf(key, handler)], handler);
  };
}

function listOf<T extends Answer | Refusal>(key: symbol, handler: object): T[] {
  return (Reflect.getMetadata(key, handler) as T[] | undefined) ?? [];
}
