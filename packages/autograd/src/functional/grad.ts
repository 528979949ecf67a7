import { isTensor, onesLike, type Shape, ShapeError, type Tensor, tidy } from '@ml/tensor';
import { GradientError } from '../gradient-error.ts';
import { Collector } from '../local-vjp.ts';
import { recorded } from '../mode.ts';
import { edgeOf } from '../node.ts';
import { dependsOnOutside } from '../outside.ts';
import { propagate } from '../propagate.ts';
import { alias } from '../trace.ts';
import { asVariables, collected } from './inputs.ts';
import type { GradientOf } from './tree.ts';

export interface GradOptions<N extends number | readonly number[] = number> {
  /** Which argument to differentiate with respect to, or which several; default 0. */
  readonly argnums?: N;
  /**
   * Record the gradient's own computation, so that it can be differentiated in turn; default: where f depends on something
   * that is being differentiated (a parameter, or the variable of a transform around this one). False saves that work.
   */
  readonly createGraph?: boolean;
}

/** The gradient with respect to one argument, or a tuple of gradients for several. */
export type Gradients<Args extends readonly unknown[], N extends number | readonly number[]> = N extends number
  ? GradientOf<Args[N]>
  : N extends readonly number[]
    ? { -readonly [K in keyof N]: GradientOf<Args[N[K] & number]> }
    : never;

/**
 * The function that computes both f and its gradient.
 *
 * Arguments are tensors, or arrays and plain objects of tensors; the gradient has the same structure. An argument that f
 * does not depend on has gradient zero. What f makes besides its value is freed when it returns, as in `tidy`. Transforms
 * nest: the gradient of a function that computes a gradient is exact.
 *
 * @param f synchronous, returning one number as a tensor
 * @throws {ShapeError} when f returns more than one element
 * @example
 * const { value, grad } = valueAndGrad((x) => x.mul(x).sum())(tensor([1, 2, 3]));
 * value.item() // => 14
 * grad.toArray() // => [2, 4, 6]
 */
export function valueAndGrad<V extends Tensor>(
  f: (x: Tensor) => V,
  options?: GradOptions<0>,
): <S extends Shape>(x: Tensor<S>) => { value: V; grad: Tensor<S> };
export function valueAndGrad<
  Args extends readonly unknown[],
  V extends Tensor,
  const N extends number | readonly number[] = 0,
>(f: (...args: Args) => V, options?: GradOptions<N>): (...args: Args) => { value: V; grad: Gradients<Args, N> };
export function valueAndGrad(
  f: (...args: never[]) => Tensor,
  options: GradOptions<number | readonly number[]> = {},
): (...args: never[]) => { value: Tensor; grad: unknown } {
  const argnums: number | readonly number[] = options.argnums ?? 0;
  const chosen = typeof argnums === 'number' ? [argnums] : argnums;
  return (...args) =>
    tidy(() => {
      const inputs = asVariables('grad', args, chosen);
      const value = recorded('grad', () => f(...(inputs.args as never[])));
      checkValue(value);
      const record = options.createGraph ?? dependsOnOutside(inputs.start, [value]);
      const collector = new Collector(inputs.variables);
      const edge = edgeOf(value);
      if (edge !== null) {
        propagate('grad', [{ edge, cotangent: onesLike(value) }], collector, { retainGraph: record, record });
      }
      const gradients = inputs.unflatten(collected(inputs, collector));
      return {
        value: alias(value, record ? edge : null),
        grad: typeof argnums === 'number' ? gradients[0] : gradients,
      };
    });
}

/**
 * The function that computes the gradient of f.
 *
 * @see valueAndGrad
 * @example
 * const cube = (x: Tensor) => x.mul(x).mul(x).sum();
 * grad(cube)(tensor([2])).toArray() // => [12]
 * grad((x) => grad(cube)(x).sum())(tensor([2])).toArray() // => [12]
 */
export function grad(f: (x: Tensor) => Tensor, options?: GradOptions<0>): <S extends Shape>(x: Tensor<S>) => Tensor<S>;
export function grad<Args extends readonly unknown[], const N extends number | readonly number[] = 0>(
  f: (...args: Args) => Tensor,
  options?: GradOptions<N>,
): (...args: Args) => Gradients<Args, N>;
export function grad(
  f: (...args: never[]) => Tensor,
  options: GradOptions<number | readonly number[]> = {},
): (...args: never[]) => unknown {
  const both: (...args: never[]) => { value: Tensor; grad: unknown } = valueAndGrad(f, options);
  return (...args) => {
    const result = both(...args);
    result.value.dispose();
    return result.grad;
  };
}

function checkValue(value: unknown): asserts value is Tensor {
  if (!isTensor(value)) throw new GradientError('grad: the function must return a tensor');
  if (value.size !== 1) {
    throw new ShapeError({
      op: 'grad',
      problem: `the function returns ${value.size} elements, and gradients are of one number`,
      shapes: [value.shape],
      mend: 'return .mean() or .sum(), or use vjp or jacobian',
    });
  }
}
