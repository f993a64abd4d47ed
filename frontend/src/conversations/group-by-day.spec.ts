import type { ConversationView } from '@app/chat-protocol';
import { groupByDay } from './group-by-day';

const NOW = new Date(2026, 10, 22, 12);

function at(id: string, date: Date): ConversationView {
  const flags = { isAnswering: false, isPinned: false, isArchived: false, isUnread: false };
  return { id, title: id, startTime: '', lastUpdateTime: date.toISOString(), instructions: '', ...flags };
}

describe('groupByDay', () => {
  it('groups by calendar days, not by 24 hours, and by months before the last week', () => {
    const groups = groupByDay(
      [
        at('just now', NOW),
        at('this midnight', new Date(2026, 10, 22)),
        at('a second before midnight', new Date(2026, 10, 21, 23, 59, 59)),
        at('two days ago', new Date(2026, 10, 20, 12)),
        at('seven days ago', new Date(2026, 10, 15)),
        at('eight days ago', new Date(2026, 10, 14, 23, 59)),
        at('last month', new Date(2026, 9, 31)),
        at('last year', new Date(2025, 10, 14)),
      ],
      NOW,
    );
    expect(groups.map(({ label, conversations }) => [label, conversations.map(({ id }) => id)])).toEqual([
      ['Today', ['just now', 'this midnight']],
      ['Yesterday', ['a second before midnight']],
      ['Previous 7 days', ['two days ago', 'seven days ago']],
      ['November', ['eight days ago']],
      ['October', ['last month']],
      ['November 2025', ['last year']],
    ]);
  });

  it('leaves out empty groups', () => {
    expect(groupByDay([], NOW)).toEqual([]);
  });
});
