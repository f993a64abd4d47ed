import { ChatError, type MessageMetadata } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import type { Message } from '../conversations/message.entity.js';
import { toChatMessage } from '../conversations/message-view.js';
import { toPartChunks } from '../turns/part-chunks.js';
import type { ReadChunk } from '../turns/read-chunk.js';

/**
 * A stored answer as the chunks that make it, for turns whose log has expired. Only from the start: positions in an
 * expired log mean nothing any more.
 *
 * @throws ChatError `not-found` for null, `answer-incomplete` for a reader that had a part of the log
 */
export async function* replayMessage(answer: Message | null, offset: number): AsyncGenerator<ReadChunk[]> {
  if (answer === null) throw new ChatError('not-found');
  if (offset > 0) throw new ChatError('answer-incomplete');
  const message = toChatMessage(answer);
  const metadata: MessageMetadata = message.metadata ?? {};
  const chunks: UIMessageChunk[] = [
    { type: 'start', messageId: message.id, messageMetadata: metadata },
    ...toPartChunks(message.parts),
  ];
  if (metadata.status === 'failed' && metadata.error) chunks.push({ type: 'error', errorText: metadata.error.text });
  else if (metadata.status === 'stopped') chunks.push({ type: 'abort', reason: 'stopped' });
  else chunks.push({ type: 'finish', finishReason: metadata.status === 'interrupted' ? 'interrupted' : 'stop' });
  yield chunks.map((chunk, index) => ({
    json: JSON.stringify(chunk),
    offset: index + 1,
    isLast: index === chunks.length - 1,
    isReplay: true,
  }));
}
