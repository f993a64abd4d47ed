import { texts } from './texts';

/** As short as it can be said: the time today, the day this year, else the date. */
export function formatDay(date: Date, now = new Date()): string {
  if (date.toDateString() === now.toDateString()) return format(date, { hour: 'numeric', minute: '2-digit' });
  if (date.getFullYear() === now.getFullYear()) return format(date, { day: 'numeric', month: 'short' });
  return format(date, { dateStyle: 'medium' });
}

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(texts.language, options).format(date);
}
