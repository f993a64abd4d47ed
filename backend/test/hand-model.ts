import type {
  JSONObject,
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import type { ModelView } from '@app/chat-protocol';
import { until } from './until.js';

const USAGE = {
  inputTokens: { total: 3, noCache: 3, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 5, text: 5, reasoning: 0 },
};

/** One call of the model, driven by the test. */
export class HandCall {
  private readonly controller: ReadableStreamDefaultController<LanguageModelV4StreamPart>;
  readonly stream: ReadableStream<LanguageModelV4StreamPart>;
  /** Texts that were begun; the last one is open where `isSaying`. */
  private textCount = 0;
  private isSaying = false;
  private toolCount = 0;

  constructor(readonly options: LanguageModelV4CallOptions) {
    let controller!: ReadableStreamDefaultController<LanguageModelV4StreamPart>;
    this.stream = new ReadableStream({
      start(made) {
        controller = made;
        made.enqueue({ type: 'stream-start', warnings: [] });
      },
    });
    this.controller = controller;
  }

  /** The server let go of it. */
  get isAborted(): boolean {
    return this.options.abortSignal?.aborted ?? false;
  }

  /** All texts the model was shown, oldest first. */
  get prompt(): { role: string; text: string }[] {
    return this.options.prompt.map(({ role, content }) => ({
      role,
      text: typeof content === 'string' ? content : content.map((part) => ('text' in part ? part.text : '')).join(''),
    }));
  }

  say(...deltas: string[]): this {
    if (!this.isSaying) this.controller.enqueue({ type: 'text-start', id: `t${(this.textCount += 1)}` });
    this.isSaying = true;
    for (const delta of deltas) this.controller.enqueue({ type: 'text-delta', id: `t${this.textCount}`, delta });
    return this;
  }

  /** Calls a tool that the service itself runs. @returns ends the call */
  use(toolName: string, input: object): (result: JSONObject, isError?: boolean) => void {
    this.beSilent();
    const toolCallId = `tool${(this.toolCount += 1)}`;
    const common = { toolCallId, toolName, dynamic: true } as const;
    this.controller.enqueue({ ...common, type: 'tool-call', input: JSON.stringify(input), providerExecuted: true });
    return (result, isError = false) => this.controller.enqueue({ ...common, type: 'tool-result', result, isError });
  }

  /** @param reason `length` = its tokens are used up */
  finish(reason: 'stop' | 'length' = 'stop'): void {
    this.beSilent();
    this.controller.enqueue({ type: 'finish', usage: USAGE, finishReason: { unified: reason, raw: reason } });
    this.controller.close();
  }

  fail(error: Error): void {
    this.controller.error(error);
  }

  private beSilent(): void {
    if (this.isSaying) this.controller.enqueue({ type: 'text-end', id: `t${this.textCount}` });
    this.isSaying = false;
  }
}

/** A model that says what the test tells it to, when it tells it to. Stands in for ModelSelectorService. */
export class HandModel {
  readonly calls: HandCall[] = [];
  /** What the service says its model is. */
  id = 'hand';
  /** What it names a conversation. */
  title: (options: LanguageModelV4CallOptions) => Promise<string> = () => Promise.reject(new Error('not used'));
  /** Runs when the model is asked, before it counts as called. */
  beforeCall: (() => Promise<void>) | undefined;

  getModel = (): LanguageModelV4 => ({
    specificationVersion: 'v4',
    provider: 'test',
    modelId: this.id,
    supportedUrls: {},
    doGenerate: async (options) => ({
      content: [{ type: 'text', text: await this.title(options) }],
      finishReason: { unified: 'stop', raw: 'stop' },
      usage: USAGE,
      warnings: [],
    }),
    doStream: async (options) => {
      await this.beforeCall?.();
      const call = new HandCall(options);
      this.calls.push(call);
      return { stream: call.stream };
    },
  });

  describe = (): ModelView => ({ id: 'hand', isDemo: false });

  /** The call with this number, once it has been made. */
  async call(index: number): Promise<HandCall> {
    await until(`the model was called ${index + 1} times`, () => this.calls.length > index);
    return this.calls[index];
  }
}
