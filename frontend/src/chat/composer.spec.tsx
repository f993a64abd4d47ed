import { afterEach, jest } from '@jest/globals';
import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Toaster } from 'sonner';
import { Composer } from './composer';
import { forgetDrafts } from './drafts';

function open({ isTouch = false, isAnswering = false, maxCharacters = 100 } = {}) {
  window.matchMedia = ((query: string) => ({
    matches: isTouch && query.includes('coarse'),
    addEventListener: () => {},
    removeEventListener: () => {},
  })) as unknown as typeof window.matchMedia;
  const onSend = jest.fn<(text: string) => void>();
  const onStop = jest.fn<() => void>();
  render(
    <Composer
      draftKey="some"
      placeholder=""
      maxCharacters={maxCharacters}
      isAnswering={isAnswering}
      onSend={onSend}
      onStop={onStop}
    />,
  );
  return { onSend, onStop, box: screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' }) };
}

afterEach(forgetDrafts);

describe('Composer', () => {
  it('says that it takes no files, and lets the browser open none that is dropped anywhere', async () => {
    const { box } = open();
    render(<Toaster />);
    const file = new File(['x'], 'a.png');
    fireEvent.paste(box, { clipboardData: { files: [file], getData: () => '' } });
    expect(await screen.findByText('Files cannot be sent here. Paste their text instead.')).toBeTruthy();
    expect(fireEvent.dragOver(document.body, { dataTransfer: { types: ['Files'] } })).toBe(false);
    expect(fireEvent.drop(document.body, { dataTransfer: { types: ['Files'] } })).toBe(false);
    // Text that is dragged into the box is the browser's to move, and a text that comes with a picture is meant.
    expect(fireEvent.drop(box, { dataTransfer: { types: ['text/plain'] } })).toBe(true);
    expect(fireEvent.paste(box, { clipboardData: { files: [file], getData: () => 'a table' } })).toBe(true);
  });

  it('has the focus and sends with Enter', async () => {
    const { onSend, box } = open();
    expect(document.activeElement).toBe(box);
    await userEvent.keyboard('  hello {Enter}');
    expect(onSend.mock.calls).toEqual([['hello']]);
  });

  it('breaks the line with Shift+Enter', async () => {
    const { onSend, box } = open();
    await userEvent.keyboard('one{Shift>}{Enter}{/Shift}two');
    expect(box.value).toBe('one\ntwo');
    expect(onSend).not.toHaveBeenCalled();
  });

  it('breaks the line with Enter on touch', async () => {
    const { onSend, box } = open({ isTouch: true });
    await userEvent.type(box, 'one{Enter}two');
    expect(box.value).toBe('one\ntwo');
    expect(onSend).not.toHaveBeenCalled();
  });

  it('leaves Enter to an input method that is composing', async () => {
    const { onSend, box } = open();
    await userEvent.type(box, 'にほん');
    fireEvent.keyDown(box, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(box, { key: 'Enter', keyCode: 229 }); // Safari: the composition has just ended
    expect(onSend).not.toHaveBeenCalled();
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(onSend).toHaveBeenCalledTimes(1);
  });

  it('sends nothing that is empty or too long, and says why', async () => {
    const { onSend, box } = open({ maxCharacters: 5 });
    await userEvent.type(box, '   {Enter}');
    await userEvent.type(box, '1234567{Enter}');
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByRole('alert').textContent).toBe('2 characters too long');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Send' }).disabled).toBe(true);
  });

  it('offers Stop while an answer runs, and sending too once there is text', async () => {
    const { onStop, box } = open({ isAnswering: true });
    expect(screen.queryByRole('button', { name: /Send/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Stop answering' }));
    expect(onStop).toHaveBeenCalledTimes(1);
    await userEvent.type(box, 'next');
    expect(screen.getByRole('button', { name: 'Send after this answer' })).toBeTruthy();
  });
});
