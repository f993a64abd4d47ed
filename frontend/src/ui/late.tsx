import { createElement, type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from 'react';

const RETRY_MS = 2000;

/** A component whose code comes after the page. */
export type Late<Props> = ComponentType<Props> & {
  /** Loads it now, so that its first use need not wait. */
  preload(): void;
};

/**
 * Like React's `lazy`, for a page whose network comes and goes: code that cannot be loaded now is asked for again until
 * it comes, and `fallback` stands in for it meanwhile. Nothing is thrown.
 */
export function late<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  fallback: (props: Props) => ReactNode,
): Late<Props> {
  let loaded: ComponentType<Props> | null = null;
  let isLoading = false;
  const listeners = new Set<() => void>();

  const preload = () => {
    if (loaded || isLoading) return;
    isLoading = true;
    load().then(
      (module) => {
        loaded = module.default;
        for (const listener of listeners) listener();
      },
      () => {
        isLoading = false;
        setTimeout(preload, RETRY_MS);
      },
    );
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };

  function LateComponent(props: Props) {
    const Component = useSyncExternalStore(subscribe, () => loaded);
    useEffect(preload, []);
    return createElement(Component ?? fallback, props); // an element of its own: it may use hooks, too
  }
  return Object.assign(LateComponent, { preload });
}
