import { afterEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { streamText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { logSdkWarnings } from './sdk-warnings.js';

describe('logSdkWarnings', () => {
  afterEach(() => void Reflect.deleteProperty(globalThis, 'AI_SDK_LOG_WARNINGS'));

  it('brings what the SDK warns of into our log, once', async () => {
    const lines: unknown[] = [];
    logSdkWarnings(Object.assign(new Logger(), { warn: (line: unknown) => lines.push(line) }));
    const model = new MockLanguageModelV4({
      provider: 'test',
      modelId: 'm',
      doStream: () =>
        Promise.resolve({
          stream: new ReadableStream({
            start(controller) {
              controller.enqueue({ type: 'stream-start', warnings: [{ type: 'unsupported', feature: 'temperature' }] });
              controller.enqueue({
                type: 'finish',
                usage: {
                  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
                  outputTokens: { total: 1, text: 1, reasoning: 0 },
                },
                finishReason: { unified: 'stop', raw: 'stop' },
              });
              controller.close();
            },
          }),
        }),
    });
    for (let call = 0; call < 2; call += 1) await streamText({ model, prompt: 'Hi' }).consumeStream();
    expect(lines).toEqual(['test / m: {"type":"unsupported","feature":"temperature"}']);
  });
});
