import { isWordless } from '../turns/live-turn.js';
import type { ReadChunk } from '../turns/read-chunk.js';
import type { Connection } from './connection.js';

/**
 * Sends what a reader yields as the frames of one request: `start`, `chunk` 0, 1, 2 …, `end`. Waits while the socket is
 * full. Ends quietly when `signal` aborts or the socket closes.
 *
 * @param nextSequence number of the first chunk frame
 * @param firstWord called once something is sent that can be seen, an error included
 * @param replay called before something is sent that was said before, with its bytes; what it throws ends the request
 */
export async function follow(
  connection: Connection,
  requestId: string,
  batches: AsyncIterable<ReadChunk[]>,
  nextSequence: number,
  signal: AbortSignal,
  replay: (bytes: number) => Promise<void>,
  firstWord: () => void = () => undefined,
): Promise<void> {
  connection.send({ type: 'start', requestId });
  const head = `{"type":"chunk","requestId":${JSON.stringify(requestId)},"sequence":`;
  let sequence = nextSequence;
  let isSilent = true;
  for await (const batch of batches) {
    for (const { json, offset, isReplay } of batch) {
      if (isReplay) await replay(Buffer.byteLength(json));
      if (connection.isFull) await connection.drained(signal);
      if (signal.aborted || !connection.isOpen) return;
      const position = connection.isOurs ? `,"offset":${offset}` : '';
      connection.sendText(`${head}${sequence},"chunk":${json}${position}}`);
      sequence += 1;
      if (isSilent && !isWordless(json)) {
        isSilent = false;
        firstWord();
      }
    }
  }
  if (!signal.aborted) connection.send({ type: 'end', requestId });
}
