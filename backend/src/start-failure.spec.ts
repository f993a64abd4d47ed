import { describe, expect, it } from '@jest/globals';
import { ConfigError } from './config/config.js';
import { describeStartFailure } from './start-failure.js';

const failure = (message: string, more: object) => Object.assign(new Error(message), more);

describe('describeStartFailure', () => {
  it.each<[string, Error, RegExp]>([
    [
      'a wrong password',
      failure('password authentication failed for user "ada"', { code: '28P01' }),
      /^PostgreSQL does not let this server in .*DATABASE_URL says: password authentication failed for user "ada"\. Correct/,
    ],
    [
      'no such database',
      failure('database "chat" does not exist', { code: '3D000' }),
      /DATABASE_URL says: database "chat" does not exist\. /,
    ],
    [
      'a server that starts',
      failure('the database system is starting up', { code: '57P03' }),
      /^PostgreSQL at DATABASE_URL takes no connections: the database system is starting up\. /,
    ],
    [
      'nobody there',
      failure('connect ECONNREFUSED 127.0.0.1:1', { code: 'ECONNREFUSED', syscall: 'connect' }),
      /^PostgreSQL cannot be reached where DATABASE_URL says: connect ECONNREFUSED 127\.0\.0\.1:1\. /,
    ],
    [
      'nobody at any address of a name',
      new AggregateError([failure('connect ECONNREFUSED ::1:1', { code: 'ECONNREFUSED', syscall: 'connect' })]),
      /cannot be reached where DATABASE_URL says: connect ECONNREFUSED ::1:1\. /,
    ],
    ['silence', new Error('timeout exceeded when trying to connect'), /cannot be reached where DATABASE_URL says/],
  ])('names DATABASE_URL for %s', (_name, error, sentence) => {
    const told = describeStartFailure(error);
    expect(told).toMatch(sentence);
    expect(told.split('\n')).toHaveLength(1);
  });

  it('leaves sentences as they are, and shows the stack of a fault', () => {
    expect(describeStartFailure(new ConfigError('PORT: a number, please'))).toBe('PORT: a number, please');
    const taken = failure('listen EADDRINUSE', { code: 'EADDRINUSE', syscall: 'listen' });
    expect(describeStartFailure(taken)).toBe(taken.stack);
    const broken = failure('relation "turns" already exists', { code: '42P07' });
    expect(describeStartFailure(broken)).toBe(broken.stack);
    expect(describeStartFailure('odd')).toBe('odd');
  });
});
