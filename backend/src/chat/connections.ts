import type { IncomingMessage } from 'node:http';
import { CLOSE } from '@app/chat-protocol';
import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import type { WebSocket } from 'ws';
import { UpgradeGate } from '../auth/upgrade-gate.js';
import type { Config } from '../config/config.js';
import { Connection } from './connection.js';

/** The open connections of this process. */
@Injectable()
export class Connections implements Iterable<Connection> {
  private readonly bySocket = new Map<WebSocket, Connection>();
  private readonly byUser = new Map<string, Set<Connection>>();

  constructor(
    private readonly gate: UpgradeGate,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** The server is about to stop: connections are told, and get no new work done. */
  get areEnding(): boolean {
    return this.gate.isShut;
  }

  /** Takes in a socket whose upgrade request the gate let in. */
  open(socket: WebSocket, request: IncomingMessage): Connection {
    const { userId, credential } = this.gate.identityOf(request);
    const timeoutMs = this.config.get('CHAT_SLOW_READER_TIMEOUT_MS', { infer: true });
    const connection = new Connection(socket, request.socket, { userId, credential }, timeoutMs);
    this.bySocket.set(socket, connection);
    const theirs = this.byUser.get(userId) ?? new Set();
    this.byUser.set(userId, theirs.add(connection));
    return connection;
  }

  /** Lets go of a closed one and of what it followed. */
  close(socket: WebSocket): void {
    const connection = this.bySocket.get(socket);
    if (connection === undefined) return;
    for (const { detach } of connection.follows.values()) detach.abort();
    this.bySocket.delete(socket);
    const theirs = this.byUser.get(connection.userId);
    theirs?.delete(connection);
    if (theirs?.size === 0) this.byUser.delete(connection.userId);
  }

  /** Undefined = it is closed, or could not be taken in. */
  get(socket: WebSocket): Connection | undefined {
    return this.bySocket.get(socket);
  }

  ofUser(userId: string): Iterable<Connection> {
    return this.byUser.get(userId) ?? [];
  }

  /** Whether its session or key still holds, asked of the database; one whose does not is closed. */
  async mayGoOn(connection: Connection): Promise<boolean> {
    if (await this.gate.stillAdmits(connection.credential)) return true;
    connection.close(CLOSE.sessionEnded, 'session ended');
    return false;
  }

  [Symbol.iterator](): Iterator<Connection> {
    return this.bySocket.values();
  }
}
