import { texts } from '../ui/texts';
import { useDelayed } from '../ui/use-delayed';

const QUIET_MS = 200;
const WIDTHS = ['w-3/4', 'w-1/2', 'w-5/6', 'w-2/3', 'w-3/5', 'w-4/5'];

/** Rows to come. A list that is there in a moment shows none of it. */
export function ListSkeleton() {
  const isSlow = useDelayed(true, QUIET_MS);
  return (
    <output className="block px-2.5 pt-6">
      <span className="sr-only">{texts.sidebar.loading}</span>
      {isSlow &&
        WIDTHS.map((width) => (
          <span key={width} aria-hidden className="fade-in flex h-row items-center pointer-coarse:h-11">
            <span className={`h-3 animate-pulse rounded-full bg-accent ${width}`} />
          </span>
        ))}
    </output>
  );
}
