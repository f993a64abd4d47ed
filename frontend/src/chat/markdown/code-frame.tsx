import { Check, Copy, Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { lateTexts } from '../../ui/late-texts';
import { texts } from '../../ui/texts';
import { useCopied } from '../../ui/use-copied';
import { codeFileName, downloadText } from './code-file';
import { CodeTool } from './code-tool';

interface CodeFrameProps {
  code: string;
  language: string;
  /** Stand before Download and Copy. */
  tools: ReactNode;
  children: ReactNode;
}

/** The surface of a code block, with what can be done with its code. */
export function CodeFrame({ code, language, tools, children }: CodeFrameProps) {
  const [isCopied, copy] = useCopied();
  return (
    <figure className="overflow-clip rounded-[14px] border bg-muted">
      <figcaption className="sticky top-0 z-1 flex min-h-9 items-center bg-muted gap-0.5 ps-3.5 pe-1.5 text-xs text-muted-foreground">
        <span className="me-auto truncate">{language}</span>
        {tools}
        <CodeTool label={lateTexts.markdown.download} onClick={() => downloadText(codeFileName(language), code)}>
          <Download className="size-3.5" />
        </CodeTool>
        <CodeTool onClick={() => copy(code)}>
          {isCopied ? <Check className="size-3.5" /> : <Copy className="size-3.5" />}
          {isCopied ? texts.copied : texts.copy}
        </CodeTool>
      </figcaption>
      {children}
    </figure>
  );
}
