import { cast, ShapeError, sameShape, type Tensor, tidy } from '@ml/tensor';
import { GradientError } from '../gradient-error.ts';
import { Collector, seedsOf } from '../local-vjp.ts';
import { isRecording, recorded } from '../mode.ts';
import { edgeOf } from '../node.ts';
import { dependsOnOutside } from '../outside.ts';
import { propagate } from '../propagate.ts';
import { alias } from '../trace.ts';
import { asVariables, collected } from './inputs.ts';
import { type GradientOf, leavesOf, mapTree } from './tree.ts';

export interface Vjp<Args extends readonly unknown[], V> {
  readonly value: V;
  /** From dL/dvalue to dL/dx for each argument; may be called any number of times within the scope `vjp` was called in. */
  readonly pullback: (cotangent: GradientOf<V>) => { -readonly [K in keyof Args]: GradientOf<Args[K]> };
}

/**
 * Evaluates f at `args` and keeps what is needed to pull cotangents back through it.
 *
 * The saved values live as long as the scope around the call, or, outside every scope, as long as the pullback.
 *
 * @param f synchronous; takes and returns tensors, or arrays and plain objects of tensors
 * @returns the value, and the pullback from its cotangent to those of the arguments
 * @throws {GradientError} when the pullback is called after its scope has ended
 * @example
 * const { value, pullback } = vjp((x: Tensor) => x.mul(x), tensor([1, 2, 3]));
 * value.toArray() // => [1, 4, 9]
 * pullback(tensor([1, 0, 10]))[0].toArray() // => [2, 0, 60]
 */
export function vjp<Args extends readonly unknown[], V>(f: (...args: Args) => V, ...args: Args): Vjp<Args, V> {
  const { value, roots, inputs, linked } = tidy(() => {
    const chosen = args.map((_, i) => i);
    const inputs = asVariables('vjp', args, chosen);
    const result = recorded('vjp', () => f(...(inputs.args as unknown as Args)));
    const linked = dependsOnOutside(inputs.start, leavesOf(result));
    const value = mapTree(
      result,
      (y) => alias(y, linked ? edgeOf(y) : null),
      (other) => other,
    ) as V;
    // Handles of their own keep the graph alive, whatever the caller does with the value.
    return { value, linked, inputs: { ...inputs, args: [] }, roots: leavesOf(result).map((y) => alias(y, edgeOf(y))) };
  });
  const pullback = (cotangent: GradientOf<V>) =>
    tidy(() => {
      if (roots.some((root) => root.isDisposed)) {
        throw new GradientError(
          'vjp: the scope (tidy) that vjp was called in has ended, and what its pullback needs is freed',
        );
      }
      const given = leavesOf(cotangent);
      checkCotangents(roots, given);
      const cotangents = given.map((c, i) => cast(c, roots[i].dtype));
      const collector = new Collector(inputs.variables);
      const record = isRecording() && (linked || cotangents.some((cotangent) => edgeOf(cotangent) !== null));
      propagate('vjp', seedsOf(roots, cotangents), collector, { retainGraph: true, record });
      return inputs.unflatten(collected(inputs, collector));
    }) as { -readonly [K in keyof Args]: GradientOf<Args[K]> };
  return { value, pullback };
}

function checkCotangents(values: readonly Tensor[], cotangents: readonly Tensor[]): void {
  if (cotangents.length !== values.length) {
    throw new GradientError(`vjp: ${cotangents.length} cotangents for ${values.length} values`);
  }
  values.forEach((value, i) => {
    if (!sameShape(value.shape, cotangents[i].shape)) {
      throw new ShapeError({
        op: 'vjp',
        problem: 'cotangent and value differ in shape',
        shapes: [value.shape, cotangents[i].shape],
      });
    }
  });
}
