import { leaveToCollector, runInScope } from './engine/scope.ts';
import { ArgumentError, describeValue } from './errors.ts';
import { isTensor, type Tensor } from './tensor.ts';

/**
 * Runs `fn` and frees every tensor made inside it, except those it returns (alone or inside arrays, maps and objects)
 * and those given to `keep`. Scopes nest; in Node an async `fn` is followed through its awaits.
 *
 * Training steps, `fit`, `generate` and `predict` do this themselves; it is for loops you write yourself.
 *
 * @example
 * tidy(() => ones([2]).add(1).mul(3)).toArray() // => [6, 6]
 */
export function tidy<R>(fn: () => R): R {
  if (typeof fn !== 'function') throw new ArgumentError(`tidy: expected a function, got ${describeValue(fn)}`);
  return runInScope(fn, isTensor);
}

/** Lets `x` outlive the scope it was made in: the garbage collector, or `x.dispose()`, frees it. */
export function keep<T extends Tensor>(x: T): T {
  if (!isTensor(x)) throw new ArgumentError(`keep: expected a tensor, got ${describeValue(x)}`);
  leaveToCollector(x, x.storage);
  return x;
}
