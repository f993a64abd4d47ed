import { CHAT_PATH, SUBPROTOCOL } from '@app/chat-protocol';
import { WebSocket } from 'ws';
import { signIn } from '../bench/ours.js';
import type { IdlePlan } from './plan.js';

const AT_ONCE = 50;

/** Sockets of as many guests that say nothing, but answer pings as every WebSocket does. */
export class IdleConnections {
  private constructor(private readonly sockets: WebSocket[]) {}

  static async open({ url, connections }: IdlePlan): Promise<IdleConnections> {
    const sockets: WebSocket[] = [];
    while (sockets.length < connections) {
      const some = Math.min(AT_ONCE, connections - sockets.length);
      sockets.push(...(await Promise.all(Array.from({ length: some }, () => connect(url)))));
    }
    return new IdleConnections(sockets);
  }

  /** Those that are still there. */
  get open(): number {
    return this.sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
  }
}

async function connect(url: string): Promise<WebSocket> {
  const cookie = await signIn(url);
  const socket = new WebSocket(`${url.replace('http', 'ws')}${CHAT_PATH}`, [SUBPROTOCOL], {
    origin: url,
    headers: { cookie },
    perMessageDeflate: false,
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  socket.on('error', () => undefined); // A socket that broke is no longer open; that is what is counted.
  return socket;
}
