const FENCE = /^ {0,3}(`{3,}|~{3,})[^\n]*\n([\s\S]*?)^ {0,3}\1[`~]* *$/gm;

/** The last fenced code block of a Markdown text, without its fences; undefined = it has none that is closed. */
export function lastCodeOf(text: string): string | undefined {
  return [...text.matchAll(FENCE)].at(-1)?.[2].replace(/\n$/, '');
}
