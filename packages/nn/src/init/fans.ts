import { ShapeError, type Tensor } from '@ml/tensor';

/** How many values go into an output of a layer, and how many outputs a value goes to. @shape [out, in, ...kernel] */
export function fans(op: string, x: Tensor): { readonly fanIn: number; readonly fanOut: number } {
  if (x.rank < 2) throw new ShapeError({ op, problem: 'fan-in needs at least two axes', shapes: [x.shape] });
  const kernel = x.shape.slice(2).reduce((product, n) => product * n, 1);
  return { fanIn: x.shape[1] * kernel, fanOut: x.shape[0] * kernel };
}
