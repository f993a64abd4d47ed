import { memo } from 'react';
import { ErrorBoundary } from '../../ui/error-boundary';
import { late } from '../../ui/late';
import type { MarkdownProps } from './rich-markdown';

/** The renderer itself; plain text until its code has come. */
export const RichMarkdown = late(() => import('./rich-markdown'), PlainText);

/** Markdown of a message; plain text where the renderer cannot cope with it. */
export const Markdown = memo(function Markdown(props: MarkdownProps) {
  return (
    <ErrorBoundary fallback={<PlainText {...props} />}>
      <RichMarkdown {...props} />
    </ErrorBoundary>
  );
});

function PlainText({ text }: MarkdownProps) {
  return (
    <div dir="auto" className="markdown whitespace-pre-wrap">
      {text}
    </div>
  );
}
