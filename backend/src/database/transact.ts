import type { DataSource, EntityManager } from 'typeorm';

/**
 * A transaction on one way to the database and back wherever no statement waits for another's answer: its start goes out
 * with the first ones that `work` asks for, and statements asked for at once (`Promise.all`) go out together, in their order.
 * `DataSource.transaction` waits for each.
 *
 * @param work gets `commit`, which sends COMMIT behind what was asked for last instead of waiting for its answer: for what
 *   is the last in any case. Where a statement before it fails, PostgreSQL rolls back. Without it COMMIT goes out when
 *   `work` is done
 * @returns what `work` returns, once that is committed
 * @throws what `work` throws; everything is rolled back
 */
export async function transact<Result>(
  dataSource: DataSource,
  work: (manager: EntityManager, commit: () => void) => Promise<Result>,
): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  const sent: Promise<unknown>[] = [];
  const send = (text: string) => {
    const answer = runner.query(text);
    answer.catch(() => undefined); // it is waited for later
    sent.push(answer);
  };
  try {
    await runner.connect(); // statements would not keep their order while they wait for a link
    send('START TRANSACTION');
    try {
      const result = await work(runner.manager, () => send('COMMIT'));
      if (sent.length === 1) send('COMMIT');
      await Promise.all(sent);
      return result;
    } catch (error) {
      send('ROLLBACK');
      await Promise.allSettled(sent); // a link that is gone has rolled back by itself
      throw error;
    }
  } finally {
    await runner.release();
  }
}
