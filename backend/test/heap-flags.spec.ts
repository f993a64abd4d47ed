import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../..', file), 'utf8');
const FLAGS = JSON.parse(read('scripts/heap-flags.json')) as string[];

describe('the heap flags', () => {
  // A cluster reads the file itself.
  it.each([
    ['npm start', 'package.json', `node ${FLAGS.join(' ')} scripts/start.mjs`],
    ['a container', 'Dockerfile', ['node', ...FLAGS].map((word) => `"${word}"`).join(', ')],
    ['systemd', 'deploy/throughline.service', `node ${FLAGS.join(' ')} current/dist/backend/src/main.js`],
  ])('are those of %s too', (_who, file, words) => {
    expect(read(file)).toContain(words);
  });
});
