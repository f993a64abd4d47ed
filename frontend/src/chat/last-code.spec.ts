import { expect, it } from '@jest/globals';
import { lastCodeOf } from './last-code';

it('is the last block, without its fences', () => {
  expect(lastCodeOf('```js\none()\n```\nand\n\n```ts\ntwo();\n\nthree();\n```\nDone.')).toBe('two();\n\nthree();');
  expect(lastCodeOf('~~~\nwith ``` inside\n~~~')).toBe('with ``` inside');
  expect(lastCodeOf('````md\n```js\ninner\n```\n````')).toBe('```js\ninner\n```');
});

it('is nothing where there is no closed block', () => {
  expect(lastCodeOf('plain `inline` text')).toBeUndefined();
  expect(lastCodeOf('```js\nstill being written')).toBeUndefined();
});
