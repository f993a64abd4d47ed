import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load, Measured } from './measure.js';
import { TIMES, type TimeName } from './tally.js';

/** Ticks per half distance of a percentile table, as HdrHistogram's own tools use. */
const TICKS = 5;
const MICROS_PER_MS = 1000;

/** The success criteria, one line each, then what stood behind them. */
export function toMarkdown(name: string, load: Load, measured: Measured): string {
  const { tally, wallSeconds, cores, generators, serverBytes, database } = measured;
  const { counts } = tally;
  const lost = counts.asked - counts.whole;
  const clients = load.share.map(([kind, parts]) => `${kind}:${parts}`).join(',');
  return `${[
    `### ${name}: ${load.users} users, ${load.rate} chunks/s, answers of ${load.seconds} s, pause ${load.pauseSeconds} s, ${load.minutes} min (${clients})`,
    '',
    '| criterion | result |',
    '| --- | --- |',
    `| SC-001 first chunk < 1 s | ${share(counts.firstInTime, counts.asked)} (${spread(measured, 'first')}) |`,
    `| SC-002 whole answer | ${share(counts.whole, counts.asked)} of ${counts.asked}; end behind the model’s: ${spread(measured, 'whole')} |`,
    `| SC-003 loss | ${lost} of ${counts.asked} answers (${counts.failed} failed, ${counts.damaged} damaged), ${counts.tokens - counts.arrived} of ${counts.tokens} tokens, ${counts.drops} links |`,
    `| SC-004 stored | ${tally.histogram('accepted').totalCount === 0 ? 'no client of ours was there to be told' : spread(measured, 'accepted')}; in the database afterwards as seen: ${counts.stored} of ${counts.whole + counts.damaged} |`,
    `| added to the first chunk | ${spread(measured, 'addedFirst')} |`,
    `| added to any chunk | ${spread(measured, 'chunk')} |`,
    `| cores busy | server ${number(cores.server)}, PostgreSQL ${number(cores.database)}, model ${number(cores.model)}, generators ${number(cores.generators)}; machine ${number(cores.machine)} |`,
    `| generators | ${generators.length}, event loop late p99 ${Math.max(...generators.map((one) => one.loopDelayP99Ms)).toFixed(1)} ms, max ${Math.max(...generators.map((one) => one.loopDelayMaxMs)).toFixed(0)} ms |`,
    `| chunks | ${Math.round(counts.arrived / wallSeconds)} a second over ${wallSeconds.toFixed(0)} s; server CPU ${cores.server === null ? '–' : Math.round((cores.server * 1e6 * wallSeconds) / counts.arrived)} µs a chunk |`,
    `| server memory | ${serverBytes === null ? '–' : `${Math.round(serverBytes / 1e6)} MB`} |`,
    ...(database
      ? [
          `| PostgreSQL | ${Math.round(database.transactions)} transactions and ${(database.walBytes / 1e6).toFixed(2)} MB of WAL a second |`,
        ]
      : []),
    ...[...tally.faults].map(([why, count]) => `| fault | ${count} × ${why.replaceAll('|', ' ')} |`),
  ].join('\n')}\n`;
}

/** Writes one percentile table a measure, in milliseconds, as HdrHistogram’s plotter reads them. */
export async function writeHistograms(folder: string, name: string, { tally }: Measured): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const time of Object.keys(TIMES) as TimeName[]) {
    const histogram = tally.histogram(time);
    if (histogram.totalCount === 0) continue;
    const file = join(folder, `${name.replaceAll(/[^\w]+/g, '-')}-${time}.hgrm`);
    await writeFile(file, histogram.outputPercentileDistribution(TICKS, MICROS_PER_MS));
  }
}

function spread({ tally }: Measured, name: TimeName): string {
  const [p50, p99, max] = [0.5, 0.99, 1].map((part) => tally.percentileMs(name, part));
  return `p50 ${milliseconds(p50)}, p99 ${milliseconds(p99)}, max ${milliseconds(max)}`;
}

function milliseconds(value: number): string {
  return Number.isNaN(value) ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`;
}

function number(value: number | null): string {
  return value === null ? '–' : value.toFixed(2);
}
