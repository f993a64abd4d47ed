import type { ChatMessage } from '@app/chat-protocol';
import { mergeHistory } from './merge-history';

function stored(id: string, text = id): ChatMessage {
  return { id, role: 'user', parts: [{ type: 'text', text }], metadata: { createdAt: '2026-11-22T12:00:00Z' } };
}
const unsent: ChatMessage = { id: 'unsent', role: 'user', parts: [{ type: 'text', text: 'unsent' }] };

describe('mergeHistory', () => {
  it('keeps older pages and unsent messages around the newest page', () => {
    const merged = mergeHistory([stored('1'), stored('2'), unsent], [stored('2'), stored('3')]);
    expect(merged.map(({ id }) => id)).toEqual(['1', '2', '3', 'unsent']);
  });

  it('keeps the identity of what did not change', () => {
    const shown = [stored('1'), stored('2')];
    const merged = mergeHistory(shown, [stored('1'), stored('2', 'changed')]);
    expect(merged[0]).toBe(shown[0]);
    expect(merged[1]).toEqual(stored('2', 'changed'));
  });

  it('drops what is on another branch now', () => {
    expect(mergeHistory([stored('1'), stored('old')], [stored('1'), stored('new')]).map(({ id }) => id)).toEqual([
      '1',
      'new',
    ]);
  });
});

describe('an unsent message', () => {
  const edited = (parentId: string | null): ChatMessage => ({ ...unsent, metadata: { parentId } });

  it('is an edit where something follows its parent: that is another branch', () => {
    const merged = mergeHistory([stored('1'), edited('1')], [stored('1'), stored('2'), stored('3')]);
    expect(merged.map(({ id }) => id)).toEqual(['1', 'unsent']);
  });

  it('may be another beginning of the conversation', () => {
    expect(mergeHistory([edited(null)], [stored('1'), stored('2')]).map(({ id }) => id)).toEqual(['unsent']);
  });

  it('comes last where its parent is not on the page', () => {
    expect(mergeHistory([edited('elsewhere')], [stored('1')]).map(({ id }) => id)).toEqual(['1', 'unsent']);
  });
});
