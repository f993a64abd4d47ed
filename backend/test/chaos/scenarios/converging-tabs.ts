import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Rig, User } from '../rig.js';
import type { Scenario } from '../scenario.js';
import { shownAs, Tab } from '../tab.js';

/** At once. */
const SCRIPTS = 20;
const TABS = 5;
const STEPS = [4, 10] as const;
const SETTLED_WITHIN_MS = 60_000;
const CONVERGED_WITHIN_MS = 1000;
/** Then it will not come any more. */
const GIVEN_UP_MS = 15_000;
const LOOK_EVERY_MS = 20;

const WHAT = ['send', 'send', 'send', 'stop', 'regenerate', 'edit', 'reload', 'cut'] as const;

/** Five tabs of one user do what comes to their mind, each on whichever server; then all show the same. */
export const convergingTabs: Scenario = {
  name: 'converging-tabs',
  title: `random scripts (send, stop, regenerate, edit, reload, cut) × ${TABS} tabs: the same ids, order and text in the end`,
  promises: ['P14'],
  unit: 'scripts',
  fullSize: 1000,
  async round(rig, left) {
    const { random, network } = rig;
    network.plan = () => ({
      ...rig.anyServer(),
      ...(random.chance(0.3)
        ? { toClient: { kind: random.pick(['fin', 'rst']), afterBytes: random.between(300, 9000) } }
        : {}),
    });
    const count = Math.min(SCRIPTS, left);
    await Promise.all(Array.from({ length: count }, () => play(rig)));
    network.plan = () => rig.anyServer();
    return count;
  },
};

async function play(rig: Rig): Promise<void> {
  const { random } = rig;
  const user = rig.newUser();
  const conversationId = randomUUID();
  const tabs = Array.from({ length: TABS }, (_, index) => new Tab(rig, `tab ${index} of ${conversationId}`, user, conversationId)); // prettier-ignore
  const question = () => rig.question({ tokens: random.between(3, 120), gapMs: random.between(1, 20) });
  const script: string[] = [];
  tabs[0].send(question());
  for (let step = random.between(...STEPS); step > 0; step -= 1) {
    await sleep(random.between(0, 250));
    const what = random.pick(WHAT);
    const index = random.between(0, TABS - 1);
    const tab = tabs[index];
    script.push(`${what} in ${index}`);
    if (what === 'send') tab.send(question());
    else if (what === 'edit') tab.edit(question());
    else if (what === 'cut') rig.network.cutOne(random.next());
    else tab[what]();
  }
  await converge(rig, tabs, user, conversationId, script);
  for (const tab of tabs) tab.close();
}

async function converge(rig: Rig, tabs: Tab[], user: User, conversationId: string, script: string[]): Promise<void> {
  const settledBy = performance.now() + SETTLED_WITHIN_MS;
  for (;;) {
    while (performance.now() < settledBy && (await isBusy(rig, tabs, user, conversationId))) await sleep(100);
    const quietAt = performance.now();
    // Without an answer from the server there is no conversation: its only message was lost with a reload.
    const { messages } = await rig.listMessages(user, conversationId, 0);
    const saved = shownAs(messages);
    const isOne = () => tabs.every((tab) => tab.shown === saved);
    while (!isOne() && performance.now() - quietAt < GIVEN_UP_MS) await sleep(LOOK_EVERY_MS);
    // A message of a tab that was reloaded may have been on its way all the time.
    if (
      !isOne() &&
      performance.now() < settledBy &&
      shownAs((await rig.listMessages(user, conversationId, 0)).messages) !== saved
    )
      continue;
    const tookMs = performance.now() - quietAt;
    rig.figures.add('quiet to converged', tookMs);
    if (!isOne()) {
      const odd = tabs.flatMap((tab, index) => (tab.shown === saved ? [] : [`tab ${index} shows ${tab.shown}`]));
      rig.violate(`${conversationId} is saved as ${saved}, but ${odd.join(', ')} after: ${script.join(', ')}`);
    } else if (tookMs > CONVERGED_WITHIN_MS) rig.missBar(`the tabs took ${Math.round(tookMs)} ms`);
    return;
  }
}

/** Whether anything is still being answered, or was a moment ago, or is on its way. */
async function isBusy(rig: Rig, tabs: Tab[], user: User, conversationId: string): Promise<boolean> {
  if (tabs.some(({ requests }) => requests > 0)) return true;
  const [{ count }] = await rig.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM turns
     WHERE user_id = $1 AND conversation_id = $2 AND (status IN ('queued', 'running') OR ended_at > now() - interval '300 milliseconds')`, // prettier-ignore
    [user.id, conversationId],
  );
  return count > 0;
}
