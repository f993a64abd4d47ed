import { Button } from './button';
import { texts } from './texts';

/** Inside a list or a panel: it could not be loaded, and how to try again. */
export function RetryNotice({ text, onRetry }: { text: string; onRetry: () => void }) {
  return (
    <div role="alert" className="space-y-3 px-2.5 py-4 text-sm text-muted-foreground">
      <p>{text}</p>
      <Button onClick={onRetry}>{texts.tryAgain}</Button>
    </div>
  );
}
