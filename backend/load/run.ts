// `npm run load`: real clients on a real server, and the success criteria. How: options.ts; what came of it: docs/load.md.
import { Child } from '../bench/child.js';
import { idleToMarkdown, measureIdle } from './idle.js';
import { measure } from './measure.js';
import { readOptions, USAGE, type Options } from './options.js';
import { ramp, rampToMarkdown } from './ramp.js';
import { toMarkdown, writeHistograms } from './report.js';
import { startTarget } from './target.js';

let options: Options;
try {
  options = readOptions(process.argv.slice(2), process.env);
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
}

const model = await Child.start(['dist-load/model-server.js'], {});
try {
  for (const processes of options.ramp ?? [options.processes]) await runOn(processes);
} finally {
  await model.stop();
}

async function runOn(processes: number): Promise<void> {
  const target = await startTarget({ ...options, processes }, `${model.url}/v1`);
  try {
    if (options.idle !== null) {
      console.log(idleToMarkdown(target.name, await measureIdle(target, options.idle)));
    } else if (options.ramp !== null) {
      console.log(rampToMarkdown(target.name, options, await ramp(target, model, options)));
    } else {
      const measured = await measure(target, model, options);
      console.log(toMarkdown(target.name, options, measured));
      await writeHistograms(options.out, `${target.name} ${options.users}x${options.rate}`, measured);
      const { asked, whole } = measured.tally.counts;
      if (whole < asked) process.exitCode = 1;
    }
  } finally {
    await target.stop();
  }
}
