import { texts } from '../ui/texts';
import { useDelayed } from '../ui/use-delayed';

/** Most conversations are there before this; a flash of grey bars would only unsettle. */
const QUIET_MS = 250;

export function ThreadSkeleton() {
  const isDue = useDelayed(true, QUIET_MS);
  return (
    <output aria-label={texts.thread.loading} className="mx-auto block w-full max-w-3xl flex-1 px-5 pt-8">
      {isDue && (
        <div aria-hidden className="fade-in space-y-3">
          <div className="ms-auto h-10 w-2/5 rounded-[1.25rem] bg-muted" />
          {['w-full', 'w-11/12', 'w-3/5'].map((width) => (
            <div key={width} className={`h-4 rounded-full bg-muted ${width}`} />
          ))}
        </div>
      )}
    </output>
  );
}
