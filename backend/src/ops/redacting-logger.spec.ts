import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { hideSecret } from '../models/redact-secrets.js';
import { RedactingLogger } from './redacting-logger.js';

const KEY = 'sk-canary-0123456789';

function failure(): Error {
  const error = new Error(`Incorrect key ${KEY}`);
  error.stack = `Error: Incorrect key ${KEY}\n    at https://user:canary@db.example/x`;
  return error;
}

describe('RedactingLogger', () => {
  let written: string;
  beforeEach(() => {
    written = '';
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((text) => {
        written += String(text);
        return true;
      });
    }
  });
  afterEach(() => void jest.restoreAllMocks());

  const lines = () =>
    written
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it.each<[string, (logger: RedactingLogger) => void]>([
    ['a message', (logger) => logger.log(`The key is ${KEY}`, 'Test')],
    ['a warning', (logger) => logger.warn(`Authorization: Bearer canary.${KEY}`, 'Test')],
    ['several messages', (logger) => logger.log('one', `two ${KEY}`, 'Test')],
    ['an error', (logger) => logger.error(failure())],
    ['an error with its stack', (logger) => logger.error('It failed', failure().stack, 'Test')],
    ['a fatal one', (logger) => logger.fatal('It failed', failure().stack, 'Test')],
    ['an address', (logger) => logger.debug('postgres://user:canary@db/chat', 'Test')],
  ])('writes no secret as JSON: %s', (_name, log) => {
    log(new RedactingLogger('verbose', true));
    expect(written).not.toContain('canary');
    expect(written).toContain('[hidden]');
    expect(lines().length).toBeGreaterThan(0);
  });

  it('writes lines for people on a terminal', () => {
    const logger = new RedactingLogger('log', false);
    logger.log('Ready', 'Throughline');
    logger.warn('Slow', 'LogWriter');
    expect(stripVTControlCharacters(written)).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d Ready\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d WARN \[LogWriter\] Slow\n$/,
    );
  });

  it('hides whatever it was told is secret', () => {
    hideSecret('correct horse canary');
    new RedactingLogger('log', true).log('The secret is "correct horse canary".');
    expect(lines()).toMatchObject([{ message: 'The secret is "[hidden]".' }]);
  });

  it.each([
    ['one\n{"level":"fatal","message":"forged"}', 'one\n{"level":"fatal","message":"forged"}'],
    ['\u001B[31mred\u001B[0m \u0007', '\\u001b[31mred\\u001b[0m \\u0007'],
    ['\u009B31mred', '\\u009b31mred'],
    ['a\r\nb\u2028c\u2029d\u0085e', 'a\\u000d\nb\\u2028c\\u2029d\\u0085e'],
    ['\u202Etxt.exe\u2066', '\\u202etxt.exe\\u2066'],
    ['\u0000 \uD83E', '\\u0000 \uD83E'],
    ['"}{"', '"}{"'],
    ['é 漢字 😀', 'é 漢字 😀'],
  ])('writes one line of JSON for %j, with nothing in it that drives a terminal', (text, message) => {
    const logger = new RedactingLogger('log', true);
    logger.log(text, 'Test');
    logger.error('It failed', text, 'Test');
    expect(written.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u2028\u2029\u202E\u2066]/u);
    expect(lines()).toMatchObject([
      { level: 'log', message, context: 'Test' },
      { level: 'error', message: 'It failed', context: 'Test' },
    ]);
  });

  it('writes as text nothing that drives a terminal', () => {
    new RedactingLogger('log', false).log('\u001B[2J\u009B2J gone');
    for (const order of ['\u001B[2J', '\u009B']) expect(written).not.toContain(order);
    expect(written).toContain('gone');
  });

  it('writes no more of a long message than anybody reads', () => {
    new RedactingLogger('log', true).log(`${'x'.repeat(100_000)} ${KEY}`);
    expect(written.length).toBeLessThan(11_000);
  });

  it('writes what is important enough, and nothing of Nest’s wiring', () => {
    const logger = new RedactingLogger('warn', true);
    logger.log('no', 'Test');
    logger.warn('yes', 'Test');
    new RedactingLogger('log', true).log('no', 'RouterExplorer');
    new RedactingLogger('debug', true).log('yes', 'RouterExplorer');
    expect(lines().map(({ message }) => message)).toEqual(['yes', 'yes']);
  });

  it.each<[string, (logger: RedactingLogger) => void]>([
    ['a message', (logger) => logger.log(`The key is ${KEY}`, 'Test')],
    ['an error', (logger) => logger.error(failure())],
  ])('writes no secret as text: %s', (_name, log) => {
    log(new RedactingLogger('log', false));
    expect(written).toContain('[hidden]');
    expect(written).not.toContain('canary');
  });

  it('writes no secret as text: an error with its stack', () => {
    new RedactingLogger('log', false).error('It failed', failure().stack, 'Test');
    expect(written).not.toContain('canary');
  });

  it('writes no secret that is inside an object', () => {
    new RedactingLogger('log', true).log({ headers: { authorization: `Bearer ${KEY}` } });
    expect(written).not.toContain('canary');
  });
});
