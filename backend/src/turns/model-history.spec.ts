import { describe, expect, it } from '@jest/globals';
import type { ChatMessage } from '@app/chat-protocol';
import type { Message } from '../conversations/message.entity.js';
import { toModelHistory } from './model-history.js';

function message(senderType: Message['senderType'], content: string, parts?: ChatMessage['parts']): Message {
  return { senderType, content, parts: parts ?? [{ type: 'text', text: content }] } as Message;
}

/** What the model is shown, as `u:` and `a:` lines. */
async function shown(branch: Message[], maxCharacters = 1000): Promise<string[]> {
  const history = await toModelHistory(branch, maxCharacters);
  return history.map(({ role, content }) => {
    const texts =
      typeof content === 'string' ? [content] : content.map((part) => (part.type === 'text' ? part.text : ''));
    return `${role[0]}:${texts.join('|')}`;
  });
}

describe('toModelHistory', () => {
  const branch = [
    message('user', 'q1'),
    message('ai', 'a1'),
    message('user', 'q2'),
    message('ai', 'a2'),
    message('user', 'q3'),
  ];

  it('shows the conversation, oldest first', async () => {
    expect(await shown(branch)).toEqual(['u:q1', 'a:a1', 'u:q2', 'a:a2', 'u:q3']);
    expect(await shown([])).toEqual([]);
  });

  it.each([
    [10, ['u:q1', 'a:a1', 'u:q2', 'a:a2', 'u:q3']],
    [9, ['u:q2', 'a:a2', 'u:q3']],
    [6, ['u:q2', 'a:a2', 'u:q3']],
    [5, ['u:q3']],
    [0, ['u:q3']],
  ])('within %i characters begins with a question and keeps the newest', async (maxCharacters, expected) => {
    expect(await shown(branch, maxCharacters)).toEqual(expected);
  });

  it('leaves out answers without a word', async () => {
    expect(await shown([message('user', 'q1'), message('ai', '', []), message('user', 'q2')])).toEqual([
      'u:q1',
      'u:q2',
    ]);
  });

  it('shows text alone, as the user sent it and the model said it', async () => {
    const answer = message('ai', 'Yes.', [
      { type: 'step-start' },
      { type: 'reasoning', text: 'secret thought' },
      { type: 'text', text: 'Yes.', state: 'done' },
      { type: 'source-url', sourceId: 's', url: 'https://x.example' },
    ]);
    const question = message('user', 'a\n\nb', [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
    expect(await shown([question, answer, message('user', 'q2')])).toEqual(['u:a|b', 'a:Yes.', 'u:q2']);
  });
});
