import { jest } from '@jest/globals';
import { type ChatMessage, wireError } from '@app/chat-protocol';
import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import type { ChatStatus } from 'ai';
import { answerState } from './answer-state';
import { deliveryOf } from './delivery';
import type { MessageActions } from './message-actions';
import { MessageRow, type MessageRowProps } from './message-row';

window.matchMedia = (() => ({
  matches: false,
  addEventListener: () => {},
  removeEventListener: () => {},
})) as unknown as typeof window.matchMedia;

Element.prototype.scrollIntoView = () => {};

const FAILURE = wireError('rate-limited');

function answer(metadata: ChatMessage['metadata'], text = ''): ChatMessage {
  return { id: 'a', role: 'assistant', metadata, parts: text === '' ? [] : [{ type: 'text', text }] };
}

type Options = Partial<MessageRowProps> & { status?: ChatStatus };

function show(message: ChatMessage, { status = 'ready', error, ...props }: Options = {}) {
  const actions = {
    retry: jest.fn<MessageActions['retry']>(),
    continueAnswer: jest.fn<MessageActions['continueAnswer']>(),
    setEditing: jest.fn<MessageActions['setEditing']>(),
    edit: jest.fn<MessageActions['edit']>(),
    showVersion: jest.fn<MessageActions['showVersion']>(),
    discard: jest.fn<MessageActions['discard']>(),
    rate: jest.fn<MessageActions['rate']>(),
  };
  const row = (state: Partial<MessageRowProps>) => (
    <MessageRow
      message={message}
      state={answerState(message, true, status)}
      delivery="saved"
      isLatest
      isLast
      isBusy={false}
      isEditing={false}
      maxCharacters={1_000}
      jump={null}
      error={error}
      note={undefined}
      actions={actions}
      {...state}
    />
  );
  const { rerender } = render(row(props));
  return { ...actions, update: (state: Partial<MessageRowProps>) => rerender(row(state)) };
}

describe('an answer', () => {
  it('that failed before its first word is one card without dots', async () => {
    const { retry } = show(answer({ status: 'failed', error: FAILURE }), {
      status: 'error',
      error: new Error(FAILURE.text),
    });
    expect(screen.getAllByText(FAILURE.text)).toHaveLength(1);
    expect(screen.queryByText('Thinking')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry.mock.calls).toEqual([['a']]);
  });

  it('that failed half-way keeps its text', async () => {
    show(answer({ status: 'failed', error: FAILURE }, 'The first half'));
    expect(await screen.findByText('The first half', { selector: 'p' })).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain(FAILURE.text);
  });

  it('shows no words of the machine when the chat itself fails', () => {
    show(answer(undefined), { status: 'error', error: new Error('Invalid UI message chunk') });
    expect(screen.getByRole('alert').textContent).toContain('The answer could not be completed. Please try again.');
  });

  it('offers no retry where one cannot help', () => {
    show(answer({ status: 'failed', error: wireError('context-too-long') }));
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('without words is dots while it runs', () => {
    show(answer({ status: 'pending' }), { status: 'streaming' });
    expect(screen.getByText('Thinking')).toBeTruthy();
    expect(screen.getByRole('article', { name: 'Answer' }).getAttribute('aria-busy')).toBe('true');
  });

  it('that was stopped keeps its text and says so', async () => {
    show(answer({ status: 'stopped' }, 'Half'));
    expect(await screen.findByText('Half', { selector: 'p' })).toBeTruthy();
    expect(screen.getByText('Stopped')).toBeTruthy();
  });

  it.each(['stopped', 'interrupted', 'failed'] as const)('that was %s can go on from where it is', async (status) => {
    const error = status === 'failed' ? { error: FAILURE } : {};
    const { continueAnswer } = show(answer({ status, ...error }, 'Half'));
    await userEvent.click(screen.getByRole('button', { name: 'Continue' }));
    expect(continueAnswer.mock.calls).toEqual([['a']]);
  });

  it('that was cut off in the middle of a mark shows no half mark', async () => {
    show(answer({ status: 'stopped' }, 'This is **very impor'));
    expect((await screen.findByText('very impor')).textContent).toBe('very impor');
  });

  it('that has no words cannot go on', () => {
    show(answer({ status: 'stopped' }));
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull();
  });

  it('shows its thoughts while it thinks, and folds them when it begins to speak', async () => {
    const thinking = { type: 'reasoning', text: 'Let me see' } as const;
    const { update } = show(
      { ...answer({ status: 'pending' }), parts: [thinking] },
      { state: 'running', status: 'streaming' },
    );
    expect(await screen.findByText('Let me see')).toBeTruthy();
    update({
      message: {
        ...answer({ status: 'completed', reasoningMs: 4_200 }),
        parts: [thinking, { type: 'text', text: 'Hi' }],
      },
      state: 'completed',
    });
    expect(screen.queryByText('Let me see')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Thought for 4 s', expanded: false }));
    expect(await screen.findByText('Let me see')).toBeTruthy();
  });

  it('that was stopped while a tool ran says so, and reads as one text where nothing came between', async () => {
    const tool = { type: 'dynamic-tool', toolCallId: '1', toolName: 'webSearch', state: 'input-available', input: {} };
    const text = (words: string) => ({ type: 'text', text: words });
    const parts = [text('Half a sen'), { type: 'step-start' }, text('tence.'), tool] as ChatMessage['parts'];
    show({ ...answer({ status: 'stopped' }), parts });
    expect(await screen.findByText('Half a sentence.', { selector: 'p' })).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Web search not finished' })).toBeTruthy();
  });

  it('lists its sources once each, and only those of the web', () => {
    const source = (url: string, title?: string) => ({ type: 'source-url', sourceId: url, url, title }) as const;
    const parts: ChatMessage['parts'] = [
      { type: 'text', text: 'See there' },
      source('https://www.example.com/a', 'A page'),
      source('https://www.example.com/a', 'A page'),
      source('https://example.org/b'),
      source('javascript:alert(1)', 'Bad'),
    ];
    show({ ...answer({ status: 'completed' }), parts });
    const links = screen.getAllByRole<HTMLAnchorElement>('link');
    expect(links.map(({ href, textContent }) => [href, textContent])).toEqual([
      ['https://www.example.com/a', '1A pageexample.com'],
      ['https://example.org/b', '2example.org'],
    ]);
  });

  it('has its versions a step away, and stops at the ends', async () => {
    const { showVersion } = show(answer({ status: 'completed', branch: { ids: ['x', 'a', 'z'] } }, 'Text'));
    expect(screen.getByRole('group', { name: 'Version 2 of 3' }).textContent).toBe('2 / 3');
    await userEvent.click(screen.getByRole('button', { name: 'Previous version' }));
    await userEvent.keyboard('{ArrowRight}');
    expect(showVersion.mock.calls).toEqual([['x'], ['z']]);
  });

  it('shows no other version while an answer is made', async () => {
    const { showVersion } = show(answer({ status: 'completed', branch: { ids: ['x', 'a'] } }, 'Text'), {
      isBusy: true,
    });
    await userEvent.click(screen.getByRole('button', { name: 'Previous version' }));
    expect(showVersion).not.toHaveBeenCalled();
  });
});

describe('a question in other words', () => {
  const question: ChatMessage = {
    id: 'u',
    role: 'user',
    parts: [{ type: 'text', text: 'Why?' }],
    metadata: { createdAt: '2026-11-22T12:00:00Z' },
  };

  it('is opened by its button', async () => {
    const { setEditing } = show(question);
    await userEvent.click(screen.getByRole('button', { name: 'Edit message' }));
    expect(setEditing.mock.calls).toEqual([['u']]);
  });

  it('is sent', async () => {
    const { edit, setEditing } = show(question, { isEditing: true });
    await userEvent.type(await screen.findByRole('textbox', { name: 'Your message' }), ' Tell me{Enter}');
    expect(edit.mock.calls).toEqual([['u', 'Why? Tell me']]);
    expect(setEditing.mock.calls).toEqual([[null]]);
  });

  it('is given up with Esc, and does nothing when nothing changed', async () => {
    const { edit, setEditing } = show(question, { isEditing: true });
    await userEvent.type(screen.getByRole('textbox', { name: 'Your message' }), ' no{Escape}');
    await userEvent.type(screen.getByRole('textbox', { name: 'Your message' }), '{Enter}');
    expect(edit).not.toHaveBeenCalled();
    expect(setEditing.mock.calls).toEqual([[null], [null]]);
  });
});

describe('a long question', () => {
  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}.`).join('\n');
  const asking = (text: string): ChatMessage => ({ id: 'u', role: 'user', parts: [{ type: 'text', text }] });

  it.each([
    ['many lines', lines(400), 'line 399.'],
    ['one long line', `${'word '.repeat(2_000)}end.`, 'end.'],
  ])('of %s shows its begin, all of it on demand, and less again', async (_, text, end) => {
    show(asking(text));
    const shown = () => screen.getByRole('article', { name: 'You' }).textContent;
    expect(shown()).toContain(text.slice(0, 60));
    expect(shown()).not.toContain(end);
    await userEvent.click(screen.getByRole('button', { name: 'Show all', expanded: false }));
    expect(shown()).toContain(text);
    await userEvent.click(screen.getByRole('button', { name: 'Show less', expanded: true }));
    expect(shown()).not.toContain(end);
  });

  it('is whole where the reader was sent to it, each time anew', async () => {
    const { update } = show(asking(lines(400)), { jump: {} });
    const isWhole = () => screen.queryByText(/line 399\./) !== null;
    expect(isWhole()).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Show less' }));
    expect(isWhole()).toBe(false);
    update({ jump: {} });
    expect(isWhole()).toBe(true);
  });

  it('is cut between two characters', () => {
    show(asking(` ${'😀'.repeat(2_000)}`));
    const { textContent } = screen.getByRole('article', { name: 'You' });
    expect(textContent).toContain('😀…');
    expect(textContent?.isWellFormed()).toBe(true);
  });

  it('is whole where little would be spared', () => {
    show(asking(lines(24)));
    expect(screen.getByText(/line 23\./)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Show all' })).toBeNull();
  });

  it('is printed whole', () => {
    show(asking(lines(400)));
    act(() => void dispatchEvent(new Event('beforeprint')));
    expect(screen.getByText(/line 399\./)).toBeTruthy();
    act(() => void dispatchEvent(new Event('afterprint')));
    expect(screen.queryByText(/line 399\./)).toBeNull();
  });
});

describe('delivery of an own message', () => {
  const unsaved: ChatMessage = { id: 'u', role: 'user', parts: [] };
  const saved: ChatMessage = { ...unsaved, metadata: { createdAt: '2026-11-22T12:00:00Z' } };

  it.each([
    ['sending', unsaved, true, true],
    ['when-online', unsaved, true, false],
    ['not-sent', unsaved, false, true],
    ['saved', saved, false, false],
  ] as const)('is %s', (delivery, message, isOnItsWay, isLinkUp) => {
    expect(deliveryOf(message, isOnItsWay, isLinkUp)).toBe(delivery);
  });

  it('is said in words', () => {
    show({ ...unsaved, parts: [{ type: 'text', text: 'Hello' }] }, { delivery: 'when-online' });
    expect(screen.getByText('Will be sent when you are back online')).toBeTruthy();
  });
});
