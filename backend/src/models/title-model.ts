import type { MessageMetadata } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { generateText } from 'ai';
import type { Config } from '../config/config.js';
import { loggable } from './loggable-error.js';
import { ModelSelectorService } from './model-selector.service.js';
import { TITLE_PROMPT } from './prompts.js';

/** How much of a question and of its answer the model is shown, in characters. */
const SHOWN_CHARACTERS = 2000;
/** Models that think count their thoughts among them. */
const MAX_OUTPUT_TOKENS = 500;
const MAX_TITLE_CHARACTERS = 80;
/** What a service puts around three messages, at most. */
const FRAMING_TOKENS = 48;

/** What the model wrote. */
export interface WrittenTitle {
  /** One line; empty = none. */
  title: string;
  /** Tokens the call used, as the AI service counts. */
  usage: NonNullable<MessageMetadata['usage']>;
}

/** Has the model name a conversation. */
@Injectable()
export class TitleModel {
  constructor(
    private readonly models: ModelSelectorService,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** The model that writes, as its service spells it. */
  get modelId(): string {
    return this.models.describe().id;
  }

  get isOn(): boolean {
    return this.config.get('CHAT_TITLES', { infer: true });
  }

  /** Most tokens a call may use: what it is shown has at most one for each byte. */
  boundsOf(question: string, answer: string): { inputTokens: number; outputTokens: number } {
    const shown = shorten(question) + shorten(answer) + TITLE_PROMPT;
    return { inputTokens: Buffer.byteLength(shown) + FRAMING_TOKENS, outputTokens: MAX_OUTPUT_TOKENS };
  }

  /**
   * Asks for a title.
   *
   * @throws Error that may be logged, when the model fails, takes too long, or `signal` aborts
   */
  async write(question: string, answer: string, signal: AbortSignal): Promise<WrittenTitle> {
    const timeoutMs = this.config.get('CHAT_TITLE_TIMEOUT_MS', { infer: true });
    try {
      const { text, usage } = await generateText({
        model: this.models.getModel(),
        messages: [
          { role: 'user', content: shorten(question) },
          { role: 'assistant', content: shorten(answer) },
          { role: 'user', content: TITLE_PROMPT },
        ],
        maxOutputTokens: MAX_OUTPUT_TOKENS,
        maxRetries: 0,
        abortSignal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      const { inputTokens, outputTokens } = usage;
      return { title: toTitle(text), usage: { inputTokens, outputTokens } };
    } catch (error) {
      throw loggable(error);
    }
  }
}

function shorten(text: string): string {
  return text.slice(0, SHOWN_CHARACTERS).toWellFormed();
}

/** What is a title in a model's reply: its first line, without the quotes, marks and labels that models like. */
export function toTitle(reply: string): string {
  const line = (/\S.*/.exec(reply)?.[0] ?? '')
    .replaceAll(/[*_`#"“”„«»]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^(title|titel|titre|título)\s*:\s*/i, '')
    .replace(/[.。]$/, '');
  if (line.length <= MAX_TITLE_CHARACTERS) return line;
  const cut = line.slice(0, MAX_TITLE_CHARACTERS).replace(/[\uD800-\uDBFF]$/, '');
  return `${cut.slice(0, cut.lastIndexOf(' ') + 1 || cut.length).trim()}…`;
}
