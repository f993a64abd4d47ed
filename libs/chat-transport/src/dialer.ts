import { CLOSE } from '@app/chat-protocol';
import { backoffDelayMs } from './backoff.js';
import { ConnectionState } from './connection-state.js';
import { Link } from './link.js';
import type { Settings } from './options.js';
import { watchPage } from './page-signals.js';

export interface DialerListener {
  received(text: string): void;
  /** An open link, or a dial, is lost. */
  down(code: number): void;
}

/** Keeps one link open: dials again for ever, at once when the page wakes up. */
export class Dialer {
  readonly state = new ConnectionState();
  private link: Link | null = null;
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Settles when the page has had its chance to repair what made the last dial fail. */
  private repair: Promise<void> = Promise.resolve();
  private isDisposed = false;
  /** Dials ever begun: one that waited too long finds that it is not the last. */
  private dials = 0;
  private readonly unwatch: () => void;

  constructor(
    private readonly settings: Settings,
    private readonly listener: DialerListener,
  ) {
    this.unwatch = watchPage(settings.window, {
      wake: () => this.wake(),
      connectivity: (isOffline) => {
        this.state.update({ isOffline });
        if (isOffline) this.probe(); // A link to this very machine may outlive the network.
      },
    });
  }

  get bufferedAmount(): number {
    return this.link?.bufferedAmount ?? 0;
  }

  /** The first dial; nothing afterwards. */
  connect(): void {
    if (this.state.getSnapshot().state === 'idle') this.dial();
  }

  /** Dials at once, unless a link is open or being opened. */
  redial(): void {
    const { state } = this.state.getSnapshot();
    if (state === 'idle' || state === 'waiting' || state === 'closed') this.dial();
  }

  send(text: string): void {
    this.link?.send(text);
  }

  /** The server wants to hear from this client that often; more often than planned, if at all. */
  beatEvery(intervalMs: number): void {
    if (intervalMs < this.settings.timing.heartbeatIntervalMs) this.link?.beatEvery(intervalMs);
  }

  /** There is no session to dial with: ends the link, and plans no other until `redial()`. */
  hangUp(): void {
    this.letGo();
    this.state.update({ state: 'closed', attempts: 0, retryAt: null, closeCode: CLOSE.sessionEnded });
    this.listener.down(CLOSE.sessionEnded);
  }

  close(): void {
    this.isDisposed = true;
    this.unwatch();
    this.letGo();
    this.state.update({ state: 'closed', retryAt: null });
  }

  private letGo(): void {
    this.dials += 1;
    clearTimeout(this.timer);
    this.link?.close(CLOSE.normal);
    this.link = null;
  }

  private wake(): void {
    const { state } = this.state.getSnapshot();
    if (state === 'waiting') this.dial();
    this.probe();
  }

  private probe(): void {
    if (this.state.getSnapshot().state === 'open') this.link?.probe();
  }

  private dial(): void {
    if (this.isDisposed) return;
    clearTimeout(this.timer);
    this.state.update({ state: 'connecting', retryAt: null });
    void this.openLink();
  }

  private async openLink(): Promise<void> {
    const dial = ++this.dials;
    await this.repair;
    if (dial !== this.dials) return;
    const link = new Link(this.settings, {
      opened: () => this.state.update({ state: 'open', attempts: 0 }),
      received: (text) => this.listener.received(text),
      lost: (code) => this.lost(link, code),
    });
    this.link = link;
  }

  private lost(link: Link, closeCode: number): void {
    this.link = null;
    this.failures = link.isProven ? 0 : this.failures + 1;
    if (!link.hasOpened) this.repair = this.askPage();
    if (closeCode === CLOSE.sessionEnded) {
      this.state.update({ state: 'closed', attempts: this.failures, retryAt: null, closeCode });
    } else {
      const delayMs = this.delayAfter(closeCode);
      this.timer = setTimeout(() => this.dial(), delayMs);
      this.state.update({ state: 'waiting', attempts: this.failures, retryAt: Date.now() + delayMs, closeCode });
    }
    this.listener.down(closeCode);
  }

  private delayAfter(closeCode: number): number {
    const { backoffBaseMs, backoffCapMs, restartJitterMs } = this.settings.timing;
    if (closeCode === CLOSE.restart) return this.settings.random() * restartJitterMs;
    return backoffDelayMs(this.failures, backoffBaseMs, backoffCapMs, this.settings.random());
  }

  private async askPage(): Promise<void> {
    const signal = AbortSignal.timeout(this.settings.timing.refusedTimeoutMs);
    const timeout = new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    try {
      await Promise.race([this.settings.onRefused(signal), timeout]);
    } catch {
      // The page could not repair it either. Dial all the same; the next refusal asks again.
    }
  }
}
