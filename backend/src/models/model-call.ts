import { ChatError, type MessageMetadata } from '@app/chat-protocol';
import {
  NoOutputGeneratedError,
  streamText,
  toUIMessageChunk,
  type ModelMessage,
  type TelemetryOptions,
  type TextStreamPart,
  type ToolSet,
  type UIMessage,
  type UIMessageChunk,
} from 'ai';
import { withExpressLane, type ExpressDelta, type ModelInstance } from './express-lane.js';
import { PartOrder } from './part-order.js';
import { PartQueue } from './part-queue.js';
import { Watchdog } from './watchdog.js';

export interface ModelCallOptions {
  model: ModelInstance;
  /** Instructions before the conversation. */
  system: string;
  messages: ModelMessage[];
  /** Longest answer, in the model's tokens. A service that takes no notice is cut off where no such answer can be. */
  maxOutputTokens: number;
  /** Longest silence once the answer has begun, in milliseconds. */
  silenceTimeoutMs: number;
  /** How the SDK traces the call; absent = not at all. */
  telemetry?: TelemetryOptions;
}

/** Characters of one token at most, over a whole answer: text has about four, code that is mostly blanks some ten. */
const CHARACTERS_PER_TOKEN = 32;

/** Points in time, as `performance.now()` counts. */
export interface ModelCallDeadlines {
  firstContentBy: number;
  endBy: number;
}

type Part = TextStreamPart<ToolSet>;
/** What comes by the SDK, or past it. */
type Arrival = { part: Part } | { express: ExpressDelta };
type FinishStep = Extract<Part, { type: 'finish-step' }>;

/**
 * One call of the model as UI-message chunks, all but `start`. Nothing is yielded before the first content, so that a call
 * that failed without a chunk can be repeated unseen. Throws what the SDK or the service threw, and ChatError for a
 * timeout or a withheld answer. However it ends, the connection to the service is closed.
 */
export async function* callModel(
  options: ModelCallOptions,
  deadlines: ModelCallDeadlines,
  signal: AbortSignal,
): AsyncGenerator<UIMessageChunk, void> {
  const call = new AbortController();
  const parts = new PartQueue<Arrival>();
  const { stream } = streamText({
    model: withExpressLane(options.model, (delta) => parts.put({ express: delta })),
    instructions: options.system,
    messages: options.messages,
    maxOutputTokens: options.maxOutputTokens,
    maxRetries: 0,
    telemetry: options.telemetry ?? { isEnabled: false },
    abortSignal: AbortSignal.any([signal, call.signal]),
    // Errors arrive as parts as well; by default the SDK would print them, with whatever the service said.
    onError: () => undefined,
  });
  const reader = stream.getReader();
  void pump(reader, parts);
  const order = new PartOrder();
  const held: UIMessageChunk[] = [];
  let hasBegun = false;
  let hasText = false;
  let charactersLeft = options.maxOutputTokens * CHARACTERS_PER_TOKEN;
  let model: string | undefined;
  const giveUp = () => {
    const tooLong = performance.now() >= deadlines.endBy ? 'answer-too-long' : 'service-silent';
    call.abort(new ChatError(hasBegun ? tooLong : 'service-slow'));
  };
  const watchdog = new Watchdog(giveUp);

  try {
    for (;;) {
      const now = performance.now();
      const contentBy = hasBegun ? now + options.silenceTimeoutMs : deadlines.firstContentBy;
      const dueAt = Math.min(contentBy, deadlines.endBy);
      // Not left to the timer: a stream without any pause would never let it come to its turn.
      if (now >= dueAt) giveUp();
      watchdog.expectBy(dueAt);
      const arrival = await parts.take();
      // A consumer may take its time with what came.
      watchdog.expectBy(Infinity);
      refuseFailure(arrival);
      const part = 'part' in arrival ? arrival.part : arrival.express;
      if (part.type === 'text-delta' && part.text !== '') hasText = true;
      if ('express' in arrival && (charactersLeft -= arrival.express.text.length) < 0) {
        throw new ChatError('answer-too-long');
      }
      if (part.type === 'finish-step') {
        refuseBadEnd(part, hasText);
        model = part.response.modelId;
      }
      hasBegun ||= isContent(part);
      const inOrder = 'part' in arrival ? order.accept(arrival.part) : order.acceptExpress(arrival.express);
      for (const ordered of inOrder) {
        const chunk = toChunk(ordered, model);
        if (chunk) held.push(chunk);
      }
      if (hasBegun) for (const ready of held.splice(0)) yield ready;
      if (part.type === 'finish') return;
    }
  } catch (error) {
    throw call.signal.aborted ? call.signal.reason : error;
  } finally {
    watchdog.stop();
    call.abort();
    // The abort has ended everything below; what this still waits for is of no interest.
    reader.cancel().catch(() => undefined);
  }
}

/** Brings what the SDK makes of the model's stream, until it ends or breaks. */
async function pump(reader: ReadableStreamDefaultReader<Part>, parts: PartQueue<Arrival>): Promise<void> {
  try {
    for (;;) {
      const { done, value: part } = await reader.read();
      if (done) throw new NoOutputGeneratedError({ message: 'The stream stopped without an end' });
      parts.put({ part });
    }
  } catch (error) {
    parts.fail(error);
  }
}

function refuseFailure(arrival: Arrival): void {
  if (!('part' in arrival)) return;
  if (arrival.part.type === 'error') throw arrival.part.error;
  if (arrival.part.type === 'abort') throw new DOMException(arrival.part.reason, 'AbortError');
}

/** Thinking counts: a model that thinks is not slow to answer, and may be silent for long. */
function isContent(part: Part | ExpressDelta): boolean {
  if (part.type === 'text-delta' || part.type === 'reasoning-delta') return part.text !== '';
  return part.type === 'reasoning-start' || part.type === 'file' || part.type === 'finish';
}

function refuseBadEnd({ finishReason, rawFinishReason }: FinishStep, hasText: boolean): void {
  if (finishReason === 'content-filter') throw new ChatError('content-filtered');
  const isCut =
    finishReason === 'error' ||
    finishReason === 'interrupted' ||
    (finishReason === 'other' && rawFinishReason === undefined);
  // A model that used up its tokens by thinking has no text and yet has answered.
  const isEmpty = !hasText && finishReason !== 'length';
  if (isCut || isEmpty) {
    throw new NoOutputGeneratedError({
      message: `The answer ended with "${finishReason}"${isEmpty ? ', without text' : ''}`,
    });
  }
}

/** Undefined = nothing for the page. */
function toChunk(part: Part, model: string | undefined): UIMessageChunk | undefined {
  if ((part.type === 'text-delta' || part.type === 'reasoning-delta') && part.text === '') return undefined;
  const messageMetadata: MessageMetadata | undefined =
    part.type === 'finish'
      ? { model, usage: { inputTokens: part.totalUsage.inputTokens, outputTokens: part.totalUsage.outputTokens } }
      : undefined;
  const chunk = toUIMessageChunk<ToolSet, UIMessage<MessageMetadata>>(part, {
    sendStart: false,
    sendSources: true,
    messageMetadata,
  });
  // Notes of the provider to itself; our history is made of text, so they would only fill the log and the wire.
  if (chunk && 'providerMetadata' in chunk) delete chunk.providerMetadata;
  return chunk;
}
