import type { Asked, Rig } from '../rig.js';
import type { Scenario } from '../scenario.js';
import { scriptOf } from '../question.js';

const ANSWERS = 100;

/** Whoever sees the end finds the answer saved, on another server too. */
export const commitBeforeEnd: Scenario = {
  name: 'commit-before-end',
  title: 'on `end`, the message is read from another server: it is there, whole',
  promises: ['P5'],
  unit: 'answers',
  fullSize: 10_000,
  async round(rig, left) {
    const count = Math.min(ANSWERS, left);
    await Promise.all(Array.from({ length: count }, (_, index) => readAtEnd(rig, index % rig.servers.length)));
    return count;
  },
};

async function readAtEnd(rig: Rig, way: number): Promise<void> {
  const asked = rig.ask(rig.question({ tokens: rig.random.between(1, 20), gapMs: 1 }), { way });
  await asked.reader.done;
  await compare(rig, asked, (way + rig.random.between(1, rig.servers.length - 1)) % rig.servers.length);
}

async function compare(rig: Rig, { user, conversationId, question, reader }: Asked, way: number): Promise<void> {
  const { messages } = await rig.listMessages(user, conversationId, way);
  const answer = messages.at(-1);
  const text = answer?.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
  const status = answer?.metadata?.status;
  if (answer?.role !== 'assistant' || status !== 'completed' || text !== scriptOf(question).join('')) {
    rig.violate(`${reader.trace.reader} saw the end, and server ${way} had the answer as ${status ?? 'missing'}`);
  }
}
