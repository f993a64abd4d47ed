import { Check, Copy } from 'lucide-react';
import { type ComponentProps, useRef } from 'react';
import type { ExtraProps } from 'streamdown';
import { IconButton } from '../../ui/icon-button';
import { lateTexts } from '../../ui/late-texts';
import { ScrollBox } from '../../ui/scroll-box';
import { texts } from '../../ui/texts';
import { useCopied } from '../../ui/use-copied';

export function Table({ children }: ComponentProps<'table'> & ExtraProps) {
  const table = useRef<HTMLTableElement>(null);
  const [isCopied, copy] = useCopied();
  const copyTable = () => table.current && copy(toTabs(table.current), table.current.outerHTML);
  return (
    <div className="group/table relative">
      <ScrollBox label={lateTexts.markdown.table} className="scrolls-sideways overflow-x-auto">
        <table ref={table}>{children}</table>
      </ScrollBox>
      <IconButton
        label={isCopied ? texts.copied : lateTexts.markdown.copyTable}
        onClick={copyTable}
        className="absolute end-0 top-1 bg-background opacity-0 group-hover/table:opacity-100 focus-visible:opacity-100 pointer-coarse:static pointer-coarse:ms-auto pointer-coarse:-mb-2 pointer-coarse:grid pointer-coarse:opacity-100"
      >
        {isCopied ? <Check className="size-4" /> : <Copy className="size-4" />}
      </IconButton>
    </div>
  );
}

/** What a spreadsheet takes from the clipboard. */
function toTabs(table: HTMLTableElement): string {
  return [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText).join('\t')).join('\n');
}
