import type { AdminUserView, OwnQuotas } from '@app/chat-protocol';
import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../ui/button';
import { lateTexts } from '../ui/late-texts';
import { PrimaryButton } from '../ui/primary-button';
import { texts } from '../ui/texts';
import { useChangeUser } from './use-change-user';

const PERIODS = ['day', 'month'] as const;

/** A user's own quotas. An empty field = what goes for everybody. */
export function QuotaForm({ user, ownId, onDone }: { user: AdminUserView; ownId: string; onDone: () => void }) {
  const { ownQuotas } = lateTexts.admin;
  const change = useChangeUser(ownId);
  const id = useId();
  const first = useRef<HTMLInputElement>(null);
  const [fields, setFields] = useState({ day: toField(user.ownQuotas.day), month: toField(user.ownQuotas.month) });
  const quotas: OwnQuotas = { day: toQuota(fields.day), month: toQuota(fields.month) };
  const isWrong = PERIODS.some((period) => quotas[period] !== null && !isQuota(quotas[period]));
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      aria-label={ownQuotas.title(user.name)}
      className="flex flex-wrap items-end gap-x-3 gap-y-2 pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) change.mutate({ user, patch: { ownQuotas: quotas } }, { onSuccess: onDone });
      }}
    >
      {PERIODS.map((period) => (
        <div key={period} className="min-w-36 flex-1 sm:max-w-48">
          <label htmlFor={`${id}-${period}`} className="block pb-1 text-[13px] text-muted-foreground">
            {ownQuotas.labels[period]}
          </label>
          <input
            ref={period === 'day' ? first : undefined}
            id={`${id}-${period}`}
            inputMode="numeric"
            autoComplete="off"
            value={fields[period]}
            placeholder={ownQuotas.placeholder}
            aria-invalid={quotas[period] !== null && !isQuota(quotas[period])}
            onKeyDown={({ key }) => {
              if (key === 'Escape') onDone();
            }}
            onChange={({ target }) => setFields({ ...fields, [period]: target.value })}
            className="h-9 w-full rounded-lg border border-input bg-card px-3 text-base tabular-nums outline-none placeholder:text-muted-foreground focus:border-ring focus:ring-1 focus:ring-ring aria-invalid:border-danger pointer-coarse:h-11 sm:text-sm"
          />
        </div>
      ))}
      <div className="flex items-center gap-2">
        <PrimaryButton type="submit" disabled={isWrong || change.isPending}>
          {lateTexts.settings.save}
        </PrimaryButton>
        <Button className="h-9" onClick={onDone}>
          {texts.cancel}
        </Button>
      </div>
      {isWrong && (
        <p role="alert" className="w-full text-[13px] text-danger">
          {ownQuotas.wrong}
        </p>
      )}
    </form>
  );
}

const toField = (quota: number | null): string => quota?.toString() ?? '';

/** Null = the field is empty; digits may be grouped. */
function toQuota(field: string): number | null {
  const digits = field.replaceAll(/[\s.,']/g, '');
  return digits === '' ? null : Number(digits);
}

const isQuota = (value: number): boolean => Number.isSafeInteger(value) && value > 0;
