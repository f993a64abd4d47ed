import { AsyncLocalStorage } from 'node:async_hooks';
import { DeltaTap } from './delta-tap.js';
import { httpPost, type Through, toWebStream } from './http-post.js';

type Tell = (run: number, text: string) => void;

const listener = new AsyncLocalStorage<Tell | undefined>();

/** Makes a call whose `tappedFetch` tells `tell` of the words of a streamed response, as a DeltaTap does. */
export function listenToFetch<Result>(tell: Tell, call: () => Result): Result {
  return listener.run(tell, call);
}

/** `fetch` for a provider: outside of `listenToFetch`, and for all but the posting of text, the very same. */
export async function tappedFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const tell = listener.getStore();
  const { method, body, signal } = init;
  if (tell === undefined || input instanceof Request || method !== 'POST' || typeof body !== 'string') {
    return fetch(input, init);
  }
  // Outside of the call's context, which would live on in the link to the service.
  return listener.run(undefined, async () => {
    const answer = await httpPost(new URL(input), { headers: new Headers(init.headers), body, signal });
    const { status, statusText, headers } = answer;
    if (EMPTY.has(status)) answer.body.resume(); // to its end, or the link would not be free again
    if (status >= 300 && status < 400) {
      answer.body.destroy();
      return fetch(input, init);
    }
    const isTapped = status === 200 && (headers.get('content-type')?.startsWith('text/event-stream') ?? false);
    const through = isTapped ? new TapThrough(new DeltaTap(tell)) : UNTOUCHED;
    return new Response(EMPTY.has(status) ? null : toWebStream(answer, through), { status, statusText, headers });
  });
}

/** Answers that have no body. */
const EMPTY: ReadonlySet<number> = new Set([204, 205]);

const UNTOUCHED: Through = { take: (piece) => piece, end: () => null };

/** What a DeltaTap leaves of the bytes of an event stream. */
class TapThrough implements Through {
  private readonly encoder = new TextEncoder();
  /** A byte-order mark is the provider's to drop. */
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(private readonly deltas: DeltaTap) {}

  take(piece: Uint8Array): Uint8Array | null {
    return this.encode(this.deltas.accept(this.decoder.decode(piece, { stream: true })));
  }

  end(): Uint8Array | null {
    return this.encode(this.deltas.accept(this.decoder.decode()) + this.deltas.end());
  }

  private encode(text: string): Uint8Array | null {
    return text === '' ? null : this.encoder.encode(text);
  }
}
