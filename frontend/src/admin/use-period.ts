import { useSearchParams } from 'react-router';
import { type Period, readPeriod, type Span, spanOf, writePeriod } from './period';

/** The period that is looked at. It is in the address: links and reloads keep it. */
export function usePeriod(): { period: Period; span: Span; setPeriod: (period: Period) => void } {
  const [search, setSearch] = useSearchParams();
  const period = readPeriod(search);
  return { period, span: spanOf(period), setPeriod: (next) => setSearch(writePeriod(next), { replace: true }) };
}
