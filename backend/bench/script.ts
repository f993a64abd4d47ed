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
 * The digits of a stamp. Signs, because each number would be a new word for the search, and in no answer that people read is
 * every word one that was never said before.
 */
const DIGITS = '!#$%&()*+,-./:;=?[]^_`{|}~';
const STAMP = /@([!#$%&()*+,\-./:;=?[\]^_`{|}~]+) /g;

/** A token that says when the model sent it. */
export function stamp(): string {
  let digits = '';
  for (let rest = nowMicros(); rest > 0; rest = Math.floor(rest / DIGITS.length)) {
    digits = DIGITS[rest % DIGITS.length] + digits;
  }
  return `@${digits} `;
}

/** When each token of a text was sent, in microseconds; tokens may have been merged on the way. */
export function stampsIn(text: string): number[] {
  return Array.from(text.matchAll(STAMP), ([, digits]) => {
    let micros = 0;
    for (const digit of digits) micros = micros * DIGITS.length + DIGITS.indexOf(digit);
    return micros;
  });
}

/** A text of the model without its stamps. */
export function withoutStamps(text: string): string {
  return text.replaceAll(STAMP, '');
}
