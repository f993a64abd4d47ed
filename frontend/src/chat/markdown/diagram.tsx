import { CircleAlert, Code, Workflow } from 'lucide-react';
import { useState } from 'react';
import { useIsCodeFenceIncomplete } from 'streamdown';
import { lateTexts } from '../../ui/late-texts';
import { ScrollBox } from '../../ui/scroll-box';
import { useTheme } from '../../ui/use-theme';
import { CodeFrame } from './code-frame';
import { CodeLines } from './code-lines';
import { CodeTool } from './code-tool';
import { useDiagram } from './use-diagram';

/** A Mermaid fence: its drawing once it is complete, its code until then, on demand, and, with the reason, where it is none. */
export function Diagram({ code }: { code: string }) {
  const isIncomplete = useIsCodeFenceIncomplete();
  const isDark = useTheme() === 'dark';
  const { drawing, problem } = useDiagram(isIncomplete ? null : code, isDark);
  const [isCodeShown, setIsCodeShown] = useState(false);
  const toggle = (
    <CodeTool onClick={() => setIsCodeShown(!isCodeShown)}>
      {isCodeShown ? <Workflow className="size-3.5" /> : <Code className="size-3.5" />}
      {isCodeShown ? lateTexts.markdown.showDiagram : lateTexts.markdown.showCode}
    </CodeTool>
  );
  return (
    <CodeFrame code={code} language="mermaid" tools={drawing !== null && toggle}>
      {drawing === null || isCodeShown ? (
        <CodeLines code={code} language="mermaid" isWrapped={false} />
      ) : (
        <ScrollBox
          label={lateTexts.markdown.diagramBox}
          className="max-h-[80vh] overflow-auto border-t bg-background p-4 focus-visible:-outline-offset-2"
        >
          <img
            src={drawing.url}
            width={drawing.width}
            height={drawing.height}
            alt={lateTexts.markdown.diagram(code)}
            className="fade-in mx-auto h-auto max-w-full"
          />
        </ScrollBox>
      )}
      {problem !== null && (
        <p className="flex gap-2 border-t px-3.5 py-2 text-[13px] leading-5 text-muted-foreground">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span dir="auto">{reasonOf(problem, code)}</span>
        </p>
      )}
    </CodeFrame>
  );
}

function reasonOf(problem: string, code: string): string {
  const { wrongLine, unknownKind, notDrawn } = lateTexts.markdown;
  const line = /error on line (\d+)/i.exec(problem)?.[1];
  if (line !== undefined) return wrongLine(Math.min(Number(line), code.split('\n').length)); // the end is a line of its own
  return problem.startsWith('No diagram type detected') ? unknownKind : notDrawn(problem);
}
