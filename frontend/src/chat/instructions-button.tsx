import { SlidersHorizontal } from 'lucide-react';
import { memo, useState } from 'react';
import { IconButton } from '../ui/icon-button';
import { late } from '../ui/late';
import { texts } from '../ui/texts';
import type { InstructionsDialogProps } from './instructions-dialog';

const InstructionsDialog = late<InstructionsDialogProps>(
  () => import('./instructions-dialog'),
  () => null,
);

/** Opens what the model is told in this conversation. Not rendered again with each key. */
export const InstructionsButton = memo(function InstructionsButton({ conversationId }: { conversationId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <IconButton
        label={texts.composer.instructions}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className="size-10 rounded-full"
      >
        <SlidersHorizontal className="size-4.5" />
      </IconButton>
      {isOpen && <InstructionsDialog conversationId={conversationId} onClose={() => setIsOpen(false)} />}
    </>
  );
});
