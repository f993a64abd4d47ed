import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { isAllowedOrigin } from './allowed-origin.js';

interface Asking {
  origin?: string | undefined;
  host?: string | undefined;
  address?: string;
  port?: number;
}

function request({ origin, host = 'chat.example', address = '10.0.0.5', port = 3000 }: Asking): IncomingMessage {
  return { headers: { origin, host }, socket: { localAddress: address, localPort: port } } as IncomingMessage;
}

/** None of them is `https://chat.example`, and only the last few are honest about it. */
const HOSTILE = [
  'null',
  '',
  ' ',
  'https://chat.example ',
  ' https://chat.example',
  'https://chat.example/',
  'https://chat.example/path',
  'https://chat.example?x',
  'https://chat.example#x',
  'https://chat.example:443',
  'https://chat.example:444',
  'https://chat.example.',
  'https://chat.example.evil.com',
  'https://evil-chat.example',
  'https://evilchat.example',
  'https://evil.chat.example',
  'https://example',
  'https://chat.example@evil.com',
  'https://evil.com@chat.example',
  'https://user:pass@chat.example',
  'https://chat.example\\@evil.com',
  'https://chat.example%2eevil.com',
  'https://chat.example%00.evil.com',
  'https://chat\uFF0Eexample',
  'https://ch\u0430t.example',
  'HTTPS://CHAT.EXAMPLE',
  'https://Chat.Example',
  'http://chat.example',
  'ws://chat.example',
  'wss://chat.example',
  'file://',
  'file:///index.html',
  'data:text/html,x',
  'chrome-extension://abcdef',
  'moz-extension://abcdef',
  'capacitor://chat.example',
  'chat.example',
  '//chat.example',
  'https://chat.example, https://evil.com',
  'https://evil.com, https://chat.example',
  'https://chat.example https://evil.com',
  '*',
  'https://*',
  '__proto__',
  'https://127.0.0.1',
  'https://0',
  'https://evil.com',
];

describe('an allowed origin', () => {
  it.each(HOSTILE)('is not "%s", with a list', (origin) => {
    expect(isAllowedOrigin(request({ origin }), ['https://chat.example'])).toBe(false);
    expect(isAllowedOrigin(request({ origin, address: '127.0.0.1' }), ['https://chat.example'])).toBe(false);
  });

  it.each(HOSTILE)('is not "%s", on loopback', (origin) => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(isAllowedOrigin(request({ origin, host: 'chat.example', address, port: 443 }), [])).toBe(false);
    }
  });

  it.each(HOSTILE.filter((origin) => origin !== 'http://chat.example'))('is not "%s", by the host', (origin) => {
    expect(isAllowedOrigin(request({ origin }), [])).toBe(false);
  });

  it('is never a missing one', () => {
    expect(isAllowedOrigin(request({}), [])).toBe(false);
    expect(isAllowedOrigin(request({ address: '127.0.0.1' }), [])).toBe(false);
    expect(isAllowedOrigin(request({}), ['https://chat.example'])).toBe(false);
    for (const headers of [{}, { origin: 'http://undefined' }]) {
      expect(isAllowedOrigin({ headers, socket: {} } as IncomingMessage, [])).toBe(false);
    }
  });

  it('is each of a list, and then no other, the own one neither', () => {
    const list = ['https://chat.example', 'http://localhost:5173'];
    for (const origin of list) expect(isAllowedOrigin(request({ origin, host: 'other.example' }), list)).toBe(true);
    const own = { origin: 'http://localhost:3000', host: 'localhost:3000', address: '127.0.0.1' };
    expect(isAllowedOrigin(request(own), list)).toBe(false);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])('on loopback is %s', (origin) => {
    for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
      expect(isAllowedOrigin(request({ origin, address }), [])).toBe(true);
      expect(isAllowedOrigin(request({ origin, address, port: 3001 }), [])).toBe(false);
    }
  });

  it('on loopback names no port where it is 80', () => {
    expect(isAllowedOrigin(request({ origin: 'http://localhost', address: '127.0.0.1', port: 80 }), [])).toBe(true);
    expect(isAllowedOrigin(request({ origin: 'http://localhost:80', address: '127.0.0.1', port: 80 }), [])).toBe(false);
  });

  it('on loopback is no name that was made to point here', () => {
    const rebound = { origin: 'http://evil.com:3000', host: 'evil.com:3000' };
    expect(isAllowedOrigin(request({ ...rebound, address: '127.0.0.1' }), [])).toBe(false);
  });

  it('elsewhere is the host that was asked for, with or without TLS in front', () => {
    for (const origin of ['http://chat.example:8080', 'https://chat.example:8080']) {
      expect(isAllowedOrigin(request({ origin, host: 'chat.example:8080' }), [])).toBe(true);
      expect(isAllowedOrigin(request({ origin, host: 'chat.example' }), [])).toBe(false);
    }
  });
});
