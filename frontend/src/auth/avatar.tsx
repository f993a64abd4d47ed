import { User } from 'lucide-react';
import { cx } from '../ui/cx';

interface AvatarProps {
  /** null = nobody in particular. */
  name: string | null;
  isLarge?: boolean;
}

/** The first letter of a name, which is nothing to read out. Never a picture: it would be a request to somewhere else. */
export function Avatar({ name, isLarge = false }: AvatarProps) {
  const letter = name?.trim().charAt(0).toLocaleUpperCase() ?? '';
  return (
    <span
      aria-hidden
      data-letter={letter}
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-primary-soft font-semibold text-primary select-none before:content-[attr(data-letter)]',
        isLarge ? 'size-10 text-base' : 'size-6.5 text-xs',
      )}
    >
      {letter === '' && <User className={isLarge ? 'size-4.5' : 'size-3.5'} />}
    </span>
  );
}
