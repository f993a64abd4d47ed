import type { SearchPage, SearchResult } from '@app/chat-protocol';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer } from '../testing/fake-server';
import { aConversation, renderPage } from '../testing/render-page';
import { openDialog, useDialogs } from '../ui/dialogs';
import { useUiStore } from '../ui/ui-store';
import Palette from './palette';

const HIT: SearchResult = {
  conversationId: 'trip',
  title: 'A trip',
  messageId: 'm7',
  senderType: 'ai',
  timestamp: '2026-11-01T12:00:00.000Z',
  snippet: [
    { text: 'pack a warm ', isHit: false },
    { text: 'jumper', isHit: true },
  ],
  titleParts: [{ text: 'A trip', isHit: false }],
};

let search: (q: string, signal: AbortSignal) => SearchPage | Promise<SearchPage>;
let server: FakeServer;

beforeAll(fillInBrowser);
beforeEach(() => {
  search = () => ({ results: [HIT], nextCursor: null });
  server = new FakeServer({
    'GET /search': ({ path, signal }) => search(new URLSearchParams(path.split('?')[1]).get('q')!, signal!),
    'GET /conversations': ({ path }) => ({
      conversations: path.includes('active') ? [aConversation('recent')] : [],
      nextCursor: null,
    }),
  });
  openDialog('search');
});

/** What the box holds after a key, without the time that keys take on a busy machine. */
function fill(text: string): void {
  fireEvent.change(screen.getByRole('combobox'), { target: { value: text } });
}

describe('Palette', () => {
  it('asks the server once for what was typed in one go', async () => {
    renderPage(<Palette />);
    for (const typed of ['j', 'ju', 'jum', 'jump', 'jumpe', 'jumper']) fill(typed);
    await screen.findByText('jumper', { selector: 'mark' });
    expect(server.sent('GET /search').map(({ path }) => path)).toEqual(['/search?q=jumper']);
  });

  it('cancels a question that has been overtaken, and never shows its answer', async () => {
    const aborted: string[] = [];
    search = (q, signal) =>
      q === 'jum'
        ? new Promise(() => signal.addEventListener('abort', () => aborted.push(q)))
        : { results: [HIT], nextCursor: null };
    renderPage(<Palette />);
    fill('jum');
    await waitFor(() => expect(server.sent('GET /search')).toHaveLength(1));
    fill('jumper');
    await screen.findByText('jumper', { selector: 'mark' });
    expect(aborted).toEqual(['jum']);
  });

  it('goes to the message that was found, by Enter', async () => {
    const { location } = renderPage(<Palette />);
    await userEvent.keyboard('jumper');
    await screen.findByText('jumper', { selector: 'mark' });
    await userEvent.keyboard('{Enter}');
    expect(location()).toBe('/c/trip?m=m7');
    expect(useDialogs.getState().open).toBeNull();
  });

  it('shows where one was last before anything is typed', async () => {
    const { location } = renderPage(<Palette />);
    await userEvent.click(await screen.findByText('Title of recent'));
    expect(location()).toBe('/c/recent');
  });

  it('runs commands found by the starts of their words', async () => {
    useUiStore.setState({ theme: 'light' });
    search = () => ({ results: [], nextCursor: null });
    renderPage(<Palette />);
    await userEvent.keyboard('dar the');
    await screen.findByText('Nothing found in your conversations.');
    await userEvent.keyboard('{Enter}');
    expect(useUiStore.getState().theme).toBe('dark');
  });

  it('says that the search did not work, and tries again', async () => {
    let tries = 0;
    search = () => {
      tries += 1;
      if (tries <= 2) throw new Error('down'); // the first time and its own retry
      return { results: [HIT], nextCursor: null };
    };
    renderPage(<Palette />);
    await userEvent.keyboard('jumper');
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }, { timeout: 5000 }));
    await screen.findByText('jumper', { selector: 'mark' });
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('brings the next results when asked for more', async () => {
    search = () => ({ results: [HIT], nextCursor: 'next' });
    renderPage(<Palette />);
    await userEvent.keyboard('jumper');
    const more = await screen.findByText('Show more');
    search = () => ({
      results: [{ ...HIT, messageId: 'm8', snippet: [{ text: 'another', isHit: false }] }],
      nextCursor: null,
    });
    await userEvent.click(more);
    await screen.findByText('another');
    expect(server.sent('GET /search').map(({ path }) => path)).toEqual([
      '/search?q=jumper',
      '/search?q=jumper&cursor=next',
    ]);
  });
});
