import { beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { FakeServer, refusal } from '../testing/fake-server';
import { renderPage } from '../testing/render-page';
import Survey from './survey';

let isDue: boolean;
let server: FakeServer;

beforeEach(() => {
  isDue = true;
  server = new FakeServer({
    'GET /survey': () => ({ isDue }),
    'PUT /survey': () => {
      isDue = false;
      return new Response(null, { status: 204 });
    },
  });
});

/** A thread whose last answer is made, and ends at a press. */
function Thread() {
  const [isWaiting, setIsWaiting] = useState(true);
  return (
    <>
      <button type="button" onClick={() => setIsWaiting(!isWaiting)}>
        turn
      </button>
      <Survey hasEnded={!isWaiting} />
    </>
  );
}

const turn = () => userEvent.click(screen.getByRole('button', { name: 'turn' }));
const question = () => screen.queryByText('How do you find the answers here?');
const answers = () => server.sent('PUT /survey').map(({ body }) => body);

describe('Survey', () => {
  it('asks once an answer has ended, not during it, and leaves the focus where it is', async () => {
    renderPage(<Thread />);
    expect(server.requests).toEqual([]);
    await turn();
    await waitFor(() => expect(question()).not.toBeNull());
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'turn' }));
    expect(screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent)).toEqual([
      'Poor',
      'Fair',
      'Good',
      'Very good',
      'Excellent',
    ]);
  });

  it('does not ask under an answer that was not made in front of the reader, nor when it is not time, nor when the server cannot say', async () => {
    const old = renderPage(<Survey hasEnded={false} />);
    expect(server.requests).toEqual([]);
    old.unmount();

    isDue = false;
    const early = renderPage(<Thread />);
    await turn();
    await waitFor(() => expect(server.requests).toHaveLength(1));
    early.unmount();

    server = new FakeServer({ 'GET /survey': () => refusal(500, 'internal', 'It failed') });
    renderPage(<Thread />);
    await turn();
    await waitFor(() => expect(server.requests).toHaveLength(1));
    expect(question()).toBeNull();
  });

  it('saves a choice at once, then a comment with it, and does not ask again', async () => {
    renderPage(<Thread />);
    await turn();
    await userEvent.click(await screen.findByRole('radio', { name: 'Very good' }));
    await screen.findByText('Saved. Thank you.');
    expect(answers()).toEqual([{ score: 4, comment: '' }]);

    await userEvent.type(screen.getByRole('textbox'), 'Faster than I read ');
    await userEvent.click(screen.getByRole('button', { name: 'Send' }));
    await screen.findByText('Thank you for telling us.');
    expect(answers().at(-1)).toEqual({ score: 4, comment: 'Faster than I read' });
  });

  it('is waved away for good', async () => {
    renderPage(<Thread />);
    await turn();
    await userEvent.click(await screen.findByRole('button', { name: 'Not now' }));
    expect(question()).toBeNull();
    await waitFor(() => expect(answers()).toEqual([{ score: null, comment: '' }]));
    await turn();
    await turn();
    expect(question()).toBeNull();
  });

  it('says when a choice could not be saved, and keeps the question', async () => {
    server = new FakeServer({
      'GET /survey': () => ({ isDue }),
      'PUT /survey': () => refusal(500, 'internal', 'It failed'),
    });
    renderPage(<Thread />);
    await turn();
    await userEvent.click(await screen.findByRole('radio', { name: 'Good' }));
    expect((await screen.findByRole('alert')).textContent).toBe('This could not be saved. Please try again.');
    expect(question()).not.toBeNull();
  });
});
