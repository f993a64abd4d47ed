import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHAT_PATH } from '@app/chat-protocol';
import { decodeFrames, encodeFrame, FIN, upgradeRequest } from './fuzz/illegal-frames.js';
import { RawClient } from './raw-client.js';
import { startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

const TIMEOUT_MS = 500;
const MAX_BYTES = 1_048_576;

describe('a message that is too large or never whole', () => {
  let app: TestApp;
  let cookie: string;

  beforeAll(async () => {
    app = await startApp({ env: { CHAT_PARTIAL_MESSAGE_TIMEOUT_MS: String(TIMEOUT_MS) } });
    cookie = await app.signIn();
  });
  afterAll(async () => {
    await app[Symbol.asyncDispose]();
  });

  /** A socket written byte by byte; `end` gives the code it was closed with. */
  async function open(): Promise<{ tcp: Socket; end: Promise<number> }> {
    const { port } = new URL(app.origin);
    const tcp = connect(Number(port), '127.0.0.1');
    const heard: Buffer[] = [];
    tcp.on('data', (data) => heard.push(data));
    tcp.on('error', () => undefined); // Being hung up on is an answer.
    const bytes = () => Buffer.concat(heard);
    const end = new Promise<number>((resolve) => {
      tcp.on('close', () => {
        const frames = decodeFrames(bytes().subarray(bytes().indexOf('\r\n\r\n') + 4));
        resolve(frames.find(({ opcode }) => opcode === 8)?.payload.readUInt16BE() ?? 1006);
      });
    });
    tcp.write(upgradeRequest(port, cookie, CHAT_PATH));
    await until('the socket is open', () => bytes().includes('"welcome"'));
    return { tcp, end };
  }

  it.each([
    ['says it has 2^63-1 bytes', 9_223_372_036_854_775_807n],
    ['says it has 90 MB', 94_371_840n],
    ['has a byte more than allowed', BigInt(MAX_BYTES + 1)],
  ])('is refused with 1009 before it has come: it %s (T12)', async (_name, lie) => {
    const { tcp, end } = await open();
    tcp.write(encodeFrame({ opcode: 1, payload: Buffer.from('{'), lie }));
    expect(await end).toBe(1009);
  });

  it('is refused with 1009 when its pieces are too large together', async () => {
    const { tcp, end } = await open();
    const piece = Buffer.alloc(MAX_BYTES / 2 + 1, 0x20);
    tcp.write(encodeFrame({ bits: 0, opcode: 1, payload: piece }));
    tcp.write(encodeFrame({ bits: 0, opcode: 0, payload: piece }));
    expect(await end).toBe(1009);
  });

  it('ends the socket when half of it rests (T12)', async () => {
    const { tcp, end } = await open();
    tcp.write(encodeFrame({ opcode: 1, payload: Buffer.from('{'), lie: 1000n }));
    expect(await end).toBe(1008);
  });

  it('ends the socket when it trickles on for too long (T12)', async () => {
    const { tcp, end } = await open();
    tcp.write(encodeFrame({ opcode: 1, payload: Buffer.from('{'), lie: 100_000n }));
    const trickle = setInterval(() => tcp.write('x'), 50);
    expect(await end).toBe(1008);
    clearInterval(trickle);
  });

  it('ends the socket when its last piece does not come, pongs between the pieces or not (T13)', async () => {
    const { tcp, end } = await open();
    tcp.write(encodeFrame({ bits: 0, opcode: 1, payload: Buffer.from('{"type":') }));
    const alive = setInterval(() => tcp.write(encodeFrame({ opcode: 10 })), 100);
    expect(await end).toBe(1008);
    clearInterval(alive);
  });

  it('ends the socket when its empty pieces never end (T13)', async () => {
    const { tcp, end } = await open();
    tcp.write(encodeFrame({ bits: 0, opcode: 1 }));
    const endless = setInterval(() => tcp.write(encodeFrame({ bits: 0, opcode: 0 })), 1);
    expect([1006, 1008]).toContain(await end);
    clearInterval(endless);
  });

  it('that comes in pieces, but whole, is heard; and a socket may be silent', async () => {
    const { tcp, end } = await open();
    const heard: Buffer[] = [];
    tcp.on('data', (data) => heard.push(data));
    const ping = Buffer.from('{"type":"ping","requestId":"p"}');
    const silent = await RawClient.open(app, cookie);
    for (let round = 0; round < 3 * TIMEOUT_MS; round += 100) {
      tcp.write(encodeFrame({ bits: 0, opcode: 1, payload: ping.subarray(0, 10) }));
      tcp.write(encodeFrame({ bits: FIN, opcode: 0, payload: ping.subarray(10) }));
      const known = heard.length;
      await until('a pong came', () => heard.length > known);
    }
    silent.send({ type: 'ping', requestId: 'p' });
    await silent.first('pong', 'p');
    expect(tcp.destroyed).toBe(false);
    tcp.destroy();
    await end;
  });
});
