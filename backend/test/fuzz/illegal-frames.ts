import { SUBPROTOCOL } from '@app/chat-protocol';

/** One WebSocket frame, as right or wrong as its parts. */
export interface RawFrame {
  /** FIN and the three reserved bits, as they stand in the first byte. */
  bits?: number;
  opcode: number;
  payload?: Uint8Array;
  isMasked?: boolean;
  /** What the header says instead of the true length. */
  lie?: bigint;
}

export const FIN = 0x80;
export const RSV1 = 0x40;
export const RSV2 = 0x20;
export const RSV3 = 0x10;
const MASK = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);

export function encodeFrame({
  bits = FIN,
  opcode,
  payload = new Uint8Array(),
  isMasked = true,
  lie,
}: RawFrame): Buffer {
  const length = lie ?? BigInt(payload.length);
  const header = [bits | opcode];
  const mask = isMasked ? 0x80 : 0;
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt.asUintN(64, length));
  if (length < 126n) header.push(mask | Number(length));
  else if (length < 65_536n) header.push(mask | 126, ...size.subarray(6));
  else header.push(mask | 127, ...size);
  const body = isMasked ? payload.map((byte, index) => byte ^ MASK[index % 4]) : payload;
  return Buffer.concat([Buffer.from(header), isMasked ? MASK : Buffer.alloc(0), body]);
}

/** The request that opens a socket, byte by byte. */
export function upgradeRequest(port: string, cookie: string, path: string, more: Record<string, string> = {}): string {
  const headers = {
    Host: `127.0.0.1:${port}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol': SUBPROTOCOL,
    Origin: `http://127.0.0.1:${port}`,
    Cookie: cookie,
    ...more,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

const text = (value: string) => Buffer.from(value);
const PING = text('{"type":"ping","requestId":"p"}');
const many = (count: number, frame: RawFrame) => Array.from({ length: count }, () => frame);

/** What RFC 6455 and our limits forbid, with the code the socket is closed with. */
export const ILLEGAL_FRAMES: [name: string, frames: RawFrame[], code: number][] = [
  ...[3, 4, 5, 6, 7].map((opcode): [string, RawFrame[], number] => [
    `the reserved opcode ${opcode}`,
    [{ opcode }],
    1002,
  ]),
  ...[11, 12, 13, 14, 15].map((opcode): [string, RawFrame[], number] => [
    `the reserved control opcode ${opcode}`,
    [{ opcode }],
    1002,
  ]),
  ['a compressed frame', [{ bits: FIN | RSV1, opcode: 1, payload: PING }], 1002],
  ['the second reserved bit', [{ bits: FIN | RSV2, opcode: 1, payload: PING }], 1002],
  ['the third reserved bit', [{ bits: FIN | RSV3, opcode: 1, payload: PING }], 1002],
  ['a compressed ping', [{ bits: FIN | RSV1, opcode: 9 }], 1002],
  ['an unmasked frame', [{ opcode: 1, payload: PING, isMasked: false }], 1002],
  ['text that is no UTF-8', [{ opcode: 1, payload: Buffer.from([0xc3, 0x28]) }], 1007],
  ['text with a surrogate', [{ opcode: 1, payload: Buffer.from([0xed, 0xa0, 0x80]) }], 1007],
  ['text beyond Unicode', [{ opcode: 1, payload: Buffer.from([0xf4, 0x90, 0x80, 0x80]) }], 1007],
  [
    'text cut in a character',
    [
      { bits: 0, opcode: 1, payload: Buffer.from([0xe2, 0x82]) },
      { opcode: 0, payload: text('"') },
    ],
    1007,
  ],
  ['a message that is not text', [{ opcode: 2, payload: PING }], 1008],
  ['a length of 2^63', [{ opcode: 1, lie: 2n ** 63n }], 1009],
  ['a length of 2^64 - 1', [{ opcode: 1, lie: 2n ** 64n - 1n }], 1009],
  ['a length of 90 MB', [{ opcode: 1, lie: 90_000_000n, payload: PING }], 1009],
  ['a long ping', [{ opcode: 9, payload: Buffer.alloc(126) }], 1002],
  ['a long close', [{ opcode: 8, payload: Buffer.alloc(126, 3) }], 1002],
  ['half a ping', [{ bits: 0, opcode: 9 }], 1002],
  ['half a close', [{ bits: 0, opcode: 8 }], 1002],
  ['a continuation of nothing', [{ opcode: 0, payload: PING }], 1002],
  [
    'a message inside a message',
    [
      { bits: 0, opcode: 1, payload: text('{') },
      { opcode: 1, payload: PING },
    ],
    1002,
  ],
  [
    'a binary end of a text',
    [
      { bits: 0, opcode: 1, payload: text('{') },
      { opcode: 2, payload: PING },
    ],
    1002,
  ],
  ['65 fragments', [{ bits: 0, opcode: 1 }, ...many(64, { bits: 0, opcode: 0 })], 1008],
  ['fragments without end', [{ bits: 0, opcode: 1 }, ...many(2000, { bits: 0, opcode: 0, payload: text(' ') })], 1008],
  ['a close of one byte', [{ opcode: 8, payload: Buffer.from([3]) }], 1002],
  ...[0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 65_535].map((code): [string, RawFrame[], number] => [
    `a close with ${code}`,
    [{ opcode: 8, payload: Buffer.from([code >> 8, code & 255]) }],
    1002,
  ]),
  ['a close that says no UTF-8', [{ opcode: 8, payload: Buffer.from([0x03, 0xe8, 0xc3, 0x28]) }], 1007],
];

/** The codes and texts of the frames a server sent behind its answer to the upgrade. Servers do not mask. */
export function decodeFrames(bytes: Buffer): { opcode: number; payload: Buffer }[] {
  const frames: { opcode: number; payload: Buffer }[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const short = bytes[at + 1] & 127;
    const head = short === 127 ? 10 : short === 126 ? 4 : 2;
    if (at + head > bytes.length) break;
    const length =
      short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short === 126 ? bytes.readUInt16BE(at + 2) : short;
    frames.push({ opcode: bytes[at] & 15, payload: bytes.subarray(at + head, at + head + length) });
    at += head + length;
  }
  return frames;
}
