// A process of load: gets its plan from the run, says `ready`, waits for `go`, and sends back what it saw.
import { once } from 'node:events';
import { Generation, type GeneratorUse } from './generate.js';
import { IdleConnections } from './idle-connections.js';
import type { IdlePlan, Plan } from './plan.js';
import type { TallyData } from './tally.js';

export type ToGenerator = { plan: Plan } | { idle: IdlePlan } | 'go' | 'count';
export type FromGenerator = 'ready' | { measured: GeneratorUse } | { tally: TallyData } | { open: number };

const say = (message: FromGenerator) => process.send!(message);
const hear = async () => (await once(process, 'message'))[0] as ToGenerator;

const order = await hear();
if (typeof order === 'object' && 'plan' in order) {
  const generation = await Generation.prepare(order.plan);
  const going = hear();
  say('ready');
  await going;
  say({ measured: await generation.run() });
  await generation.close();
  say({ tally: generation.tally.toData() });
} else if (typeof order === 'object') {
  const connections = await IdleConnections.open(order.idle);
  const asked = hear();
  say('ready');
  await asked;
  say({ open: connections.open });
}
process.disconnect();
process.exit();
