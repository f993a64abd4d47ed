import type { ChatMessage } from '@app/chat-protocol';
import { Globe } from 'lucide-react';
import { texts } from '../ui/texts';

interface Source {
  url: string;
  host: string;
  title: string;
}

/** The pages an answer rests on, each once. Addresses that are not of the web are left out. */
export function sourcesOf(message: ChatMessage): Source[] {
  const sources = new Map<string, Source>();
  for (const part of message.parts) {
    if (part.type !== 'source-url' || !URL.canParse(part.url)) continue;
    const { protocol, hostname } = new URL(part.url);
    if (protocol !== 'https:' && protocol !== 'http:') continue;
    const host = hostname.replace(/^www\./, '');
    sources.set(part.url, { url: part.url, host, title: part.title?.trim() || host });
  }
  return [...sources.values()];
}

export function Sources({ sources }: { sources: Source[] }) {
  if (sources.length === 0) return null;
  return (
    <section aria-label={texts.message.sources} className="pt-3">
      <h3 className="pb-1.5 text-xs font-medium text-muted-foreground">{texts.message.sources}</h3>
      <ol className="flex flex-wrap gap-1.5">
        {sources.map(({ url, host, title }, index) => (
          <li key={url} className="max-w-full">
            <a
              href={url}
              target="_blank"
              rel="noopener noreferrer nofollow"
              title={url}
              className="flex min-h-8 items-center gap-1.5 rounded-full border px-2.5 text-[13px] transition-colors hover:border-input hover:bg-muted pointer-coarse:min-h-11"
            >
              <Globe aria-hidden className="size-3.5 shrink-0 text-muted-foreground" />
              <span className="text-muted-foreground tabular-nums">{index + 1}</span>
              <span dir="auto" className="max-w-64 min-w-0 truncate">
                {title}
              </span>
              {title !== host && <span className="truncate text-muted-foreground max-sm:hidden">{host}</span>}
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}
