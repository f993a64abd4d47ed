import type { Running } from '../contender.js';
import { askAll, lossOf } from './answers.js';

/** Answers of a model that sends as fast as it is read. */
export interface Bulk {
  cpuPerChunk: number;
  storeCpuPerChunk: number | null;
  /** Tokens a second, all answers together. */
  tokensPerSecond: number;
  /** Share of tokens that never arrived, 0–1; null = none is expected. */
  loss: number | null;
}

export const BULK_USERS = 20;
export const BULK_TOKENS = 2000;

export async function measureBulk(running: Running): Promise<Bulk> {
  const answers = await askAll(running, BULK_USERS, { tokens: BULK_TOKENS, gapMs: 0 }, 0);
  const { cpuPerChunk, storeCpuPerChunk, tokens, seconds } = answers;
  return { cpuPerChunk, storeCpuPerChunk, tokensPerSecond: tokens / seconds, loss: lossOf(answers) };
}
