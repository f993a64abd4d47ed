import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

interface DisclosureProps {
  /** The line that is always there. */
  summary: ReactNode;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  children: ReactNode;
}

/** A quiet line of an answer with more behind it. */
export function Disclosure({ summary, isOpen, onOpenChange, children }: DisclosureProps) {
  return (
    <div className="my-2 text-sm text-muted-foreground first:mt-0">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => onOpenChange(!isOpen)}
        className="-ms-1.5 inline-flex min-h-8 max-w-full items-center gap-1 rounded-lg px-1.5 text-start transition-colors hover:bg-accent hover:text-foreground pointer-coarse:min-h-11"
      >
        <ChevronRight
          aria-hidden
          className={cx('size-4 shrink-0 transition-transform', isOpen ? 'rotate-90' : 'rtl:rotate-180')}
        />
        {summary}
      </button>
      {isOpen && <div className="ms-1 mt-1 mb-3 border-s-2 ps-3.5">{children}</div>}
    </div>
  );
}
