import type { Running } from '../contender.js';
import { Figures } from '../figures.js';
import { stampsIn, toPrompt } from '../script.js';

/** What a late reader of a long answer gets, and how fast. */
export interface Resume {
  /** Milliseconds from asking to having every token so far, median. */
  ms: number;
  maxMs: number;
  /** Frames or events that took. */
  pieces: number;
  bytes: number;
}

export const RESUMED_TOKENS = 10_000;
const ROUNDS = 5;
/** The answer is still open when its late reader comes. */
const SCRIPT = { tokens: RESUMED_TOKENS, gapMs: 0, holdMs: 5000 };

export async function measureResume(running: Running): Promise<Resume> {
  const asker = await running.connect();
  const complete = Promise.withResolvers<void>();
  let asked = 0;
  const asking = asker.ask(toPrompt(SCRIPT), (text) => {
    asked += stampsIn(text).length;
    if (asked === RESUMED_TOKENS) complete.resolve();
  });
  asking.catch(complete.reject);
  await complete.promise;
  const times = new Figures();
  let pieces = 0;
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const reader = await running.connect(asker);
    const before = { pieces: reader.pieces, bytes: reader.bytes };
    const startedAt = performance.now();
    await new Promise<void>((resolve, reject) => {
      let tokens = 0;
      reader.resume!((text) => {
        tokens += stampsIn(text).length;
        if (tokens < RESUMED_TOKENS) return;
        times.add(performance.now() - startedAt);
        pieces = reader.pieces - before.pieces;
        bytes = reader.bytes - before.bytes;
        resolve();
      }).catch(reject);
    });
    reader.close();
  }
  await asking;
  asker.close();
  return { ms: times.percentile(0.5)!, maxMs: times.percentile(1)!, pieces, bytes };
}
