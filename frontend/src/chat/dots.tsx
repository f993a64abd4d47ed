import { texts } from '../ui/texts';

/** An answer without words yet. The hidden status region tells screen readers. */
export function Dots({ note }: { note?: string | undefined }) {
  return (
    <div className="flex min-h-7 items-center gap-1.5">
      <span className="sr-only">{texts.message.thinking}</span>
      {['0ms', '160ms', '320ms'].map((animationDelay) => (
        <span
          key={animationDelay}
          aria-hidden
          style={{ animationDelay }}
          className="size-1.5 animate-pulse rounded-full bg-muted-foreground"
        />
      ))}
      {note !== undefined && <span className="ms-1.5 text-sm text-muted-foreground">{note}</span>}
    </div>
  );
}
