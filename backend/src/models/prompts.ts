/** Asked for behind an unfinished answer; services that go on with an answer by themselves are few. */
export const CONTINUE_PROMPT =
  'Your last answer was cut off. Continue it from exactly where it stops, as if it had never been interrupted: ' +
  'begin with the very next characters, repeat nothing, announce nothing.';

/** Asked for behind the first question and its answer. */
export const TITLE_PROMPT =
  'Write a title for this conversation: two to six words that say what it is about, in the language of the question. ' +
  'Reply with the title alone, without quotes and without a full stop.';
