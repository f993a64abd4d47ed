/** Typed listeners. One that throws is reported and disturbs nobody else. */
export class Emitter<Events extends object> {
  private readonly listeners: { [K in keyof Events]?: Set<(payload: Events[K]) => void> } = {};

  /** @returns the function that removes the listener */
  on<K extends keyof Events>(name: K, listener: (payload: Events[K]) => void): () => void {
    const listeners = (this.listeners[name] ??= new Set());
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<K extends keyof Events>(name: K, payload: Events[K]): void {
    for (const listener of this.listeners[name] ?? []) {
      try {
        listener(payload);
      } catch (cause) {
        console.error(`A listener of "${String(name)}" threw`, cause);
      }
    }
  }

  clear(): void {
    for (const name of Object.keys(this.listeners) as (keyof Events)[]) delete this.listeners[name];
  }
}
