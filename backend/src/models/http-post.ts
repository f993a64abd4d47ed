import { AsyncLocalStorage } from 'node:async_hooks';
import { request as overHttp, type IncomingMessage } from 'node:http';
import { request as overHttps } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';

/** Nobody is asked to compress; who does all the same is understood. */
const DECODERS = new Map([
  ['gzip', createGunzip],
  ['br', createBrotliDecompress],
  ['deflate', createInflate],
]);

export interface HttpPost {
  headers: Headers;
  body: string;
  signal?: AbortSignal | null | undefined;
}

export interface HttpAnswer {
  status: number;
  statusText: string;
  headers: Headers;
  body: Readable;
  /** What `fetch` makes of an error of the body: a TypeError `terminated`, or the signal's reason. */
  toError: (cause: unknown) => unknown;
}

/**
 * What `fetch` does for a POST, over `node:http`: the same answers and errors without five streams between the socket and
 * the reader, which cost more than all else for a service that sends word by word. Redirects are not followed.
 *
 * @throws TypeError `fetch failed` with its cause; the signal's reason when it is aborted
 */
export function httpPost(url: URL, { headers, body, signal }: HttpPost): Promise<HttpAnswer> {
  signal?.throwIfAborted();
  const fail = (message: string, cause: unknown) =>
    signal?.aborted ? (signal.reason as unknown) : new TypeError(message, { cause });
  const send = url.protocol === 'https:' ? overHttps : overHttp;
  return new Promise((resolve, reject) => {
    const sent = send(url, {
      method: 'POST',
      headers: { accept: '*/*', 'accept-encoding': 'identity', ...Object.fromEntries(headers) },
      ...(signal && { signal }),
    });
    sent.on('error', (cause) => reject(fail('fetch failed', cause)));
    sent.once('response', (response) => {
      const { statusCode = 0, statusMessage = '' } = response;
      resolve({
        status: statusCode,
        statusText: statusMessage,
        headers: headersOf(response),
        body: decoded(response),
        toError: (cause) => fail('terminated', cause),
      });
    });
    sent.end(body);
  });
}

function headersOf({ headersDistinct }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

/** The bytes that were meant. Whatever breaks them is its error. */
function decoded(response: IncomingMessage): Readable {
  const decoder = DECODERS.get(response.headers['content-encoding'] ?? '')?.();
  return decoder === undefined ? response : pipeline(response, decoder, () => undefined);
}

/** What becomes of the bytes of a body on their way; null = nothing goes on. */
export interface Through {
  take(piece: Uint8Array): Uint8Array | null;
  /** What is left when no more comes. */
  end(): Uint8Array | null;
}

/**
 * The body as `fetch` has it. No more is read of it than somebody waits for. Whoever reads leaves nothing of their own
 * context in the link, which outlives the answer: it is read in the context that this is called in.
 */
export function toWebStream({ body, toError }: HttpAnswer, through: Through): ReadableStream<Uint8Array> {
  const inContext = AsyncLocalStorage.snapshot();
  let onData: (piece: Buffer) => void;
  let onEnd: () => void;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        onData = (piece) => {
          const bytes = through.take(piece);
          if (bytes === null) return;
          controller.enqueue(bytes);
          if ((controller.desiredSize ?? 0) <= 0) body.pause();
        };
        onEnd = () => {
          const rest = through.end();
          if (rest !== null) controller.enqueue(rest);
          controller.close();
        };
        body.on('data', onData).pause();
        body.on('end', onEnd);
        body.on('error', (cause) => controller.error(toError(cause)));
      },
      pull: () => void inContext(() => body.resume()),
      // What has been read already still comes.
      cancel: () => void inContext(() => body.off('data', onData).off('end', onEnd).destroy()),
    },
    { highWaterMark: 0 },
  );
}
