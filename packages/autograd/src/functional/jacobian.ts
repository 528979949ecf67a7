import { fromBuffer, isTensor, reshape, type Shape, stack, type Tensor, tidy, zeros } from '@ml/tensor';
import { GradientError } from '../gradient-error.ts';
import { Collector, seedsOf } from '../local-vjp.ts';
import { recorded } from '../mode.ts';
import { dependsOnOutside } from '../outside.ts';
import { propagate } from '../propagate.ts';
import { grad } from './grad.ts';
import { asVariables, collected } from './inputs.ts';

/**
 * The function that computes the Jacobian of f with respect to its first argument: J[i…, j…] = ∂f(x)[i…]/∂x[j…].
 *
 * @shape x [...X], f(x) [...Y] → [...Y, ...X]
 * @complexity one backward pass for each element of f(x)
 * @example
 * jacobian((x: Tensor) => x.mul(x))(tensor([1, 2])).toArray() // => [[2, 0], [0, 4]]
 */
export function jacobian<Rest extends readonly unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <S extends Shape>(x: Tensor<S>, ...rest: Rest) => Tensor {
  return (x, ...rest) =>
    tidy(() => {
      const inputs = asVariables('jacobian', [x, ...rest], [0]);
      const y = recorded('jacobian', () => f(...(inputs.args as unknown as [Tensor, ...Rest])));
      if (!isTensor(y)) throw new GradientError('jacobian: the function must return a tensor');
      const record = dependsOnOutside(inputs.start, [y]);
      const shape = [...y.shape, ...x.shape];
      if (y.size === 0) return zeros(shape, { dtype: y.dtype });
      const rows: Tensor[] = [];
      for (let i = 0; i < y.size; i++) {
        const collector = new Collector(inputs.variables);
        const row = tidy(() => {
          const unit = oneHot(y, i);
          propagate('jacobian', seedsOf([y], [unit]), collector, { retainGraph: true, record });
          return collected(inputs, collector)[0];
        });
        rows.push(row);
      }
      return reshape(stack(rows), shape);
    });
}

/**
 * The function that computes the Hessian of a scalar f with respect to its first argument: H[i…, j…] = ∂²f/∂x[i…]∂x[j…].
 *
 * @shape x [...X], f(x) [] → [...X, ...X]
 * @complexity one backward pass through the gradient for each element of x
 * @example
 * hessian((x: Tensor) => x.mul(x).mul(x).sum())(tensor([1, 2])).toArray() // => [[6, 0], [0, 12]]
 */
export function hessian<Rest extends readonly unknown[]>(
  f: (x: Tensor, ...rest: Rest) => Tensor,
): <S extends Shape>(x: Tensor<S>, ...rest: Rest) => Tensor {
  return jacobian(grad(f) as (x: Tensor, ...rest: Rest) => Tensor);
}

/** Zeros like `y` with a one at element i. */
function oneHot(y: Tensor, i: number): Tensor {
  const values = y.dtype === 'float64' ? new Float64Array(y.size) : new Float32Array(y.size);
  values[i] = 1;
  return fromBuffer(values, y.shape) as Tensor;
}
