import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * How a direction ends. `fin` and `rst` end the connection, `drop` swallows the rest of this direction (lost replies),
 * `black-hole` of both: the link looks alive to each side and carries nothing.
 */
export type CutKind = 'fin' | 'rst' | 'drop' | 'black-hole';

export interface Cut {
  kind: CutKind;
  /** Bytes of this direction that still arrive. */
  afterBytes: number;
}

/** What happens to one connection. */
export interface LinkPlan {
  /** Ports to try, first one first; the next is taken when one refuses. */
  upstreams: number[];
  toClient?: Cut | undefined;
  toServer?: Cut | undefined;
  /** Milliseconds each packet to the client is held back. */
  delayMs?: number;
  /** Most bytes a second to the client. */
  bytesPerSecond?: number;
}

/** A TCP proxy on loopback in which links break as planned: the network, the load balancer and the bad luck in one. */
export class FaultProxy {
  /** Links that were cut so far. */
  cuts = 0;
  /** Told when a side of a black hole gives up, and how long that took it. */
  onGivenUp: ((side: 'client' | 'server', afterMs: number) => void) | undefined;
  private readonly links = new Set<Link>();

  private constructor(
    private readonly server: Server,
    /** Decides about each new connection. */
    public plan: (connection: number) => LinkPlan,
  ) {}

  static async start(plan: (connection: number) => LinkPlan): Promise<FaultProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new FaultProxy(server, plan);
    let count = 0;
    server.on('connection', (client) => void proxy.open(client, proxy.plan(count++)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get openLinks(): number {
    return this.links.size;
  }

  /** Cuts every link that is open now. */
  cutAll(kind: CutKind): void {
    for (const link of this.links) link.cut(kind, 'toClient');
  }

  /** Cuts one of the open links: 0 = the oldest, just below 1 = the newest. */
  cutOne(share: number): void {
    [...this.links][Math.floor(share * this.links.size)]?.cut('rst', 'toClient');
  }

  async stop(): Promise<void> {
    for (const link of this.links) link.cut('rst', 'toClient');
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async open(client: Socket, plan: LinkPlan): Promise<void> {
    client.on('error', () => client.destroy()); // The other side is destroyed by its `close`.
    const server = await connectFirst(plan.upstreams);
    if (server === null || client.destroyed) {
      client.resetAndDestroy();
      server?.destroy();
      return;
    }
    const link = new Link(client, server, plan, {
      cut: () => (this.cuts += 1),
      givenUp: (side, afterMs) => this.onGivenUp?.(side, afterMs),
    });
    this.links.add(link);
    client.once('close', () => this.links.delete(link));
  }
}

type Direction = 'toClient' | 'toServer';

/** Two sockets and what passes between them. */
class Link {
  private readonly silent = new Set<Direction>();
  private readonly left: Record<Direction, number>;

  constructor(
    private readonly client: Socket,
    private readonly server: Socket,
    private readonly plan: LinkPlan,
    private readonly listener: { cut(): void; givenUp(side: 'client' | 'server', afterMs: number): void },
  ) {
    this.left = { toClient: plan.toClient?.afterBytes ?? Infinity, toServer: plan.toServer?.afterBytes ?? Infinity };
    this.carry(client, server, 'toServer');
    this.carry(server, client, 'toClient');
  }

  cut(kind: CutKind, direction: Direction): void {
    this.listener.cut();
    switch (kind) {
      case 'drop':
        this.silent.add(direction);
        return;
      case 'black-hole':
        this.silent.add('toClient').add('toServer');
        this.awaitDeath();
        return;
      case 'fin':
        this.client.end();
        this.server.end();
        return;
      case 'rst':
        this.client.resetAndDestroy();
        this.server.resetAndDestroy();
    }
  }

  private awaitDeath(): void {
    const since = performance.now();
    this.client.once('close', () => this.listener.givenUp('client', performance.now() - since));
    this.server.once('close', () => this.listener.givenUp('server', performance.now() - since));
  }

  private carry(from: Socket, to: Socket, direction: Direction): void {
    from.on('error', () => from.destroy()); // As above.
    from.on('data', (data: Buffer) => this.pass(from, to, direction, data));
    from.on('end', () => {
      if (!this.silent.has(direction)) to.end();
    });
    // A black hole hides a death: only the side that gave up knows.
    from.on('close', () => {
      if (!this.silent.has(direction)) to.destroy();
    });
    to.on('drain', () => from.resume());
  }

  private pass(from: Socket, to: Socket, direction: Direction, data: Buffer): void {
    if (this.silent.has(direction) || to.destroyed) return;
    const part = data.subarray(0, this.left[direction]);
    this.left[direction] -= data.length;
    const { delayMs = 0, bytesPerSecond } = this.plan;
    const holdMs = direction === 'toServer' ? 0 : delayMs + (1000 * part.length) / (bytesPerSecond ?? Infinity);
    if (holdMs > 0) {
      from.pause();
      setTimeout(() => {
        if (!to.destroyed) to.write(part);
        from.resume();
      }, holdMs);
    } else if (!to.write(part)) from.pause();
    if (this.left[direction] <= 0) this.cut(this.plan[direction]!.kind, direction);
  }
}

/** The first port that accepts; null = none does. */
async function connectFirst(ports: number[]): Promise<Socket | null> {
  for (const port of ports) {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (isOpen) return socket;
  }
  return null;
}
