import { useId, useRef, useState } from 'react';
import { TextButton } from '../ui/text-button';
import { texts } from '../ui/texts';
import { usePrinting } from '../ui/use-printing';

/** A text is folded from here on; folding must spare more than its button takes. */
const LONG_LINES = 24;
const LONG_CHARACTERS = 2_400;
/** What is shown of it then. */
const HEAD_LINES = 12;
const HEAD_CHARACTERS = 1_200;

interface FoldedTextProps {
  text: string;
  /** The reader was sent to it, for something that may be in its folded part: a new object each time; null = not to it. */
  jump: object | null;
}

/** Plain text, of which a pasted file shows only its begin until the reader wants more. Printed whole. */
export function FoldedText({ text, jump }: FoldedTextProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [lastJump, setLastJump] = useState<object | null>(null);
  if (jump !== lastJump) {
    setLastJump(jump);
    if (jump !== null) setIsOpen(true);
  }
  const isPrinting = usePrinting();
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const isLong = text.length > LONG_CHARACTERS || text.split('\n', LONG_LINES + 1).length > LONG_LINES;
  const isFolded = isLong && !isOpen && !isPrinting;
  const toggle = () => {
    // What is below moves up by a screen or many: the reader stays at the text.
    if (isOpen) requestAnimationFrame(() => box.current?.scrollIntoView({ block: 'nearest' }));
    setIsOpen(!isOpen);
  };
  return (
    <div ref={box}>
      <div id={id} dir="auto">
        {isFolded ? `${headOf(text)}…` : text}
      </div>
      {isLong && (
        <TextButton
          className="-mx-1.5 mt-1 text-sm print:hidden"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={toggle}
        >
          {isOpen ? texts.message.showLess : texts.message.showAll}
        </TextButton>
      )}
    </div>
  );
}

function headOf(text: string): string {
  const head = text.split('\n', HEAD_LINES).join('\n').slice(0, HEAD_CHARACTERS);
  return head.isWellFormed() ? head : head.slice(0, -1); // half a character at the cut
}
