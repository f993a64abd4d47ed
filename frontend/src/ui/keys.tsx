import { cx } from './cx';

/** Keys to press together. */
export function Keys({ names, className }: { names: string[]; className?: string }) {
  return (
    <span dir="ltr" className={cx('inline-flex shrink-0 gap-1', className)}>
      {names.map((name) => (
        <kbd
          key={name}
          className="inline-grid h-5 min-w-5 place-items-center rounded-md border bg-muted px-1 font-sans text-[11px] leading-none text-muted-foreground"
        >
          {name}
        </kbd>
      ))}
    </span>
  );
}
