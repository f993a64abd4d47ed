import type { IncomingMessage } from 'node:http';
import {
  CHAT_PATH,
  ChatError,
  CLOSE,
  HEARTBEAT,
  type AbortFrame,
  type ClientFrame,
  type PingFrame,
  type ResumeFrame,
  type SendFrame,
  type StopFrame,
} from '@app/chat-protocol';
import { Logger, UseFilters } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import {
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
} from '@nestjs/websockets';
import type { WebSocket } from 'ws';
import type { Config } from '../config/config.js';
import { ModelSelectorService } from '../models/model-selector.service.js';
import { Metrics } from '../ops/metrics.js';
import { Hints } from '../turns/hints.js';
import { ChatExceptionFilter } from './chat-exception.filter.js';
import { ChatService, type Asked } from './chat.service.js';
import type { Connection } from './connection.js';
import { Connections } from './connections.js';
import { ReplayLimits } from './replay-limits.js';
import { TurnAborts } from './turn-aborts.js';
import { TurnFollower } from './turn-follower.js';

/** A frame and the connection it came by: what the adapter hands to a handler, one at a time per connection. */
export interface Received<F extends ClientFrame> {
  connection: Connection;
  frame: F;
  /** When the frame arrived, `performance.now()`. */
  receivedAt: number;
}

/** The chat socket: frames in, calls to the chat; what turns log, out as frames. */
@WebSocketGateway({ path: CHAT_PATH })
@UseFilters(ChatExceptionFilter)
export class ChatGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly logger = new Logger(ChatGateway.name);

  constructor(
    private readonly chat: ChatService,
    private readonly models: ModelSelectorService,
    private readonly hints: Hints,
    private readonly connections: Connections,
    private readonly follower: TurnFollower,
    private readonly aborts: TurnAborts,
    private readonly limits: ReplayLimits,
    private readonly metrics: Metrics,
    private readonly config: ConfigService<Config, true>,
  ) {}

  /** Nest neither awaits nor catches this: a throw here would end the process. */
  handleConnection(socket: WebSocket, request: IncomingMessage): void {
    try {
      const connection = this.connections.open(socket, request);
      connection.sendIfOurs({
        type: 'welcome',
        requestId: '',
        userId: connection.userId,
        heartbeatIntervalMs: HEARTBEAT.clientIntervalMs,
        maxMessageCharacters: this.config.get('CHAT_MAX_MESSAGE_CHARACTERS', { infer: true }),
        model: this.models.describe().id,
      });
    } catch (error) {
      this.logger.error('A connection could not be set up', error instanceof Error ? error.stack : undefined);
      socket.close(CLOSE.internal, 'internal error');
    }
  }

  /** The socket is gone; its turns are not. Nor would Nest catch a throw here. */
  handleDisconnect(socket: WebSocket): void {
    try {
      this.connections.close(socket);
    } catch (error) {
      this.logger.error('A connection could not be let go of', error instanceof Error ? error.stack : undefined);
    }
  }

  /** Save first, say so, then ask the model. */
  @SubscribeMessage('send')
  async send(@MessageBody() { connection, frame, receivedAt }: Received<SendFrame>): Promise<void> {
    if (this.connections.areEnding) throw new ChatError('draining');
    this.follower.refuse(connection, frame.requestId);
    // No answer but 4401: the client signs in and sends it again.
    if (!(await this.connections.mayGoOn(connection))) return;
    const asked = await this.ask(connection, frame);
    if (asked === null) return;
    const storedMs = performance.now() - receivedAt;
    if (asked.isNew) this.metrics.stored.record(storedMs);
    else this.limits.attach(connection);
    const { turn } = asked;
    connection.sendIfOurs({
      type: 'accepted',
      requestId: frame.requestId,
      messageId: turn.userMessageId,
      turnId: turn.id,
      answerId: turn.answerId,
      persistedAt: asked.persistedAt.toISOString(),
    });
    if (turn.status === 'queued') {
      const position = asked.turnsAhead;
      connection.sendIfOurs({ type: 'status', requestId: frame.requestId, turnId: turn.id, state: 'queued', position });
    }
    this.chat.start(asked, storedMs);
    await this.follower.follow(connection, frame, turn, asked.isNew ? receivedAt : null);
    if (asked.isNew) {
      this.hints.feedMoved(connection.userId, { kind: 'conversation-changed', conversationId: frame.id });
    }
  }

  @SubscribeMessage('resume')
  async resume(@MessageBody() { connection, frame }: Received<ResumeFrame>): Promise<void> {
    this.limits.attach(connection);
    const turn = await this.chat.findToFollow(connection.userId, frame.id, frame.turnId);
    if (turn === null) connection.send({ type: 'no-active', requestId: frame.requestId });
    else await this.follower.follow(connection, frame, turn, null);
  }

  @SubscribeMessage('abort')
  async abort(@MessageBody() { connection, frame }: Received<AbortFrame>): Promise<void> {
    const followed = connection.follows.get(frame.requestId);
    if (followed === undefined) return; // It has ended: there is nothing to stop.
    followed.detach.abort();
    await this.aborts.abort(connection.userId, followed.turnId);
  }

  @SubscribeMessage('stop')
  async stop(@MessageBody() { connection, frame }: Received<StopFrame>): Promise<void> {
    await this.chat.stop(connection.userId, frame.turnId);
  }

  @SubscribeMessage('ping')
  ping(@MessageBody() { connection, frame }: Received<PingFrame>): void {
    connection.send({ type: 'pong', requestId: frame.requestId });
  }

  /** Null = the session ended meanwhile, and its user is perhaps gone. */
  private async ask(connection: Connection, frame: SendFrame): Promise<Asked | null> {
    try {
      return await this.chat.ask(connection.userId, frame);
    } catch (error) {
      if (error instanceof ChatError || (await this.connections.mayGoOn(connection))) throw error;
      return null;
    }
  }
}
