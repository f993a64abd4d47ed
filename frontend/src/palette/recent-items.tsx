import { MessageSquare } from 'lucide-react';
import { useConversations } from '../conversations/use-conversations';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { PaletteGroup, PaletteItem } from './palette-item';

const SHOWN = 6;

/** Where one was last. */
export function RecentItems({ onGo }: { onGo: (path: string) => void }) {
  const pinned = useConversations('pinned').conversations;
  const active = useConversations('active').conversations;
  const recent = [...pinned, ...active]
    .toSorted((a, b) => b.lastUpdateTime.localeCompare(a.lastUpdateTime))
    .slice(0, SHOWN);
  if (recent.length === 0) return null;
  return (
    <PaletteGroup heading={lateTexts.palette.recent}>
      {recent.map(({ id, title }) => (
        <PaletteItem
          key={id}
          value={`conversation ${id}`}
          icon={<MessageSquare aria-hidden />}
          onSelect={() => onGo(`/c/${id}`)}
        >
          <bdi className="block truncate text-match-parent">{title || texts.conversation.untitled}</bdi>
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}
