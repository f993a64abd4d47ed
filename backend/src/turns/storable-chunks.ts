import { toStorableText } from '@app/chat-protocol';
import type { UIMessageChunk } from 'ai';

/**
 * Makes a model's chunks storable before they enter the log, so that what a reader sees is what is kept: NUL and lone
 * surrogates become U+FFFD. A character split over two deltas stays whole: its first half waits for the second.
 */
export class StorableChunks {
  private readonly halves = new Map<string, string>();

  /** Null = nothing to log yet. */
  accept(chunk: UIMessageChunk): UIMessageChunk | null {
    switch (chunk.type) {
      case 'text-delta':
      case 'reasoning-delta': {
        if (this.halves.size === 0 && isStorable(chunk.delta)) return chunk.delta === '' ? null : chunk;
        const whole = this.complete(`${chunk.type} ${chunk.id}`, chunk.delta);
        return whole === '' ? null : { ...chunk, delta: whole };
      }
      case 'text-end':
      case 'reasoning-end':
        this.halves.delete(`${chunk.type.replace('end', 'delta')} ${chunk.id}`);
        return chunk;
      case 'reset-step':
        this.halves.clear();
        return chunk;
      default:
        return chunk;
    }
  }

  private complete(part: string, delta: string): string {
    const text = (this.halves.get(part) ?? '') + delta;
    const isSplit = /[\uD800-\uDBFF]$/.test(text);
    if (isSplit) this.halves.set(part, text.slice(-1));
    else this.halves.delete(part);
    return toStorableText(isSplit ? text.slice(0, -1) : text);
  }
}

/** Nearly every delta is, and goes on as it came. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}
