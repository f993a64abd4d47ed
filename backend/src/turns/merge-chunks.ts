import type { UIMessageChunk } from 'ai';

/** Longest delta that merging makes, in characters, so that one frame stays small for a slow phone. */
const MAX_DELTA_CHARACTERS = 32_768;

/** Joins two adjacent deltas of one part; null = they must stay apart. */
export function mergeChunks(previous: UIMessageChunk, next: UIMessageChunk): UIMessageChunk | null {
  switch (next.type) {
    case 'text-delta':
    case 'reasoning-delta':
      if (previous.type !== next.type || previous.id !== next.id) return null;
      if (previous.delta.length + next.delta.length > MAX_DELTA_CHARACTERS) return null;
      return { ...previous, ...next, delta: previous.delta + next.delta };
    case 'tool-input-delta':
      if (previous.type !== next.type || previous.toolCallId !== next.toolCallId) return null;
      if (previous.inputTextDelta.length + next.inputTextDelta.length > MAX_DELTA_CHARACTERS) return null;
      return { ...previous, inputTextDelta: previous.inputTextDelta + next.inputTextDelta };
    default:
      return null;
  }
}

/** A turn's chunks with adjacent deltas joined: the same message in far fewer chunks. */
export class MergedChunks {
  readonly list: UIMessageChunk[] = [];

  append(chunk: UIMessageChunk): void {
    const last = this.list.at(-1);
    const merged = last === undefined ? null : mergeChunks(last, chunk);
    if (merged === null) this.list.push(chunk);
    else this.list[this.list.length - 1] = merged;
  }
}

/** Whether a chunk is the end of a turn's log. Every log has exactly one, and it is last. */
export function isTerminal(chunk: UIMessageChunk): boolean {
  return chunk.type === 'finish' || chunk.type === 'abort' || chunk.type === 'error';
}
