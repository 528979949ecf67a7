/** A state outside React that components subscribe to. */
export interface Store<S> {
  readonly get: () => S;
  readonly update: (change: (state: S) => S) => void;
  readonly subscribe: (listener: () => void) => () => void;
  /** Tells listeners at once what they have not yet heard. */
  readonly flush: () => void;
}

/**
 * A store that changes at once and tells its listeners at most every `interval` milliseconds: a hundred steps a second
 * become ten frames.
 */
export function createStore<S>(initial: S, interval: number): Store<S> {
  let state = initial;
  let shown = initial;
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();
  const flush = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (shown === state) return;
    shown = state;
    for (const listener of listeners) listener();
  };
  return {
    get: () => shown,
    update: (change) => {
      state = change(state);
      timer ??= setTimeout(flush, interval);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    flush,
  };
}
