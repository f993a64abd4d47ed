import { getToolName } from 'ai';
import { Check, CircleAlert, CircleSlash, type LucideIcon, Wrench } from 'lucide-react';
import { useState } from 'react';
import { cx } from '../ui/cx';
import { Disclosure } from '../ui/disclosure';
import { ScrollBox } from '../ui/scroll-box';
import { texts } from '../ui/texts';
import type { ToolPart } from './answer-blocks';

/** What is shown of a tool's input or output, in characters: more is for the export. */
const SHOWN_CHARACTERS = 20_000;

interface ToolCallProps {
  part: ToolPart;
  /** The answer it belongs to is being made. */
  isRunning: boolean;
}

/** One line for one call of a tool; what it took and gave unfolds. */
export function ToolCall({ part, isRunning }: ToolCallProps) {
  const [isOpen, setIsOpen] = useState(false);
  const state = stateOf(part, isRunning);
  const { Icon, words } = LOOKS[state];
  const summary = (
    <>
      <Icon aria-hidden className={cx('size-3.5 shrink-0', state === 'failed' && 'text-danger')} />
      <span dir="auto" className="min-w-0 truncate font-medium">
        {nameOf(part)}
      </span>
      <span className={cx('shrink-0', state === 'running' && 'animate-pulse')}>{words}</span>
    </>
  );
  return (
    <div data-not-copied>
      <Disclosure summary={summary} isOpen={isOpen} onOpenChange={setIsOpen}>
        <div className="flex flex-col gap-2">
          <Detail title={texts.tool.input} value={part.input} />
          {part.state === 'output-available' && <Detail title={texts.tool.output} value={part.output} />}
          {part.state === 'output-error' && <Detail title={texts.tool.problem} value={part.errorText} />}
        </div>
      </Disclosure>
    </div>
  );
}

function Detail({ title, value }: { title: string; value: unknown }) {
  const text = toText(value);
  if (text === '') return null;
  return (
    <section aria-label={title}>
      <p className="pb-1 text-xs font-medium">{title}</p>
      <ScrollBox
        label={title}
        dir="ltr"
        className="max-h-72 overflow-auto rounded-lg bg-muted p-2.5 font-mono text-xs whitespace-pre-wrap text-foreground [overflow-wrap:anywhere] [font-variant-ligatures:none]"
      >
        {text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text}
      </ScrollBox>
    </section>
  );
}

type ToolState = 'running' | 'done' | 'failed' | 'cut';

const LOOKS: Record<ToolState, { Icon: LucideIcon; words: string }> = {
  running: { Icon: Wrench, words: texts.tool.running },
  done: { Icon: Check, words: texts.tool.done },
  failed: { Icon: CircleAlert, words: texts.tool.failed },
  cut: { Icon: CircleSlash, words: texts.tool.cut },
};

function stateOf(part: ToolPart, isRunning: boolean): ToolState {
  switch (part.state) {
    case 'output-available':
      return 'done';
    case 'output-error':
      return 'failed';
    default:
      return isRunning ? 'running' : 'cut';
  }
}

/** `web_search` and `webSearch` are read as “Web search”. */
function nameOf(part: ToolPart): string {
  const words = getToolName(part)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\-.\s]+/g, ' ')
    .trim()
    .toLowerCase();
  return part.title?.trim() || words.charAt(0).toUpperCase() + words.slice(1);
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
