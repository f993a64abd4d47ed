import { jest } from '@jest/globals';
import { Test } from '@nestjs/testing';

// The module reads the environment when it is imported, as Nest's own does: a fresh import per test.
async function startWith(env: Record<string, string>) {
  jest.resetModules();
  jest.replaceProperty(process, 'env', env);
  const { AppConfigModule } = await import('./config.module.js');
  const { ConfigService } = await import('@nestjs/config');
  const app = await Test.createTestingModule({ imports: [AppConfigModule] }).compile();
  return app.get(ConfigService);
}

afterEach(() => jest.restoreAllMocks());

describe('AppConfigModule', () => {
  it('makes the checked configuration injectable', async () => {
    const config = await startWith({ PORT: '4000', OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: '' });
    expect(config.get('PORT')).toBe(4000);
    expect(config.get('OPENAI_API_KEY')).toBe('sk-test');
    expect(config.get('OPENAI_BASE_URL')).toBeUndefined();
  });

  it('lets the application fail with one clear line', async () => {
    await expect(startWith({ PORT: 'canary' })).rejects.toThrow(
      'Configuration: PORT: expected a whole number from 0 to 65535',
    );
  });
});
