import { Choice } from '../settings/choice';
import { lateTexts } from '../ui/late-texts';
import { DayRange } from './day-range';
import { daysOf, type Preset, PRESETS } from './period';
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
          labels={[admin.firstDay, admin.lastDay]}
          onChange={(firstDay, lastDay) => setPeriod({ firstDay, lastDay })}
        />
      )}
    </div>
  );
}
