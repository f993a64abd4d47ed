import type { Socket } from 'node:net';
import { CHAT_PATH } from '@app/chat-protocol';
import { setTimeout as sleep } from 'node:timers/promises';
import { upgradeRequest } from '../fuzz/illegal-frames.js';
import { tally, type Attack } from './attack.js';
import type { Target } from './target.js';

const PATIENCE_MS = 40_000;

async function hold(target: Target, count: number, bytes: string): Promise<{ tcp: Socket; answer: Promise<string> }[]> {
  const held: { tcp: Socket; answer: Promise<string> }[] = [];
  for (let number = 0; number < count; number++) {
    const tcp = await target.dial();
    let heard = '';
    tcp.on('data', (data) => (heard += data.toString('latin1')));
    const answer = new Promise<string>((resolve) => {
      tcp.once('close', () => resolve(heard.split('\r\n', 1)[0] || 'hung up'));
      setTimeout(resolve, PATIENCE_MS, 'still open').unref();
    });
    tcp.write(bytes);
    held.push({ tcp, answer });
    if (number % 100 === 0) await sleep(0);
  }
  return held;
}

/** T14: requests that never end, half upgrades, too many headers, too many handshakes. */
export const slowHandshakes: Attack = {
  threat: 'T14',
  name: 'slow and half handshakes',
  async run(target, scale) {
    const request = upgradeRequest(String(target.port), 'none=1', CHAT_PATH);
    const [slow, half] = [Math.max(1, 500 * scale), Math.max(1, 5000 * scale)];
    const startedAt = performance.now();
    const held = [
      ...(await hold(target, slow, 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow')),
      ...(await hold(target, half, request.slice(0, -2))),
    ];
    const drip = setInterval(() => held.slice(0, slow).forEach(({ tcp }) => tcp.writable && tcp.write('w')), 1000);
    const answers = tally(await Promise.all(held.map(({ answer }) => answer)));
    clearInterval(drip);
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const headers = request.replace('\r\n\r\n', `\r\n${'A: 1\r\n'.repeat(2000)}\r\n`);
    const [many] = await hold(target, 1, headers);
    const flood = await hold(target, Math.max(1, 1500 * scale), request);
    const refusals = tally(await Promise.all(flood.map(({ answer }) => answer)));
    return {
      size: `${slow} slow requests, ${half} half upgrades; 2,000 headers; ${flood.length} handshakes`,
      result: `${answers}, within ${seconds} s; ${await many.answer}; ${refusals}`,
    };
  },
};
