import type { SurveyAnswer } from '@app/chat-protocol';
import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { saveSurvey } from '../api/survey';
import { Button } from '../ui/button';
import { IconButton } from '../ui/icon-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';

const MAX_COMMENT_CHARACTERS = 2_000;
const SCORES = [1, 2, 3, 4, 5] as const;
type Score = (typeof SCORES)[number];

interface SurveyLineProps {
  /** The server has its answer, or was told that there will be none. */
  onAnswered: () => void;
  onClose: () => void;
}

/** The question, five answers, and room for a comment once one is chosen. A choice counts at once and can be changed. */
export function SurveyLine({ onAnswered, onClose }: SurveyLineProps) {
  const { survey } = lateTexts;
  const name = useId();
  const [score, setScore] = useState<Score | null>(null);
  const [comment, setComment] = useState('');
  const [isSent, setIsSent] = useState(false);
  const save = useMutation({
    mutationFn: (answer: SurveyAnswer) => saveSurvey(answer),
    onSuccess: onAnswered,
    networkMode: 'always',
    scope: { id: 'survey' }, // one after the other: the last choice is the one that stays
  });
  const choose = (chosen: Score) => {
    setScore(chosen);
    save.mutate({ score: chosen, comment: comment.trim() });
  };
  const dismiss = () => {
    if (score === null) save.mutate({ score: null, comment: '' });
    onClose();
  };
  if (isSent)
    return (
      <p role="status" className="py-2 text-[13px] leading-5 text-muted-foreground">
        {survey.thanks}
      </p>
    );
  return (
    <form
      aria-label={survey.label}
      className="fade-in mt-2 border-t pt-2 text-[13px] leading-5"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({ score, comment: comment.trim() }, { onSuccess: () => setIsSent(true) });
      }}
    >
      <div className="flex items-start gap-1">
        <fieldset className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
          <legend className="float-start me-3 flex min-h-8 items-center text-muted-foreground pointer-coarse:min-h-11">
            {survey.question}
          </legend>
          <span className="flex flex-wrap gap-1">
            {SCORES.map((value) => (
              <label key={value} className="cursor-pointer">
                <input
                  type="radio"
                  name={name}
                  value={value}
                  checked={score === value}
                  onChange={() => choose(value)}
                  className="peer sr-only"
                />
                <span className="flex h-8 items-center rounded-full border px-3 transition-colors peer-checked:border-primary peer-checked:bg-primary-soft peer-checked:text-primary peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-ring hover:bg-accent pointer-coarse:h-11">
                  {survey.scores[value]}
                </span>
              </label>
            ))}
          </span>
        </fieldset>
        <IconButton label={score === null ? survey.dismiss : texts.close} onClick={dismiss}>
          <X className="size-4" />
        </IconButton>
      </div>
      {score !== null && (
        <div className="flex flex-wrap items-end gap-2 pt-2">
          <textarea
            dir="auto"
            rows={1}
            value={comment}
            maxLength={MAX_COMMENT_CHARACTERS}
            aria-label={survey.comment}
            placeholder={survey.comment}
            onChange={(event) => setComment(event.target.value)}
            className="field-sizing-content block max-h-40 min-h-8 min-w-48 flex-1 resize-none rounded-xl border border-input bg-background px-2.5 py-1.5 text-base leading-5 outline-none placeholder:text-muted-foreground focus:border-ring focus:ring-1 focus:ring-ring sm:pointer-fine:text-sm"
          />
          <Button type="submit" disabled={save.isPending}>
            {comment.trim() === '' ? texts.done : texts.send}
          </Button>
        </div>
      )}
      <p role={save.isError ? 'alert' : 'status'} className="pt-1 text-muted-foreground empty:hidden">
        {save.isError ? survey.failed : save.isSuccess ? survey.saved : ''}
      </p>
    </form>
  );
}
