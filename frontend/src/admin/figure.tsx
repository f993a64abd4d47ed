import type { ReactNode } from 'react';

interface FigureProps {
  label: string;
  value: string;
  hint?: string;
  /** Stands under the value. */
  children?: ReactNode;
}

/** One number, large, and what it is. */
export function Figure({ label, value, hint, children }: FigureProps) {
  return (
    <div className="flex min-w-0 flex-col bg-card px-5 py-4">
      <dt className="text-[13px] leading-5 text-muted-foreground">{label}</dt>
      <dd className="pt-0.5 text-2xl leading-8 font-semibold tracking-[-0.02em] tabular-nums">{value}</dd>
      {hint !== undefined && <dd className="text-xs leading-5 text-pretty text-muted-foreground">{hint}</dd>}
      {children !== undefined && <dd className="pt-2">{children}</dd>}
    </div>
  );
}

/** Figures side by side, on one surface. */
export function FigureRow({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-2xl border bg-border lg:grid-cols-4">{children}</dl>
  );
}
