import type { SearchResult } from '@app/chat-protocol';
import { ChevronDown, MessageSquare, Sparkles, UserRound } from 'lucide-react';
import { Button } from '../ui/button';
import { formatDay } from '../ui/format-day';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { PaletteGroup, PaletteItem } from './palette-item';

import { withoutMarks } from './without-marks';
import { Segments } from './segments';
import type { useSearch } from './use-search';

type Found = ReturnType<typeof useSearch>;

/** Why there is nothing to choose from: it is being looked for, there is nothing, or the search did not work. */
export function ResultState({ found: { results, isError, isBehind, refetch } }: { found: Found }) {
  if (isError) {
    return (
      <div role="alert" className="flex flex-wrap items-center gap-3 px-4.5 pt-3 text-sm text-muted-foreground">
        {lateTexts.palette.failed}
        <Button onClick={() => void refetch()}>{texts.tryAgain}</Button>
      </div>
    );
  }
  return (
    <p role="status" className={results.length > 0 ? 'sr-only' : 'px-4.5 pt-3 text-sm text-muted-foreground'}>
      {isBehind ? lateTexts.palette.searching : lateTexts.palette.count(results.length)}
    </p>
  );
}

/** What was found, best first: titles lead to their conversation, messages to their place in it. */
export function ResultItems({ found, onGo }: { found: Found; onGo: (path: string) => void }) {
  if (found.results.length === 0) return null;
  return (
    <PaletteGroup heading={lateTexts.palette.found}>
      {found.results.map((result) => (
        <Result key={result.messageId ?? result.conversationId} result={result} onGo={onGo} />
      ))}
      {found.hasNextPage && (
        <PaletteItem
          value="more"
          icon={<ChevronDown aria-hidden />}
          onSelect={() => {
            if (!found.isFetchingNextPage) void found.fetchNextPage();
          }}
        >
          {lateTexts.palette.more}
        </PaletteItem>
      )}
    </PaletteGroup>
  );
}

function Result({ result, onGo }: { result: SearchResult; onGo: (path: string) => void }) {
  const { conversationId, messageId, senderType, timestamp, titleParts, snippet } = result;
  const Icon = senderType === null ? MessageSquare : senderType === 'user' ? UserRound : Sparkles;
  const path = `/c/${conversationId}`;
  return (
    <PaletteItem
      value={messageId === null ? `conversation ${conversationId}` : `message ${messageId}`}
      icon={<Icon aria-label={lateTexts.palette.senders[senderType ?? 'title']} />}
      aside={<time className="shrink-0 text-xs text-muted-foreground">{formatDay(new Date(timestamp))}</time>}
      onSelect={() => onGo(messageId === null ? path : `${path}?m=${encodeURIComponent(messageId)}`)}
    >
      <bdi className="block truncate text-match-parent">
        {titleParts.length === 0 ? texts.conversation.untitled : <Segments segments={titleParts} />}
      </bdi>
      {snippet.length > 0 && (
        <bdi className="line-clamp-2 text-match-parent text-[13px] text-muted-foreground">
          <Segments segments={snippet.map(withoutMarks)} />
        </bdi>
      )}
    </PaletteItem>
  );
}
