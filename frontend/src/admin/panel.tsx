import { useQueryClient } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { RetryNotice } from '../ui/retry-notice';
import { cx } from '../ui/cx';
import { lateTexts } from '../ui/late-texts';
import { statisticsKey } from './statistics-queries';

interface PanelProps {
  title: string;
  hint?: string;
  /** Stands beside the title. */
  action?: ReactNode;
  /** What is inside reaches to the edges. */
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
}

/** One matter of the administration, on a surface of its own. */
export function Panel({ title, hint, action, isFlush = false, className, children }: PanelProps) {
  const titleId = useId();
  return (
    <section
      aria-labelledby={titleId}
      className={cx('flex min-w-0 flex-col overflow-hidden rounded-2xl border bg-card', className)}
    >
      <div className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 ps-5 pe-3 pt-3 pb-2">
        <div className="min-w-40 flex-1 leading-5">
          <h3 id={titleId} className="text-sm font-semibold tracking-[-0.011em]">
            {title}
          </h3>
          {hint !== undefined && <p className="text-[13px] text-pretty text-muted-foreground">{hint}</p>}
        </div>
        {action}
      </div>
      <div className={cx('flex min-w-0 flex-1 flex-col', !isFlush && 'px-5 pb-5')}>{children}</div>
    </section>
  );
}

/** What stands where there is nothing yet. */
export function Nothing({ children }: { children: string }) {
  return (
    <div className="grid min-h-44 flex-1 place-items-center p-6 text-center text-sm text-muted-foreground">
      <div>
        <ChartNoAxesColumn aria-hidden className="mx-auto mb-2 size-5 opacity-60" />
        <p className="max-w-xs text-pretty">{children}</p>
      </div>
    </div>
  );
}

/** The look of a view whose figures are on their way. */
export function Skeleton({ isWithTiles = false }: { isWithTiles?: boolean }) {
  const block = 'animate-pulse rounded-2xl bg-muted';
  return (
    <div>
      <p role="status" className="sr-only">
        {lateTexts.admin.loadingFigures}
      </p>
      <div aria-hidden className="grid gap-4 lg:grid-cols-2">
        {isWithTiles && (
          <div className="grid grid-cols-2 gap-4 lg:col-span-2 lg:grid-cols-4">
            {['a', 'b', 'c', 'd'].map((key) => (
              <div key={key} className={cx(block, 'h-30')} />
            ))}
          </div>
        )}
        <div className={cx(block, 'h-72')} />
        <div className={cx(block, 'h-72')} />
      </div>
    </div>
  );
}

interface FiguresProps<Data> {
  query: { data: Data | undefined; isError: boolean; isFetching: boolean };
  isWithTiles?: boolean;
  children: (data: Data) => ReactNode;
}

/** Figures from the server: on their way, there, or not to be had and how to ask again for all of the view. Old ones stay while new ones come. */
export function Figures<Data>({ query, isWithTiles, children }: FiguresProps<Data>) {
  const { data, isError, isFetching } = query;
  const queryClient = useQueryClient();
  const askAgain = () => queryClient.refetchQueries({ queryKey: statisticsKey, type: 'active' });
  const retry = isError && !isFetching && (
    <div className="mb-4 rounded-2xl border bg-card px-2.5">
      <RetryNotice text={lateTexts.admin.figuresFailed} onRetry={() => void askAgain()} />
    </div>
  );
  if (data === undefined) return retry || <Skeleton isWithTiles={isWithTiles} />;
  return (
    <>
      {retry}
      {children(data)}
    </>
  );
}
