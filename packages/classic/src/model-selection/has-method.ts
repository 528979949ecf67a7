/** An estimator that has some methods only with certain parameters or parts says so itself. */
interface Choosy {
  hasMethod?(name: string): boolean;
}

/** Whether an estimator has a method, e.g. `predictProba`, with the parameters that it has now. */
export function hasMethod(estimator: object, name: string): boolean {
  return (
    typeof (estimator as Record<string, unknown>)[name] === 'function' &&
    ((estimator as Choosy).hasMethod?.(name) ?? true)
  );
}

/** Calls a method that `hasMethod` knows of. */
export function callMethod(estimator: object, name: string, ...args: readonly unknown[]): unknown {
  return (estimator as Record<string, (...args: readonly unknown[]) => unknown>)[name](...args);
}
