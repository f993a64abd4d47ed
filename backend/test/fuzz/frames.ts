import fc from 'fast-check';
import { nested } from './hostile-values.js';
import { damaged, mutated } from './mutations.js';
import { validFrame } from './valid-frames.js';

/** What goes into one WebSocket message: text, or bytes (`isText` = sent as text although they may be no UTF-8). */
export type Payload = { text: string } | { bytes: Uint8Array; isText: boolean };

const asText = (texts: fc.Arbitrary<string>): fc.Arbitrary<Payload> => texts.map((text) => ({ text }));

const huge = fc
  .constantFrom(
    () => `{"type":"ping","requestId":"${'a'.repeat(100_000)}"}`,
    () => `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    () => `{"type":"ping","requestId":"r1","a":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}`,
    () => JSON.stringify({ type: 'ping', requestId: 'r1', body: nested(1000) }),
    () =>
      JSON.stringify({
        type: 'send',
        requestId: 'r1',
        id: 'c1',
        trigger: 'submit-message',
        messages: Array.from({ length: 10_001 }, () => ({})),
      }),
    () =>
      JSON.stringify({
        type: 'send',
        requestId: 'r1',
        id: 'c1',
        trigger: 'submit-message',
        messages: [
          { id: 'm', role: 'user', parts: Array.from({ length: 20_000 }, () => ({ type: 'text', text: '' })) },
        ],
      }),
    () =>
      JSON.stringify({
        type: 'send',
        requestId: 'r1',
        id: 'c1',
        trigger: 'submit-message',
        messages: [{ id: 'm', role: 'user', parts: [{ type: 'text', text: '\u0000'.repeat(33_000) }] }],
      }),
    () => `{"type":"ping","requestId":"r1",${Array.from({ length: 10_000 }, (_, index) => `"k${index}":1`).join()}}`,
    () => `"${'\\u0000'.repeat(100_000)}"`,
    () => `1${'0'.repeat(100_000)}`,
    () => ' '.repeat(500_000),
    () => 'x'.repeat(1024 * 1024 + 1),
  )
  .map((make) => make());

/** One message of a client that means ill. Those that end the connection are few, for each costs another handshake. */
export const payload: fc.Arbitrary<Payload> = fc.oneof(
  { weight: 600, arbitrary: asText(mutated(validFrame)) },
  { weight: 10, arbitrary: asText(damaged(validFrame)) },
  { weight: 40, arbitrary: asText(validFrame.map((frame) => JSON.stringify(frame))) },
  { weight: 4, arbitrary: asText(fc.json({ stringUnit: 'binary', maxDepth: 4 })) },
  { weight: 2, arbitrary: asText(fc.string({ unit: 'binary', maxLength: 200 })) },
  { weight: 2, arbitrary: fc.record({ bytes: fc.uint8Array({ maxLength: 200 }), isText: fc.boolean() }) },
  { weight: 1, arbitrary: asText(huge) },
);

/** The messages of one seed, always the same, made some at a time, lest the clients of this process starve. */
export function* payloads(seed: number, count: number): Generator<Payload> {
  const CHUNK = 200;
  for (let made = 0; made < count; made += CHUNK) {
    yield* fc.sample(payload, { seed: seed + made, numRuns: Math.min(CHUNK, count - made) });
  }
}
