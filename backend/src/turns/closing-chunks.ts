import type { MessageMetadata, WireError } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import type { LiveTurn } from './live-turn.js';
import type { Turn } from './turn.entity.js';
import type { EndedStatus } from './turns.repository.js';

/** How a turn ended; `finish` is the model's own last chunk, null when it did not come to it. */
export interface Outcome {
  status: EndedStatus;
  error: WireError | null;
  finish: UIMessageChunk | null;
}

type StartChunk = Extract<UIMessageChunk, { type: 'start' }>;

/** The first chunk of an answer, with what we say about it. */
export function withMetadata(chunk: StartChunk, turn: Turn, model: string): StartChunk {
  const metadata: MessageMetadata = { status: 'pending', turnId: turn.id, parentId: turn.userMessageId, model };
  return { ...chunk, messageId: turn.answerId, messageMetadata: metadata };
}

/** What brings a log to its end: the parts that are open are closed, then comes the one terminal chunk. */
export function closingChunks(live: LiveTurn, outcome: Outcome, model: string): UIMessageChunk[] {
  const { turn } = live;
  const isBegun = live.merged.list.some((chunk) => chunk.type === 'start');
  const chunks: UIMessageChunk[] = isBegun ? [] : [withMetadata({ type: 'start' }, turn, model)];
  chunks.push(...openParts(live.merged.list));
  const finish = outcome.finish as Extract<UIMessageChunk, { type: 'finish' }> | null;
  const told = finish?.messageMetadata as MessageMetadata | undefined;
  switch (outcome.status) {
    case 'completed': {
      const metadata: MessageMetadata = { ...told, status: 'completed' };
      chunks.push({ ...finish!, messageMetadata: metadata });
      break;
    }
    case 'stopped':
      chunks.push({ type: 'message-metadata', messageMetadata: { status: 'stopped' } satisfies MessageMetadata });
      chunks.push({ type: 'abort', reason: 'stopped' });
      break;
    case 'interrupted':
      chunks.push({
        type: 'finish',
        finishReason: 'interrupted',
        messageMetadata: { status: 'interrupted' } satisfies MessageMetadata,
      });
      break;
    case 'failed': {
      const error = outcome.error!;
      const metadata: MessageMetadata = { ...told, status: 'failed', error };
      chunks.push({ type: 'message-metadata', messageMetadata: metadata });
      chunks.push({ type: 'error', errorText: error.text });
      break;
    }
  }
  return chunks;
}

function openParts(chunks: readonly UIMessageChunk[]): UIMessageChunk[] {
  const open = new Map<string, UIMessageChunk>();
  for (const chunk of chunks) {
    if (chunk.type === 'text-start') open.set(`text ${chunk.id}`, { type: 'text-end', id: chunk.id });
    else if (chunk.type === 'reasoning-start')
      open.set(`reasoning ${chunk.id}`, { type: 'reasoning-end', id: chunk.id });
    else if (chunk.type === 'text-end') open.delete(`text ${chunk.id}`);
    else if (chunk.type === 'reasoning-end') open.delete(`reasoning ${chunk.id}`);
    else if (chunk.type === 'reset-step') open.clear();
  }
  return [...open.values()];
}
