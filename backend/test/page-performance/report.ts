/** One measured number. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** The most it may be; null = told for comparison only. */
  bar: number | null;
}

export interface Run {
  date: string;
  machine: string;
  /** Each streamed figure is the median of so many. */
  rounds: number;
}

export function toMarkdown(figures: Figure[], { date, machine, rounds }: Run): string {
  const rows = figures.map(({ what, value, unit, bar }) => {
    const verdict = bar === null ? '' : value <= bar ? 'yes' : '**no**';
    return `| ${what} | ${format(value)} ${unit} | ${bar === null ? '' : `≤ ${bar} ${unit}`} | ${verdict} |`;
  });
  return [
    '# Performance of the page',
    '',
    'Made by `npm run page-performance`; do not edit. The built page in headless Chromium, the built server and a model server, all on one machine. A streamed answer is 2,000 deltas at 200 a',
    'second (Markdown with code and tables) into a thread of 500 messages while eight keys a second are typed. Main thread = its processor time; frames are those of a 60 Hz screen; the browser',
    'reports keys from 16 ms on in steps of 8.',
    '',
    `- ${date}, ${machine}, median of ${rounds} rounds`,
    '- `npm run page-performance` (`ROUNDS=5` for more rounds)',
    '',
    '| what | measured | bar | met |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}
