import { WrapText } from 'lucide-react';
import { type ComponentProps, useState } from 'react';
import type { ExtraProps } from 'streamdown';
import { lateTexts } from '../../ui/late-texts';
import { CodeFrame } from './code-frame';
import { CodeLines } from './code-lines';
import { CodeTool } from './code-tool';
import { Diagram } from './diagram';

export function CodeBlock({ className, children }: ComponentProps<'code'> & ExtraProps) {
  const language = /language-([\w+#.-]+)/.exec(className ?? '')?.[1] ?? lateTexts.markdown.plainText;
  const code = (typeof children === 'string' ? children : '').replace(/\n$/, '');
  return language === 'mermaid' ? <Diagram code={code} /> : <PlainCode code={code} language={language} />;
}

function PlainCode({ code, language }: { code: string; language: string }) {
  const [isWrapped, setIsWrapped] = useState(false);
  return (
    <CodeFrame
      code={code}
      language={language}
      tools={
        <CodeTool label={lateTexts.markdown.wrap} aria-pressed={isWrapped} onClick={() => setIsWrapped(!isWrapped)}>
          <WrapText className="size-3.5" />
        </CodeTool>
      }
    >
      <CodeLines code={code} language={language} isWrapped={isWrapped} />
    </CodeFrame>
  );
}

export function InlineCode({ children }: ComponentProps<'code'> & ExtraProps) {
  return <code data-inline-code>{children}</code>;
}
