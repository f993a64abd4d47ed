import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TurnsRepository } from '../src/turns/turns.repository.js';
import { Turn } from '../src/turns/turn.entity.js';
import { HandModel } from './hand-model.js';
import { RawClient } from './raw-client.js';
import { createStore, startApp, type TestStore } from './start-app.js';
import { until } from './until.js';

describe('a process that leaves', () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await createStore();
  });
  afterEach(() => store.drop());

  it('begins no turn whose time comes while it hands over, and leaves it to the next as no retry', async () => {
    const model = new HandModel();
    const first = await startApp({ models: model, store });
    const cookie = await first.signIn();
    const before = await RawClient.open(first, cookie);
    before.ask('c', 'r1', 'First');
    const call = await model.call(0);
    before.ask('c', 'r2', 'Second');
    await before.first('status', 'r2');

    // The end of the first answer is committed, and with it the begin of the second, after the hand-over has begun.
    const turns = first.app.get(TurnsRepository);
    const end = turns.end.bind(turns);
    const reached = Promise.withResolvers<void>();
    const mayEnd = Promise.withResolvers<void>();
    jest.spyOn(turns, 'end').mockImplementation(async (...args) => {
      reached.resolve();
      await mayEnd.promise;
      return end(...args);
    });
    call.say('One').finish();
    await reached.promise;
    const stopped = first.stop();
    await until('it is told', () => before.of('draining').length > 0);
    mayEnd.resolve();
    await stopped;
    expect(model.calls).toHaveLength(1);

    await using second = await startApp({ models: model, store });
    const again = await model.call(1);
    again.say('Two').finish();
    const after = await RawClient.open(second, cookie);
    after.ask('c', 'r2', 'Second');
    await after.first('end', 'r2');
    expect(after.text('r2')).toBe('Two');
    const found = await second.dataSource.manager.find(Turn, { order: { seq: 'ASC' } });
    expect(found.map(({ status, retries }) => ({ status, retries }))).toEqual([
      { status: 'completed', retries: 0 },
      { status: 'completed', retries: 0 },
    ]);
  });
});
