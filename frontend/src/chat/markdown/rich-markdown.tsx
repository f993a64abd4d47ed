import { useState } from 'react';
import { defaultRemarkPlugins, Streamdown, type StreamdownProps } from 'streamdown';
import { CodeBlock, InlineCode } from './code-block';
import { withoutHalfTable } from './half-table';
import { Image, Link } from './link';
import { rehypePlugins } from './safe-rehype';
import { Table } from './table';
import { TaskMark } from './task-mark';
import { useMath } from './use-math';

// Streamdown memoizes on its props: all of them are constants.
const COMPONENTS: StreamdownProps['components'] = {
  a: Link,
  code: CodeBlock,
  img: Image,
  input: TaskMark,
  inlineCode: InlineCode, // without it, `code` would get inline code too
  table: Table,
};
// One tilde strikes nothing out: “5~10 minutes and 20~30 euros” is no deletion.
const [remarkGfm] = [defaultRemarkPlugins.gfm].flat();
const REMARK_PLUGINS = [
  [remarkGfm, { singleTilde: false }],
  defaultRemarkPlugins.codeMeta,
] as StreamdownProps['remarkPlugins'];
const LINK_SAFETY = { enabled: false };
/** Half a link is shown as its text: the default would flash "[blocked]" while it streams. */
const REMEND = { linkMode: 'text-only' } as const;

export interface MarkdownProps {
  text: string;
  isStreaming: boolean;
  /** It ends where it was cut off: syntax that is still open is closed. */
  isCut?: boolean;
}

export default function RichMarkdown({ text, isStreaming, isCut = false }: MarkdownProps) {
  // Kept for life: another mode makes other elements, and the reader's selection and wrapped lines would be lost.
  const [mode] = useState<StreamdownProps['mode']>(isStreaming || isCut ? 'streaming' : 'static');
  const math = useMath(text, isStreaming);
  return (
    <Streamdown
      className="markdown"
      dir="auto"
      mode={mode}
      isAnimating={isStreaming}
      components={COMPONENTS}
      controls={false}
      linkSafety={LINK_SAFETY}
      remend={REMEND}
      remarkPlugins={REMARK_PLUGINS}
      rehypePlugins={rehypePlugins}
      plugins={math.plugins}
    >
      {isStreaming ? withoutHalfTable(math.text) : math.text}
    </Streamdown>
  );
}
