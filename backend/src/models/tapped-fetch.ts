import { AsyncLocalStorage } from 'node:async_hooks';
import { DeltaTap } from './delta-tap.js';

type Tell = (run: number, text: string) => void;

const listener = new AsyncLocalStorage<Tell>();

/** Makes a call whose `tappedFetch` tells `tell` of the words of a streamed response, as a DeltaTap does. */
export function listenToFetch<Result>(tell: Tell, call: () => Result): Result {
  return listener.run(tell, call);
}

/** `fetch` for a provider: outside of `listenToFetch` the very same. */
export async function tappedFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  const tell = listener.getStore();
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
  if (tell === undefined || !response.ok || response.body === null || !isStream) return response;
  const { status, statusText, headers } = response;
  return new Response(tap(response.body, new DeltaTap(tell)), { status, statusText, headers });
}

function tap(body: ReadableStream<Uint8Array>, deltas: DeltaTap): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const encoder = new TextEncoder();
  // A byte-order mark is the provider's to drop.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await reader.read();
          const out = done
            ? deltas.accept(decoder.decode()) + deltas.end()
            : deltas.accept(decoder.decode(value, { stream: true }));
          if (out !== '') controller.enqueue(encoder.encode(out));
          if (done) controller.close();
          if (done || out !== '') return;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
