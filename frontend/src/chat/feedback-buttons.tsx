import type { Feedback, FeedbackRating } from '@app/chat-protocol';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../ui/icon-button';
import { Popover } from '../ui/popover';
import { texts } from '../ui/texts';
import { late } from '../ui/late';
import type { FeedbackFormProps } from './feedback-form';

const FeedbackForm = late<FeedbackFormProps>(
  () => import('./feedback-form'),
  () => null,
);

interface FeedbackButtonsProps {
  feedback: Feedback | undefined;
  /** null = takes it back. */
  onRate: (feedback: Feedback | null) => void;
}

/** A thumb counts at once; the panel beside it asks for the why. A chosen thumb opens it again. */
export function FeedbackButtons({ feedback, onRate }: FeedbackButtonsProps) {
  const [open, setOpen] = useState<FeedbackRating | null>(null);
  useEffect(() => FeedbackForm.preload(), []); // a thumb opens it at once
  const choose = (rating: FeedbackRating) => {
    setOpen(open === rating ? null : rating);
    if (feedback?.rating !== rating) onRate({ rating, reasons: [], comment: '' });
  };
  const thumb = (rating: FeedbackRating, label: string, Icon: typeof ThumbsUp) => (
    <Popover
      label={label}
      isOpen={open === rating && feedback?.rating === rating}
      onOpenChange={(isOpen) => setOpen(isOpen ? rating : null)}
      trigger={
        <IconButton
          label={label}
          aria-pressed={feedback?.rating === rating}
          aria-haspopup="dialog"
          aria-expanded={open === rating}
          onClick={() => choose(rating)}
          className="aria-pressed:text-primary"
        >
          <Icon className={feedback?.rating === rating ? 'size-4 fill-current' : 'size-4'} />
        </IconButton>
      }
    >
      {feedback !== undefined && (
        <FeedbackForm
          feedback={feedback}
          onSave={(details) => {
            setOpen(null);
            onRate(details);
          }}
        />
      )}
    </Popover>
  );
  return (
    <>
      {thumb('up', texts.feedback.good, ThumbsUp)}
      {thumb('down', texts.feedback.bad, ThumbsDown)}
    </>
  );
}
