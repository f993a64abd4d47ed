import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { clientAddress } from './client-address.js';

function from(remoteAddress: string, forwarded?: string): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage;
}

describe('the address a request counts for', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (remote, expected) => {
    expect(clientAddress(from(remote), false)).toBe(expected);
  });

  it('is what our proxy saw, not what the client says it is', () => {
    expect(clientAddress(from('10.0.0.1', '198.51.100.1, 192.0.2.7'), true)).toBe('192.0.2.7');
    expect(clientAddress(from('10.0.0.1', '198.51.100.1'), false)).toBe('10.0.0.1');
    expect(clientAddress(from('10.0.0.1'), true)).toBe('10.0.0.1');
  });
});
