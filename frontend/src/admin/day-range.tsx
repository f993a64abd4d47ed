import { useState } from 'react';
import { cx } from '../ui/cx';
import { lateTexts } from '../ui/late-texts';
import { FIELD } from './field';
import { isRange, MOST_DAYS } from './period';

interface DayRangeProps {
  /** `YYYY-MM-DD`, as both fields begin. */
  firstDay: string;
  lastDay: string;
  labels: readonly [first: string, last: string];
  /** Called once both days make a period. */
  onChange: (firstDay: string, lastDay: string) => void;
}

/** Two days and all between them. */
export function DayRange({ firstDay, lastDay, labels, onChange }: DayRangeProps) {
  const [days, setDays] = useState([firstDay, lastDay]);
  const isWrong = !days.includes('') && !isRange(days[0], days[1]);
  const field = (index: 0 | 1) => (
    <input
      type="date"
      aria-label={labels[index]}
      aria-invalid={isWrong}
      value={days[index]}
      required
      onChange={(event) => {
        const next = days.with(index, event.target.value);
        setDays(next);
        if (isRange(next[0], next[1])) onChange(next[0], next[1]);
      }}
      className={cx(FIELD, 'aria-invalid:border-danger max-sm:flex-1')}
    />
  );
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-2 text-sm max-sm:w-full">
      {field(0)}
      <span aria-hidden className="text-muted-foreground">
        –
      </span>
      {field(1)}
      {isWrong && (
        <span role="alert" className="text-[13px] text-danger">
          {lateTexts.admin.wrongRange(MOST_DAYS)}
        </span>
      )}
    </span>
  );
}
