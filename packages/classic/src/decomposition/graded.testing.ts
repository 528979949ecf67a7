import { fromBuffer, Rng, type Tensor } from '@ml/tensor';

/** N × F normal numbers, column j times 10^(−step·j). */
export function graded(seed: number, n: number, f: number, step: number): Tensor<[number, number]> {
  const data = new Rng(seed).fillNormal(new Float64Array(n * f));
  return fromBuffer(
    data.map((value, i) => value * 10 ** (-step * (i % f))),
    [n, f],
  ) as Tensor<[number, number]>;
}
