import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { dirname } from 'node:path';

/** What came of one scenario, as it is kept. */
export interface KeptResult {
  /** Of the code that ran; `-dirty` = with changes that are in no commit. */
  commit: string;
  scenario: string;
  promises: string[];
  /** How much was done, and how much promises.md asks for, in `unit`. */
  size: number;
  stated: number;
  unit: string;
  /** Broken rules. */
  violations: number;
  /** Bars on time and memory that were missed: on a crowded machine they say little. */
  missedBars: number;
  seed: string;
  minutes: number;
  /** ISO 8601. */
  endedAt: string;
  /** Load average of the last quarter of an hour. */
  load: number;
  figures: string[];
}

/** Results by commit and scenario, in a file, so that a long run can go on where it was broken off. */
export class Results {
  /** Null = there is no git. Then, or with changes in no commit, nothing is taken for done before. */
  private readonly commit = commitOf();
  private readonly all: KeptResult[];

  constructor(private readonly file: string) {
    this.all = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptResult[]) : [];
  }

  has(scenario: string): boolean {
    const isKnown = this.commit !== null && !this.commit.endsWith('-dirty');
    return isKnown && this.ofNow.some((result) => result.scenario === scenario);
  }

  add(result: Omit<KeptResult, 'commit' | 'endedAt' | 'load'>): void {
    const endedAt = new Date().toISOString();
    this.all.push({ commit: this.commit ?? 'unknown', endedAt, load: Math.round(loadavg()[2] * 10) / 10, ...result });
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(this.all, null, 2)}\n`);
    writeFileSync(this.file.replace(/\.json$/, '.md'), this.table());
  }

  /** For docs/reliability.md: what is known of this commit. */
  table(): string {
    const rows = this.ofNow.map(
      ({ scenario, promises, size, stated, unit, violations, missedBars, seed, minutes, figures }) =>
        `| \`${scenario}\` | ${promises.join(' ')} | ${size} / ${stated} ${unit}${size >= stated ? ' ✓' : ''} | ${violations} | ${missedBars} | ${minutes} | ${seed} | ${figures.join('; ')} |\n`,
    );
    return `Commit ${this.commit ?? 'unknown'}\n\n| scenario | promises | run / stated | violations | missed bars | minutes | seed | figures |\n|---|---|---|---|---|---|---|---|\n${rows.join('')}`;
  }

  private get ofNow(): KeptResult[] {
    return this.all.filter(({ commit }) => commit === (this.commit ?? 'unknown'));
  }
}

function commitOf(): string | null {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
