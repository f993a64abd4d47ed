import { useState } from 'react';
import { Choice } from '../settings/choice';
import { lateTexts } from '../ui/late-texts';
import { daysOf, isRange, MOST_DAYS, type Preset, PRESETS } from './period';
import { usePeriod } from './use-period';

const CUSTOM = 'custom';
const OPTIONS = [...(Object.keys(PRESETS) as Preset[]), CUSTOM] as const;

/** Which days the figures are of. */
export function PeriodPicker() {
  const { admin } = lateTexts;
  const { period, span, setPeriod } = usePeriod();
  const isCustom = !('preset' in period);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choice
        label={admin.period}
        value={isCustom ? CUSTOM : period.preset}
        options={OPTIONS.map((value) => ({ value, label: admin.periods[value] }))}
        onChange={(value) => setPeriod(value === CUSTOM ? daysOf(span) : { preset: value })}
      />
      {isCustom && (
        <DayRange
          key={`${period.firstDay} ${period.lastDay}`}
          {...period}
          onChange={(firstDay, lastDay) => setPeriod({ firstDay, lastDay })}
        />
      )}
    </div>
  );
}

interface DayRangeProps {
  firstDay: string;
  lastDay: string;
  onChange: (firstDay: string, lastDay: string) => void;
}

function DayRange({ firstDay, lastDay, onChange }: DayRangeProps) {
  const { admin } = lateTexts;
  const [days, setDays] = useState([firstDay, lastDay]);
  const isWrong = !days.includes('') && !isRange(days[0], days[1]);
  const field = (index: 0 | 1, label: string) => (
    <input
      type="date"
      aria-label={label}
      aria-invalid={isWrong}
      value={days[index]}
      required
      onChange={(event) => {
        const next = days.with(index, event.target.value);
        setDays(next);
        if (isRange(next[0], next[1])) onChange(next[0], next[1]);
      }}
      className="h-9 min-w-0 rounded-[10px] border border-input bg-card px-2.5 text-base outline-none focus:border-ring focus:ring-1 focus:ring-ring aria-invalid:border-danger pointer-coarse:h-12 sm:text-sm"
    />
  );
  return (
    <span className="flex flex-wrap items-center gap-2 text-sm">
      {field(0, admin.firstDay)}
      <span aria-hidden className="text-muted-foreground">
        –
      </span>
      {field(1, admin.lastDay)}
      {isWrong && (
        <span role="alert" className="text-[13px] text-danger">
          {admin.wrongRange(MOST_DAYS)}
        </span>
      )}
    </span>
  );
}
