import { createOpenAI } from '@ai-sdk/openai';
import { ChatError, type ModelView } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { defaultSettingsMiddleware, wrapLanguageModel } from 'ai';
import type { Config } from '../config/config.js';
import { DemoModel } from './demo-model.js';
import type { ModelInstance } from './express-lane.js';
import { hideSecret } from './redact-secrets.js';
import { tappedFetch } from './tapped-fetch.js';

const DEMO = 'demo';

/** Which model answers. The only file that names a provider: another one is another branch of `connect`. */
@Injectable()
export class ModelSelectorService {
  private readonly models = new Map<string, ModelInstance>();
  private readonly defaultId: string;

  constructor(config: ConfigService<Config, true>) {
    const demo = new DemoModel({
      delayMs: config.get('CHAT_DEMO_DELAY_MS', { infer: true }),
      tokensPerSecond: config.get('CHAT_DEMO_TOKENS_PER_SECOND', { infer: true }),
      failure: config.get('CHAT_DEMO_FAILURE', { infer: true }),
    });
    this.models.set(DEMO, demo);
    const service = connect(config);
    this.defaultId = service ? config.get('CHAT_MODEL', { infer: true }) : DEMO;
    if (service && this.defaultId !== DEMO) this.models.set(this.defaultId, service(this.defaultId));
  }

  /** The configured model, or the one asked for: `demo` or the configured one, for any other throws `model-not-found`. */
  getModel(id = this.defaultId): ModelInstance {
    const model = this.models.get(id);
    if (model === undefined) throw new ChatError('model-not-found');
    return model;
  }

  describe(): ModelView {
    return { id: this.defaultId, isDemo: this.defaultId === DEMO };
  }
}

/** Undefined = no AI service is configured. */
function connect(config: ConfigService<Config, true>): ((modelId: string) => ModelInstance) | undefined {
  const apiKey = config.get('OPENAI_API_KEY', { infer: true });
  const baseURL = config.get('OPENAI_BASE_URL', { infer: true });
  if (apiKey === undefined && baseURL === undefined) return undefined;
  hideSecret(apiKey);

  // Both are always given: what is missing the SDK would look up in process.env, unchecked. Local servers want no key.
  const openai = createOpenAI({
    apiKey: apiKey ?? 'none',
    baseURL: baseURL ?? 'https://api.openai.com/v1',
    fetch: tappedFetch,
  });
  const api = config.get('OPENAI_API', { infer: true });
  if (api === 'chat' || (api === 'auto' && baseURL !== undefined)) return (modelId) => openai.chat(modelId);
  return (modelId) => wrapLanguageModel({ model: openai.responses(modelId), middleware: keepNothing });
}

/** Conversations are kept here; by default the Responses API would keep a second copy for 30 days. */
const keepNothing = defaultSettingsMiddleware({ settings: { providerOptions: { openai: { store: false } } } });
