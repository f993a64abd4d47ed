import { once } from 'node:events';
import { CLOSE, SUBPROTOCOL } from '@app/chat-protocol';
import { WebSocket } from 'ws';
import type { Rig, User } from '../rig.js';
import type { Scenario } from '../scenario.js';

const LONGEST_MS = 2000;
const GIVEN_UP_MS = 10_000;
const AT_ONCE = 10;
const TOLD = 'sign-out to the last socket closed';
const UNTOLD = 'session gone to the last socket closed, nobody told';

/** A session that ends at one server, or in the database behind everybody's back: its sockets close on all servers. */
export const signOut: Scenario = {
  name: 'sign-out',
  title: 'sessions end: their sockets on all servers close with 4401 within 2 s',
  promises: ['P27'],
  unit: 'sessions',
  fullSize: 200,
  async round(rig, left) {
    const count = Math.min(AT_ONCE, left);
    await Promise.all(Array.from({ length: count }, (_, index) => endOne(rig, index % 2 === 0)));
    await rig.ended([rig.ask(rig.question({ tokens: 10, gapMs: 1 })).reader]); // The servers still answer.
    return count;
  },
};

async function endOne(rig: Rig, isTold: boolean): Promise<void> {
  const user = rig.newUser();
  const sockets = await Promise.all(rig.upServers.map((way) => open(rig, user, way)));
  const since = performance.now();
  const closed = Promise.all(sockets.map((socket) => closeOf(socket)));
  if (isTold) await signOutAt(rig, user, rig.random.pick(rig.upServers));
  else await rig.database.query(`DELETE FROM sessions WHERE user_id = $1`, [user.id]);
  const codes = await closed;
  const ms = performance.now() - since;
  rig.figures.add(isTold ? TOLD : UNTOLD, ms);
  if (ms > LONGEST_MS) rig.violate(`the sockets of ${user.id} took ${Math.round(ms)} ms to close`);
  if (codes.some((code) => code !== CLOSE.sessionEnded)) rig.violate(`${user.id} saw ${codes.join(', ')}`);
}

async function signOutAt(rig: Rig, user: User, way: number): Promise<void> {
  const { origin } = rig.door(user, way);
  const headers = { origin, cookie: user.cookie };
  const response = await fetch(`${origin}/api/v1/auth/sign-out`, { method: 'POST', headers });
  if (response.status !== 204) rig.violate(`sign-out answered ${response.status}`);
}

async function open(rig: Rig, user: User, way: number): Promise<WebSocket> {
  const { socketUrl, origin, cookie } = rig.door(user, way);
  const socket = new WebSocket(socketUrl, SUBPROTOCOL, { origin, headers: { cookie } });
  await once(socket, 'open');
  return socket;
}

/** 0 = it was never closed. */
function closeOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      socket.terminate();
      resolve(0);
    }, GIVEN_UP_MS);
    socket.once('close', (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}
