import { describe, expect, it } from '@jest/globals';
import { toFileName } from './file-name.js';

describe('A file name', () => {
  it.each([
    ['Weather in Zürich 🌧', 'Weather in Zürich 🌧'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\con.txt', 'C con.txt'],
    ['a\r\nSet-Cookie: x', 'a Set-Cookie x'],
    ['"quoted" <b>', 'quoted b'],
    ['exe.\u202Etxt', 'exe. txt'],
    [' . ', 'conversation'],
    ['', 'conversation'],
    ['🦊'.repeat(90), '🦊'.repeat(80)],
  ])('of %j is %j', (title, name) => {
    expect(toFileName(title)).toBe(name);
  });
});
