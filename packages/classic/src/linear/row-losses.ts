import { engine, type ThreadKernel } from '@ml/tensor';

/**
 * Kernels that turn the scores of samples, [N, K], into derivatives of their losses, in place, and write down the losses, [N].
 *
 * Arguments are byte addresses: scores, losses, codes (int32 class of each sample), weights (0: all 1); then the first row, the
 * number of rows and K. They run on every thread, from their text, so that they may use nothing outside themselves.
 */
type RowKernel = (memory: WebAssembly.Memory) => (...args: number[]) => void;

/**
 * −log softmax(z) at the class of the sample, and softmax(z) − onehot, both times the weight.
 *
 * Powers are taken of z − max(z) ≤ 0 by a table: e^x = 2^−i · 2^(−j/64) · e^r with |r| < 0.0109, its series to r⁵ right to 7e-16.
 */
const softmaxRows: RowKernel = (memory) => {
  const fractions = Float64Array.from({ length: 64 }, (_, j) => 2 ** (-j / 64));
  const powers = Float64Array.from({ length: 1024 }, (_, i) => 2 ** -i);
  const perUnit = 64 / Math.LN2;
  const unit = Math.fround(Math.LN2 / 64); // few bits: multiples are exact
  const unitRest = 0.010830424696249145 - unit;
  return (scoresAt, lossesAt, codesAt, weightsAt, first, count, classes) => {
    const z = new Float64Array(memory.buffer, scoresAt + first * classes * 8, count * classes);
    const losses = new Float64Array(memory.buffer, lossesAt + first * 8, count);
    const codes = new Int32Array(memory.buffer, codesAt + first * 4, count);
    const weights = weightsAt === 0 ? null : new Float64Array(memory.buffer, weightsAt + first * 8, count);
    for (let i = 0, start = 0; i < count; i++, start += classes) {
      const end = start + classes;
      let most = z[start];
      for (let j = start + 1; j < end; j++) if (z[j] > most) most = z[j];
      const own = start + codes[i];
      const ownScore = z[own] - most;
      let sum = 0;
      for (let j = start; j < end; j++) {
        const x = z[j] - most;
        if (!(x > -700)) {
          z[j] = Number.isNaN(x) ? x : 0; // powers below 1e-304 are
          continue;
        }
        const k = (0.5 - x * perUnit) | 0;
        const r = x + k * unit + k * unitRest;
        const square = r * r;
        const near = 1 + (r + square * (0.5 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120))));
        const power = near * fractions[k & 63] * powers[k >> 6];
        z[j] = power;
        sum += power;
      }
      const weight = weights === null ? 1 : weights[i];
      losses[i] = weight * (Math.log(sum) - ownScore);
      const scale = weight / sum;
      for (let j = start; j < end; j++) z[j] *= scale;
      z[own] -= weight;
    }
  };
};

/** log(1 + e^z) − z·[class 1] and its derivative σ(z) − [class 1], both times the weight; K is 1. */
const logisticRows: RowKernel = (memory) => (scoresAt, lossesAt, codesAt, weightsAt, first, count) => {
  const z = new Float64Array(memory.buffer, scoresAt + first * 8, count);
  const losses = new Float64Array(memory.buffer, lossesAt + first * 8, count);
  const codes = new Int32Array(memory.buffer, codesAt + first * 4, count);
  const weights = weightsAt === 0 ? null : new Float64Array(memory.buffer, weightsAt + first * 8, count);
  for (let i = 0; i < count; i++) {
    const margin = codes[i] === 1 ? z[i] : -z[i];
    const power = Math.exp(-Math.abs(margin)); // in (0, 1]: nothing overflows
    const wrong = margin > 0 ? power / (1 + power) : 1 / (1 + power);
    const weight = weights === null ? 1 : weights[i];
    losses[i] = weight * (Math.log1p(power) + (margin > 0 ? 0 : -margin));
    z[i] = codes[i] === 1 ? -weight * wrong : weight * wrong;
  }
};

function threadKernel(name: string, kernel: RowKernel): ThreadKernel {
  return { name, call: kernel(engine.memory), source: `(${kernel})` };
}

let softmax: ThreadKernel | null = null;
let logistic: ThreadKernel | null = null;

/** Where the rows are; see `RowKernel`. */
export interface RowAddresses {
  readonly scores: number;
  readonly losses: number;
  readonly codes: number;
  readonly weights: number;
}

/** Runs the kernel for K classes (1: two classes with one score) over N rows, on all threads. */
export function rowLosses({ scores, losses, codes, weights }: RowAddresses, rows: number, classes: number): void {
  softmax ??= threadKernel('softmaxRows', softmaxRows);
  logistic ??= threadKernel('logisticRows', logisticRows);
  engine.forRanges(classes === 1 ? logistic : softmax, rows, { grain: Math.ceil(2000 / classes) }, (first, count) => [
    scores,
    losses,
    codes,
    weights,
    first,
    count,
    classes,
  ]);
}
