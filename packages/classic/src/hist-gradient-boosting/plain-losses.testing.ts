/** A loss and its derivatives for one sample, in plain: raw predictions of all its classes (one number where there are two). */
export interface PlainLoss {
  readonly value: (y: number, raw: readonly number[]) => number;
  readonly first: (y: number, raw: readonly number[]) => number[];
  readonly second: (y: number, raw: readonly number[]) => number[];
}

const sigmoid = (r: number): number => 1 / (1 + Math.exp(-r));

function softmax(raw: readonly number[]): number[] {
  const sum = raw.reduce((total, r) => total + Math.exp(r), 0);
  return raw.map((r) => Math.exp(r) / sum);
}

/** By the name of their kernels. */
export const plainLosses: Readonly<Record<'squared' | 'poisson' | 'binomial' | 'multinomial', PlainLoss>> = {
  squared: { value: (y, [r]) => 0.5 * (y - r) ** 2, first: (y, [r]) => [r - y], second: () => [1] },
  poisson: {
    value: (y, [r]) => Math.exp(r) - y * r,
    first: (y, [r]) => [Math.exp(r) - y],
    second: (_, [r]) => [Math.exp(r)],
  },
  binomial: {
    value: (y, [r]) => Math.log(1 + Math.exp(r)) - y * r,
    first: (y, [r]) => [sigmoid(r) - y],
    second: (_, [r]) => [sigmoid(r) * (1 - sigmoid(r))],
  },
  multinomial: {
    value: (y, raw) => -Math.log(softmax(raw)[y]),
    first: (y, raw) => softmax(raw).map((p, k) => p - (k === y ? 1 : 0)),
    second: (_, raw) => softmax(raw).map((p) => p * (1 - p)),
  },
};
