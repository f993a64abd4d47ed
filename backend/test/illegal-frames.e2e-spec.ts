import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAT_PATH } from '@app/chat-protocol';
import {
  decodeFrames,
  encodeFrame,
  FIN,
  ILLEGAL_FRAMES,
  upgradeRequest,
  type RawFrame,
} from './fuzz/illegal-frames.js';
import { talk } from './fuzz/raw-connection.js';
import { RawClient } from './raw-client.js';
import { startApp, type TestApp } from './start-app.js';

describe('a socket that breaks the rules of WebSockets', () => {
  let app: TestApp;
  let cookie: string;
  let port: string;

  beforeAll(async () => {
    app = await startApp({ env: { CHAT_MAX_SOCKETS_PER_USER: '1000' } });
    cookie = await app.signIn();
    ({ port } = new URL(app.origin));
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** A good end follows, for those sockets that are closed in good order. What comes back: the head of the answer to the upgrade, and the frames behind it. */
  async function say(frames: RawFrame[], more?: Record<string, string>) {
    const bytes = [upgradeRequest(port, cookie, CHAT_PATH, more), ...[...frames, { opcode: 8 }].map(encodeFrame)];
    const heard = await talk(
      Number(port),
      bytes.map((one) => Buffer.from(one)),
      true,
    );
    const end = heard.indexOf('\r\n\r\n') + 4;
    return { head: heard.subarray(0, end).toString(), frames: decodeFrames(heard.subarray(end)) };
  }

  it.each(ILLEGAL_FRAMES)('is closed: %s', async (_name, frames, code) => {
    const heard = await say(frames);
    expect(heard.head).toMatch(/^HTTP\/1\.1 101 /);
    expect(heard.frames.at(-1)!.opcode).toBe(8);
    expect(heard.frames.at(-1)!.payload.readUInt16BE()).toBe(code);
    expect(heard.frames.filter(({ opcode }) => opcode !== 8).map(({ payload }) => payload.toString())).toEqual([
      expect.stringContaining('"welcome"'),
    ]);
  });

  it('gets no compression, however it asks', async () => {
    const offer = 'permessage-deflate; client_max_window_bits; server_no_context_takeover, x-webkit-deflate-frame';
    const { head, frames } = await say([{ bits: FIN, opcode: 8 }], { 'Sec-WebSocket-Extensions': offer });
    expect(head).toMatch(/^HTTP\/1\.1 101 /);
    expect(head).not.toMatch(/Sec-WebSocket-Extensions/i);
    expect(frames).toHaveLength(2);
  });

  it('disturbs nobody', async () => {
    const client = await RawClient.open(app, cookie);
    await Promise.all(ILLEGAL_FRAMES.map(([, frames]) => say(frames)));
    client.ask('undisturbed', 'r1', 'write 20 words');
    await client.first('end', 'r1');
    expect(client.text('r1').trim().split(/\s+/)).toHaveLength(20);
    await client.close();
  });
});
