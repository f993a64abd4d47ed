import type { SessionView } from '@app/chat-protocol';
import { Code, Lightbulb, Map as MapIcon, Scale } from 'lucide-react';
import { useNavigate } from 'react-router';
import { addUnsent } from '../conversations/unsent-conversations';
import { texts } from '../ui/texts';
import { Composer } from './composer';
import { DemoHint } from './demo-hint';
import { NEW_CHAT } from './drafts';
import { startConversation } from './sessions';

const ICONS = [Lightbulb, Code, Scale, MapIcon];

/** `/`: a conversation begins with its first message. */
export function NewChatPage({ view }: { view: SessionView }) {
  const navigate = useNavigate();

  const start = (text: string) => {
    const session = startConversation();
    void session.send(text);
    addUnsent(session.id, text);
    void navigate(`/c/${session.id}`);
  };

  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
      <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col px-3 pb-[max(0.5rem,env(safe-area-inset-bottom))] sm:justify-center sm:px-5 sm:pb-[14vh]">
        <h2 className="my-auto pt-10 pb-6 text-center text-[1.75rem] leading-tight font-semibold tracking-[-0.02em] text-balance sm:my-0">
          {texts.empty.greeting}
        </h2>
        <div className="sm:order-last">
          <ul aria-label={texts.empty.startersLabel} className="grid gap-2 max-sm:pb-4 sm:grid-cols-2 sm:pt-4">
            {texts.empty.starters.map(({ title, prompt }, index) => {
              const Icon = ICONS[index];
              return (
                <li key={title}>
                  <button
                    type="button"
                    onClick={() => start(prompt)}
                    className="flex h-full w-full items-start gap-3 rounded-2xl border px-4 py-3 text-start transition-colors hover:border-input hover:bg-muted"
                  >
                    <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-primary" />
                    <span className="min-w-0 text-sm leading-5">
                      <span className="block font-medium">{title}</span>
                      <span className="mt-0.5 line-clamp-2 block text-[13px] text-muted-foreground max-sm:line-clamp-1">
                        {prompt}
                      </span>
                    </span>
                  </button>
                </li>
              );
            })}
          </ul>
          {view.model.isDemo && <DemoHint />}
        </div>
        <Composer
          draftKey={NEW_CHAT}
          placeholder={texts.composer.placeholder}
          maxCharacters={view.maxMessageCharacters}
          isAnswering={false}
          onSend={start}
          onStop={() => {}}
        />
      </div>
    </div>
  );
}
