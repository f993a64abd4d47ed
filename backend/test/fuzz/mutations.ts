import fc from 'fast-check';
import { hostileKey, hostileValue } from './hostile-values.js';

type Json = Record<string, unknown>;

/** A place in a frame: who holds it, and under which name. */
interface Place {
  holder: Json;
  key: string;
}

const MAX_DEPTH = 8;
/** A field longer than this is not repeated: what the socket refuses for its size alone tries nothing. */
const MAX_REPEATED = 2000;

function placesOf(value: unknown, depth = 0, found: Place[] = []): Place[] {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return found;
  for (const key of Object.keys(value)) {
    found.push({ holder: value as Json, key });
    placesOf((value as Json)[key], depth + 1, found);
  }
  return found;
}

/** What is done at a place of the frame. */
const change = fc.record({
  at: fc.nat(1000),
  how: fc.constantFrom('replace', 'replace', 'remove', 'rename', 'wrap', 'add', 'repeat', 'stringify'),
  value: hostileValue,
  key: hostileKey,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function apply(frame: object, { at, how, value: shared, key }: Change): void {
  const value = structuredClone(shared); // A later change may be made inside of it.
  const places = placesOf(frame);
  const place = places[at % places.length] as Place | undefined;
  if (place === undefined) return;
  const { holder, key: name } = place;
  const old = holder[name];
  if (how === 'replace') holder[name] = value;
  else if (how === 'remove') delete holder[name];
  else if (how === 'wrap') holder[name] = [old];
  else if (how === 'stringify') holder[name] = JSON.stringify(old);
  else if (how === 'repeat') {
    const isShort = (JSON.stringify(old)?.length ?? 0) < MAX_REPEATED;
    holder[name] = Array.from({ length: isShort ? 120 : 1 }, () => old);
  } else if (how === 'add') define(holder, key, value);
  else {
    delete holder[name];
    define(holder, key, old);
  }
}

/** As an own property: assigning to `__proto__` would be something else, and JSON would not show it. */
function define(holder: Json, key: string, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

/** A frame with up to three fields bent; mostly not the `requestId`, without which no more is read of it. */
export function mutated(frames: fc.Arbitrary<object>): fc.Arbitrary<string> {
  return fc
    .tuple(frames, fc.array(change, { minLength: 1, maxLength: 3 }), fc.nat(9))
    .map(([frame, changes, chance]) => {
      const copy = structuredClone(frame) as Json;
      const { requestId } = copy;
      for (const one of changes) apply(copy, one);
      if (chance > 0) copy.requestId = requestId;
      return JSON.stringify(copy);
    });
}

/** What is done to the text of a frame; JSON's own grammar is not kept. */
const edit = fc.record({
  at: fc.nat(2000),
  remove: fc.nat(5),
  insert: fc.oneof(
    fc.constantFrom(
      'NaN',
      'Infinity',
      '1e999',
      '-0',
      '0x10',
      '01',
      "'",
      '"',
      '\\',
      '\\u0000',
      '\\uD800',
      '\\uZZZZ',
      ',',
      '}',
      '{',
      ']',
      '[',
      ':',
      '/*x*/',
      '//',
      '\uFEFF',
      '\u0000',
      '\n',
      '\t',
      '"__proto__":{"x":1},',
      '"type":"send",',
      '"requestId":"r1",',
      '"constructor":{"prototype":{"x":1}},',
    ),
    fc.string({ unit: 'binary', maxLength: 5 }),
  ),
});

/** A frame whose text was damaged at up to three places. */
export function damaged(frames: fc.Arbitrary<object>): fc.Arbitrary<string> {
  return fc.tuple(frames, fc.array(edit, { minLength: 1, maxLength: 3 })).map(([frame, edits]) => {
    let text = JSON.stringify(frame);
    for (const { at, remove, insert } of edits) {
      const start = at % (text.length + 1);
      text = text.slice(0, start) + insert + text.slice(start + remove);
    }
    return text;
  });
}
