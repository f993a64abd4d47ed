import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { setDraft, getDraft } from '../chat/drafts';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer } from '../testing/fake-server';
import { aConversation, renderPage } from '../testing/render-page';
import { openDialog, useDialogs } from '../ui/dialogs';
import { useUiStore } from '../ui/ui-store';
import SettingsDialog from './settings-dialog';

let server: FakeServer;
let isRefusing: boolean;

beforeAll(fillInBrowser);
beforeEach(() => {
  isRefusing = false;
  server = new FakeServer({
    'GET /settings': () => ({ instructions: 'Be brief.' }),
    'PATCH /settings': ({ body }) => {
      if (isRefusing) throw new Error('down');
      return body;
    },
    'GET /conversations': ({ path }) => ({
      conversations: path.includes('archived') ? [aConversation('old', { isArchived: true })] : [],
      nextCursor: null,
    }),
    'PATCH /conversations/old': () => aConversation('old'),
    'DELETE /conversations': () => null,
  });
});

const openAt = (section: string) => {
  openDialog('settings', section);
  return renderPage(<SettingsDialog />, '/c/some');
};

describe('SettingsDialog', () => {
  it('keeps what is chosen in the state of the page', async () => {
    openAt('general');
    await userEvent.click(screen.getByRole('radio', { name: 'Compact' }));
    await userEvent.click(screen.getByRole('radio', { name: 'Ctrl Enter' }));
    expect(useUiStore.getState()).toMatchObject({ density: 'compact', sendKey: 'mod-enter' });
    screen.getByText('Enter breaks the line.');
  });

  it('stores instructions, and says so', async () => {
    openAt('instructions');
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'My instructions' });
    expect(field.value).toBe('Be brief.');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
    await userEvent.type(field, ' And kind.');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Saved');
    expect(server.sent('PATCH /settings').map(({ body }) => body)).toEqual([{ instructions: 'Be brief. And kind.' }]);
  });

  it('keeps the text when instructions could not be stored', async () => {
    isRefusing = true;
    openAt('instructions');
    const field = await screen.findByRole<HTMLTextAreaElement>('textbox', { name: 'My instructions' });
    await userEvent.type(field, '!');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Could not be saved.');
    expect(field.value).toBe('Be brief.!');
  });

  it('brings an archived conversation back', async () => {
    openAt('archived');
    await userEvent.click(await screen.findByRole('button', { name: 'Move back to the list: Title of old' }));
    await screen.findByText('Nothing is archived.');
    expect(server.sent('PATCH /conversations/old').map(({ body }) => body)).toEqual([{ isArchived: false }]);
  });

  it('deletes everything only after the word was typed', async () => {
    setDraft('some', 'half a thought');
    const { location } = openAt('data');
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Delete everything' });
    expect(button.disabled).toBe(true);
    await userEvent.type(screen.getByLabelText('Type “delete” to confirm'), 'delet');
    await userEvent.keyboard('{Enter}');
    expect(server.sent('DELETE /conversations')).toHaveLength(0);
    await userEvent.keyboard('e{Enter}');
    await screen.findByText('Everything is deleted.');
    expect(server.sent('DELETE /conversations')).toHaveLength(1);
    expect(server.sent('PATCH /settings').map(({ body }) => body)).toEqual([{ instructions: '' }]);
    await waitFor(() => expect(location()).toBe('/'));
    expect(getDraft('some')).toBe('');
    expect(useDialogs.getState().open).toBe('settings');
    await waitFor(() => expect(localStorage.getItem('throughline-draft:some')).toBeNull());
  });
});
