import type { ReactNode } from 'react';

/** One setting: what it is, what it does, and the control beside it, or below where there is no room. */
export function Setting({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2 border-b py-4 first:pt-1 last:border-0">
      <div className="min-w-40 flex-1 text-sm leading-5">
        <p className="font-medium">{title}</p>
        {hint !== undefined && <p className="mt-0.5 text-[13px] text-muted-foreground">{hint}</p>}
      </div>
      {children}
    </div>
  );
}
