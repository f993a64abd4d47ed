import type { Key } from 'react';
import type { VirtualItem } from '@tanstack/react-virtual';

/** Where a reader was in a conversation when they went to another one. */
export interface ReadingPlace {
  /** The jump that had led there; one that was made since wins. null = none had. */
  target: { messageId: string } | null;
  /** The message at the top of the view, and how many pixels of it were above; null = the end, which is followed. */
  top: { key: Key; pixels: number } | null;
  /** How high the messages were. */
  sizes: VirtualItem[];
}
