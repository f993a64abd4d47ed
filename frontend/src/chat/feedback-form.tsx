import { type Feedback, FEEDBACK_REASONS, type FeedbackReason } from '@app/chat-protocol';
import { useState } from 'react';
import { Button } from '../ui/button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';

const MAX_COMMENT_CHARACTERS = 2_000;

export interface FeedbackFormProps {
  feedback: Feedback;
  /** null = takes it back. */
  onSave: (feedback: Feedback | null) => void;
}

/** Why an answer was liked or not. */
export default function FeedbackForm({ feedback, onSave }: FeedbackFormProps) {
  const { rating } = feedback;
  const [reasons, setReasons] = useState(feedback.reasons);
  const [comment, setComment] = useState(feedback.comment);
  const toggle = (reason: FeedbackReason) =>
    setReasons(reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave({ rating, reasons, comment: comment.trim() });
      }}
    >
      <p className="pb-2 font-medium">{rating === 'up' ? lateTexts.feedback.titleUp : lateTexts.feedback.titleDown}</p>
      <div className="flex flex-wrap gap-1.5 pb-2.5">
        {FEEDBACK_REASONS[rating].map((reason) => (
          <button
            key={reason}
            type="button"
            aria-pressed={reasons.includes(reason)}
            onClick={() => toggle(reason)}
            className="min-h-7 rounded-full border px-2.5 text-[13px] transition-colors hover:border-input hover:bg-muted aria-pressed:border-primary aria-pressed:bg-primary-soft aria-pressed:text-primary pointer-coarse:min-h-11"
          >
            {lateTexts.feedback.reasons[reason]}
          </button>
        ))}
      </div>
      <textarea
        dir="auto"
        rows={2}
        value={comment}
        maxLength={MAX_COMMENT_CHARACTERS}
        aria-label={lateTexts.feedback.comment}
        placeholder={lateTexts.feedback.commentPlaceholder}
        onChange={(event) => setComment(event.target.value)}
        className="field-sizing-content block max-h-40 min-h-15 w-full resize-none rounded-xl border bg-background px-2.5 py-1.5 text-base leading-5 placeholder:text-muted-foreground sm:pointer-fine:text-sm"
      />
      <div className="flex items-center justify-between gap-2 pt-2.5">
        <Button className="border-transparent bg-transparent px-2 text-muted-foreground" onClick={() => onSave(null)}>
          {lateTexts.feedback.remove}
        </Button>
        <Button type="submit">{texts.done}</Button>
      </div>
    </form>
  );
}
