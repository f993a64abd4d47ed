import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readSessionToken } from './session-cookie.js';

const SECRET = 'a secret of at least thirty-two characters';
const sign = (token: string, secret = SECRET) =>
  `${token}.${createHmac('sha256', secret).update(token).digest('base64')}`;
const cookie = (value: string, name = 'throughline_session') => `${name}=${encodeURIComponent(value)}`;

describe('a session cookie', () => {
  it('gives its token back, among others', () => {
    expect(readSessionToken(`a=b; ${cookie(sign('token'))}; c=d`, SECRET, false)).toBe('token');
    expect(readSessionToken(cookie(sign('a.b'), '__Host-throughline_session'), SECRET, true)).toBe('a.b');
  });

  it.each<[string, string | undefined]>([
    ['no cookie', undefined],
    ['an empty one', cookie('')],
    ['a token without a signature', cookie('token')],
    ['an empty signature', cookie('token.')],
    ['a signature of another token', cookie(`token.${sign('other').split('.')[1]}`)],
    ['a signature with another secret', cookie(sign('token', 'another'))],
    ['a signature with no secret', cookie(sign('token', ''))],
    ['a signature that is cut', cookie(sign('token').slice(0, -1))],
    ['a longer signature', cookie(`${sign('token')}A`)],
    ['a signature spelled otherwise', cookie(sign('token').replaceAll('=', ''))],
    ['another name', cookie(sign('token'), 'other_session')],
    ['a name in capitals', cookie(sign('token'), 'THROUGHLINE_SESSION')],
    ['broken escapes', 'throughline_session=%E0%A4%A'],
    ['a signed nothing', cookie(sign(''))],
    ['__proto__', '__proto__=x; constructor=y'],
    ['the name over HTTPS', cookie(sign('token'), '__Host-throughline_session')],
  ])('is nothing with %s', (_name, header) => {
    expect(readSessionToken(header, SECRET, false)).toBeNull();
  });

  it('over HTTPS is not the plain one, which anybody on the way could have set', () => {
    expect(readSessionToken(cookie(sign('token')), SECRET, true)).toBeNull();
  });
});
