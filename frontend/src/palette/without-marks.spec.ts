import { expect, it } from '@jest/globals';
import { withoutMarks } from './without-marks';

it.each([
  [
    'Kept where: | What | Where | | :--- | :---: | | A message | PostgreSQL |',
    'Kept where: What Where A message PostgreSQL ',
  ],
  ['## Steps - *first* - `npm start` and **done**.', ' Steps - first - npm start and done.'],
  ['C# and a-b, 3 - 2, 2*3, x > y', 'C# and a-b, 3 - 2, 2*3, x > y'],
])('%s', (text, words) => {
  expect(withoutMarks({ text, isHit: false }).text).toBe(words);
});
