import { type CSSProperties, memo } from 'react';
import { cx } from '../../ui/cx';
import { lateTexts } from '../../ui/late-texts';
import type { TokenLines } from './highlighter';
import { useHighlight } from './use-highlight';

interface CodeLinesProps {
  code: string;
  language: string;
  isWrapped: boolean;
}

/** The code itself, coloured where its language is known. */
export function CodeLines({ code, language, isWrapped }: CodeLinesProps) {
  const lines = useHighlight(code, language);
  return (
    /* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- a scrolling box must be reachable by keyboard */
    <pre
      dir="ltr"
      role="group"
      tabIndex={0}
      aria-label={lateTexts.markdown.code(language)}
      className={cx(
        'px-3.5 pt-0.5 pb-3.5 focus-visible:-outline-offset-2',
        isWrapped ? 'whitespace-pre-wrap' : 'overflow-x-auto',
      )}
    >
      <code>{lines === null ? code : lines.map((tokens, line) => <CodeLine key={line} tokens={tokens} />)}</code>
    </pre>
  );
}

/** Lines that stay as they are while more come are not drawn again. */
const CodeLine = memo(function CodeLine({ tokens }: { tokens: TokenLines[number] }) {
  return (
    <span className="block min-h-[1lh]">
      {tokens.map((token) => (
        <span key={token.offset} className="token" style={token.htmlStyle as CSSProperties}>
          {token.content}
        </span>
      ))}
    </span>
  );
});
