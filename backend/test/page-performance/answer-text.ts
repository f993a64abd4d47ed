const WORDS = 'the turn is a log that every reader follows from where it stopped and nothing of it is ever lost'.split(
  ' ',
);

/** Markdown as models write it: paragraphs, lists, code and tables, over and over. */
export function answerText(characters: number): string {
  let text = '';
  for (let part = 0; text.length < characters; part += 1) text += section(part);
  return text.slice(0, characters);
}

/** The text in equal pieces. */
export function inDeltas(text: string, count: number): string[] {
  const at = (index: number) => Math.round((index * text.length) / count);
  return Array.from({ length: count }, (_, index) => text.slice(at(index), at(index + 1)));
}

function section(part: number): string {
  return [
    `## Part ${part + 1}`,
    sentence(part, 60),
    `- **First**: ${sentence(part + 1, 12)}\n- \`second\`: ${sentence(part + 2, 12)}`,
    `\`\`\`typescript\nexport function part${part}(input: string): number {\n  // ${sentence(part, 6)}\n  return input.length * ${part};\n}\n\`\`\``,
    part % 2 === 0
      ? `| name | durable | speed |\n|---|---|---|\n| log ${part} | yes | ${part} ms |\n| memory | no | 1 ms |`
      : '',
    sentence(part + 3, 40),
    '',
  ].join('\n\n');
}

function sentence(seed: number, length: number): string {
  return `${Array.from({ length }, (_, index) => WORDS[(seed * 7 + index) % WORDS.length]).join(' ')}.`;
}
