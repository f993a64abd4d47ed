import { randomUUID } from 'node:crypto';
import type { Scenario } from '../scenario.js';

const SENDS = 10;
const COPIES = 10;
/** Sent again when the turn is more than a day old, one to each server. */
const LATE_COPIES = 3;
const A_DAY_MINUTES = 25 * 60;

/** The same message, under one request id, from ten sockets at once. */
export const idempotentSend: Scenario = {
  name: 'idempotent-send',
  title: `${COPIES} copies of each send at once over 3 servers: and 3 more a day later: one row, one turn, one provider call`,
  promises: ['P7'],
  unit: 'sends',
  fullSize: 1000,
  async round(rig, left) {
    const sends = Math.min(SENDS, left);
    await Promise.all(
      Array.from({ length: sends }, async () => {
        const question = rig.question({ tokens: 10, gapMs: 2 });
        const user = rig.newUser();
        const wish = { conversationId: randomUUID(), requestId: randomUUID(), messageId: randomUUID() };
        const copies = Array.from({ length: COPIES }, (_, copy) =>
          rig.ask(question, { user, way: copy % rig.servers.length, wish }),
        );
        await rig.ended(copies.map(({ reader }) => reader));
        await rig.age([copies[0].reader.trace.turnId], A_DAY_MINUTES);
        const later = Array.from({ length: LATE_COPIES }, (_, copy) => rig.ask(question, { user, way: copy, wish }));
        await rig.ended(later.map(({ reader }) => reader));
        const turnIds = new Set([...copies, ...later].map(({ reader }) => reader.trace.turnId));
        const calls = rig.model.callsOf(question.key).length;
        if (turnIds.size !== 1 || calls !== 1) {
          rig.violate(`${question.key}: ${turnIds.size} turns and ${calls} provider calls for one request`);
        }
      }),
    );
    return sends;
  },
};
