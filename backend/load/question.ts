import { toPrompt } from '../bench/script.js';
import { scriptOf } from '../test/chaos/question.js';

/** A question whose whole answer is known before it is asked. */
export interface Question {
  prompt: string;
  /** What the model will say, its time stamps left out. */
  answer: string;
  tokens: number;
}

/** @param key decides every word @param rate tokens a second @param seconds the answer's length */
export function makeQuestion(key: string, rate: number, seconds: number): Question {
  const tokens = Math.max(1, Math.round(rate * seconds));
  return {
    prompt: toPrompt({ key, tokens, gapMs: 1000 / rate }),
    answer: scriptOf({ key, tokens }).join(''),
    tokens,
  };
}
