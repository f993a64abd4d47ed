import type { ChatMessage } from '@app/chat-protocol';
import { measureElement, useVirtualizer } from '@tanstack/react-virtual';
import { type Key, type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { cx } from '../ui/cx';
import { texts } from '../ui/texts';
import { useUiStore } from '../ui/ui-store';
import { usePrinting } from '../ui/use-printing';
import { JumpButton } from './jump-button';
import type { ReadingPlace } from './reading-place';

/** Pixels from the end within which the list follows a growing answer. */
const AT_END_PX = 24;
/** Pixels from the end beyond which the jump button appears. */
const AWAY_PX = 160;
/** Pixels from the top, or from the end, within which more messages are loaded. */
const NEAR_EDGE_PX = 600;
/** Rows are measured before this is over; until then nothing is loaded that would move the place that is scrolled to. */
const SETTLE_MS = 400;
/** Room above a message that is scrolled to the top, and under the last one. */
const TOP_PX = 48;
const END_PX = 40;
/** What makes a message higher or lower when it is clicked. */
const FOLDS = '[aria-expanded], [aria-pressed]';
/** How long a message that was jumped to is marked. */
const MARKED_MS = 2_000;

interface MessageListProps {
  messages: ChatMessage[];
  renderMessage: (message: ChatMessage, index: number) => ReactNode;
  /** null = all older messages are shown. */
  onNearTop: (() => void) | null;
  /** null = the newest message is shown. */
  onNearEnd: (() => void) | null;
  onJumpToLatest: () => void;
  /** The message to show, a new object each time; null = the end. */
  target: { messageId: string } | null;
  /** Where the reader was before; null = nowhere. A target that came since wins. */
  place: ReadingPlace | null;
  /** The reader goes to another conversation. */
  onLeave: (place: ReadingPlace) => void;
  /** What is on screen stays where it is, even at the end: a version is being chosen or written. */
  isHeld: boolean;
  /** The reader opens or closes a part of a message. */
  onHold: () => void;
  /** The reader moves on. */
  onRelease: () => void;
}

/** A virtual list pinned to its end. Upstream quirks it works around are in TanStack Virtual 3.14. */
export function MessageList(props: MessageListProps) {
  const { messages, renderMessage, onNearTop, onNearEnd, onJumpToLatest, target, isHeld, onHold, onRelease } = props;
  const [place] = useState(props.place);
  const scroller = useRef<HTMLDivElement>(null);
  const isPinned = useRef(true);
  const isSettled = useRef(false);
  const loadAtEdges = useEffectEvent(() => {
    if ((virtualizer.scrollOffset ?? Infinity) < NEAR_EDGE_PX) onNearTop?.();
    if (virtualizer.isAtEnd(NEAR_EDGE_PX)) onNearEnd?.();
  });
  const [isAway, setIsAway] = useState(false);
  /** The question that stays at the top while it is answered; null = the end is followed. */
  const [topId, setTopId] = useState<string | null>(null);
  const isPrinting = usePrinting();
  // oxlint-disable-next-line react/incompatible-library -- matters to the React Compiler only, which we do not use
  const virtualizer = useVirtualizer({
    count: messages.length,
    getScrollElement: () => scroller.current,
    getItemKey: (index) => placeOf(messages, index),
    estimateSize: (index) => (messages[index].role === 'user' ? 98 : 320),
    anchorTo: 'end',
    followOnAppend: onNearEnd === null,
    scrollEndThreshold: isHeld || topId !== null ? -1 : AT_END_PX,
    // Not as each row is mounted, where every measurement would lay out all that the one before it has moved: the observer
    // tells the sizes of all of them at once, before they are painted.
    measureElement: (element, entry, instance) =>
      entry === undefined
        ? instance.measurementsCache[instance.indexFromElement(element)].size
        : measureElement(element, entry, instance),
    overscan: 6,
    scrollPaddingStart: TOP_PX,
    paddingStart: 8,
    paddingEnd: END_PX,
    initialMeasurementsCache: place?.sizes ?? [],
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    useFlushSync: false,
    onChange: (instance) => {
      // Away from the end without a scroll up: it is still being followed.
      if (instance.isAtEnd(AT_END_PX)) isPinned.current = true;
      else if (instance.scrollDirection === 'backward') isPinned.current = false;
      setIsAway(!instance.isAtEnd(AWAY_PX));
      if (isSettled.current) loadAtEdges();
    },
  });

  // Upstream lets a row that is measured again move what is under it while the reader scrolls up; code and diagrams are.
  const measured = useRef(new Set<Key>());
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = ({ key, start, end }, _delta, { scrollOffset }) => {
    const isFirst = !measured.current.has(key);
    measured.current.add(key);
    return (isFirst ? start : end) <= (scrollOffset ?? 0);
  };

  const [markedId, setMarkedId] = useState<string | null>(null);
  const findTarget = useEffectEvent((messageId: string) => findIndex(messages, messageId));
  useLayoutEffect(() => {
    isSettled.current = false;
    const settling = setTimeout(() => {
      isSettled.current = true;
      loadAtEdges();
    }, SETTLE_MS);
    return () => clearTimeout(settling);
  }, [target]);
  const lastId = messages.at(-1)?.id;
  /** The place the list begins at, until the reader is sent elsewhere. */
  const kept = useRef(place);
  /** The last message when the reader came back: if it is theirs, it is no new one. */
  const knownLastId = useRef<string | undefined>(undefined);
  const returnTo = useEffectEvent(({ top }: ReadingPlace) => {
    const index = top === null ? -1 : messages.findIndex((_, at) => placeOf(messages, at) === top.key);
    if (top === null || index === -1) return virtualizer.scrollToEnd();
    isPinned.current = false;
    knownLastId.current = lastId;
    virtualizer.scrollToOffset(virtualizer.measurementsCache[index].start + top.pixels);
  });
  const leave = useEffectEvent(() => {
    if (!isSettled.current) return; // it was hardly there
    const offset = virtualizer.scrollOffset ?? 0;
    const item = isPinned.current && onNearEnd === null ? undefined : virtualizer.getVirtualItemForOffset(offset);
    const top = item === undefined ? null : { key: item.key, pixels: offset - item.start };
    props.onLeave({ target, top, sizes: virtualizer.takeSnapshot() });
  });
  useLayoutEffect(() => () => leave(), []);
  useLayoutEffect(() => {
    if (kept.current !== null && kept.current.target === target) return returnTo(kept.current);
    kept.current = null;
    if (target === null) return virtualizer.scrollToEnd();
    const index = findTarget(target.messageId);
    if (index === -1) return;
    isPinned.current = false;
    virtualizer.scrollToIndex(index, { align: 'start' });
    setMarkedId(target.messageId);
    const timer = setTimeout(() => setMarkedId(null), MARKED_MS);
    return () => clearTimeout(timer);
  }, [virtualizer, target]);

  // Sending is a wish to see what comes, wherever the reader was.
  const isOwnLast = messages.at(-1)?.role === 'user';
  const showQuestion = useEffectEvent(() => {
    if (isHeld || lastId === undefined || lastId === knownLastId.current) return;
    const isKept = useUiStore.getState().follow === 'question';
    setTopId(isKept ? lastId : null);
    if (!isKept) virtualizer.scrollToEnd();
  });
  useLayoutEffect(() => {
    if (isOwnLast) showQuestion();
  }, [lastId, isOwnLast]);
  // When there is room under it.
  useLayoutEffect(() => {
    const index = topId === null ? -1 : findTarget(topId);
    if (index === -1) return;
    isPinned.current = false;
    virtualizer.scrollToIndex(index, { align: 'start' });
  }, [virtualizer, topId]);

  // A scroll that found too little room goes on as soon as there is more (upstream's way to an end that grows): not now.
  useLayoutEffect(() => {
    if (isHeld) virtualizer.scrollToOffset(virtualizer.scrollOffset ?? 0);
  }, [virtualizer, isHeld]);

  const isHeldNow = useEffectEvent(() => isHeld || topId !== null);
  // The virtualizer keeps the end in view when a message grows, not when its own box shrinks (window, keyboard, composer).
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (isPinned.current && !isHeldNow()) virtualizer.scrollToEnd();
    });
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, [virtualizer]);

  // Not smooth: such a scroll never arrives while its target moves with every token.
  const jump = () => {
    onRelease();
    setTopId(null);
    if (onNearEnd === null) virtualizer.scrollToEnd();
    else onJumpToLatest();
  };
  const topIndex = topId === null ? -1 : findIndex(messages, topId);

  return (
    <div className="relative min-h-0 flex-1">
      {/* No mask or shade at its edges: the browser would draw all of it once more with each frame, and keys would wait.
          A background of its own: without one it cannot be scrolled but by painting it, on screens with sub-pixel text. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- a scrolling box must be reachable by keyboard */}
      <div
        ref={scroller}
        role="log"
        aria-live="off"
        aria-label={texts.thread.label}
        tabIndex={0}
        onClickCapture={({ target: clicked }) => {
          if ((clicked as Element).closest(FOLDS) !== null) onHold();
        }}
        onWheel={onRelease}
        onTouchMove={onRelease}
        onKeyDown={(event) => {
          if (event.key !== 'End') return;
          event.preventDefault(); // the native one lands short while the answer grows
          jump();
        }}
        className="h-full overflow-y-auto bg-background [container-type:size] overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div
          ref={virtualizer.containerRef}
          className="relative mx-auto w-full max-w-3xl print:hidden"
          style={
            topIndex === -1
              ? undefined
              : { minHeight: `calc(${(virtualizer.measurementsCache[topIndex]?.start ?? 0) - TOP_PX}px + 100cqh)` }
          }
        >
          {virtualizer.getVirtualItems().map(({ key, index }) => (
            <div
              key={key}
              data-index={index}
              ref={virtualizer.measureElement}
              className={cx('absolute inset-x-0 px-4 sm:px-5', messages[index].id === markedId && 'marked')}
            >
              {renderMessage(messages[index], index)}
            </div>
          ))}
        </div>
        {isPrinting && (
          <div className="hidden print:block">
            {messages.map((message, index) => (
              <div key={message.id}>{renderMessage(message, index)}</div>
            ))}
          </div>
        )}
      </div>
      {(isAway || onNearEnd !== null) && (
        <JumpButton newest={messages.at(-1)} hasNewer={onNearEnd !== null} onJump={jump} />
      )}
    </div>
  );
}

function findIndex(messages: ChatMessage[], messageId: string): number {
  return messages.findIndex(({ id }) => id === messageId);
}

/** Versions of a message share their place: what the reader sees and where the focus is stays when another is shown. */
function placeOf(messages: ChatMessage[], index: number): string {
  const parentId = index > 0 ? messages[index - 1].id : messages[0].metadata?.parentId;
  return parentId ?? 'start';
}
