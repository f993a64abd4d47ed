import { ChatError, wireError, type WireError } from '@app/chat-protocol';
import { QueryFailedError } from 'typeorm';

/** What a client may know of a failure. */
export function toClientError(error: unknown): WireError {
  if (error instanceof ChatError) return error.toWire();
  return wireError(isStorageAway(error) ? 'storage-unavailable' : 'internal');
}

const AWAY_CODES = /^(08|53|57)|^E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_AGAIN)/;
const AWAY_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|connection error and is not queryable|not connected|Query ?Runner.*released/i;

/** The database cannot be reached, is starting, stopping or full. */
function isStorageAway(error: unknown): boolean {
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  if (typeof cause !== 'object' || cause === null) return false;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  const message = 'message' in cause && typeof cause.message === 'string' ? cause.message : '';
  return AWAY_CODES.test(code) || AWAY_MESSAGES.test(message);
}
