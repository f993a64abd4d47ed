import fc from 'fast-check';

/** Few ids, so that frames meet: the same request twice, the turn of another, a conversation that exists. */
const id = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 30 }).map((number) => `r${number}`) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', '-', '_', 'a'.repeat(64)) },
  { weight: 1, arbitrary: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/) },
);
const conversation = fc.integer({ min: 1, max: 200 }).map((number) => `c${number}`);
const position = fc.option(
  fc.record({ offset: fc.oneof(fc.nat(50), fc.maxSafeNat()), lastSequence: fc.oneof(fc.nat(50), fc.maxSafeNat()) }),
  { nil: undefined },
);
const text = fc.oneof(
  fc.constantFrom('Hello', 'write 3 words', '\u0000', '\uD83E', '\u001B[2J', '<script>', '0'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }),
);
const message = fc.record({
  id,
  role: fc.constant('user'),
  parts: fc.array(fc.record({ type: fc.constant('text'), text }), { minLength: 1, maxLength: 3 }),
});
/** Where the server reads nothing. */
const anything = fc.constantFrom<unknown>(
  {},
  { model: 'x', baseURL: 'http://169.254.169.254' },
  null,
  'x',
  [1, [2]],
  1e300,
);
const earlier = fc.record({
  id,
  role: fc.constantFrom('user', 'assistant', 'system'),
  parts: anything,
});
const ignored = { headers: anything, body: anything };

const send = fc
  .tuple(
    fc.record({
      type: fc.constant('send'),
      requestId: id,
      id: conversation,
      trigger: fc.constantFrom('submit-message', 'regenerate-message'),
      ...ignored,
    }),
    fc.array(earlier, { maxLength: 3 }),
    message,
    position,
  )
  .map(([frame, before, last, at]) => ({ ...frame, messages: [...before, last], ...at }));
const resume = fc
  .tuple(fc.record({ type: fc.constant('resume'), requestId: id, id: conversation, ...ignored }), position)
  .map(([frame, at]) => ({ ...frame, ...at }));
const resumeTurn = fc.record({
  type: fc.constant('resume'),
  requestId: id,
  id: conversation,
  turnId: fc.oneof(id, fc.uuid()),
});
const abort = fc.record({ type: fc.constant('abort'), requestId: id });
const stop = fc.record({ type: fc.constant('stop'), requestId: id, turnId: fc.oneof(id, fc.uuid()) });
const ping = fc.record({ type: fc.constant('ping'), requestId: id });

/** Frames as a client may send them, to be bent by `mutated`. */
export const validFrame: fc.Arbitrary<object> = fc.oneof(
  { weight: 2, arbitrary: send },
  { weight: 2, arbitrary: resume },
  { weight: 1, arbitrary: resumeTurn },
  { weight: 1, arbitrary: abort },
  { weight: 1, arbitrary: stop },
  { weight: 1, arbitrary: ping },
);
