import { type PointerEvent, useRef } from 'react';

const LONG_MS = 500;
const MOVED_PX = 10;

/**
 * Handlers for an element with a context menu: a right click, the menu key, and a long press, which iOS does not report
 * by itself. The click that ends a long press is swallowed.
 */
export function useLongPress(onMenu: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const start = useRef({ x: 0, y: 0 });
  const isDone = useRef(false);
  const run = () => {
    clearTimeout(timer.current);
    isDone.current = true;
    onMenu();
  };
  const cancel = () => clearTimeout(timer.current);
  return {
    onPointerDown: ({ pointerType, clientX, clientY }: PointerEvent) => {
      isDone.current = false;
      if (pointerType !== 'touch') return;
      start.current = { x: clientX, y: clientY };
      timer.current = setTimeout(run, LONG_MS);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (Math.hypot(clientX - start.current.x, clientY - start.current.y) > MOVED_PX) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onMouseDown: (event: { preventDefault: () => void }) => {
      if (isDone.current) event.preventDefault(); // it follows the press, and would take the focus off the menu
    },
    onContextMenu: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      if (!isDone.current) run();
    },
    onClickCapture: (event: { preventDefault: () => void; stopPropagation: () => void; detail: number }) => {
      if (!isDone.current || event.detail === 0) return;
      isDone.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
