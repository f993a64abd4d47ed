import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { CHAT_PATH } from '@app/chat-protocol';
import { toPrompt, type Question } from '../chaos/question.js';
import type { ServerProcess } from '../chaos/server-process.js';
import { upgradeRequest } from '../fuzz/illegal-frames.js';
import { RawClient } from '../raw-client.js';

/** A server under attack, and the ways to it. */
export class Target {
  readonly origin: string;
  readonly socketUrl: string;
  /** Resident memory when the attack began, in MB. */
  memoryBeforeMb = 0;
  private asked = 0;

  constructor(
    readonly server: ServerProcess,
    readonly port: number,
  ) {
    this.origin = `http://127.0.0.1:${port}`;
    this.socketUrl = `ws://127.0.0.1:${port}${CHAT_PATH}`;
  }

  /** A new guest's cookie. */
  async signIn(): Promise<string> {
    const response = await fetch(`${this.origin}/api/v1/session`);
    const cookies = response.headers.getSetCookie();
    if (cookies.length === 0) throw new Error(`No session: ${response.status} ${await response.text()}`);
    return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ');
  }

  open(cookie: string): Promise<RawClient> {
    return RawClient.open(this, cookie);
  }

  /** A TCP connection that says nothing yet. */
  dial(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const tcp = connect(this.port, '127.0.0.1');
      tcp.once('connect', () => resolve(tcp)).once('error', reject);
      tcp.on('error', () => undefined); // Being hung up on is an answer.
    });
  }

  /** A socket that is open and written byte by byte. Nobody reads what it says after that. */
  async openRaw(cookie: string): Promise<Socket> {
    const tcp = await this.dial();
    tcp.write(upgradeRequest(String(this.port), cookie, CHAT_PATH));
    await new Promise<void>((resolve, reject) => {
      tcp.once('data', (data) => (data.includes(' 101 ') ? resolve() : reject(new Error(data.toString('latin1')))));
      tcp.once('close', () => reject(new Error('closed')));
    });
    tcp.resume();
    return tcp;
  }

  /** Has a conversation with an answer of so many bytes. */
  async converse(cookie: string, conversationId: string, bytes: number): Promise<void> {
    const client = await this.open(cookie);
    const question: Question = { key: `k${(this.asked += 1)}`, tokens: bytes / 1000, gapMs: 1, padding: 985 };
    client.ask(conversationId, 'r', toPrompt(question));
    await client.first('end', 'r', 120_000);
    await client.close();
  }

  /** What was done so far was preparation: the attack begins. */
  begin(): void {
    this.memoryBeforeMb = this.memoryMb();
  }

  /** Resident memory of the server, in MB. */
  memoryMb(): number {
    const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  }

  /** Whether the server still has its end of a connection from this port established. */
  holds(port: number): boolean {
    const hex = (number: number) => number.toString(16).toUpperCase().padStart(4, '0');
    const established = new RegExp(`:${hex(this.port)} \\w+:${hex(port)} 01 `);
    return ['tcp', 'tcp6'].some((table) => established.test(readFileSync(`/proc/net/${table}`, 'utf8')));
  }

  private get pid(): string {
    return /pid (\d+)$/.exec(this.server.log.findLast((line) => line.startsWith('--- started'))!)![1];
  }
}
