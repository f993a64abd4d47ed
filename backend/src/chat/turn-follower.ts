import { ChatError, type ResumeFrame, type SendFrame } from '@app/chat-protocol';
import { Injectable, Logger } from '@nestjs/common';
import { MessagesRepository } from '../conversations/messages.repository.js';
import { LogReader } from '../turns/log-reader.js';
import type { Turn } from '../turns/turn.entity.js';
import { sendError } from './chat-exception.filter.js';
import { Metrics, type ResumeSource } from '../ops/metrics.js';
import type { Connection } from './connection.js';
import { follow } from './follow.js';
import { MAX_FOLLOWS, ReplayLimits } from './replay-limits.js';
import { replayMessage } from './replay-message.js';

/** Ties requests to the turns they follow. */
@Injectable()
export class TurnFollower {
  private readonly logger = new Logger(TurnFollower.name);

  constructor(
    private readonly messages: MessagesRepository,
    private readonly reader: LogReader,
    private readonly limits: ReplayLimits,
    private readonly metrics: Metrics,
  ) {}

  /**
   * To be asked before anything is done for a request, so that what is refused has not happened.
   *
   * @throws ChatError `bad-frame` when the request's name is taken on this socket, `too-many-requests` when it follows as
   *   many answers as it may
   */
  refuse(connection: Connection, requestId: string): void {
    refuseTaken(connection, requestId);
    refuseFull(connection);
  }

  /**
   * Returns once the request is attached; the chunks follow by themselves. A request it takes over from ends.
   *
   * @param askedAt when the question arrived that the turn answers, `performance.now()`; null = that was before
   */
  async follow(
    connection: Connection,
    frame: SendFrame | ResumeFrame,
    turn: Turn,
    askedAt: number | null,
  ): Promise<void> {
    const { requestId, offset, nextSequence } = frame;
    refuseTaken(connection, requestId);
    supersede(connection, turn.id);
    refuseFull(connection);
    const detach = new AbortController();
    const batches = turn.hasLog
      ? this.reader.read(turn.id, offset, detach.signal)
      : replayMessage(await this.messages.findMessage(turn.userId, turn.conversationId, turn.answerId), offset);
    connection.follows.set(requestId, { turnId: turn.id, detach });
    const replay = (bytes: number) => this.limits.replay(connection.userId, bytes);
    if (askedAt === null) this.metrics.resumes.add(1, { source: sourceOf(turn) });
    // What waits in its conversation's queue is not late.
    const firstWord = () => {
      if (askedAt !== null && turn.status === 'running') this.metrics.firstChunk.record(performance.now() - askedAt);
    };
    follow(connection, requestId, batches, nextSequence, detach.signal, replay, firstWord)
      .catch((error: unknown) => {
        if (!(error instanceof ChatError)) {
          const stack = error instanceof Error ? error.stack : undefined;
          this.logger.error('A turn could not be read', stack, { turnId: turn.id });
        }
        if (!detach.signal.aborted) sendError(connection, requestId, error);
      })
      .finally(() => connection.follows.delete(requestId));
  }
}

function refuseTaken({ follows }: Connection, requestId: string): void {
  if (follows.has(requestId)) throw new ChatError('bad-frame');
}

function refuseFull({ follows }: Connection): void {
  if (follows.size >= MAX_FOLLOWS) throw new ChatError('too-many-requests');
}

function sourceOf({ status, hasLog }: Turn): ResumeSource {
  if (!hasLog) return 'message';
  return status === 'queued' || status === 'running' ? 'live' : 'log';
}

/** One reader of an answer on one socket: the newest request has it, since an older one may be nobody's any more. */
function supersede(connection: Connection, turnId: string): void {
  for (const [requestId, followed] of connection.follows) {
    if (followed.turnId !== turnId || followed.detach.signal.aborted) continue;
    followed.detach.abort();
    sendError(connection, requestId, new ChatError('superseded'));
  }
}
