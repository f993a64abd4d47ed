import type { ConversationView } from '@app/chat-protocol';
import { useId } from 'react';
import { ConversationItem } from './conversation-item';

interface ConversationGroupProps {
  label: string;
  conversations: ConversationView[];
  onOpen: () => void;
}

export function ConversationGroup({ label, conversations, onOpen }: ConversationGroupProps) {
  const headingId = useId();
  return (
    <section aria-labelledby={headingId} className="pt-4 first:pt-3">
      <h2 id={headingId} className="px-2.5 pb-1 text-xs font-medium text-muted-foreground">
        {label}
      </h2>
      <ul className="space-y-0.5">
        {conversations.map((conversation) => (
          <ConversationItem key={conversation.id} conversation={conversation} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  );
}
