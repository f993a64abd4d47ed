import { describe, expect, it } from '@jest/globals';
import { DeltaTap } from './delta-tap.js';

const event = (fields: object, name = '') => `${name}data: ${JSON.stringify(fields)}\n\n`;
const word = (content: unknown, more: object = {}) =>
  event({ id: 'c', choices: [{ index: 0, delta: { content }, finish_reason: null, ...more }] });

/** What goes on of this text, piece by piece, and what was told. */
function tap(...pieces: string[]) {
  const told: [number, string][] = [];
  const deltas = new DeltaTap((run, text) => told.push([run, text]));
  return { out: [...pieces.map((piece) => deltas.accept(piece)), deltas.end()], told };
}

describe('DeltaTap', () => {
  it('tells the words of a run at once, and lets its first event and a copy of the others go on', () => {
    const end = event({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
    const { out, told } = tap(word('one '), word('two '), word('three'), end);
    expect(out).toEqual([
      event({ id: 'c', choices: [{ index: 0, delta: { content: 'one ' }, finish_reason: null }], throughline_run: 1 }),
      '',
      '',
      event({
        id: 'c',
        choices: [{ index: 0, delta: { content: 'two three' }, finish_reason: null }],
        throughline_run: 1,
      }) + end,
      '',
    ]);
    expect(told).toEqual([
      [1, 'two '],
      [1, 'three'],
    ]);
  });

  it('begins a run for each part of a Responses answer, whatever changes from event to event', () => {
    const name = 'event: response.output_text.delta\n';
    const say = (item_id: string, delta: string, sequence_number: number) =>
      event(
        { type: 'response.output_text.delta', item_id, output_index: 0, delta, logprobs: [], sequence_number },
        name,
      );
    const { out, told } = tap(say('a', '1', 1) + say('a', '2', 2) + say('a', '3', 3) + say('b', '4', 4));
    expect(told).toEqual([
      [1, '2'],
      [1, '3'],
    ]);
    const mark = (text: string, run: number) => text.replace('}\n\n', `,"throughline_run":${run}}\n\n`);
    expect(out[0]).toBe(mark(say('a', '1', 1), 1) + mark(say('a', '23', 3), 1) + mark(say('b', '4', 4), 2));
  });

  it('waits for the rest of an event', () => {
    const [, second] = [word('one'), word('two')];
    const { told } = tap(word('one') + second.slice(0, 20), second.slice(20, -1), '\n');
    expect(told).toEqual([[1, 'two']]);
  });

  it.each([
    ['a comment', ': keep-alive\n\n'],
    ['no JSON', 'data: {"choices":\n\n'],
    ['the end', 'data: [DONE]\n\n'],
    ['two lines of data', 'data: {"choices":[{"index":0,\ndata: "delta":{"content":"a"}}]}\n\n'],
    ['an empty text', word('')],
    ['a text that is none', word(7)],
    ['an end with the text', word('a', { finish_reason: 'stop' })],
    ['probabilities', word('a', { logprobs: { content: [] } })],
    ['a refusal', event({ choices: [{ index: 0, delta: { content: 'a', refusal: 'b' } }] })],
    ['a tool call', event({ choices: [{ index: 0, delta: { content: 'a', tool_calls: [] } }] })],
    ['two choices', event({ choices: [0, 1].map((index) => ({ index, delta: { content: 'a' } })) })],
    ['usage', event({ choices: [{ index: 0, delta: { content: 'a' } }], usage: { prompt_tokens: 1 } })],
    ['an error', event({ error: { message: 'no' }, choices: [{ index: 0, delta: { content: 'a' } }] })],
    ['a model of another type', event({ model: 1, choices: [{ index: 0, delta: { content: 'a' } }] })],
    [
      'probabilities of the Responses API',
      event({ type: 'response.output_text.delta', item_id: 'a', delta: 'b', logprobs: [1] }),
    ],
    ['arguments', event({ type: 'response.function_call_arguments.delta', item_id: 'a', delta: 'b' })],
  ])('leaves %s to the provider, as it came', (_what, foreign) => {
    expect(tap(foreign, foreign).out.join('')).toBe(foreign + foreign);
    expect(tap(foreign, foreign).told).toEqual([]);
  });

  it('leaves alone what ends its lines otherwise, or is too long to wait for', () => {
    for (const start of ['data: {}\r\n\r\n', `data: ${'x'.repeat(70_000)}`]) {
      const { out, told } = tap(word('one'), start, word('two'), word('three'));
      expect(out.slice(1).join('')).toBe(start + word('two') + word('three'));
      expect(told).toEqual([]);
    }
  });
});
