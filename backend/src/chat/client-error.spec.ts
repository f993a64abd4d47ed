import { describe, expect, it } from '@jest/globals';
import { ChatError } from '@app/chat-protocol';
import { QueryFailedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { toClientError } from './client-error.js';

const CANARY = 'postgres://user:sk-canary@db/chat';

function failedQuery(code: string | undefined, message = CANARY): QueryFailedError {
  return new QueryFailedError(`SELECT '${CANARY}'`, [CANARY], Object.assign(new Error(message), { code }));
}

describe('what a client is told of a failure', () => {
  it('is its code, sentence and advice where it was meant for clients', () => {
    expect(toClientError(new ChatError('rate-limited', { retryAfterMs: 1500, cause: new Error(CANARY) }))).toEqual({
      code: 'rate-limited',
      text: 'The AI service is receiving too many requests. Please try again in a moment.',
      retryable: true,
      retryAfterMs: 1500,
    });
  });

  it.each<[string, unknown]>([
    ['a lost connection', failedQuery('08006')],
    ['too many connections', failedQuery('53300')],
    ['a full disk', failedQuery('53100')],
    ['a server that shuts down', failedQuery('57P01')],
    ['a server that starts', failedQuery('57P03')],
    ['a reset by the peer', failedQuery('ECONNRESET')],
    ['a pool without a free connection', new Error('timeout exceeded when trying to connect')],
    ['a cut in the middle', new Error('Connection terminated unexpectedly')],
    ['nobody who listens', Object.assign(new Error(CANARY), { code: 'ECONNREFUSED' })],
    ['a timeout of TCP', Object.assign(new Error(CANARY), { code: 'ETIMEDOUT' })],
  ])('is that the store is away after %s', (_name, error) => {
    expect(toClientError(error)).toMatchObject({ code: 'storage-unavailable', retryable: true });
  });

  describe.each<[string, unknown]>([
    ['a name that is not resolved, as when its container is down', Object.assign(new Error(), { code: 'ENOTFOUND' })],
    ['a name server that is down', Object.assign(new Error(), { code: 'EAI_AGAIN' })],
    ['a transaction whose connection broke', new QueryRunnerProviderAlreadyReleasedError()],
    ['a connection that broke before', new Error('Client has encountered a connection error and is not queryable')],
  ])('and the store', (name, error) => {
    it(`is away after ${name}`, () => {
      expect(toClientError(error)).toMatchObject({ code: 'storage-unavailable' });
    });
  });

  it.each<[string, unknown]>([
    ['a broken rule of the database', failedQuery('23505')],
    ['a wrong query', failedQuery('42601')],
    ['a query without a code', failedQuery(undefined)],
    ['any error', new Error(CANARY)],
    ['an error with a code of another kind', Object.assign(new Error(CANARY), { code: 42 })],
    ['what is no error', CANARY],
    ['nothing', undefined],
  ])('is nothing but that something went wrong after %s', (_name, error) => {
    const told = toClientError(error);
    expect(told).toMatchObject({ code: 'internal', retryable: true });
    expect(JSON.stringify(told)).not.toContain('canary');
  });
});
