import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { FeedEvent } from '@app/chat-protocol';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Config } from '../config/config.js';
import { DatabaseSockets } from '../database/database-sockets.js';

const CHANNEL = 'throughline';
/** PostgreSQL takes payloads below 8000 bytes. */
const MAX_PAYLOAD_BYTES = 7900;
/** Ids of 36 characters that surely fit in one. */
const ENDED_PER_HINT = 100;
const RECONNECT_MS = 500;
const CONNECT_TIMEOUT_MS = 5000;
/** Least time between two notifications about logs: what moves meanwhile goes into the next. */
const LOG_SPACING_MS = 30;

/** What processes tell each other. Losing one costs a second (the poll), never data. */
const hintSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('log'), turnIds: z.array(z.string()) }),
  z.object({ kind: z.literal('stop'), turnId: z.string() }),
  z.object({ kind: z.literal('feed'), userId: z.string(), event: z.custom<FeedEvent>(isObject) }),
  z.object({ kind: z.literal('ended'), credentialIds: z.array(z.string()) }),
  /** The sender listens; `wasAlone` = as it thought, and so it kept its hints to itself until now. */
  z.object({ kind: z.literal('here'), wasAlone: z.boolean() }),
]);
type Hint = z.infer<typeof hintSchema>;
const messageSchema = z.object({ sender: z.string(), hint: hintSchema });

interface HintEvents {
  /** Logs of these turns moved in another process; an empty list = any may have. */
  log: [turnIds: string[]];
  stop: [turnId: string];
  feed: [userId: string, event: FeedEvent];
  /** These sessions and API keys have ended: what they opened is to be closed. */
  ended: [credentialIds: string[]];
  /** Hints may have been lost. */
  resync: [];
}

/**
 * Carries hints between the processes on one database by LISTEN/NOTIFY. `feed`, `stop` and `ended` are emitted in the process
 * that sends them too. What comes often is not sent while no other process lives; with the embedded database none ever does.
 */
@Injectable()
export class Hints extends EventEmitter<HintEvents> implements OnModuleInit {
  private readonly logger = new Logger(Hints.name);
  private readonly sender = Math.random().toString(36).slice(2, 10);
  private readonly url: string | undefined;
  private readonly moved = new Set<string>();
  private listener: pg.Client | undefined;
  private reconnect: NodeJS.Timeout | undefined;
  private isClosed = false;
  private isSending = false;
  private hasPeers = true;

  constructor(
    private readonly dataSource: DataSource,
    config: ConfigService<Config, true>,
  ) {
    super();
    this.setMaxListeners(0);
    this.url = config.get('DATABASE_URL', { infer: true });
  }

  async onModuleInit(): Promise<void> {
    await this.listen();
  }

  /** Sends and hears nothing any more. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.reconnect);
    await this.listener?.end().catch(() => undefined); // It may be broken already; we leave anyway.
  }

  /**
   * Says whether other processes live. Whoever finds that it is not alone any more says so: what it kept to itself may
   * have been news to them.
   */
  meet(hasPeers: boolean): void {
    const wasAlone = !this.hasPeers;
    this.hasPeers = hasPeers;
    if (wasAlone && hasPeers) void this.notify({ kind: 'here', wasAlone });
  }

  logMoved(turnIds: string[]): void {
    if (this.url === undefined || !this.hasPeers) return;
    for (const turnId of turnIds) this.moved.add(turnId);
    void this.sendMoved();
  }

  stopRequested(turnId: string): void {
    this.emit('stop', turnId);
    void this.notify({ kind: 'stop', turnId });
  }

  feedMoved(userId: string, event: FeedEvent): void {
    this.emit('feed', userId, event);
    if (this.hasPeers) void this.notify({ kind: 'feed', userId, event });
  }

  credentialsEnded(credentialIds: string[]): void {
    this.emit('ended', credentialIds);
    for (let from = 0; from < credentialIds.length; from += ENDED_PER_HINT) {
      void this.notify({ kind: 'ended', credentialIds: credentialIds.slice(from, from + ENDED_PER_HINT) });
    }
  }

  /** One notification at a time; what moves meanwhile goes into the next. */
  private async sendMoved(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    while (this.moved.size > 0) {
      const turnIds = [...this.moved];
      this.moved.clear();
      await Promise.all([this.notify({ kind: 'log', turnIds }), sleep(LOG_SPACING_MS)]);
    }
    this.isSending = false;
  }

  private async notify(hint: Hint): Promise<void> {
    if (this.url === undefined || this.isClosed) return;
    let payload = JSON.stringify({ sender: this.sender, hint });
    if (Buffer.byteLength(payload) > MAX_PAYLOAD_BYTES) {
      if (hint.kind !== 'log') return;
      payload = JSON.stringify({ sender: this.sender, hint: { kind: 'log', turnIds: [] } });
    }
    // The database may be away; the poll makes up for a lost hint.
    await this.dataSource.query('SELECT pg_notify($1, $2)', [CHANNEL, payload]).catch(() => undefined);
  }

  private async listen(): Promise<void> {
    if (this.url === undefined || this.isClosed) return;
    const client = new pg.Client({
      connectionString: this.url,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      stream: DatabaseSockets.of(this.dataSource)?.create,
      application_name: 'throughline-hints',
    });
    const again = () => {
      client.removeAllListeners('end').removeAllListeners('notification');
      if (this.isClosed || this.listener !== client) return;
      this.listener = undefined;
      client.end().catch(() => undefined); // Broken already.
      this.reconnect = setTimeout(() => void this.listen(), RECONNECT_MS);
    };
    this.listener = client;
    client.on('error', again).on('end', again);
    client.on('notification', (message) => this.receive(message.payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.emit('resync');
      void this.notify({ kind: 'here', wasAlone: false });
    } catch (error) {
      this.logger.warn(`Cannot listen for hints: ${error instanceof Error ? error.message : 'unknown error'}`);
      again();
    }
  }

  private receive(payload: string): void {
    const message = readMessage(payload);
    if (message === null || message.sender === this.sender) return;
    const { hint } = message;
    this.meet(true);
    switch (hint.kind) {
      case 'log':
        return void this.emit('log', hint.turnIds);
      case 'stop':
        return void this.emit('stop', hint.turnId);
      case 'feed':
        return void this.emit('feed', hint.userId, hint.event);
      case 'ended':
        return void this.emit('ended', hint.credentialIds);
      case 'here':
        if (hint.wasAlone) this.emit('resync');
    }
  }
}

/** Null = it is none of ours: whoever may connect to the database may send on its channels. */
function readMessage(payload: string): z.infer<typeof messageSchema> | null {
  try {
    return messageSchema.safeParse(JSON.parse(payload)).data ?? null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
