import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { patchSettings, settingsQuery } from '../api/settings';
import { RetryNotice } from '../ui/retry-notice';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';

const MAX_CHARACTERS = 4_000;
/** From here on the characters left are counted. */
const NEAR_LIMIT = 3_500;

/** What the model is told in every conversation. */
export function InstructionsSection() {
  const { data, isError, isFetching, refetch } = useQuery(settingsQuery);
  if (data !== undefined) return <InstructionsForm stored={data.instructions} />;
  if (isError && !isFetching) return <RetryNotice text={lateTexts.settings.failed} onRetry={() => void refetch()} />;
  return <div aria-hidden className="h-44 animate-pulse rounded-xl bg-muted" />;
}

function InstructionsForm({ stored }: { stored: string }) {
  const { instructions } = lateTexts.settings;
  const [text, setText] = useState(stored);
  const hintId = useId();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () => patchSettings({ instructions: text.trim() }),
    onSuccess: (settings) => queryClient.setQueryData(settingsQuery.queryKey, settings),
    networkMode: 'always',
  });
  const isChanged = text.trim() !== stored;
  const left = MAX_CHARACTERS - text.trim().length;
  return (
    <form
      className="flex min-h-full flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged && left >= 0) save.mutate();
      }}
    >
      <p id={hintId} className="pb-3 text-[13px] leading-5 text-muted-foreground">
        {instructions.hint}
      </p>
      <textarea
        dir="auto"
        aria-label={instructions.title}
        aria-describedby={hintId}
        aria-invalid={left < 0}
        rows={8}
        value={text}
        placeholder={instructions.placeholder}
        onChange={(event) => {
          setText(event.target.value);
          save.reset();
        }}
        className="min-h-44 flex-1 resize-none rounded-xl border border-input bg-card px-3.5 py-2.5 text-base leading-6 outline-none placeholder:text-muted-foreground focus:border-ring focus:ring-1 focus:ring-ring sm:text-sm sm:leading-6"
      />
      <div className="flex min-h-12 items-center gap-3 pt-3">
        <p role="status" className="me-auto text-[13px] text-muted-foreground">
          {save.isSuccess && !isChanged && lateTexts.settings.saved}
          {text.length > NEAR_LIMIT && left >= 0 && texts.composer.left(left.toLocaleString(texts.language))}
        </p>
        {left < 0 && (
          <p role="alert" className="text-[13px] text-danger">
            {texts.composer.tooLong((-left).toLocaleString(texts.language))}
          </p>
        )}
        {save.isError && (
          <p role="alert" className="text-[13px] text-danger">
            {lateTexts.settings.notSaved}
          </p>
        )}
        <PrimaryButton type="submit" disabled={!isChanged || left < 0 || save.isPending}>
          {lateTexts.settings.save}
        </PrimaryButton>
      </div>
    </form>
  );
}
