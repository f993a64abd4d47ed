import { useEffect, useSyncExternalStore } from 'react';
import type { PluginConfig } from 'streamdown';
import { mayHaveMath, normalizeMath, withoutHalfMath } from './math-text';

const RETRY_MS = 2_000;

let plugins: PluginConfig | undefined;
let isLoading = false;
const listeners = new Set<() => void>();

/** The text as our parser reads formulas, and what draws them: undefined while it loads, or where there is nothing to draw. */
export function useMath(text: string, isStreaming: boolean): { text: string; plugins: PluginConfig | undefined } {
  const hasMath = mayHaveMath(text);
  const loaded = useSyncExternalStore(subscribe, () => plugins);
  useEffect(() => {
    if (hasMath) load();
  }, [hasMath]);
  if (!hasMath) return { text, plugins: undefined };
  return { text: normalizeMath(isStreaming ? withoutHalfMath(text) : text), plugins: loaded };
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asked for again until it comes: the network of the page comes and goes. */
function load(): void {
  if (plugins !== undefined || isLoading) return;
  isLoading = true;
  import('./math-plugin').then(
    ({ mathPlugin }) => {
      plugins = { math: mathPlugin };
      for (const listener of listeners) listener();
    },
    () => {
      isLoading = false;
      setTimeout(load, RETRY_MS);
    },
  );
}
