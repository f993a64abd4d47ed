import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Whom a request counts for: its IPv4 address, or its IPv6 network of 64 bits, which one household has to itself.
 *
 * @param trustProxy one proxy stands in front: the address it saw is the last of X-Forwarded-For
 */
export function clientAddress(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? [request.headers['x-forwarded-for'] ?? []].flat().join(',') : '';
  const address = forwarded.split(',').at(-1)?.trim() || request.socket.remoteAddress || 'unknown';
  return networkOf(address.replace(/^::ffff:(?=\d+\.)/i, ''));
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head, tail = ''] = address.split('%', 1)[0].split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const zeros = address.includes('::') ? Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0') : [];
  const groups = [...before, ...zeros, ...after].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
