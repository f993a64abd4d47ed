import { Command as Cmdk } from 'cmdk';
import type { ReactNode } from 'react';

interface PaletteItemProps {
  /** Unique in the palette. */
  value: string;
  icon: ReactNode;
  /** Stands at the end of the row. */
  aside?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

export function PaletteItem({ value, icon, aside, onSelect, children }: PaletteItemProps) {
  return (
    <Cmdk.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 cursor-default items-start gap-3 rounded-lg px-2.5 py-2 text-sm leading-5 select-none data-[selected=true]:bg-accent pointer-coarse:min-h-11 pointer-coarse:py-3"
    >
      <span className="mt-0.5 shrink-0 text-muted-foreground *:size-4">{icon}</span>
      <span className="min-w-0 flex-1">{children}</span>
      {aside}
    </Cmdk.Item>
  );
}

const GROUP =
  '**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:font-medium **:[[cmdk-group-heading]]:text-muted-foreground';

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Cmdk.Group heading={heading} className={GROUP}>
      {children}
    </Cmdk.Group>
  );
}
