import { texts } from '../ui/texts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const PRESETS = { '24h': 1, '7d': 7, '30d': 30 } as const;
export type Preset = keyof typeof PRESETS;

/** What is looked at: days up to now, or between two days of the reader's calendar (YYYY-MM-DD), both included. */
export type Period = { preset: Preset } | { firstDay: string; lastDay: string };

export const DEFAULT_PERIOD: Period = { preset: '24h' };
/** As much as the server takes, less a day for the hour that summer time adds. */
export const MOST_DAYS = 399;

/** Two moments, ISO 8601; `to` is not included. */
export interface Span {
  from: string;
  to: string;
}

/** Whole hours for a day, whole days for more: what is now belongs to the last one. */
export function spanOf(period: Period, now = Date.now()): Span {
  if ('preset' in period && period.preset === '24h') {
    const to = Math.ceil((now + 1) / HOUR_MS) * HOUR_MS;
    return { from: iso(to - DAY_MS), to: iso(to) };
  }
  if ('preset' in period) {
    const lastDay = dayOf(new Date(now));
    return { from: midnight(lastDay, 1 - PRESETS[period.preset]), to: midnight(lastDay, 1) };
  }
  return { from: midnight(period.firstDay, 0), to: midnight(period.lastDay, 1) };
}

/** As fine as a chart of the span can show. */
export function bucketOf({ from, to }: Span): 'hour' | 'day' {
  return Date.parse(to) - Date.parse(from) <= 2 * DAY_MS + HOUR_MS ? 'hour' : 'day';
}

export const stepMsOf = (span: Span): number => (bucketOf(span) === 'hour' ? HOUR_MS : DAY_MS);

/** The span just as long that ends where this one begins. */
export function spanBefore({ from, to }: Span): Span {
  return { from: iso(Date.parse(from) - (Date.parse(to) - Date.parse(from))), to: from };
}

/** Reads what `writePeriod` wrote into the address; what makes no sense is the default. */
export function readPeriod(search: URLSearchParams): Period {
  const preset = search.get('period');
  if (preset !== null && Object.hasOwn(PRESETS, preset)) return { preset: preset as Preset };
  const [firstDay, lastDay] = [search.get('from') ?? '', search.get('to') ?? ''];
  return isRange(firstDay, lastDay) ? { firstDay, lastDay } : DEFAULT_PERIOD;
}

export function writePeriod(period: Period): Record<string, string> {
  return 'preset' in period ? { period: period.preset } : { from: period.firstDay, to: period.lastDay };
}

/** The days a span touches, for two date fields. */
export function daysOf({ from, to }: Span): { firstDay: string; lastDay: string } {
  return { firstDay: dayOf(new Date(from)), lastDay: dayOf(new Date(Date.parse(to) - 1)) };
}

/** YYYY-MM-DD in the reader's calendar. */
export function dayOf(date: Date): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** How a moment is named on an axis and in a table whose points are `stepMs` apart. */
export function momentOf(at: string, stepMs: number, isShort = false): string {
  const date = new Date(at);
  const day = { day: 'numeric', month: 'short' } as const;
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const parts = stepMs >= DAY_MS ? day : isShort ? time : { ...day, ...time };
  return new Intl.DateTimeFormat(texts.language, parts).format(date);
}

/** Whether two days, YYYY-MM-DD, are a period that can be asked for. */
export function isRange(firstDay: string, lastDay: string): boolean {
  const days = [firstDay, lastDay].map((day) =>
    /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN,
  );
  const length = (days[1] - days[0]) / DAY_MS + 1;
  return length >= 1 && length <= MOST_DAYS;
}

/** Where a day begins, in the reader's calendar, `later` days after it. */
function midnight(day: string, later: number): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return date.toISOString();
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
