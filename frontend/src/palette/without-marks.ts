import type { SearchSegment } from '@app/chat-protocol';

/** The segment without the marks of Markdown: a glance at a message is for its words. */
export function withoutMarks({ text, isHit }: SearchSegment): SearchSegment {
  const words = text
    .replace(/:?-{3,}:?/g, ' ') // the rule under the head of a table, or across the page
    .replace(/\|+/g, ' ')
    .replace(/`+|(?<!\w)\*+|\*+(?!\w)/g, '')
    .replace(/(^|\s)#{1,6}(?=\s)/g, '$1')
    .replace(/\s+/g, ' ');
  return { text: words, isHit };
}
