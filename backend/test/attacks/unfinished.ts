import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeFrames, encodeFrame } from '../fuzz/illegal-frames.js';
import { signInMany, tally, type Attack } from './attack.js';
import type { Target } from './target.js';

const PATIENCE_MS = 90_000;

/** Sockets and the codes they will be closed with. */
async function openMany(target: Target, count: number): Promise<{ tcp: Socket; code: Promise<number> }[]> {
  const cookies = await signInMany(target, Math.ceil(count / 20));
  const sockets: { tcp: Socket; code: Promise<number> }[] = [];
  for (let index = 0; index < count; index++) {
    const tcp = await target.openRaw(cookies[index % cookies.length]);
    const heard: Buffer[] = [];
    tcp.on('data', (data) => heard.push(data));
    const code = new Promise<number>((resolve) => {
      tcp.once('close', () => {
        // The welcome may stand before it.
        const last = decodeFrames(Buffer.concat(heard)).find(({ opcode }) => opcode === 8);
        resolve(last?.payload.readUInt16BE() ?? 1006);
      });
      setTimeout(resolve, PATIENCE_MS, 0).unref();
    });
    sockets.push({ tcp, code });
  }
  return sockets;
}

/** T12: frames that say they are huge, and frames just below the limit that never end. */
export const lyingFrames: Attack = {
  threat: 'T12',
  name: 'oversized, lying and unfinished frames',
  async run(target, scale) {
    const each = Math.max(1, Math.round(100 * scale));
    const startedAt = performance.now();
    const huge = await openMany(target, each);
    huge.forEach(({ tcp }, index) => {
      const lie = [9_223_372_036_854_775_807n, 94_371_840n, 1_048_577n][index % 3];
      tcp.write(encodeFrame({ opcode: 1, payload: Buffer.alloc(1000, 0x20), lie }));
    });
    const hugeCodes = tally(await Promise.all(huge.map(({ code }) => code)));
    const unfinished = await openMany(target, each);
    const body = encodeFrame({ opcode: 1, payload: Buffer.alloc(1_000_000, 0x20), lie: 1_048_576n });
    for (const { tcp } of unfinished) tcp.write(body);
    const trickle = setInterval(() => unfinished.forEach(({ tcp }) => tcp.write(' ')), 2000);
    const codes = tally(await Promise.all(unfinished.map(({ code }) => code)));
    clearInterval(trickle);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    return {
      size: `${each} huge, ${each} of 1 MB that trickle`,
      result: `${hugeCodes}; ${codes}; all in ${seconds} s`,
    };
  },
};

/** T13: pieces without end, and pings whose pongs nobody reads. */
export const pieces: Attack = {
  threat: 'T13',
  name: 'endless pieces, 200,000 pings',
  async run(target, scale) {
    const count = Math.max(1, Math.round(100 * scale));
    const endless = await openMany(target, count);
    for (const { tcp } of endless) {
      tcp.write(encodeFrame({ bits: 0, opcode: 1 }));
      for (let piece = 0; piece < 100; piece++) tcp.write(encodeFrame({ bits: 0, opcode: 0 }));
    }
    const codes = tally(await Promise.all(endless.map(({ code }) => code)));
    const pinger = await target.openRaw(await target.signIn());
    pinger.pause();
    const pings = 200_000 * scale;
    const batch = Buffer.concat(
      Array.from({ length: 1000 }, () => encodeFrame({ opcode: 9, payload: Buffer.alloc(100) })),
    );
    for (let sent = 0; sent < pings && !pinger.destroyed; sent += 1000) {
      if (!pinger.write(batch))
        await Promise.race([new Promise((resolve) => pinger.once('drain', resolve)), sleep(5000)]);
    }
    await sleep(3000);
    pinger.destroy();
    return { size: `${count} sockets × 101 pieces; ${pings} pings, not read`, result: codes };
  },
};
