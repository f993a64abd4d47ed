import { Dialog } from './ui/dialog';
import { Keys } from './ui/keys';
import { keysOf, nameKeys, SHORTCUTS, type ShortcutId, shortcutOf } from './ui/shortcuts';
import { lateTexts } from './ui/late-texts';
import { useUiStore } from './ui/ui-store';

const GROUPS = ['chats', 'answer', 'box', 'page'] as const;

/** The list of keys. */
export default function ShortcutsDialog() {
  const isPlainEnter = useUiStore((state) => state.sendKey === 'enter');
  const enter = nameKeys({ key: 'enter' });
  const boxKeys = [
    { text: lateTexts.shortcuts.send, keys: isPlainEnter ? enter : nameKeys({ key: 'enter', mod: true }) },
    { text: lateTexts.shortcuts.newLine, keys: isPlainEnter ? nameKeys({ key: 'enter', shift: true }) : enter },
  ];
  return (
    <Dialog
      title={lateTexts.shortcuts.title}
      className="w-full max-w-2xl sm:w-[calc(100%-2rem)] sm:max-h-[80dvh] sm:top-[10dvh]"
    >
      <div tabIndex={-1} className="grid gap-x-10 gap-y-6 overflow-y-auto px-5 pt-1 pb-6 sm:grid-cols-2">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className="pb-1 text-xs font-medium text-muted-foreground">{lateTexts.shortcuts.groups[group]}</h3>
            <dl>
              {group === 'box' && boxKeys.map(({ text, keys }) => <Row key={text} text={text} keys={keys} />)}
              {(Object.keys(SHORTCUTS) as ShortcutId[])
                .filter((id) => shortcutOf(id).group === group)
                .map((id) => (
                  <Row key={id} text={lateTexts.shortcuts[id]} keys={keysOf(id)} />
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Row({ text, keys }: { text: string; keys: string[] }) {
  return (
    <div className="flex min-h-9 items-center gap-4 border-b py-1.5 text-sm last:border-0">
      <dt className="me-auto">{text}</dt>
      <dd>
        <Keys names={keys} />
      </dd>
    </div>
  );
}
