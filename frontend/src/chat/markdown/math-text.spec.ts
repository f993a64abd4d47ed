import { normalizeMath, withoutHalfMath } from './math-text';

describe('normalizeMath', () => {
  it.each([
    ['an inline formula', 'so \\(a^2\\) is', 'so $$a^2$$ is'],
    ['a block', 'so\n\\[\na^2\n\\]\nis', 'so\n$$\na^2\n$$\nis'],
    ['a block on one line, in a list', '- so\n  \\[ a^2 \\]', '- so\n  $$\n  a^2\n  $$'],
    ['a block inside a sentence', 'so \\[a^2\\] is', 'so $$a^2$$ is'],
    ['single dollars round a formula', 'Let $x_1 = 2$ and $n$.', 'Let $$x_1 = 2$$ and $$n$$.'],
    ['a formula on a line for itself', 'so\n\n$$a^2$$\n\nis', 'so\n\n$$\na^2\n$$\n\nis'],
    ['one in a list', '- so\n  $$ a^2 $$', '- so\n  $$\n  a^2\n  $$'],
    ['a function', 'the value $f(x)$', 'the value $$f(x)$$'],
  ])('reads %s', (_name, text, expected) => {
    expect(normalizeMath(text)).toBe(expected);
  });

  it.each([
    ['prices', 'It costs $5, or $10 for two, and US$20 = A$30.'],
    ['a range of prices', 'between $5-$10 a month'],
    ['shell variables', 'set $HOME and $PATH'],
    ['escaped dollars', 'a \\$5 note \\$x^2\\$'],
    ['inline code', 'run `echo $x_1 = $y` and `\\(a\\)`'],
    ['code', '```bash\necho $a_b = $c\n\\(x\\)\n```'],
    ['unfinished code', '```bash\necho $a_b = $c'],
    ['what is right already', '$$\na^2\n$$ and $$b$$'],
  ])('leaves %s alone', (_name, text) => {
    expect(normalizeMath(text)).toBe(text);
  });
});

describe('withoutHalfMath', () => {
  it.each([
    ['so \\(a^', 'so '],
    ['so\n\n$$\n\\frac{1', 'so\n\n'],
    ['so \\[a', 'so '],
    ['so $$a$$ is', 'so $$a$$ is'],
    ['a stray $$ sign\n\nin the paragraph before', 'a stray $$ sign\n\nin the paragraph before'],
    ['```\n$$ in code', '```\n$$ in code'],
  ])('of %j is %j', (text, shown) => {
    expect(withoutHalfMath(text)).toBe(shown);
  });
});
