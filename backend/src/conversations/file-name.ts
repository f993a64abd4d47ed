const MAX_CHARACTERS = 80;

/** Path separators, what Windows forbids, control characters, and what turns the direction of text around. */
// oxlint-disable-next-line no-control-regex -- control characters are what it is about
const UNSAFE = /[\\/:*?"<>|\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g;

/** A file name, without its ending, that is safe on every system. */
export function toFileName(title: string): string {
  const safe = Array.from(title.replaceAll(UNSAFE, ' ').replaceAll(/\s+/g, ' ')).slice(0, MAX_CHARACTERS).join('');
  return safe.replaceAll(/^[. ]+|[. ]+$/g, '') || 'conversation';
}
