import { connect } from 'node:net';

const MOST_BYTES = 1_000_000;
const PATIENCE_MS = 30_000;

/**
 * What a server says to some bytes until it, or we, hang up. Our side is shut after the last byte, so that a server that
 * waits for more learns that there is none. Rejects when it neither answers nor hangs up.
 *
 * @param pieces written one after the other
 * @param isHeldOpen we wait for the server to hang up instead
 */
export function talk(port: number, pieces: Uint8Array[], isHeldOpen = false): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const heard: Buffer[] = [];
    let bytes = 0;
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`No end after ${PATIENCE_MS} ms: ${Buffer.concat(pieces).subarray(0, 200).toString('latin1')}`));
    }, PATIENCE_MS);
    socket.on('data', (data) => {
      heard.push(data);
      bytes += data.length;
      if (bytes > MOST_BYTES) socket.destroy();
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => undefined); // Being hung up on is an answer.
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(Buffer.concat(heard));
    });
    socket.on('connect', () => {
      for (const piece of pieces) socket.write(piece);
      if (!isHeldOpen) socket.end();
    });
  });
}
