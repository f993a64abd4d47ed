import { hashText, Random } from './random.js';

/** How the model fails. `cut`, `garbage` and `silence` come in the middle of the answer, the others before it. */
export const MODEL_FAULTS = ['429', '500', 'stall', 'cut', 'garbage', 'silence'] as const;
export type ModelFault = (typeof MODEL_FAULTS)[number];

/** What a prompt asks of the seeded model. Travels as JSON in the user's message, so that every call says it all. */
export interface Question {
  /** Names the question; decides every token of the answer, so that each call for it gets the same text. */
  key: string;
  tokens: number;
  /** Milliseconds between two tokens. */
  gapMs: number;
  /** Characters added to each token, to make long answers of few tokens. */
  padding?: number;
  /** How the first `faultyCalls` calls fail. */
  fault?: ModelFault;
  /** Default: all. */
  faultyCalls?: number;
}

const WORDS = [
  'thread', 'answer', 'ledger', 'harbour', 'quiet', 'seven', 'naïve', 'Übergang', 'строка', '数据', 'مرحبا', '👩‍🚀', '🧵',
  '\n', '\n\n', '- item', '`code`', '"quoted"', '\\n', '<b>', '{', '}', '. ',
]; // prettier-ignore

export function toPrompt(question: Question): string {
  return JSON.stringify(question);
}

/** @throws when the text is not one of our prompts */
export function fromPrompt(text: string): Question {
  return JSON.parse(text) as Question;
}

/** The tokens of the answer. Never the same twice in a row, so that a lost or doubled one changes the text. */
export function scriptOf({ key, tokens, padding = 0 }: Pick<Question, 'key' | 'tokens' | 'padding'>): string[] {
  const random = new Random(hashText(key));
  return Array.from(
    { length: tokens },
    (_, index) => `${random.pick(WORDS)}${index.toString(36)}${'.'.repeat(padding)} `,
  );
}
