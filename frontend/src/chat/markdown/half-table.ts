/** Cuts off a table that is only a header so far: until its second line is complete, Markdown takes it for text. */
export function withoutHalfTable(text: string): string {
  const lines = text.trimEnd().split('\n');
  const start = lines.findLastIndex((line) => !line.startsWith('|')) + 1;
  const rows = lines.length - start;
  const isHalf = rows === 1 || (rows === 2 && !text.endsWith('\n'));
  return isHalf ? lines.slice(0, start).join('\n') : text;
}
