import fc from 'fast-check';

/** Nested arrays and objects, `depth` levels of them. */
export function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Values that parsers, databases and objects have stumbled over. */
const KNOWN: unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  0.5,
  1e308,
  -1e308,
  5e-324,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  Number.MAX_SAFE_INTEGER,
  Number.MAX_SAFE_INTEGER - 1,
  '',
  ' ',
  '0',
  'NaN',
  'null',
  'undefined',
  '__proto__',
  'prototype',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'toJSON',
  'a'.repeat(64),
  'a'.repeat(65),
  'a'.repeat(10_000),
  '\u0000',
  'a\u0000b',
  '\uD83E',
  '\uDD8A\uD83E',
  '\uFFFE\uFFFF\uFEFF',
  'a\r\nX: 1',
  '\u001B[31m\u0007\u0008',
  '\u202E\u2066\u2028\u2029',
  '\n{"level":"fatal"}',
  "'; DROP TABLE turns; --",
  '$1',
  '%00%0d%0a',
  '../../etc/passwd',
  '${7*7}{{7*7}}',
  'а', // Cyrillic
  '𝒳',
  '00000000-0000-0000-0000-000000000000',
  'send',
  'user',
  'system',
  'submit-message',
  [],
  {},
  [null],
  [[[[]]]],
  { length: 1e9 },
  { toString: 1, valueOf: 1 },
  { $ne: null },
  { '0': 'a', length: 1 },
  [1, 'a', null, {}, []],
  Array.from({ length: 200 }, () => 'x'),
  nested(30),
];

/** Values that end the connection, wherever they stand. Few, for each costs another handshake. */
const FATAL: unknown[] = [
  { constructor: { prototype: { polluted: true } } },
  Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`k${index}`, index])),
  nested(33),
  nested(500),
];

/** Anything that may stand where something else should. */
export const hostileValue = fc.oneof(
  { weight: 50, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 1, arbitrary: fc.constantFrom(...FATAL) },
  { weight: 10, arbitrary: fc.jsonValue({ stringUnit: 'binary' }) },
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  { weight: 10, arbitrary: fc.double() },
);

/** Names that a field should not have. */
export const hostileKey = fc.oneof(
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'prototype') },
  {
    weight: 10,
    arbitrary: fc.constantFrom(
      'constructor',
      'toString',
      'toJSON',
      'then',
      '',
      'type',
      'requestId',
      'length',
      '\u0000',
    ),
  },
  { weight: 10, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
