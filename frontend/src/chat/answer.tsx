import type { ChatMessage } from '@app/chat-protocol';
import { Check, Copy, RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import { cx } from '../ui/cx';
import { IconButton } from '../ui/icon-button';
import { texts } from '../ui/texts';
import { useCopied } from '../ui/use-copied';
import { blocksOf } from './answer-blocks';
import { AnswerEnding } from './answer-ending';
import type { AnswerState } from './answer-state';
import { Dots } from './dots';
import { FeedbackButtons } from './feedback-buttons';
import { Markdown } from './markdown/markdown';
import type { MessageActions } from './message-actions';
import { reasoningOf, textOf } from './message-text';
import { Reasoning } from './reasoning';
import { toRichText } from './rich-copy';
import { Sources, sourcesOf } from './sources';
import { ToolCall } from './tool-call';
import { VersionPicker } from './version-picker';

export interface AnswerProps {
  message: ChatMessage;
  state: AnswerState;
  isLast: boolean;
  /** The conversation is being answered: no version can be made or shown now. */
  isBusy: boolean;
  /** Why the chat failed; only for the answer it failed in. */
  error: Error | undefined;
  /** What a running answer is waiting for. */
  note: string | undefined;
  actions: MessageActions;
}

export function Answer({ message, state, isLast, isBusy, error, note, actions }: AnswerProps) {
  const text = textOf(message);
  const reasoning = reasoningOf(message);
  const blocks = blocksOf(message);
  const isEmpty = blocks.length === 0 && reasoning === '';
  const isRunning = state === 'running';
  const rendered = useRef<HTMLDivElement>(null);
  return (
    <article aria-label={texts.message.answer} aria-busy={isRunning} className="group/message pt-2">
      {reasoning !== '' && (
        <Reasoning
          key={`${message.id}-reasoning`}
          text={reasoning}
          isThinking={isRunning && blocks.length === 0}
          durationMs={message.metadata?.reasoningMs}
        />
      )}
      <div ref={rendered}>
        {blocks.map((block, index) =>
          block.kind === 'tool' ? (
            <ToolCall key={block.part.toolCallId} part={block.part} isRunning={isRunning} />
          ) : (
            <Markdown
              key={`${message.id}-${index}`}
              text={block.text}
              isStreaming={isRunning && index === blocks.length - 1}
              isCut={state !== 'completed' && index === blocks.length - 1}
            />
          ),
        )}
      </div>
      {isRunning && (isEmpty || blocks.at(-1)?.kind === 'tool' || note !== undefined) && <Dots note={note} />}
      {!isRunning && <Sources sources={sourcesOf(message)} />}
      <AnswerEnding
        state={state}
        message={message}
        error={error}
        hasText={!isEmpty}
        onRetry={isLast && !isBusy ? () => actions.retry(message.id) : null}
        onContinue={isLast && !isBusy ? () => actions.continueAnswer(message.id) : null}
      />
      {!isRunning && (
        <AnswerBar message={message} text={text} isLast={isLast} isBusy={isBusy} state={state} actions={actions}>
          {() => (rendered.current === null ? undefined : toRichText(rendered.current))}
        </AnswerBar>
      )}
    </article>
  );
}

interface AnswerBarProps extends Pick<AnswerProps, 'message' | 'state' | 'isLast' | 'isBusy' | 'actions'> {
  text: string;
  /** The answer as rich text. */
  children: () => string | undefined;
}

/** What can be done with an answer; always there on the last one and on touch. */
function AnswerBar({ message, text, isLast, isBusy, state, actions, children: richText }: AnswerBarProps) {
  const [isCopied, copy] = useCopied();
  const { branch, feedback } = message.metadata ?? {};
  // A failed answer has its own button in words.
  const canRegenerate = !isBusy && (state !== 'failed' || !isLast);
  return (
    <div
      className={cx(
        '-ms-2 flex min-h-9 flex-wrap items-center pt-1 transition-opacity group-hover/message:opacity-100 focus-within:opacity-100 has-data-[state=open]:opacity-100 pointer-coarse:min-h-12 pointer-coarse:opacity-100',
        !isLast && 'opacity-0',
      )}
    >
      {branch !== undefined && (
        <VersionPicker ids={branch.ids} shownId={message.id} isDisabled={isBusy} onShow={actions.showVersion} />
      )}
      {text !== '' && (
        <IconButton label={isCopied ? texts.copied : texts.message.copyAnswer} onClick={() => copy(text, richText())}>
          {isCopied ? <Check className="size-4" /> : <Copy className="size-4" />}
        </IconButton>
      )}
      {text !== '' && message.metadata?.createdAt !== undefined && (
        <FeedbackButtons feedback={feedback} onRate={(rating) => actions.rate(message.id, rating)} />
      )}
      {canRegenerate && (
        <IconButton label={texts.message.regenerate} onClick={() => actions.retry(message.id)}>
          <RotateCcw className="size-4" />
        </IconButton>
      )}
    </div>
  );
}
