import { ChatError, type MessageMetadata } from '@app/chat-protocol';
import {
  NoOutputGeneratedError,
  toUIMessageChunk,
  type TextStreamPart,
  type ToolSet,
  type UIMessage,
  type UIMessageChunk,
} from 'ai';
import type { ExpressDelta } from './express-lane.js';
import { PartOrder } from './part-order.js';
import { Watchdog } from './watchdog.js';

/** Characters of one token at most, over a whole answer: text has about four, code that is mostly blanks some ten. */
const CHARACTERS_PER_TOKEN = 32;

/** Points in time, as `performance.now()` counts. */
export interface ModelCallDeadlines {
  firstContentBy: number;
  endBy: number;
}

type Part = TextStreamPart<ToolSet>;
type FinishStep = Extract<Part, { type: 'finish-step' }>;

/** Takes the chunks of an answer, one after the other. */
export type Emit = (chunk: UIMessageChunk) => void;

/** Puts what comes by the SDK and past it into one row of chunks, and sees to it that it comes in time. */
export class ModelIntake {
  isFinished = false;
  private isClosed = false;
  private readonly order = new PartOrder((part) => this.take(part));
  /** What came before the first content; null = it has come. */
  private held: UIMessageChunk[] | null = [];
  private hasText = false;
  private charactersLeft: number;
  private model: string | undefined;
  /** When what comes next is too late, `performance.now()`. */
  private dueAt: number;
  private readonly watchdog = new Watchdog(() => this.giveUp());

  /** @param abort ends the call, with what is wrong */
  constructor(
    private readonly options: { maxOutputTokens: number; silenceTimeoutMs: number },
    private readonly deadlines: ModelCallDeadlines,
    private readonly emit: Emit,
    private readonly abort: (error: ChatError) => void,
  ) {
    this.charactersLeft = options.maxOutputTokens * CHARACTERS_PER_TOKEN;
    this.dueAt = Math.min(deadlines.firstContentBy, deadlines.endBy);
    this.watchdog.expectBy(this.dueAt);
  }

  /** @throws what the call ends with */
  accept(part: Part): void {
    if (part.type === 'error') throw part.error;
    if (part.type === 'abort') throw new DOMException(part.reason, 'AbortError');
    if (this.isClosed) return;
    if (part.type === 'finish-step') {
      refuseBadEnd(part, this.hasText);
      this.model = part.response.modelId;
    }
    this.order.accept(part);
    if (part.type === 'finish') this.isFinished = true;
    this.waitForMore();
  }

  /** Called from below the SDK, so that it throws nothing: a call that is wrong is aborted. */
  acceptExpress(delta: ExpressDelta): void {
    if (this.isClosed) return;
    if ((this.charactersLeft -= delta.text.length) < 0) return this.fail(new ChatError('answer-too-long'));
    if (delta.text !== '') {
      this.hasText ||= delta.type === 'text-delta';
      this.order.acceptExpress(delta);
    }
    this.waitForMore();
  }

  close(): void {
    this.isClosed = true;
    this.watchdog.stop();
  }

  private take(part: Part): void {
    const chunk = toChunk(part, this.model);
    if (this.held === null) {
      if (chunk) this.emit(chunk);
      return;
    }
    if (chunk) this.held.push(chunk);
    if (!isContent(part)) return;
    const { held } = this;
    this.held = null;
    for (const ready of held) this.emit(ready);
  }

  private waitForMore(): void {
    const now = performance.now();
    // Not left to the timer: a stream without any pause would never let it come to its turn.
    if (now >= this.dueAt) return this.giveUp();
    if (this.held === null) this.dueAt = Math.min(now + this.options.silenceTimeoutMs, this.deadlines.endBy);
    this.watchdog.expectBy(this.dueAt);
  }

  private giveUp(): void {
    const tooLong = performance.now() >= this.deadlines.endBy ? 'answer-too-long' : 'service-silent';
    this.fail(new ChatError(this.held === null ? tooLong : 'service-slow'));
  }

  private fail(error: ChatError): void {
    this.close();
    this.abort(error);
  }
}

/** Thinking counts: a model that thinks is not slow to answer, and may be silent for long. */
function isContent(part: Part): boolean {
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
