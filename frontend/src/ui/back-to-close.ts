import { useEffect, useEffectEvent } from 'react';

/** Where Back is at hand. Elsewhere nobody looks for it, and an entry of history for each dialog would take Forward away. */
const WITH_BACK = '(width < 48rem), (pointer: coarse)';

/** What is open over the page, the topmost last. */
const open: { close: () => void }[] = [];
/** The page is at the entry of history that stands for what is open: Back leaves it. */
let isEntered = false;
/** The page itself goes back, since all is closed. */
let isLeaving = false;

/** While something is open over the page, Back on a phone closes it and stays where it is. */
export function useBackToClose(isOpen: boolean, close: () => void): void {
  const onBack = useEffectEvent(close);
  useEffect(() => {
    if (!isOpen || !matchMedia(WITH_BACK).matches) return;
    const one = { close: () => onBack() };
    open.push(one);
    settleSoon();
    return () => {
      open.splice(open.indexOf(one), 1);
      settleSoon();
    };
  }, [isOpen]);
}

/** To be called once, before the first click. */
export function watchBack(): void {
  // What a dialog leads to takes the place of its entry: Back from there is to where the dialog was opened.
  const push = history.pushState.bind(history);
  history.pushState = (...entry) => {
    if (isEntered) history.replaceState(...entry);
    else push(...entry);
    isEntered = false;
    settleSoon(); // it may still be open there
  };
  addEventListener('popstate', () => {
    const isByReader = isEntered && !isLeaving;
    isLeaving = false;
    isEntered = isMarked();
    if (isByReader && !isEntered) open.at(-1)?.close();
    settleSoon();
  });
  isEntered = isMarked(); // it was reloaded
  settleSoon();
}

/** Not at once: one dialog may close to open another, or to go elsewhere. */
function settleSoon(): void {
  setTimeout(() => {
    if (isLeaving) return;
    if (open.length > 0 && !isEntered) {
      history.pushState({ ...history.state, isOver: true }, '');
      isEntered = true;
    } else if (open.length === 0 && isEntered) {
      isLeaving = true;
      history.back();
    }
  });
}

function isMarked(): boolean {
  return (history.state as { isOver?: boolean } | null)?.isOver === true;
}
