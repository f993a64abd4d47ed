import { setImmediate, setTimeout } from 'node:timers/promises';
import { APICallError, type LanguageModel } from 'ai';
import type { Config } from '../config/config.js';
import { demoAnswer, demoTitle } from './demo-answers.js';
import { CONTINUE_PROMPT, TITLE_PROMPT } from './prompts.js';

type LanguageModelV4 = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type CallOptions = Parameters<LanguageModelV4['doStream']>[0];
type GenerateResult = Awaited<ReturnType<LanguageModelV4['doGenerate']>>;
type StreamResult = Awaited<ReturnType<LanguageModelV4['doStream']>>;
type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never;

export interface DemoModelOptions {
  /** Milliseconds until the first chunk. */
  delayMs: number;
  /** Words per second; 0 = as fast as possible. */
  tokensPerSecond: number;
  failure: Config['CHAT_DEMO_FAILURE'];
}

/** A long answer comes in bigger pieces, so that 200,000 words take about as long as 4,000. */
const MOST_CHUNKS = 4000;

/** Chunks in one go when nothing slows the answer down; then the rest of the process has its turn. */
const CHUNKS_PER_TICK = 50;

/**
 * A model without AI: prepared answers, streamed at a steady pace, the same for the same question. Lets the page be tried
 * and the server be loaded without a key. Ignores `maxOutputTokens`: the length is what the question asks for.
 */
export class DemoModel implements LanguageModelV4 {
  readonly specificationVersion = 'v4';
  readonly provider = 'throughline';
  readonly modelId = 'demo';
  readonly supportedUrls = {};

  constructor(private readonly options: DemoModelOptions) {}

  async doGenerate({ prompt }: CallOptions): Promise<GenerateResult> {
    const { reasoning, text } = answerTo(prompt);
    return {
      content: [
        ...(reasoning ? [{ type: 'reasoning' as const, text: reasoning }] : []),
        { type: 'text' as const, text },
      ],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: usageOf(prompt, reasoning, text),
      warnings: [],
    };
  }

  async doStream({ prompt, abortSignal }: CallOptions): Promise<StreamResult> {
    const cancelled = new AbortController();
    const signal = abortSignal ? AbortSignal.any([abortSignal, cancelled.signal]) : cancelled.signal;
    await setTimeout(this.options.delayMs, undefined, { signal });
    if (this.options.failure === 'before-first-chunk') throw overloaded();

    const parts = this.answer(prompt, signal);
    return {
      stream: new ReadableStream<StreamPart>({
        async pull(controller) {
          const next = await parts.next();
          if (next.done) controller.close();
          else controller.enqueue(next.value);
        },
        cancel: () => cancelled.abort(),
      }),
    };
  }

  private async *answer(prompt: CallOptions['prompt'], signal: AbortSignal): AsyncGenerator<StreamPart> {
    const { reasoning, text } = answerTo(prompt);
    yield { type: 'stream-start', warnings: [] };
    yield { type: 'response-metadata', modelId: this.modelId };
    if (reasoning !== '') {
      yield { type: 'reasoning-start', id: 'reasoning' };
      for await (const delta of this.paced(piecesOf(reasoning), signal)) {
        yield { type: 'reasoning-delta', id: 'reasoning', delta };
      }
      yield { type: 'reasoning-end', id: 'reasoning' };
    }
    yield { type: 'text-start', id: 'text' };
    const pieces = piecesOf(text);
    const isFailing = this.options.failure === 'mid-answer' || this.options.failure === 'silence';
    const until = isFailing ? Math.ceil(pieces.length / 2) : pieces.length;
    for await (const delta of this.paced(pieces.slice(0, until), signal)) {
      yield { type: 'text-delta', id: 'text', delta };
    }
    if (this.options.failure === 'mid-answer') throw new TypeError('terminated');
    if (this.options.failure === 'silence') await untilAborted(signal);
    yield { type: 'text-end', id: 'text' };
    yield {
      type: 'finish',
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: usageOf(prompt, reasoning, text),
    };
  }

  /** Keeps to a schedule counted from the start, so that late timers do not add up. */
  private async *paced(pieces: string[], signal: AbortSignal): AsyncGenerator<string> {
    const msPerPiece = this.options.tokensPerSecond === 0 ? 0 : 1000 / this.options.tokensPerSecond;
    const startedAt = performance.now();
    for (const [index, piece] of pieces.entries()) {
      const waitMs = startedAt + index * msPerPiece - performance.now();
      if (msPerPiece > 0 && waitMs >= 1) await setTimeout(waitMs, undefined, { signal });
      else if (index % CHUNKS_PER_TICK === 0) await setImmediate(undefined, { signal });
      signal.throwIfAborted();
      yield piece;
    }
  }
}

/** Words with the white space behind them; several in one piece where there are too many. */
function piecesOf(text: string): string[] {
  const tokens = text.match(/\S+\s*|\s+/g) ?? [];
  const perPiece = Math.ceil(tokens.length / MOST_CHUNKS);
  if (perPiece <= 1) return tokens;
  return Array.from({ length: Math.ceil(tokens.length / perPiece) }, (_, index) =>
    tokens.slice(index * perPiece, (index + 1) * perPiece).join(''),
  );
}

function answerTo(prompt: CallOptions['prompt']): { reasoning: string; text: string } {
  const [question = '', before = ''] = prompt
    .filter(({ role }) => role === 'user')
    .map(({ content }) => textOf(content))
    .toReversed();
  if (question === TITLE_PROMPT) return { reasoning: '', text: demoTitle(before) };
  if (question !== CONTINUE_PROMPT) return demoAnswer(question);
  const said = textOf(prompt.findLast(({ role }) => role === 'assistant')?.content ?? '');
  const { text } = demoAnswer(before);
  const rest = text.startsWith(said) ? text.slice(said.length) : '';
  return { reasoning: '', text: rest || '\n\nThat was all of it.' };
}

function textOf(content: CallOptions['prompt'][number]['content']): string {
  if (typeof content === 'string') return content;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

function usageOf(prompt: CallOptions['prompt'], reasoning: string, text: string): GenerateResult['usage'] {
  const input = countWords(prompt.map((message) => textOf(message.content)).join(' '));
  const thought = countWords(reasoning);
  const written = countWords(text);
  return {
    inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
    outputTokens: { total: thought + written, text: written, reasoning: thought },
  };
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function overloaded(): APICallError {
  return new APICallError({
    message: 'The demo model was told to fail',
    url: 'demo:',
    requestBodyValues: {},
    statusCode: 503,
  });
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  if (signal.aborted) throw signal.reason;
  await promise;
}
