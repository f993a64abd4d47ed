import type { SearchSegment } from '@app/chat-protocol';

/** A text with the words that were looked for marked. */
export function Segments({ segments }: { segments: SearchSegment[] }) {
  return segments.map(({ text, isHit }, index) =>
    isHit ? (
      // oxlint-disable-next-line react/no-array-index-key -- segments have no other identity, and are replaced as a whole
      <mark key={index} className="rounded-[3px] bg-primary-soft font-medium text-primary">
        {text}
      </mark>
    ) : (
      text
    ),
  );
}
