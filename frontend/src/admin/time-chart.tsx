import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { lateTexts } from '../ui/late-texts';
import { NO_NUMBER } from './numbers';
import { momentOf } from './period';

/** A point in time and its values; null = there is none, which is not zero. */
export interface Point {
  /** ISO 8601, where the step begins. */
  at: string;
  values: Record<string, number | null>;
}

export interface Series {
  key: string;
  label: string;
  /** A CSS colour; of the page's, so that it follows the theme. */
  color: string;
  /** Told apart by more than its colour. */
  isDashed?: boolean;
}

export interface TimeChartProps {
  points: readonly Point[];
  series: readonly Series[];
  /** Milliseconds from one point to the next. */
  stepMs: number;
  /** Stacked: parts of a whole. */
  kind: 'lines' | 'stacked';
  format: (value: number) => string;
  /** Shorter, for the axis; `format` where absent. */
  formatAxis?: (value: number) => string;
  /** A line that values should stay under. */
  target?: { value: number; label: string };
  /** The ends of the axis; from zero to what is needed where absent. */
  range?: [number, number];
}

const DAY_MS = 86_400_000;
const AXIS = { fontSize: 12, fill: 'var(--muted-foreground)' };

/** Values over time. It says nothing that the table beside it does not, so it is a picture to a screen reader. */
export function TimeChart(props: TimeChartProps) {
  const { points, series, stepMs, kind, format, formatAxis = format, target, range } = props;
  const isOneDay = points.length * stepMs <= DAY_MS * 1.1;
  const data = points.map(({ at, values }) => ({ at, ...values }));
  const parts = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--border)" />,
    <XAxis
      key="x"
      dataKey="at"
      tickFormatter={(at: string) => momentOf(at, isOneDay ? stepMs : DAY_MS, isOneDay)}
      tick={AXIS}
      tickLine={false}
      axisLine={false}
      tickMargin={8}
      minTickGap={28}
    />,
    <YAxis
      key="y"
      width="auto"
      tick={AXIS}
      tickLine={false}
      axisLine={false}
      tickFormatter={formatAxis}
      domain={range ?? [0, 'auto']}
      allowDecimals={range !== undefined}
      tickCount={5}
    />,
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      cursor={kind === 'lines' ? { stroke: 'var(--input)' } : { fill: 'var(--accent)', fillOpacity: 0.6 }}
      content={<PointCard points={points} series={series} stepMs={stepMs} format={format} />}
    />,
    target && (
      <ReferenceLine
        key="target"
        y={target.value}
        ifOverflow="extendDomain"
        stroke="var(--muted-foreground)"
        strokeDasharray="2 4"
        label={{ value: target.label, position: 'insideBottomRight', fontSize: 12, fill: 'var(--muted-foreground)' }}
      />
    ),
  ];
  // The target's words stand above its line.
  const shape = { data, accessibilityLayer: false, margin: { top: target ? 20 : 8, right: 4, bottom: 0, left: 0 } };
  return (
    <>
      <Legend series={series} />
      <div role="img" aria-label={summaryOf(props)} className="h-52 min-w-0">
        <ResponsiveContainer width="100%" height="100%">
          {kind === 'lines' ? (
            <LineChart {...shape}>
              {parts}
              {series.map(({ key, color, isDashed }) => (
                <Line
                  key={key}
                  dataKey={key}
                  type="monotone"
                  stroke={color}
                  strokeWidth={2}
                  strokeDasharray={isDashed ? '5 4' : undefined}
                  dot={isLonely(points, key) && { r: 2.5, fill: color, strokeWidth: 0 }}
                  activeDot={{ r: 4, fill: color, stroke: 'var(--card)' }}
                  isAnimationActive={false}
                />
              ))}
            </LineChart>
          ) : (
            <BarChart {...shape} barCategoryGap="18%">
              {parts}
              {series.map(({ key, color }) => (
                <Bar key={key} dataKey={key} stackId="all" fill={color} maxBarSize={36} isAnimationActive={false} />
              ))}
            </BarChart>
          )}
        </ResponsiveContainer>
      </div>
    </>
  );
}

function Legend({ series }: Pick<TimeChartProps, 'series'>) {
  if (series.length < 2) return null;
  return (
    <ul aria-hidden className="flex flex-wrap gap-x-4 gap-y-1 pb-3 text-xs text-muted-foreground">
      {series.map((one) => (
        <li key={one.key} className="flex items-center gap-1.5">
          <Swatch color={one.color} isDashed={one.isDashed} />
          {one.label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ color, isDashed }: Pick<Series, 'color' | 'isDashed'>) {
  return (
    <svg aria-hidden viewBox="0 0 14 8" className="h-2 w-3.5 shrink-0">
      <path
        d="M1 4h12"
        stroke={color}
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray={isDashed ? '3 5' : undefined}
      />
    </svg>
  );
}

interface PointCardProps extends Pick<TimeChartProps, 'points' | 'series' | 'stepMs' | 'format'> {
  /** What the pointer is over, by the library. */
  active?: boolean;
  label?: string;
}

function PointCard({ points, series, stepMs, format, active, label }: PointCardProps) {
  const point = points.find(({ at }) => at === label);
  if (active !== true || point === undefined) return null;
  return (
    <div className="rounded-xl border bg-popover px-3 py-2 text-xs leading-5 shadow-soft">
      <p className="font-medium">{momentOf(point.at, stepMs)}</p>
      <ul>
        {series.map((one) => {
          const value = point.values[one.key];
          return (
            <li key={one.key} className="flex items-center gap-2 tabular-nums">
              <Swatch color={one.color} isDashed={one.isDashed} />
              <span className="text-muted-foreground">{one.label}</span>
              <span className="ms-auto ps-3">{value === null ? NO_NUMBER : format(value)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A value without neighbours has no line that would show it. */
function isLonely(points: readonly Point[], key: string): boolean {
  const has = (index: number) => (points[index]?.values[key] ?? null) !== null;
  return points.some((_, index) => has(index) && !has(index - 1) && !has(index + 1));
}

function summaryOf({ points, series, format }: TimeChartProps): string {
  return series
    .map(({ key, label }) => {
      const values = points.map((point) => point.values[key]).filter((value) => value !== null);
      if (values.length === 0) return lateTexts.admin.chartEmpty(label);
      return lateTexts.admin.chartSummary(
        label,
        format(Math.min(...values)),
        format(Math.max(...values)),
        format(values.at(-1)!),
      );
    })
    .join(' ');
}
