import { demoAnswer } from './demo-answers.js';

const textFor = (question: string) => demoAnswer(question).text;

describe('demoAnswer', () => {
  it.each([
    ['Hello there', 'You wrote `Hello there`'],
    ['Show me a table', '| :--- | :--- | :---: |'],
    ['write some code', '```typescript\n'],
    ['Write a Python function', '```python\n'],
    ['A SQL script please', '```sql\n'],
    ['make a list', '# A plan in three parts'],
  ])('%s', (question, expected) => {
    expect(textFor(question)).toContain(expected);
  });

  it.each(['Hello', 'table', 'code', 'list'])('says that it is a demo and how to change that: %s', (question) => {
    expect(textFor(question)).toMatch(/demo model[^]*OPENAI_API_KEY[^]*OPENAI_BASE_URL/);
  });

  it.each([
    ['Write 1 word', 1],
    ['write 1,000 words about rivers', 1000],
    ['Please write a 500-word essay', 500],
    ['write 200000 words', 200_000],
    ['write 9999999 words', 200_000],
    ['write 0 words', 0],
  ])('%s', (question, count) => {
    expect(textFor(question).match(/\S+/g)?.length ?? 0).toBe(count);
  });

  it.each([1, 7, 451, 452, 453, 10_000])('write %d characters', (count) => {
    expect(textFor(`write ${count} characters`).trim()).toHaveLength(count);
  });

  it('thinks when asked to, whatever else is asked', () => {
    expect(demoAnswer('think, then show me a table')).toMatchObject({
      reasoning: expect.stringContaining('The question is'),
      text: expect.stringContaining('| What |'),
    });
    expect(demoAnswer('hello').reasoning).toBe('');
  });

  it('quotes a question without letting it become Markdown', () => {
    expect(textFor('``` # x\n![a](http://evil/)')).toContain("`''' # x ![a](http://evil/)`");
    expect(textFor('😀'.repeat(60)).isWellFormed()).toBe(true);
  });
});
