import type { ReactNode } from 'react';

interface PartProps {
  title: string;
  hint?: string;
  /** Stands beside the title. */
  action?: ReactNode;
  children?: ReactNode;
}

/** One matter of the account. */
export function Part({ title, hint, action, children }: PartProps) {
  return (
    <section className="border-b py-5 first:pt-1 last:border-0">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm leading-5">
        <div className="min-w-40 flex-1">
          <h4 className="font-medium">{title}</h4>
          {hint !== undefined && <p className="mt-0.5 text-[13px] text-muted-foreground">{hint}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}

/** What did not work, in a part. */
export function PartError({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="pt-2 text-[13px] leading-5 text-danger">
      {children}
    </p>
  );
}
