import { ConfigError } from './config/config.js';
import { BrokenDatabaseError } from './database/embedded-data-source.js';
import { FolderLockedError } from './database/folder-lock.js';

/** Errors whose message is all the operator needs. */
const TOLD = [ConfigError, FolderLockedError, BrokenDatabaseError];
/** SQLSTATE: the user, the password or the way in (class 28), the database (3D), no right to it (42501). */
const REFUSED = /^(28|3D|42501)/;
/** SQLSTATE: it starts or stops (class 57), has no room (53), or the link broke (08). */
const NOT_TAKING = /^(08|53|57)/;
/** What Node was about when a connection failed. */
const DIALLING = new Set(['connect', 'getaddrinfo']);
const TIMED_OUT = /^(timeout exceeded when trying to connect|Connection terminated due to connection timeout)/;

/** Why the server did not start, for whoever started it: a sentence where it is theirs to mend, else the stack. */
export function describeStartFailure(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (TOLD.some((kind) => error instanceof kind)) return error.message;
  return describeDatabaseFailure(error) ?? error.stack ?? error.message;
}

/** Null = something else. The embedded database has no such errors; the driver's own words name user, database and address. */
function describeDatabaseFailure(error: Error): string | null {
  // Of a name with several addresses each has its own.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return null;
  const { code = '', syscall = '' } = first as { code?: string; syscall?: string };
  const why = first.message.replace(/\.$/, '');
  if (DIALLING.has(syscall) || TIMED_OUT.test(first.message)) {
    return `PostgreSQL cannot be reached where DATABASE_URL says: ${why}. Is it up, and are host and port right?`;
  }
  if (REFUSED.test(code)) {
    return `PostgreSQL does not let this server in with what DATABASE_URL says: ${why}. Correct the user, password or database there, or make them.`;
  }
  if (NOT_TAKING.test(code)) return `PostgreSQL at DATABASE_URL takes no connections: ${why}. Try again when it does.`;
  return null;
}
