import { useCallback, useState } from 'react';
import { TOUCH } from '../ui/use-media';
import { BOX_ID } from './composer';

/** The question that is being reworded; null = none. Where its editor closes, the message box has the focus again. */
export function useEditing(
  onOpen: () => void,
): [messageId: string | null, setEditing: (messageId: string | null) => void] {
  const [editingId, setEditingId] = useState<string | null>(null);
  const setEditing = useCallback(
    (messageId: string | null) => {
      setEditingId(messageId);
      if (messageId !== null) onOpen();
      else if (!matchMedia(TOUCH).matches) document.getElementById(BOX_ID)?.focus({ preventScroll: true }); // on touch it would raise the keyboard
    },
    [onOpen],
  );
  return [editingId, setEditing];
}
