import type { SatisfactionComparison, SatisfactionFigures, StatisticsOverview } from '@app/chat-protocol';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { Route, Routes } from 'react-router';
import { fillInBrowser } from '../testing/browser-parts';
import { FakeServer, refusal } from '../testing/fake-server';
import { renderPage } from '../testing/render-page';
import AdminPage from './admin-page';

const NO_TIMES = { count: 0, shareInTime: null, p50Ms: null, p99Ms: null };
const NO_ENDINGS = { completed: 0, stopped: 0, failed: 0, interrupted: 0, lostShare: null };
const NO_OPINIONS: SatisfactionFigures = { up: 0, down: 0, upShare: null, scores: 0, meanScore: null };
const NO_USAGE = { turns: 0, inputTokens: 0, outputTokens: 0, cost: null, turnsWithoutCost: 0 };
const AT = '2026-11-25T00:00:00.000Z';

let overview: StatisticsOverview;
let point: object;
let comparison: SatisfactionComparison;
let satisfaction: object;
let usage: object;
let isDown: boolean;
let server: FakeServer;

beforeAll(fillInBrowser);
beforeEach(() => {
  isDown = false;
  overview = {
    questions: 0,
    activeUsers: 0,
    firstWords: NO_TIMES,
    stored: NO_TIMES,
    meanAnswerMs: null,
    endings: NO_ENDINGS,
    now: { running: 0, queued: 0, processes: 1, socketsHere: 1 },
  };
  point = { at: AT, questions: 0, activeUsers: 0, endings: NO_ENDINGS, firstWords: NO_TIMES };
  comparison = { before: NO_OPINIONS, now: NO_OPINIONS, upShare: null, meanScore: null };
  satisfaction = { total: NO_OPINIONS, points: [{ at: AT, ...NO_OPINIONS }], models: [], reasons: [] };
  usage = { top: [], rest: null, total: NO_USAGE };
  const route = (answer: () => unknown) => () => (isDown ? refusal(503, 'overloaded', 'Too busy') : answer());
  const statistics = '/admin/statistics';
  server = new FakeServer({
    [`GET ${statistics}/overview`]: route(() => overview),
    [`GET ${statistics}/series`]: route(() => ({ points: [point] })),
    [`GET ${statistics}/errors`]: route(() => ({ errors: [] })),
    [`GET ${statistics}/slowest`]: route(() => ({ turns: [] })),
    [`GET ${statistics}/usage`]: route(() => usage),
    [`GET ${statistics}/satisfaction`]: route(() => satisfaction),
    [`GET ${statistics}/satisfaction/comparison`]: route(() => comparison),
  });
});

const show = (path: string) =>
  renderPage(
    <Routes>
      <Route path="/admin/*" element={<AdminPage />} />
    </Routes>,
    path,
  );
const target = (title: string) =>
  within(
    screen
      .getAllByText(title)
      .find((one) => one.closest('li'))!
      .closest('li')!,
  );
const asked = (path: string) => new URL(server.sent(`GET ${path}`).at(-1)!.path, 'http://localhost').searchParams;

describe('AdminPage', () => {
  it('says of a fresh installation that there is nothing yet, everywhere', async () => {
    show('/admin');
    await screen.findByText('Nobody asked anything in this period.');
    expect(target('First words in time').getByText('Nothing to tell yet')).toBeTruthy();
    expect(target('Messages stored in time').getByText('Nothing to tell yet')).toBeTruthy();
    await userEvent.click(screen.getByRole('link', { name: 'Answers' }));
    await screen.findByText('No answer failed in this period.');
    await userEvent.click(screen.getByRole('link', { name: 'Satisfaction' }));
    await screen.findByText('Nobody gave an opinion in this period.');
    await userEvent.click(screen.getByRole('link', { name: 'Tokens and cost' }));
    await screen.findByText('no prices configured');
  });

  it('says in words which targets are held and which are missed', async () => {
    overview = {
      ...overview,
      firstWords: { count: 1000, shareInTime: 0.98, p50Ms: 200, p99Ms: 1400 },
      stored: { count: 900, shareInTime: 0.99, p50Ms: 8, p99Ms: 499 },
      endings: { completed: 990, stopped: 0, failed: 10, interrupted: 0, lostShare: 0.01 },
    };
    const compared = { difference: { value: 0.2, interval: { lower: 0.1, upper: 0.3 } }, verdict: 'higher' } as const;
    const ratio = { value: 1.4, interval: { lower: 1.2, upper: 1.6 } };
    comparison = { ...comparison, upShare: { ...compared, ratio, target: 'reached' } };
    show('/admin');
    await screen.findByText('98 %');
    expect(target('First words in time').getByText('Missed')).toBeTruthy();
    expect(target('Answers lost').getByText('Held')).toBeTruthy();
    expect(target('Messages stored in time').getByText('99 %')).toBeTruthy();
    expect(target('Messages stored in time').getByText('Held')).toBeTruthy();
    screen.getByText('Target: 99 % of questions are stored within 500 ms.');
    await waitFor(() => expect(target('Satisfaction').getByText('Held')).toBeTruthy());
    expect(target('Satisfaction').getByText('+40 %')).toBeTruthy();
  });

  it('says that questions were not stored in time', async () => {
    overview = { ...overview, stored: { count: 1000, shareInTime: 0.989, p50Ms: 20, p99Ms: 700 } };
    show('/admin');
    await screen.findByText('98.9 %');
    expect(target('Messages stored in time').getByText('Missed')).toBeTruthy();
  });

  it('shows a chart as a table for those who would rather read', async () => {
    point = { ...point, questions: 12, activeUsers: 3 };
    show('/admin?period=7d');
    expect((await screen.findByRole('img', { name: /Questions/ })).getAttribute('aria-label')).toBe(
      'Questions: from 12 to 12, 12 at the end. Active users: from 3 to 3, 3 at the end.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Questions and active users as a table' }));
    const rows = within(screen.getByRole('table', { name: 'Questions and active users' })).getAllByRole('row');
    expect(
      within(rows[1])
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['12', '3']);
  });

  it('asks for the period that is chosen, and keeps it in the address and over the sections', async () => {
    const { location } = show('/admin');
    await screen.findByText('Nobody asked anything in this period.');
    const hours = (path: string) =>
      (Date.parse(asked(path).get('to')!) - Date.parse(asked(path).get('from')!)) / 3_600_000;
    expect([hours('/admin/statistics/series'), asked('/admin/statistics/series').get('bucket')]).toEqual([24, 'hour']);
    await userEvent.click(screen.getByRole('radio', { name: '30 days' }));
    await waitFor(() => expect(asked('/admin/statistics/series').get('bucket')).toBe('day'));
    await userEvent.click(screen.getByRole('link', { name: 'Tokens and cost' }));
    expect(location()).toBe('/admin/cost?period=30d');
    await waitFor(() => expect(Math.round(hours('/admin/statistics/usage') / 24)).toBe(30)); // but for summer time
  });

  it('says when figures cannot be had, and asks again', async () => {
    isDown = true;
    show('/admin/cost');
    await screen.findByText('These figures could not be loaded.');
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findAllByText('No answer ended in this period.');
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('compares two periods and two models, in plain words', async () => {
    const estimate = (value: number) => ({ value, interval: { lower: value - 0.05, upper: value + 0.05 } });
    const of = (share: number): SatisfactionFigures => ({
      ...NO_OPINIONS,
      up: 100 * share,
      down: 100 - 100 * share,
      upShare: estimate(share),
    });
    satisfaction = {
      total: of(0.8),
      points: [{ at: AT, ...of(0.8) }],
      reasons: [{ reason: 'too-long', count: 3 }],
      models: [
        { model: 'new', ...of(0.8) },
        { model: 'old', ...of(0.6) },
      ],
    };
    comparison = {
      before: of(0.6),
      now: of(0.8),
      upShare: { difference: estimate(0.2), ratio: estimate(1.33), verdict: 'higher', target: 'reached' },
      meanScore: null,
    };
    show('/admin/satisfaction?period=7d');
    await screen.findByText('Thumbs up: +15 % reached.');
    screen.getByText('Mean score: +15 % undecided.');
    screen.getByText('Too long');
    const row = within(screen.getByRole('table', { name: 'Comparison' })).getAllByRole('row')[1];
    expect(row.textContent).toContain('+20 points+15 points to +25 points');
    const period = asked('/admin/statistics/satisfaction/comparison');
    expect(period.get('beforeTo')).toBe(period.get('from'));

    await userEvent.click(screen.getByRole('radio', { name: 'Models' }));
    await waitFor(() => expect(asked('/admin/statistics/satisfaction/comparison').get('model')).toBe('new'));
    expect(asked('/admin/statistics/satisfaction/comparison').get('beforeModel')).toBe('old');
  });

  it('tells tokens by user and by model, and what they cost where there are prices', async () => {
    const one = {
      key: 'u1',
      name: 'Ada',
      email: 'ada@example.com',
      turns: 3,
      inputTokens: 900,
      outputTokens: 100,
      cost: 1.5,
      turnsWithoutCost: 0,
    };
    usage = {
      top: [one],
      rest: { ...NO_USAGE, count: 4, turns: 4, inputTokens: 1000, cost: 0.5 },
      total: { ...NO_USAGE, turns: 7, inputTokens: 1900, outputTokens: 100, cost: 2 },
    };
    show('/admin/cost');
    const table = within(await screen.findByRole('table', { name: 'By user' }));
    expect(table.getByText('ada@example.com')).toBeTruthy();
    expect(table.getByText('$1.50')).toBeTruthy();
    expect(table.getByText('4 others')).toBeTruthy();
  });
});
