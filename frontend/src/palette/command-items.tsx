import { useState } from 'react';
import { Keys } from '../ui/keys';
import { lateTexts } from '../ui/late-texts';
import { listCommands, matchCommands } from './commands';
import { PaletteGroup, PaletteItem } from './palette-item';

export function CommandItems({ text, onRun }: { text: string; onRun: (action: () => void) => void }) {
  const [commands] = useState(listCommands); // as it was when the palette opened
  const matching = matchCommands(commands, text);
  if (matching.length === 0) return null;
  return (
    <PaletteGroup heading={lateTexts.palette.commands}>
      {matching.map(({ key, label, Icon, keys, run }) => (
        <PaletteItem
          key={key}
          value={`command ${key}`}
          icon={<Icon aria-hidden />}
          aside={keys.length > 0 && <Keys names={keys} className="pointer-coarse:hidden" />}
          onSelect={() => onRun(run)}
        >
          {label}
        </PaletteItem>
      ))}
    </PaletteGroup>
  );
}
