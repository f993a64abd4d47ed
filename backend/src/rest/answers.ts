import type { z } from 'zod';

const ANSWERS = Symbol('what a route answers');

/** One thing that a route can answer when all went well. */
export type Answer = { status: number; schema?: z.ZodType } | { fileTypes: string[] };

/** Says what a route answers; without a schema it answers 204, nothing. */
export function Answers(schema?: z.ZodType, status = schema ? 200 : 204): MethodDecorator {
  return describing({ status, ...(schema && { schema }) });
}

/** Says that a route answers a file to keep. @param fileTypes its media types */
export function AnswersFile(...fileTypes: string[]): MethodDecorator {
  return describing({ fileTypes });
}

/** What was said of a route's handler. */
export function answersOf(handler: object): Answer[] {
  return (Reflect.getMetadata(ANSWERS, handler) as Answer[] | undefined) ?? [];
}

function describing(answer: Answer): MethodDecorator {
  return (_controller, _name, { value }) => {
    const handler = value as object;
    Reflect.defineMetadata(ANSWERS, [answer, ...answersOf(handler)], handler);
  };
}
