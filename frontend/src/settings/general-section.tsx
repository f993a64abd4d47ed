import { openDialog } from '../ui/dialogs';
import { Button } from '../ui/button';
import { nameKeys } from '../ui/shortcuts';
import { lateTexts } from '../ui/late-texts';
import { texts } from '../ui/texts';
import { useUiStore } from '../ui/ui-store';
import { TOUCH, useMedia } from '../ui/use-media';
import { Choice } from './choice';
import { Setting } from './setting';

const THEMES = (['light', 'dark', 'system'] as const).map((value) => ({ value, label: texts.theme[value] }));
const DENSITIES = (['comfortable', 'compact'] as const).map((value) => ({ value, label: lateTexts.density[value] }));
const FOLLOWS = (['answer', 'question'] as const).map((value) => ({ value, label: lateTexts.follow[value] }));
const SEND_KEYS = [
  { value: 'enter', label: nameKeys({ key: 'enter' }).join(' ') },
  { value: 'mod-enter', label: nameKeys({ key: 'enter', mod: true }).join(' ') },
] as const;

export function GeneralSection() {
  const { theme, density, sendKey, follow } = useUiStore();
  const isTouch = useMedia(TOUCH); // its keyboard has none of these keys
  const { general } = lateTexts.settings;
  return (
    <>
      <Setting title={texts.theme.label}>
        <Choice
          label={texts.theme.label}
          value={theme}
          options={THEMES}
          onChange={(chosen) => useUiStore.setState({ theme: chosen })}
        />
      </Setting>
      <Setting title={lateTexts.density.label} hint={general.densityHint}>
        <Choice
          label={lateTexts.density.label}
          value={density}
          options={DENSITIES}
          onChange={(chosen) => useUiStore.setState({ density: chosen })}
        />
      </Setting>
      <Setting
        title={lateTexts.follow.label}
        hint={follow === 'answer' ? general.followAnswer : general.followQuestion}
      >
        <Choice
          label={lateTexts.follow.label}
          value={follow}
          options={FOLLOWS}
          onChange={(chosen) => useUiStore.setState({ follow: chosen })}
        />
      </Setting>
      {!isTouch && (
        <>
          <Setting title={general.sendKey} hint={sendKey === 'enter' ? general.sendKeyPlain : general.sendKeyMod}>
            <Choice
              label={general.sendKey}
              value={sendKey}
              options={SEND_KEYS}
              onChange={(chosen) => useUiStore.setState({ sendKey: chosen })}
            />
          </Setting>
          <Setting title={lateTexts.shortcuts.title} hint={general.shortcutsHint}>
            <Button onClick={() => openDialog('shortcuts')}>{general.showShortcuts}</Button>
          </Setting>
        </>
      )}
    </>
  );
}
