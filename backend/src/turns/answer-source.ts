import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { Config } from '../config/config.js';
import { MessagesRepository } from '../conversations/messages.repository.js';
import type { Emit } from '../models/model-intake.js';
import { ModelSelectorService } from '../models/model-selector.service.js';
import { streamAnswer, type StreamAnswerOptions } from '../models/model-stream.js';
import { SettingsRepository } from '../settings/settings.repository.js';
import { continueAnswer } from './continue-answer.js';
import { toContinuedHistory, toModelHistory } from './model-history.js';
import { retryWhileAway } from './retry-while-away.js';
import { toSystemPrompt } from './system-prompt.js';
import { TurnObserver } from './turn-observer.js';
import type { Turn } from './turn.entity.js';
import { TurnsRepository } from './turns.repository.js';

/** Most messages of a conversation that are looked at for the model. */
const MAX_BRANCH_MESSAGES = 1000;

/** Asks the model for a turn's answer, with the history from the database. */
@Injectable()
export class AnswerSource {
  constructor(
    private readonly messages: MessagesRepository,
    private readonly turns: TurnsRepository,
    private readonly settings: SettingsRepository,
    private readonly models: ModelSelectorService,
    private readonly observer: TurnObserver,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** The model that answers now, as its service spells it. */
  get modelId(): string {
    return this.models.describe().id;
  }

  /**
   * Emits the answer's chunks as the model makes them. Ends early without a word when `signal` aborts.
   *
   * @param onRetry the model is asked again in `delayMs`, since nothing of the answer had come
   * @throws ChatError as streamAnswer does
   */
  async stream(
    turn: Turn,
    signal: AbortSignal,
    onRetry: (retry: { delayMs: number }) => void,
    emit: Emit,
  ): Promise<void> {
    const get = <K extends keyof Config>(key: K) => this.config.get(key, { infer: true });
    const maxCharacters = get('CHAT_MAX_HISTORY_CHARACTERS');
    const { branch, unfinished, instructions } = await this.read(turn, maxCharacters, signal);
    const options: StreamAnswerOptions = {
      model: this.models.getModel(),
      system: toSystemPrompt(get('CHAT_SYSTEM_PROMPT'), instructions),
      messages: unfinished?.content
        ? await toContinuedHistory(branch, unfinished.content, maxCharacters)
        : await toModelHistory(branch, maxCharacters),
      maxOutputTokens: get('CHAT_MAX_OUTPUT_TOKENS'),
      retries: get('CHAT_MODEL_RETRIES'),
      firstChunkTimeoutMs: get('CHAT_FIRST_CHUNK_TIMEOUT_MS'),
      silenceTimeoutMs: get('CHAT_SILENCE_TIMEOUT_MS'),
      maxAnswerMs: get('CHAT_MAX_ANSWER_MS'),
      answerId: turn.answerId,
      telemetry: this.observer.callTelemetry(turn.id),
      signal,
      onRetry,
    };
    await streamAnswer(options, unfinished ? continueAnswer(unfinished, emit) : emit);
  }

  /** What the model is shown for a turn. A turn whose user has got an account meanwhile is looked for there. */
  private read(turn: Turn, maxCharacters: number, signal: AbortSignal) {
    // The question is saved and accepted: a database that is away for a moment must not fail its answer.
    return retryWhileAway(
      async () => {
        const asked = await this.readOf(turn, maxCharacters);
        if (asked.branch.length > 0) return asked;
        const moved = await this.turns.findAnywhere(turn.id);
        return moved === null ? asked : this.readOf(moved, maxCharacters);
      },
      () => !signal.aborted,
    );
  }

  /** What was said up to the question, the answer to go on with, and what the user wants the model told. */
  private async readOf({ userId, conversationId, answerId, continuesId }: Turn, maxCharacters: number) {
    const [withAnswer, unfinished, instructions] = await Promise.all([
      // From the answer up: the question's id goes to its new text when a stock client edits it meanwhile.
      // The database counts an emoji once and the limit counts it twice, so nothing is missing that may be shown.
      this.messages.listBranch(userId, conversationId, answerId, MAX_BRANCH_MESSAGES + 1, maxCharacters),
      continuesId === null ? null : this.messages.findMessage(userId, conversationId, continuesId),
      this.settings.findInstructions(userId, conversationId),
    ]);
    return { branch: withAnswer.slice(0, -1), unfinished, instructions };
  }
}
