import type { ErrorView } from '@app/chat-protocol';
import { BadRequestException, type PipeTransform } from '@nestjs/common';
import type { z } from 'zod';

/** What the request asks for makes no sense, whoever asks. `message` is for who wrote the client. */
export function badRequest(message: string): BadRequestException {
  return new BadRequestException({ code: 'bad-request', message } satisfies ErrorView);
}

/** A body or a query as its schema says; anything else is refused with the first fault. */
export class Parsed<T> implements PipeTransform<unknown, T> {
  constructor(readonly schema: z.ZodType<T>) {}

  transform(value: unknown): T {
    const parsed = this.schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw badRequest([issue.path.join('.'), issue.message].filter((text) => text !== '').join(': '));
  }
}
