import { configServiceFrom } from '../config/config.js';
import { ModelSelectorService } from './model-selector.service.js';
import { redact } from './redact-secrets.js';

function selectorFor(env: Record<string, string>) {
  return new ModelSelectorService(configServiceFrom(env));
}

describe('ModelSelectorService', () => {
  it.each<[Record<string, string>, string, { id: string; isDemo: boolean }]>([
    [{}, 'throughline', { id: 'demo', isDemo: true }],
    [{ CHAT_MODEL: 'gpt-5-mini' }, 'throughline', { id: 'demo', isDemo: true }],
    [{ OPENAI_API_KEY: 'k', CHAT_MODEL: 'demo' }, 'throughline', { id: 'demo', isDemo: true }],
    [{ OPENAI_API_KEY: 'k' }, 'openai.responses', { id: 'gpt-5-mini', isDemo: false }],
    [{ OPENAI_API_KEY: 'k', OPENAI_API: 'chat', CHAT_MODEL: 'x' }, 'openai.chat', { id: 'x', isDemo: false }],
    [{ OPENAI_BASE_URL: 'http://h/v1', CHAT_MODEL: 'x' }, 'openai.chat', { id: 'x', isDemo: false }],
    [
      { OPENAI_BASE_URL: 'http://h/v1', OPENAI_API: 'responses' },
      'openai.responses',
      { id: 'gpt-5-mini', isDemo: false },
    ],
  ])('%j', (env, provider, view) => {
    const selector = selectorFor(env);
    expect(selector.describe()).toEqual(view);
    expect(selector.getModel()).toMatchObject({ provider, modelId: view.id });
  });

  it('hands out the configured model and the demo, and no other', () => {
    const selector = selectorFor({ OPENAI_API_KEY: 'k', CHAT_MODEL: 'x' });
    expect(selector.getModel('x')).toBe(selector.getModel());
    expect(selector.getModel('demo')).toMatchObject({ modelId: 'demo' });
    expect(() => selector.getModel('gpt-expensive')).toThrow(expect.objectContaining({ code: 'model-not-found' }));
  });

  it('keeps its key out of logs', () => {
    selectorFor({ OPENAI_API_KEY: 'a-key-of-no-known-form' });
    expect(redact('wrong: a-key-of-no-known-form')).toBe('wrong: [hidden]');
  });
});
