import { ChatError } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';
import { isTerminal, mergeChunks } from './merge-chunks.js';

/** A chunk as a reader gets it: its JSON, and the reader's position behind it. */
export interface ReadChunk {
  json: string;
  offset: number;
  isLast: boolean;
  /** It was in the log before the reader came. */
  isReplay: boolean;
}

/** The terminal chunks as this server encodes them: the type comes first. */
const TERMINAL = /^\{"type":"(?:finish|abort|error)"/;

/** Whether an encoded chunk is the end of its log. */
export function isTerminalJson(json: string): boolean {
  return TERMINAL.test(json);
}

/**
 * What rows of a log hold from a position on, with adjacent deltas merged.
 *
 * @param replayEnd where the log ended when the reader came
 * @throws ChatError `answer-incomplete` when a row is missing between them
 */
export function mergeRows(
  rows: readonly { firstOffset: number; chunks: string[] }[],
  from: number,
  replayEnd: number,
): ReadChunk[] {
  const jsons: string[] = [];
  let position = from;
  for (const row of rows) {
    if (row.firstOffset > position) throw new ChatError('answer-incomplete');
    jsons.push(...row.chunks.slice(position - row.firstOffset));
    position = row.firstOffset + row.chunks.length;
  }
  const isReplay = (offset: number) => offset <= replayEnd;
  if (jsons.length === 1) {
    const [json] = jsons;
    return [{ json, offset: position, isLast: isTerminalJson(json), isReplay: isReplay(position) }];
  }

  const merged: { chunk: UIMessageChunk; offset: number }[] = [];
  jsons.forEach((json, index) => {
    const chunk = JSON.parse(json) as UIMessageChunk;
    const offset = from + index + 1;
    const last = merged.at(-1);
    const joined = last === undefined ? null : mergeChunks(last.chunk, chunk);
    if (joined === null) merged.push({ chunk, offset });
    else merged[merged.length - 1] = { chunk: joined, offset };
  });
  return merged.map(({ chunk, offset }) => ({
    json: JSON.stringify(chunk),
    offset,
    isLast: isTerminal(chunk),
    isReplay: isReplay(offset),
  }));
}
