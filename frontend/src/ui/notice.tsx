import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoticeProps {
  title: string;
  hint?: string;
  Icon?: LucideIcon;
  children?: ReactNode;
}

/** A full-page message: one sentence, one explanation, what can be done. */
export function Notice({ title, hint, Icon, children }: NoticeProps) {
  return (
    <div className="grid h-full flex-1 place-items-center p-6 text-center">
      <div className="max-w-sm">
        {Icon && (
          <span className="mx-auto mb-4 grid size-12 place-items-center rounded-full bg-muted text-muted-foreground">
            <Icon aria-hidden className="size-5" />
          </span>
        )}
        <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
        {hint !== undefined && <p className="mt-1.5 text-sm text-pretty text-muted-foreground">{hint}</p>}
        {children !== undefined && <div className="mt-5 flex justify-center gap-2">{children}</div>}
      </div>
    </div>
  );
}
