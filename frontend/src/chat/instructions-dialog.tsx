import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { changeConversation } from '../conversations/change-conversation';
import { viewQuery } from '../conversations/conversation-queries';
import { useBackToClose } from '../ui/back-to-close';
import { Button } from '../ui/button';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { toast } from '../ui/toast';

const MAX_CHARACTERS = 4_000;

export interface InstructionsDialogProps {
  conversationId: string;
  onClose: () => void;
}

/** What the model is told in one conversation. */
export default function InstructionsDialog({ conversationId, onClose }: InstructionsDialogProps) {
  useBackToClose(true, onClose);
  const queryClient = useQueryClient();
  const stored = useQuery(viewQuery(conversationId)).data?.instructions;
  const [edited, setEdited] = useState<string | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const value = edited ?? stored ?? '';

  const save = async () => {
    setIsSaving(true);
    try {
      await changeConversation(queryClient, conversationId, { instructions: value.trim() });
      onClose();
      void toast(lateTexts.instructions.saved);
    } catch {
      void toast(lateTexts.instructions.failed); // the dialog stays, and so does what was typed
      setIsSaving(false);
    }
  };
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-40 bg-black/40" />
        <Dialog.Content className="fade-in fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-lg rounded-2xl border bg-popover p-5 shadow-2xl outline-none">
          <Dialog.Title className="text-[15px] font-semibold tracking-[-0.011em]">
            {lateTexts.instructions.title}
          </Dialog.Title>
          <Dialog.Description className="pt-1 pb-3 text-sm text-muted-foreground">
            {lateTexts.instructions.hint}
          </Dialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <textarea
              dir="auto"
              rows={5}
              value={value}
              maxLength={MAX_CHARACTERS}
              readOnly={stored === undefined}
              aria-label={lateTexts.instructions.label}
              placeholder={stored === undefined ? '' : lateTexts.instructions.placeholder}
              onChange={(event) => setEdited(event.target.value)}
              className="field-sizing-content block max-h-[45dvh] min-h-32 w-full resize-none rounded-xl border bg-background px-3 py-2 text-base leading-6 placeholder:text-muted-foreground sm:pointer-fine:text-sm"
            />
            <div className="flex items-center justify-end gap-2 pt-4">
              <Button onClick={onClose}>{texts.cancel}</Button>
              <Button
                type="submit"
                disabled={stored === undefined || isSaving}
                className="border-transparent bg-primary text-primary-foreground hover:bg-primary hover:opacity-90 disabled:opacity-35"
              >
                {texts.save}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
