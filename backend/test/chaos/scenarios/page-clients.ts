import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { UIMessage } from 'ai';
import type { Rig } from '../rig.js';
import { ourClient, readOurs, readStock } from '../page-client.js';
import { toPrompt } from '../question.js';
import type { Scenario } from '../scenario.js';

const ANSWERS = 20;
const PATIENCE_MS = 60_000;

/** The clients that pages use, over links that are cut: ours, and the AI SDK's own. */
export const pageClients: Scenario = {
  name: 'page-clients',
  title: 'cuts under our transport and under the AI SDK’s own, half and half',
  promises: ['P1'],
  unit: 'cuts',
  fullSize: 2000,
  async round(rig) {
    const { random, network } = rig;
    const before = network.cuts;
    network.plan = () => ({
      ...rig.anyServer(),
      toClient: { kind: random.pick(['fin', 'rst']), afterBytes: random.between(250, 4000) },
    });
    const answers = Array.from({ length: ANSWERS }, (_, index) => (index % 2 === 0 ? askOurs(rig) : askStock(rig)));
    await Promise.race([Promise.all(answers), sleep(PATIENCE_MS)]);
    network.plan = () => rig.anyServer();
    return network.cuts - before;
  },
};

function prepare(rig: Rig, reader: string) {
  const question = rig.question({ tokens: rig.random.between(40, 200), gapMs: 10 });
  const message: UIMessage = { id: randomUUID(), role: 'user', parts: [{ type: 'text', text: toPrompt(question) }] };
  const trace = rig.history.trace(`${reader} of ${question.key}`, question.key, false);
  return { door: rig.door(rig.newUser()), chatId: randomUUID(), message, trace };
}

async function askOurs(rig: Rig): Promise<void> {
  const { door, chatId, message, trace } = prepare(rig, 'our client');
  const client = ourClient(door);
  try {
    await readOurs(client, chatId, message, trace);
  } catch (error) {
    rig.violate(`${trace.reader} failed: ${error instanceof Error ? error.message : 'unknown error'}`);
  } finally {
    client.close();
  }
}

async function askStock(rig: Rig): Promise<void> {
  const { door, chatId, message, trace } = prepare(rig, 'stock client');
  await readStock(door, chatId, message, trace);
}
