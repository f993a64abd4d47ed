import { idSchema } from '@app/chat-protocol';
import { z } from 'zod';
import { badRequest } from '../rest/parsed.js';

/** Where a page of conversations ended: sort key of its last row. Opaque to clients. */
export interface ConversationCursor {
  lastUpdateTime: Date;
  id: string;
}

const cursorSchema = z.tuple([z.iso.datetime(), idSchema]);

export function encodeCursor({ lastUpdateTime, id }: ConversationCursor): string {
  return Buffer.from(JSON.stringify([lastUpdateTime.toISOString(), id])).toString('base64url');
}

/** @throws BadRequestException when it is none of ours */
export function decodeCursor(cursor: string): ConversationCursor {
  try {
    const [time, id] = cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { lastUpdateTime: new Date(time), id };
  } catch {
    throw badRequest('cursor is not one of ours');
  }
}
