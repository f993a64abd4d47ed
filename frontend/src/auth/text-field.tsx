import { type ComponentProps, type ReactNode, useId } from 'react';
import { cx } from '../ui/cx';

interface TextFieldProps extends ComponentProps<'input'> {
  label: string;
  hint?: string | undefined;
  /** What is wrong with it; undefined = nothing. */
  error?: string | undefined;
  /** Stands inside the box, at its end. */
  action?: ReactNode;
}

/** A line to write in, with its name above, and what is wrong with it below. */
export function TextField({ label, hint, error, action, className, ...props }: TextFieldProps) {
  const id = useId();
  const noteId = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <label htmlFor={id} className="block pb-1.5 text-[13px] font-medium">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error !== undefined}
          aria-describedby={note === undefined ? undefined : noteId}
          className={cx(
            'block h-10 w-full rounded-[10px] border bg-card px-3 text-base outline-none placeholder:text-muted-foreground focus:ring-1 pointer-coarse:h-12 sm:text-sm',
            action !== undefined && 'pe-11 pointer-coarse:pe-13',
            error === undefined ? 'border-input focus:border-ring focus:ring-ring' : 'border-danger focus:ring-danger',
          )}
          {...props}
        />
        {action !== undefined && <div className="absolute inset-y-0 end-0 grid place-items-center pe-1">{action}</div>}
      </div>
      {note !== undefined && (
        <p id={noteId} className={cx('pt-1.5 text-[13px] leading-5', error ? 'text-danger' : 'text-muted-foreground')}>
          {note}
        </p>
      )}
    </div>
  );
}
