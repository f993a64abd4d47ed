import type { ConnectionSnapshot } from '@app/chat-transport';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';
import { useConnection } from './use-connection';

/** The quiet dot in the header. Its word is shown on wide screens, and on narrow ones while something is wrong. */
export function ConnectionMark() {
  const connection = useConnection();
  const isUp = connection.state === 'open';
  return (
    <span className="flex items-center gap-2 text-xs text-muted-foreground" data-connection={connection.state}>
      <span
        aria-hidden
        className={cx(
          'size-2 rounded-full',
          isUp ? 'bg-success' : connection.state === 'closed' ? 'bg-danger' : 'bg-warning',
        )}
      />
      <span className={cx(isUp && 'max-sm:sr-only')}>{word(connection)}</span>
    </span>
  );
}

function word({ state, isOffline, attempts }: ConnectionSnapshot): string {
  if (state === 'open') return texts.connection.connected;
  if (state === 'closed') return texts.connection.ended;
  if (isOffline) return texts.connection.offline;
  return attempts > 1 ? texts.connection.reconnecting : texts.connection.connecting;
}
