/** Code first, so that nothing inside it is taken for a formula; what may be one after it. Bounded: no text is scanned twice over its length. */
const CODE_OR_FORMULA =
  /(?:^|\n)[ \t>]*(?:`{3,}|~{3,})[^\n]*(?:\n[\s\S]*?(?:\n[ \t>]*(?:`{3,}|~{3,})[ \t]*(?=\n|$)|$)|$)|(`+)[^\n]*?\1|\$\$[\s\S]{1,2000}?\$\$|\\\(([^\n]{1,400}?)\\\)|(?<=(^|\n)([ \t]*))\\\[([\s\S]{1,1000}?)\\\]|\\\[([^\n]{1,400}?)\\\]|(?<![\w$\\])\$(?=[^\s$])([^$\n]{0,200}?[^\s\\$])\$(?![\w$])/g;

/** What money and shell variables do not have: a command, an index, a power or an equation; or it is a lone letter. */
const IS_FORMULA = /\\[a-zA-Z]|[\^_=<>]|^[a-zA-Z]$|^[a-zA-Z]'?\([^)]*\)$/;

/** A formula that has begun in the last paragraph and has no end yet. */
const HALF_FORMULA = /(?:\$\$|\\\(|\\\[)(?:(?!\n\s*\n)[\s\S]){0,1000}$/;

/** Whether the text may hold a formula, so that the renderer of formulas is worth loading. */
export function mayHaveMath(text: string): boolean {
  return text.includes('$') || text.includes('\\(') || text.includes('\\[');
}

/**
 * All the ways in which models write formulas, in the one our parser reads: `$$`. A single dollar counts only round what
 * cannot be a price.
 */
export function normalizeMath(text: string): string {
  return text.replace(
    CODE_OR_FORMULA,
    (whole: string, _ticks, round, _start, indent = '', block, square, dollar: string | undefined, at: number) => {
      if (round !== undefined) return inline(round);
      if (block !== undefined) return `$$\n${indent}${block.trim()}\n${indent}$$`;
      if (square !== undefined) return inline(square);
      if (dollar !== undefined && IS_FORMULA.test(dollar)) return inline(dollar);
      return whole.startsWith('$$') ? display(whole, text, at) : whole;
    },
  );
}

/** Leaves out a formula whose end is still to come: half of one is an error to look at. */
export function withoutHalfMath(text: string): string {
  const rest = text.replace(CODE_OR_FORMULA, (whole) => ' '.repeat(whole.length));
  const start = rest.search(HALF_FORMULA);
  return start === -1 ? text : text.slice(0, start);
}

/** A formula that has a line for itself is set apart; our parser wants its marks on lines of their own for that. */
function display(formula: string, text: string, at: number): string {
  const indent = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  const rest = /[^\n]*/y;
  rest.lastIndex = at + formula.length;
  const isAlone = /^[ \t]*$/.test(indent) && /^[ \t]*$/.test(rest.exec(text)![0]) && !formula.includes('\n');
  return isAlone ? `$$\n${indent}${formula.slice(2, -2).trim()}\n${indent}$$` : formula;
}

function inline(formula: string): string {
  return `$$${formula.trim()}$$`;
}
