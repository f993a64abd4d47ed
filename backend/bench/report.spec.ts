import { barsOf, verdictOf } from './bars.js';
import { NAMES } from './contenders.js';
import { toMarkdown } from './report.js';
import { mergeResults, type MeasureName, type Measures, type Result } from './results.js';

const PACED: Measures['paced'] = {
  askedP50: 10,
  askedP99: 60,
  firstP50: 5,
  firstP99: 40,
  chunkP50: 5,
  chunkP99: 20,
  cpuPerChunk: 100,
  storeCpuPerChunk: null,
  piecesPerToken: 1,
  bytesPerToken: 120,
  loss: 0,
};

function result<Name extends MeasureName>(measure: Name, contender: string, figures: Measures[Name]): Result<Name> {
  const about = {
    setting: 'test',
    date: '2026-11-26T12:00:00.000Z',
    commit: 'abc',
    command: 'npm run bench',
    machine: 'm',
  };
  return { measure, contender, figures, ...about };
}

const paced = (contender: string, cpuPerChunk: number) => result('paced', contender, { ...PACED, cpuPerChunk });

function verdictsOf(results: Result[]): Record<string, string> {
  return Object.fromEntries(barsOf(results).map((bar) => [bar.what, verdictOf(bar)]));
}

it('merges by measure and contender, each with its own date', () => {
  const older = [
    paced(NAMES.postgres, 80),
    paced(NAMES.http, 100),
    result('ready', NAMES.http, { ms: 1, maxMs: 1, starts: 5 }),
  ];
  const newer = { ...paced(NAMES.postgres, 30), date: '2026-11-27T12:00:00.000Z' };
  expect(mergeResults(older, [newer])).toEqual([newer, older[1], older[2]]);
});

it('says which bars were held, missed and not measured', () => {
  const verdicts = verdictsOf([paced(NAMES.postgres, 40), paced(NAMES.http, 100), paced(NAMES.outline, 200)]);
  expect(verdicts).toMatchObject({
    'CPU per token, paced: HTTP streaming': '**missed**',
    'CPU per token, paced: SDK outline': 'held',
    'CPU per token, paced: bare ws + raw model': 'not measured',
    'ours, PostgreSQL: added to the first token, p99, from the model’s sending it': 'held',
    'ours, PostgreSQL: the same from the question on, the model taking no time': '**missed**',
    'ready, embedded, warm, median': 'not measured',
  });
});

it('judges idle memory at 10,000 connections only', () => {
  const figures = { idleResident: 14_000, idleHeap: 7000, turnResident: 1, turnHeap: 1 };
  const bar = 'resident memory per idle connection, at 10000, garbage collected';
  expect(verdictsOf([result('memory', NAMES.postgres, { connections: 2000, ...figures })])[bar]).toBe('not measured');
  expect(verdictsOf([result('memory', NAMES.postgres, { connections: 10_000, ...figures })])[bar]).toBe('held');
});

it('reports what was not reached, not served and not here', () => {
  const takers = [NAMES.postgres, NAMES.rawModel].map((name) => ({
    name,
    what: 'w',
    role: 'floor' as const,
    needs: '',
  }));
  const none = { firstP50: null, loss: null, piecesPerToken: null };
  const markdown = toMarkdown(
    [
      result('paced', NAMES.rawModel, { ...PACED, ...none }),
      result('capacity', NAMES.postgres, {
        users: 1600,
        chunksPerSecond: 80_000,
        chunksPerCoreSecond: 9000,
        isMore: true,
      }),
    ],
    [...takers, { name: 'resumable-stream', what: 'w', role: 'rival', needs: 'Redis' }],
  );
  expect(markdown).toContain('| ours, PostgreSQL | more than 1600 | more than 80000 | 9000 |');
  expect(markdown).toContain('| floor: raw model | 10 | 60 | – | 40 | 5 | 20 | 100 | – | – | 120 | – |');
  expect(markdown).toContain('| resumable-stream | w | not measured; needs Redis |');
});
