import { beforeAll, describe, expect, it } from '@jest/globals';
import { highlight, loadGrammar, type TokenLines } from './highlighter';

const SAMPLES = {
  typescript:
    '/* a comment\n\n  of lines */\nconst text = `one ${\n  two("x")\n} three`;\n\nexport function f(a: number) {\n  return a;\n}\n',
  python: 'def f(x):\n    """Doc\n    string."""\n    return [y for y in x]\n# end',
  markdown: '# Title\n\n```js\nconst a = 1;\n```\n\n* one\n* two\n',
};

beforeAll(async () => {
  for (const grammar of Object.keys(SAMPLES)) await loadGrammar(grammar);
});

/** What is seen of it. */
function shown(lines: TokenLines | null) {
  return lines?.map((tokens) => tokens.map(({ content, htmlStyle }) => [content, htmlStyle]));
}

describe('highlight', () => {
  it.each(Object.entries(SAMPLES))('colours growing %s as it would the whole of it', (grammar, code) => {
    for (let end = 1; end <= code.length; end += 1) {
      const grown = highlight(code.slice(0, end), grammar, true);
      highlight('{', 'typescript', true); // something else in between: nothing is known of the code before
      expect(shown(grown)).toEqual(shown(highlight(code.slice(0, end), grammar, true)));
      expect(grown!.map((tokens) => tokens.map(({ content }) => content).join('')).join('\n')).toBe(code.slice(0, end));
    }
  });
});
