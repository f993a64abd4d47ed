/** What the model is to answer, written into the question. */
export interface Script {
  /** Pieces of text, one to an event. */
  tokens: number;
  /** Milliseconds between two of them; 0 = as fast as they are read. */
  gapMs: number;
  /** Milliseconds of silence behind the last one, before the answer ends. */
  holdMs?: number;
  /** Decides a word behind each stamp, so that the whole text can be compared; undefined = stamps alone. */
  key?: string;
}

const MARK = 'bench:';

export function toPrompt(script: Script): string {
  return MARK + JSON.stringify(script);
}

/** Throws SyntaxError when the text is none of ours. */
export function fromPrompt(text: string): Script {
  return JSON.parse(text.slice(text.lastIndexOf(MARK) + MARK.length)) as Script;
}

/** Microseconds of a clock that all processes of this machine share. */
export function nowMicros(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/**
 * The sixteen digits of a stamp. Signs, because what is counted up would be a word of its own in the search for each token,
 * and no answer that people read has only words that were never said before.
 */
const DIGITS = '!#$%()*+,-./:;=?';
const STAMP = /@([!#$%()*+,\-./:;=?]+) /g;

/** A token that says when the model sent it. */
export function stamp(): string {
  const digits = nowMicros()
    .toString(16)
    .replaceAll(/./g, (digit) => DIGITS[Number.parseInt(digit, 16)]);
  return `@${digits} `;
}

/** When each token of a text was sent, in microseconds; tokens may have been merged on the way. */
export function stampsIn(text: string): number[] {
  return Array.from(text.matchAll(STAMP), (match) =>
    Number.parseInt(
      match[1].replaceAll(/./g, (sign) => DIGITS.indexOf(sign).toString(16)),
      16,
    ),
  );
}

/** A text of the model without its stamps. */
export function withoutStamps(text: string): string {
  return text.replaceAll(STAMP, '');
}
