import { Tabs } from 'radix-ui';
import { Dialog } from '../ui/dialog';
import { useDialogs } from '../ui/dialogs';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { useMedia } from '../ui/use-media';
import { SECTIONS } from './sections';

const SIDE_BY_SIDE = '(min-width: 40rem)';

export default function SettingsDialog() {
  const first = useDialogs((state) => state.settingsSection) ?? SECTIONS[0].id;
  const isSideBySide = useMedia(SIDE_BY_SIDE);
  return (
    <Dialog
      title={texts.settings.title}
      className="w-full max-w-3xl sm:w-[calc(100%-2rem)] sm:top-[10dvh] sm:h-[min(36rem,80dvh)]"
    >
      <Tabs.Root
        key={first}
        defaultValue={first}
        orientation={isSideBySide ? 'vertical' : 'horizontal'}
        className="flex min-h-0 flex-1 flex-col sm:flex-row"
      >
        <Tabs.List
          aria-label={lateTexts.settings.sections}
          className="flex shrink-0 gap-0.5 px-3 max-sm:flex-wrap max-sm:border-b max-sm:pb-2 sm:w-50 sm:flex-col sm:pt-1 sm:pb-3"
        >
          {SECTIONS.map(({ id, title, Icon }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="flex h-9 shrink-0 items-center gap-2.5 rounded-lg px-2.5 text-start text-sm text-muted-foreground transition-colors hover:text-foreground focus-visible:-outline-offset-2 data-[state=active]:bg-accent data-[state=active]:font-medium data-[state=active]:text-foreground pointer-coarse:h-11"
            >
              <Icon aria-hidden className="size-4 shrink-0 max-sm:hidden" />
              {title}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {SECTIONS.map(({ id, title, Content }) => (
          <Tabs.Content
            key={id}
            value={id}
            className="min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain px-5 pt-4 pb-6 focus-visible:-outline-offset-2 sm:pt-1 sm:ps-3"
          >
            <h3 className="sr-only">{title}</h3>
            <div className="sm:h-full">
              <Content />
            </div>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
