import { randomUUID } from 'node:crypto';
import type { Scenario } from '../scenario.js';

const SENDS = 50;
/** One runs, five wait: `CHAT_QUEUE_LENGTH`. */
const ACCEPTED = 6;

/** Many messages to one chat at once, over all servers. */
export const oneRunning: Scenario = {
  name: 'one-running',
  title: `${SENDS} sends to one chat at once over 3 servers: one runs, 5 wait, the others are told`,
  promises: ['P8'],
  unit: 'sends',
  fullSize: 1000,
  async round(rig, left) {
    const sends = Math.max(ACCEPTED + 1, Math.min(SENDS, left));
    const user = rig.newUser();
    const conversationId = randomUUID();
    const readers = Array.from({ length: sends }, (_, index) => {
      const question = rig.question({ tokens: 50, gapMs: 10 });
      return rig.ask(question, { user, way: index % rig.servers.length, wish: { conversationId } }).reader;
    });
    await rig.ended(readers);
    const refused = readers.filter(({ trace }) => trace.ending?.kind === 'error');
    const odd = refused.filter(
      ({ trace }) => trace.ending?.kind === 'error' && trace.ending.error.code !== 'queue-full',
    );
    if (odd.length > 0) rig.violate(`${odd.length} of ${sends} sends were refused, but not by the queue`);
    if (sends - refused.length < ACCEPTED)
      rig.violate(`only ${sends - refused.length} of ${sends} sends were answered`);
    return sends;
  },
};
