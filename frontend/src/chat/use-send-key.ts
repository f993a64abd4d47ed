import type { KeyboardEvent } from 'react';
import { useUiStore } from '../ui/ui-store';
import { TOUCH, useMedia } from '../ui/use-media';

/** Tells the key that sends from the one that breaks the line: as set, and never Enter alone on touch. */
export function useSendKey(): (event: KeyboardEvent) => boolean {
  const isTouch = useMedia(TOUCH);
  const sendKey = useUiStore((state) => state.sendKey);
  return (event) => {
    // Safari ends a composition before its keydown: only keyCode 229 still tells (WebKit 165004).
    const isComposing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || isComposing) return false;
    const hasMod = event.ctrlKey || event.metaKey;
    return hasMod || (sendKey === 'enter' && !isTouch);
  };
}
