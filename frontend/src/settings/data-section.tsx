import { useMutation } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { PrimaryButton } from '../ui/primary-button';
import { lateTexts } from '../ui/late-texts';
import { useDeleteMyData } from './use-delete-my-data';

/** Deleting everything takes a word that nobody writes by accident. */
export function DataSection() {
  const { data } = lateTexts.settings;
  const [typed, setTyped] = useState('');
  const fieldId = useId();
  const deletion = useMutation({ mutationFn: useDeleteMyData(), networkMode: 'always' });
  const isConfirmed = typed.trim().toLowerCase() === data.word;
  return (
    <form
      className="rounded-xl border p-4 text-sm leading-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (isConfirmed) deletion.mutate(undefined, { onSuccess: () => setTyped('') });
      }}
    >
      <p className="font-medium">{data.delete}</p>
      <p className="mt-1 text-[13px] text-muted-foreground">{data.hint}</p>
      <label htmlFor={fieldId} className="mt-4 block text-[13px]">
        {data.confirm(data.word)}
      </label>
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <input
          id={fieldId}
          value={typed}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          className="h-9 min-w-0 flex-1 rounded-lg border border-input bg-card px-3 text-base outline-none focus:border-ring focus:ring-1 focus:ring-ring pointer-coarse:h-11 sm:text-sm"
        />
        <PrimaryButton type="submit" isDanger disabled={!isConfirmed || deletion.isPending}>
          {data.button}
        </PrimaryButton>
      </div>
      {deletion.isError && (
        <p role="alert" className="mt-3 text-[13px] text-danger">
          {data.failed}
        </p>
      )}
      <p role="status" className="mt-3 text-[13px] text-muted-foreground empty:hidden">
        {deletion.isSuccess && data.done}
      </p>
    </form>
  );
}
