import { CHAT_PATH } from '@app/chat-protocol';
import fc from 'fast-check';
import { encodeFrame, upgradeRequest } from './illegal-frames.js';

/** Bytes for the server's port, and whether they may open a socket. */
export interface RawRequest {
  bytes: Buffer;
  mayUpgrade: boolean;
}

export const ODD_PATHS = [
  '/api/v1/chat/../chat/ws',
  '/x/%2e%2e/api/v1/chat/ws',
  '/api/v1/chat/%77s',
  '/api/v1/chat//ws',
  '//api/v1/chat/ws',
  '//evil/api/v1/chat/ws',
  '/\\evil/api/v1/chat/ws',
  'http://127.0.0.1/api/v1/chat/ws',
  'http://evil.test/api/v1/chat/ws',
  'ws://127.0.0.1/api/v1/chat/ws',
  `${CHAT_PATH}/`,
  `${CHAT_PATH}//`,
  `${CHAT_PATH}/.`,
  `${CHAT_PATH}/..`,
  `${CHAT_PATH};x`,
  `${CHAT_PATH};x=1?y`,
  `${CHAT_PATH}#a`,
  `${CHAT_PATH}%00`,
  `${CHAT_PATH}%20`,
  `${CHAT_PATH}%3F`,
  `${CHAT_PATH}.json`,
  `${CHAT_PATH}&x`,
  CHAT_PATH.toUpperCase(),
  CHAT_PATH.slice(1),
  '/api/v1/chat/w',
  '/api/v1/chat/wss',
  '/api/v1/chat/ws\u00A0',
  '/',
  '*',
  '?',
  '#',
  '/%',
  '/%zz',
  '/%c0%ae%c0%ae/api/v1/chat/ws',
  `/${'a'.repeat(20_000)}`,
];

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\r\n',
    '\n',
    '\t',
    '%',
    '%00',
    '%zz',
    "'",
    '__proto__',
    'a'.repeat(20_000),
    '..',
    'null',
    '-1',
    '1e999',
  ),
);
const method = fc.oneof(
  { weight: 6, arbitrary: fc.constant('GET') },
  { weight: 1, arbitrary: fc.constantFrom('POST', 'PUT', 'CONNECT', 'TRACE', 'get', 'PRI', 'X'.repeat(500), '') },
);

const header = fc.record({
  name: fc.constantFrom(
    'Host',
    'Connection',
    'Upgrade',
    'Sec-WebSocket-Version',
    'Sec-WebSocket-Key',
    'Sec-WebSocket-Protocol',
    'Sec-WebSocket-Extensions',
    'Origin',
    'Cookie',
    'Content-Length',
    'Transfer-Encoding',
    'Expect',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X-Forwarded-Proto',
    'Forwarded',
    'Authorization',
    'Accept',
    'If-None-Match',
    'Range',
  ),
  value: fc.oneof(
    oddText,
    fc.constantFrom(
      'websocket',
      'Upgrade',
      'keep-alive',
      'close',
      '13',
      '8',
      '99999',
      '-1',
      '0',
      'chunked',
      'gzip, chunked',
      '100-continue',
      'null',
      'http://evil.test',
      'permessage-deflate',
      'permessage-deflate; client_max_window_bits=99',
      'throughline.v1, throughline.v1',
      ',',
      'throughline_session=x',
      'bytes=0-',
      'a=b; '.repeat(2000),
      'Bearer x',
    ),
  ),
});

/** A handshake with some of its lines taken out, doubled, or said otherwise. */
const bentHandshake = (port: string, cookie: string): fc.Arbitrary<RawRequest> =>
  fc
    .record({
      method,
      path: fc.oneof(
        { weight: 3, arbitrary: fc.constant(CHAT_PATH) },
        { weight: 1, arbitrary: oddText.map((text) => `/${text}`) },
      ),
      headers: fc.array(header, { maxLength: 4 }),
      dropped: fc.nat(12),
      ending: fc.constantFrom('\r\n\r\n', '\n\n', '\r\n', '', '\r\n \r\n\r\n', '\r\n\r\n\r\n\r\n'),
      version: fc.constantFrom('HTTP/1.1', 'HTTP/1.1', 'HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9', ''),
    })
    .map(({ method: verb, path, headers, dropped, ending, version }) => {
      const [, ...lines] = upgradeRequest(port, cookie, path).trimEnd().split('\r\n');
      lines.splice(dropped, 1);
      lines.push(...headers.map(({ name, value }) => `${name}: ${value}`));
      return {
        bytes: Buffer.from(`${verb} ${path} ${version}\r\n${lines.join('\r\n')}${ending}`, 'latin1'),
        mayUpgrade: true,
      };
    });

const oddPath = (port: string, cookie: string): fc.Arbitrary<RawRequest> =>
  fc
    .constantFrom(...ODD_PATHS)
    .map((path) => ({ bytes: Buffer.from(upgradeRequest(port, cookie, path)), mayUpgrade: false }));

/** Behind a good handshake, frames whose every bit is chance. */
const oddFrames = (port: string, cookie: string): fc.Arbitrary<RawRequest> =>
  fc
    .array(
      fc.record({
        bits: fc.constantFrom(0, 0x80, 0x80, 0x80, 0xc0, 0xa0, 0x90, 0x40),
        opcode: fc.constantFrom(0, 1, 1, 1, 2, 8, 9, 10, 3, 11, 15),
        payload: fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.constant(Buffer.from('{"type":"ping","requestId":"p"}')),
        ),
        isMasked: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
        lie: fc.option(fc.bigInt(0n, 2n ** 64n - 1n), { nil: undefined, freq: 9 }),
      }),
      { minLength: 1, maxLength: 20 },
    )
    .map((frames) => ({
      bytes: Buffer.concat([Buffer.from(upgradeRequest(port, cookie, CHAT_PATH)), ...frames.map(encodeFrame)]),
      mayUpgrade: true,
    }));

const REST = [
  '/api/v1/session',
  '/api/v1/conversations',
  '/api/v1/conversations/c1',
  '/api/v1/conversations/c1/messages',
  '/health/ready',
  '/',
];

/** Requests of the page, with names, queries and bodies that mean ill. */
const oddRest = (port: string, cookie: string): fc.Arbitrary<RawRequest> =>
  fc
    .record({
      verb: fc.constantFrom('GET', 'PATCH', 'DELETE', 'POST', 'PUT', 'HEAD', 'OPTIONS'),
      path: fc.constantFrom(...REST),
      more: fc.oneof(
        fc.constant(''),
        fc.webQueryParameters().map((query) => `?${query}`),
        oddText.map(
          (text) =>
            `?cursor=${encodeURIComponent(text.toWellFormed())}&limit=${encodeURIComponent(text.toWellFormed())}`,
        ),
        oddText.map((text) => `/${encodeURIComponent(text.toWellFormed())}`),
        oddText.map((text) => `/${text}`),
      ),
      body: fc.oneof(
        fc.constant(''),
        fc.json({ stringUnit: 'binary' }),
        fc.constantFrom(
          '{',
          '{"title":"\\u0000"}',
          '{"title":"\\ud800"}',
          '{"__proto__":{"x":1}}',
          `{"title":"${'a'.repeat(200_000)}"}`,
          '['.repeat(50_000),
          'null',
        ),
      ),
      type: fc.constantFrom(
        'application/json',
        'application/json; charset=utf-16',
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data; boundary=x',
        '',
      ),
      length: fc.option(fc.constantFrom('-1', '0', '5', '999999999999', 'x'), { nil: undefined, freq: 5 }),
    })
    .map(({ verb, path, more, body, type, length }) => {
      const bytes = Buffer.from(body);
      const head = `${verb} ${path}${more} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nCookie: ${cookie}\r\nConnection: close\r\nContent-Type: ${type}\r\nContent-Length: ${length ?? bytes.length}\r\n\r\n`;
      return { bytes: Buffer.concat([Buffer.from(head, 'latin1'), bytes]), mayUpgrade: false };
    });

const noise: fc.Arbitrary<RawRequest> = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(
      Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
      Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
      Buffer.from([0x05, 0x01, 0x00]),
      Buffer.from('GET /\r\n\r\n'),
      Buffer.from(`GET / HTTP/1.1\r\n${'X: y\r\n'.repeat(5000)}\r\n`),
      Buffer.from(`GET / HTTP/1.1\r\nX: ${'y'.repeat(100_000)}\r\n\r\n`),
      Buffer.from(
        'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n',
      ),
      Buffer.from(
        'POST /api/v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx',
      ),
      Buffer.from('\r\n'.repeat(2000)),
      Buffer.alloc(70_000),
    ),
  )
  .map((bytes) => ({ bytes, mayUpgrade: false }));

/** The raw connections of one seed. */
export function rawRequests(seed: number, count: number, port: string, cookie: string): RawRequest[] {
  const any = fc.oneof(
    { weight: 3, arbitrary: bentHandshake(port, cookie) },
    { weight: 2, arbitrary: oddPath(port, cookie) },
    { weight: 2, arbitrary: oddFrames(port, cookie) },
    { weight: 3, arbitrary: oddRest(port, cookie) },
    { weight: 1, arbitrary: noise },
  );
  return fc.sample(any, { seed, numRuns: count });
}

/** What is wrong with a server's answer to such bytes; null = nothing. Hanging up without a word is an answer to noise. */
export function faultOfAnswer({ bytes, mayUpgrade }: RawRequest, answer: Buffer): string | null {
  const [status] = answer.toString('latin1').split('\r\n', 1);
  const asked = () => JSON.stringify(bytes.subarray(0, 400).toString('latin1'));
  if (status === '') return null;
  if (!/^HTTP\/1\.1 \d{3} /.test(status)) return `No HTTP answer: ${status.slice(0, 100)} to ${asked()}`;
  if (status.startsWith('HTTP/1.1 5')) return `${status} to ${asked()}`;
  if (!mayUpgrade && status.startsWith('HTTP/1.1 101')) return `${status} to ${asked()}`;
  return null;
}
