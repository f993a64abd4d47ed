import type { Attack } from './attack.js';
import { signInMany, tally } from './attack.js';
import { setTimeout as sleep } from 'node:timers/promises';

/** T8: as many requests as the line takes. */
export const frameFlood: Attack = {
  threat: 'T8',
  name: 'flood of resumes',
  async run(target, scale) {
    const frames = 100_000 * scale;
    const client = await target.open(await target.signIn());
    const startedAt = performance.now();
    for (let number = 0; number < frames && client.closeCode === null; number++) {
      client.send({ type: 'resume', requestId: `r${number}`, id: `c${number}` });
      if (number % 1000 === 0) await sleep(0);
    }
    const code = await client.closed();
    const tookMs = Math.round(performance.now() - startedAt);
    return {
      size: `${frames} frames`,
      result: `closed with ${code} after ${tookMs} ms, ${client.frames.length} answers`,
    };
  },
};

/** T9: small requests for a large answer. */
export const replayFlood: Attack = {
  threat: 'T9',
  name: 'replays of a large answer',
  async run(target, scale) {
    const cookie = await target.signIn();
    await target.converse(cookie, 'large', 1_000_000);
    target.begin();
    const client = await target.open(cookie);
    let bytes = 0;
    client.socket.on('message', (data: Buffer) => (bytes += data.length));
    const count = 200 * scale;
    for (let number = 0; number < count && client.closeCode === null; number++) {
      const requestId = `r${number}`;
      client.send({ type: 'resume', requestId, id: 'large' });
      while (client.closeCode === null && !client.of('end', requestId)[0] && !client.of('error', requestId)[0]) {
        await client.next();
      }
      for (let index = client.frames.length - 1; index >= 0; index--) {
        if (client.frames[index].type === 'chunk') client.frames.splice(index, 1);
      }
    }
    const refused = tally(client.of('error').map(({ code }) => code ?? 'error'));
    const out = (bytes / 1024 / 1024).toFixed(1);
    return { size: `1 MB × ${count} resumes`, result: `${out} MiB came; ${client.of('end').length} whole, ${refused}` };
  },
};

/** T16: frames that are hard to check. */
export const costlyFrames: Attack = {
  threat: 'T16',
  name: 'frames of tiny parts',
  env: { CHAT_MAX_SOCKETS_PER_USER: '20' },
  async run(target, scale) {
    const sockets = Math.max(1, 100 * scale);
    const cookies = await signInMany(target, Math.ceil(sockets / 20));
    const clients = await Promise.all(
      Array.from({ length: sockets }, (_, index) => target.open(cookies[index % cookies.length])),
    );
    const parts = Array.from({ length: 9000 }, () => ({ type: 'text', text: '' }));
    const message = { id: 'm', role: 'user', parts };
    const text = JSON.stringify({
      type: 'send',
      requestId: 'r',
      id: 'c',
      trigger: 'submit-message',
      messages: [message],
    });
    const startedAt = performance.now();
    let sent = 0;
    while (performance.now() - startedAt < 60_000 && clients.some(({ closeCode }) => closeCode === null)) {
      const roundAt = performance.now();
      for (const client of clients) {
        if (client.closeCode !== null) continue;
        client.socket.send(text);
        sent += 1;
        await sleep(0);
      }
      await sleep(Math.max(0, 1000 - (performance.now() - roundAt)));
    }
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    const codes = tally(clients.map(({ closeCode }) => closeCode ?? 'open'));
    return {
      size: `${sockets} sockets × ${Math.round(text.length / 1024)} KiB/s`,
      result: `${codes}, after ${seconds} s and ${sent} frames`,
    };
  },
};
