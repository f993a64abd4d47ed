import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConsoleLogger, Logger } from '@nestjs/common';
import { RefusalLog } from './refusal-log.js';

describe('RefusalLog', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (line: string) => lines.push(line) });
  });
  afterEach(() => Logger.overrideLogger(new ConsoleLogger()));

  it('has a line a minute for each reason, however many knock', () => {
    const log = new RefusalLog();
    for (let n = 0; n < 10_000; n += 1) {
      log.note({ code: 'foreign-origin', detail: 'Origin: http://evil.example' }, n);
      log.note({ code: 'no-session' }, n);
    }
    log.note({ code: 'no-session' }, 60_000);
    log.note({ code: 'no-session' }, 120_000);
    expect(lines).toEqual([
      'A handshake was refused: foreign-origin (Origin: http://evil.example)',
      'A handshake was refused: no-session',
      'A handshake was refused: no-session; 9999 more since the last such line',
      'A handshake was refused: no-session',
    ]);
  });

  it('repeats little of what a client wrote', () => {
    new RefusalLog().note({ code: 'foreign-origin', detail: '🦊'.repeat(10_000) });
    expect(lines[0].length).toBeLessThan(300);
    expect(lines[0].isWellFormed()).toBe(true);
  });
});
