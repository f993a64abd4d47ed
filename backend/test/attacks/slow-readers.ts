import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encodeFrame } from '../fuzz/illegal-frames.js';
import { signInMany, type Attack } from './attack.js';

const SOCKETS_PER_USER = 20;
const ANSWER_BYTES = 8_000_000;
const PATIENCE_MS = 60_000;

/** T10: readers that ask for much and take nothing. */
export const slowReaders: Attack = {
  threat: 'T10',
  name: 'readers that never read',
  // The limit of replayed bytes would refuse most of them first.
  env: { CHAT_REPLAY_BYTES_PER_MINUTE: '100000000000' },
  async run(target, scale) {
    const count = Math.max(1, 100 * scale);
    const cookies = await signInMany(target, Math.ceil(count / SOCKETS_PER_USER));
    for (const cookie of cookies) await target.converse(cookie, 'large', ANSWER_BYTES);
    target.begin();
    const resume = encodeFrame({ opcode: 1, payload: Buffer.from('{"type":"resume","requestId":"r","id":"large"}') });
    const sockets: Socket[] = [];
    for (let index = 0; index < count; index++) {
      const tcp = await target.openRaw(cookies[index % cookies.length]);
      tcp.pause();
      tcp.write(resume);
      sockets.push(tcp);
    }
    const startedAt = performance.now();
    // A paused socket does not notice its end: the server's side of it does.
    const left = () => sockets.filter(({ localPort }) => target.holds(localPort!)).length;
    while (left() > 0 && performance.now() - startedAt < PATIENCE_MS) await sleep(500);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const dropped = count - left();
    for (const tcp of sockets) tcp.destroy();
    return { size: `${count} sockets, answers of 8 MB`, result: `${dropped} dropped within ${seconds} s` };
  },
};
