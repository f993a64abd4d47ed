import type { ConversationView } from '@app/chat-protocol';
import { texts } from '../ui/texts';

export interface DayGroup {
  /** Unique among the groups: `today`, `yesterday`, `week`, or a month as `2026-10`. */
  key: string;
  label: string;
  conversations: ConversationView[];
}

/** Groups a list that is sorted newest first by calendar days, then months, of the reader's time zone. Empty groups are left out. */
export function groupByDay(conversations: ConversationView[], now: Date): DayGroup[] {
  const groups = new Map<string, DayGroup>();
  for (const conversation of conversations) {
    const date = new Date(conversation.lastUpdateTime);
    const key = keyOf(date, now);
    const group = groups.get(key) ?? { key, label: labelOf(key, date, now), conversations: [] };
    group.conversations.push(conversation);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function keyOf(date: Date, now: Date): string {
  if (date >= startOfDay(now, 0)) return 'today';
  if (date >= startOfDay(now, 1)) return 'yesterday';
  if (date >= startOfDay(now, 7)) return 'week';
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}`;
}

function labelOf(key: string, date: Date, now: Date): string {
  const { groups } = texts.sidebar;
  if (key in groups) return groups[key as keyof typeof groups];
  const year = date.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(texts.language, { month: 'long', year }).format(date);
}

/** Calendar arithmetic, not 24 hours: days are 23 or 25 hours long when the clocks change. */
function startOfDay(now: Date, daysAgo: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}
