import type { Scenario } from '../scenario.js';

const ANSWERS = 50;

/** Rows of the log are gone: whoever needs them is told, and gets no wrong text. */
export const damagedLog: Scenario = {
  name: 'damaged-log',
  title: 'random rows deleted from the log: every reader gets an explicit error',
  promises: ['P10'],
  unit: 'readers',
  fullSize: 500,
  async round(rig, left) {
    const count = Math.min(ANSWERS, left);
    const asked = Array.from({ length: count }, () => rig.ask(rig.question({ tokens: 60, gapMs: 5 })));
    await rig.ended(asked.map(({ reader }) => reader));
    for (const one of asked) {
      rig.forget(one);
      await rig.database.query(
        `DELETE FROM turn_log WHERE (turn_id, first_offset) IN (
           SELECT turn_id, first_offset FROM turn_log WHERE turn_id = $1 ORDER BY md5(first_offset || $2) LIMIT 1)`,
        [one.reader.trace.turnId, one.question.key],
      );
    }
    const watchers = asked.map((one) => rig.watch(one));
    await rig.ended(watchers, 10_000);
    for (const { trace } of watchers) {
      const { ending } = trace;
      const isTold = ending?.kind === 'error' && ending.error.code === 'answer-incomplete';
      if (!isTold) rig.violate(`${trace.reader} was not told that a part is missing: ${ending?.kind ?? 'it hangs'}`);
    }
    return count;
  },
};
