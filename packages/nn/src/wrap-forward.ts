import type { Module } from './module.ts';

/**
 * Has every call of a module's `forward` go through `around`, which is given the call and returns its result; returns what
 * takes that back. Modules without a `forward` are left alone.
 */
export function wrapForward(module: Module, around: (call: () => unknown) => unknown): () => void {
  const forward: unknown = 'forward' in module ? module.forward : undefined;
  if (typeof forward !== 'function') return () => {};
  const own = Object.getOwnPropertyDescriptor(module, 'forward');
  const value = function (this: Module, ...args: unknown[]): unknown {
    return around(() => forward.apply(this, args));
  };
  Object.defineProperty(module, 'forward', { value, configurable: true, writable: true, enumerable: false });
  return () => {
    if (own === undefined) Reflect.deleteProperty(module, 'forward');
    else Object.defineProperty(module, 'forward', own);
  };
}
