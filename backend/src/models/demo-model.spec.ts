import { DemoModel, type DemoModelOptions } from './demo-model.js';

const FAST: DemoModelOptions = { delayMs: 0, tokensPerSecond: 0, failure: 'none' };

function ask(question: string, options: Partial<DemoModelOptions> = {}, abortSignal?: AbortSignal) {
  return new DemoModel({ ...FAST, ...options }).doStream({
    prompt: [{ role: 'user', content: [{ type: 'text', text: question }] }],
    abortSignal,
  });
}

async function collect<T>(stream: ReadableStream<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const part of stream) all.push(part);
  return all;
}

async function partsOf(question: string, options?: Partial<DemoModelOptions>) {
  const { stream } = await ask(question, options);
  return collect(stream);
}

describe('DemoModel', () => {
  it('streams its answer word by word, the same every time', async () => {
    const parts = await partsOf('Hello');
    expect(parts.map(({ type }) => type).filter((type, index, all) => type !== all[index - 1])).toEqual([
      'stream-start',
      'response-metadata',
      'text-start',
      'text-delta',
      'text-end',
      'finish',
    ]);
    expect(parts.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(50);
    expect(await partsOf('Hello')).toEqual(parts);
  });

  it('streams what doGenerate returns, and counts it', async () => {
    const parts = await partsOf('think about code');
    const join = (type: string) =>
      parts.map((part) => (part.type === type && 'delta' in part ? part.delta : '')).join('');
    const generated = await new DemoModel(FAST).doGenerate({
      prompt: [{ role: 'user', content: [{ type: 'text', text: 'think about code' }] }],
    });
    expect(generated.content).toEqual([
      { type: 'reasoning', text: join('reasoning-delta') },
      { type: 'text', text: join('text-delta') },
    ]);
    expect(parts.at(-1)).toMatchObject({ type: 'finish', usage: generated.usage, finishReason: { unified: 'stop' } });
    expect(generated.usage.inputTokens.total).toBe(3);
  });

  it('sends a long answer in bigger pieces', async () => {
    const parts = await partsOf('write 200000 words');
    const deltas = parts.filter((part) => part.type === 'text-delta');
    expect(deltas.length).toBeLessThanOrEqual(4000);
    expect(
      deltas
        .map(({ delta }) => delta)
        .join('')
        .match(/\S+/g),
    ).toHaveLength(200_000);
  });

  it('keeps to its pace', async () => {
    const startedAt = performance.now();
    await partsOf('write 21 words', { tokensPerSecond: 200, delayMs: 20 });
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(118);
  });

  it('lets the process breathe however fast it is', async () => {
    const turns: number[] = [];
    const timer = setInterval(() => turns.push(1), 0);
    await partsOf('write 4000 words');
    clearInterval(timer);
    expect(turns.length).toBeGreaterThan(1);
  });

  it.each<Partial<DemoModelOptions>>([{ delayMs: 60_000 }, { tokensPerSecond: 1 / 60 }, { failure: 'silence' }])(
    'stops at once when aborted: %j',
    async (options) => {
      const abort = new AbortController();
      const started = ask('Hello', options, abort.signal).then(({ stream }) => collect(stream));
      setTimeout(() => abort.abort(), 20);
      // One that waited for its next word would take a minute.
      await expect(started).rejects.toThrow(/abort/i);
    },
  );

  it('fails as told', async () => {
    await expect(ask('Hello', { failure: 'before-first-chunk' })).rejects.toMatchObject({ statusCode: 503 });
    const { stream } = await ask('write 10 words', { failure: 'mid-answer' });
    const types: string[] = [];
    const read = async () => {
      for await (const { type } of stream) types.push(type);
    };
    await expect(read()).rejects.toThrow('terminated');
    expect(types.filter((type) => type === 'text-delta')).toHaveLength(5);
  });
});
