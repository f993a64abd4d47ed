import { ERRORS, idSchema, type ErrorView } from '@app/chat-protocol';
import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';

/** The one answer for what is not there and for what is somebody else's. */
export function notFound(): NotFoundException {
  return new NotFoundException({ code: 'not-found', message: ERRORS['not-found'].text } satisfies ErrorView);
}

/** A path's id; what cannot be one names nothing. */
@Injectable()
export class KnownId implements PipeTransform<string, string> {
  transform(id: string): string {
    const parsed = idSchema.safeParse(id);
    if (!parsed.success) throw notFound();
    return parsed.data;
  }
}
