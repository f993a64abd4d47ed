import { ReadableStream } from 'node:stream/web';
import { toStorableText, type ChatMessage, type MessageMetadata } from '@app/chat-protocol';
import { readUIMessageStream, type UIMessageChunk } from 'ai';

/** The message that a turn's chunks add up to, by the AI SDK's own rules; merge the chunks first, it is much faster. */
export async function foldChunks(
  chunks: readonly UIMessageChunk[],
  answerId: string,
): Promise<{ parts: ChatMessage['parts']; text: string; metadata: MessageMetadata }> {
  const empty: ChatMessage = { id: answerId, role: 'assistant', parts: [] };
  const states = readUIMessageStream<ChatMessage>({
    message: empty,
    stream: ReadableStream.from(chunks) as globalThis.ReadableStream<UIMessageChunk>,
    // An `error` chunk is how a failed turn ends; the parts before it count.
    onError: () => undefined,
  });
  let message = empty;
  for await (const state of states) message = state;
  const parts = message.parts.map(toStorable) as ChatMessage['parts'];
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
  return { parts, text, metadata: toStorable(message.metadata ?? {}) as MessageMetadata };
}

/** PostgreSQL takes no NUL and no lone surrogate, in a value or in a key. */
function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return toStorableText(value);
  if (Array.isArray(value)) return value.map(toStorable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [toStorableText(key), toStorable(inner)]));
}
