import { beforeEach, describe, expect, it } from '@jest/globals';
import { fireEvent, render } from '@testing-library/react';
import { closeDialog, openDialog } from './dialogs';
import type { ShortcutId } from './shortcuts';
import { hasShortcut, runShortcut, useShortcut } from './use-shortcut';

let done: string[];
beforeEach(() => {
  done = [];
});

function Claim({ id, name, isOn = true }: { id: ShortcutId; name: string; isOn?: boolean }) {
  useShortcut(id, () => void done.push(name), isOn);
  return null;
}

/** Returns whether the page took the key from the browser. */
function press(init: KeyboardEventInit): boolean {
  return !fireEvent.keyDown(document.body, init);
}

const NEW_CHAT = { key: 'O', code: 'KeyO', ctrlKey: true, shiftKey: true };

describe('useShortcut', () => {
  it('runs on exactly its keys, and leaves others to the browser', () => {
    render(<Claim id="new-chat" name="new" />);
    expect(press({ ...NEW_CHAT, shiftKey: false })).toBe(false);
    expect(press({ ...NEW_CHAT, altKey: true })).toBe(false);
    expect(press({ ...NEW_CHAT, ctrlKey: false })).toBe(false);
    expect(press(NEW_CHAT)).toBe(true);
    expect(done).toEqual(['new']);
  });

  it('finds its key on keyboards of other alphabets and with other shapes', () => {
    render(
      <>
        <Claim id="new-chat" name="new" />
        <Claim id="copy-code" name="code" />
        <Claim id="shortcuts" name="keys" />
      </>,
    );
    press({ ...NEW_CHAT, key: 'Щ' }); // Russian
    press({ key: ':', code: 'Semicolon', ctrlKey: true, shiftKey: true }); // US
    press({ key: '/', code: 'Digit7', ctrlKey: true, shiftKey: true }); // German
    press({ key: 'q', code: 'KeyO', ctrlKey: true, shiftKey: true }); // a Latin layout that has its O elsewhere
    expect(done).toEqual(['new', 'code', 'keys']);
  });

  it('belongs to the newest that claims it, and to the one before when that goes', () => {
    const { rerender } = render(<Claim key="a" id="stop" name="outer" />);
    const both = (isOn: boolean) => (
      <>
        <Claim key="a" id="stop" name="outer" />
        <Claim key="b" id="stop" name="inner" isOn={isOn} />
      </>
    );
    rerender(both(true));
    press({ key: 'Escape', code: 'Escape' });
    rerender(both(false));
    press({ key: 'Escape', code: 'Escape' });
    expect(done).toEqual(['inner', 'outer']);
  });

  it('rests under an open dialog, except for what works everywhere', () => {
    render(
      <>
        <Claim id="new-chat" name="new" />
        <Claim id="search" name="search" />
      </>,
    );
    openDialog('settings');
    press(NEW_CHAT);
    press({ key: 'k', code: 'KeyK', ctrlKey: true });
    closeDialog();
    expect(done).toEqual(['search']);
  });

  it('can be asked for by name while it is claimed', () => {
    const { unmount } = render(<Claim id="copy-answer" name="copied" />);
    expect(hasShortcut('copy-answer')).toBe(true);
    runShortcut('copy-answer');
    unmount();
    expect(hasShortcut('copy-answer')).toBe(false);
    runShortcut('copy-answer');
    expect(done).toEqual(['copied']);
  });
});
