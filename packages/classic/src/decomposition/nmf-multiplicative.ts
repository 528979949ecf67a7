import { contiguous, matmul, type Tensor, tidy, zeros } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { transposed } from '../linalg/transposed.ts';
import { betaDivergence, smallest } from './beta-divergence.ts';
import type { Penalty } from './nmf-coordinate-descent.ts';
import type { Factors } from './nmf-start.ts';

export interface MultiplicativeOptions {
  readonly beta: number;
  readonly penaltyW: Penalty;
  readonly penaltyH: Penalty;
  /** Ends where ten rounds have taken less than this share of the first error off. */
  readonly tol: number;
  readonly maxIter: number;
  readonly onRound?: (round: number) => void;
}

/** Rounds between two looks at the error. */
const between = 10;

/**
 * min D_β(X, W·H) + penalties over W, H ≥ 0 by factors that never let it grow: each element is multiplied with the ratio of the negative
 * to the positive part of its gradient.
 *
 * @returns the number of rounds; the factors are changed
 * @reference Lee & Seung 2001; Févotte & Idier 2011
 */
export function multiply(X: Tensor<[number, number]>, { W, H }: Factors, options: MultiplicativeOptions): number {
  const { beta, penaltyW, penaltyH, tol, maxIter, onRound } = options;
  const [n, f] = X.shape;
  const k = W.length / n;
  const Xt = contiguous(X.transpose()) as Tensor<[number, number]>;
  const first = rootError(X, W, H, beta);
  let before = first;
  for (let round = 1; round <= maxIter; round++) {
    update(W, X, transposed(H, k, f), { beta, penalty: penaltyW, clears: beta < 1 });
    const Ht = transposed(H, k, f);
    update(Ht, Xt, W, { beta, penalty: penaltyH, clears: beta <= 1 });
    H.set(transposed(Ht, f, k));
    onRound?.(round);
    if (tol === 0 || round % between !== 0) continue;
    const error = rootError(X, W, H, beta);
    if ((before - error) / first < tol) return round;
    before = error;
  }
  return maxIter;
}

/** √(2·D) */
export function rootError(X: Tensor<[number, number]>, W: Float64Array, H: Float64Array, beta: number): number {
  let sum = 0;
  for (const error of rowErrors(X, W, H, beta)) sum += error;
  return Math.sqrt(2 * Math.max(0, sum));
}

function rowErrors(X: Tensor<[number, number]>, W: Float64Array, H: Float64Array, beta: number): Float64Array {
  const [n, f] = X.shape;
  return tidy(() => {
    const product = matmul(matrix(W, n, W.length / n), matrix(H, H.length / f, f) as never) as Tensor;
    return betaDivergence(values(X), values(product), beta, f);
  });
}

interface UpdateOptions {
  readonly beta: number;
  readonly penalty: Penalty;
  /** Elements below ε become 0: they could not grow again, and their powers could overflow. */
  readonly clears: boolean;
}

/**
 * One round on a factor A of X ≈ A·Bᵀ: A ← A·((X ⊙ Y^(β−2))·B / (Y^(β−1)·B + λ₁ + λ₂·A))^γ with Y = A·Bᵀ.
 *
 * @shape X [rows, columns]; A [rows, K], B [columns, K]
 */
function update(A: Float64Array, X: Tensor<[number, number]>, B: Float64Array, options: UpdateOptions): void {
  const { beta, penalty, clears } = options;
  const [rows, columns] = X.shape;
  const k = B.length / columns;
  const gamma = beta < 1 ? 1 / (2 - beta) : beta > 2 ? 1 / (beta - 1) : 1;
  tidy(() => {
    const other = matrix(B, columns, k);
    const { numerator, denominator } = beta === 2 ? leastSquares(A, X, other) : general(A, X, other, beta);
    for (let i = 0; i < rows * k; i++) {
      const below = denominator[i] + penalty.l1 + penalty.l2 * A[i];
      const ratio = numerator[i] / (below === 0 ? smallest : below);
      const value = A[i] * (gamma === 1 ? ratio : ratio ** gamma);
      A[i] = clears && value < Number.EPSILON ? 0 : value;
    }
  });
}

interface Gradient {
  readonly numerator: Float64Array;
  readonly denominator: Float64Array;
}

function leastSquares(A: Float64Array, X: Tensor<[number, number]>, B: Tensor<[number, number]>): Gradient {
  const k = B.shape[1];
  const gram = matmul(B.transpose(), B as never) as Tensor;
  return {
    numerator: values(matmul(X, B as never) as Tensor),
    denominator: values(matmul(matrix(A, A.length / k, k), gram as never) as Tensor),
  };
}

function general(A: Float64Array, X: Tensor<[number, number]>, B: Tensor<[number, number]>, beta: number): Gradient {
  const [rows, columns] = X.shape;
  const k = B.shape[1];
  const product = matmul(matrix(A, rows, k), B.transpose() as never) as Tensor<[number, number]>;
  const fit = values(product);
  const x = values(X);
  if (beta === 1) {
    if (product.min().item() === 0) for (let i = 0; i < fit.length; i++) fit[i] ||= smallest;
    const ratio = X.div(product) as Tensor;
    const sums = values(B.sum({ axis: 0 }) as Tensor);
    const denominator = new Float64Array(rows * k);
    for (let at = 0; at < denominator.length; at += k) denominator.set(sums, at);
    return { numerator: values(matmul(ratio, B as never) as Tensor), denominator };
  }
  const weights = zeros([rows, columns], { dtype: 'float64' });
  const weighted = values(weights);
  for (let i = 0; i < fit.length; i++) {
    const y = fit[i] === 0 && beta < 2 ? smallest : fit[i];
    weighted[i] = beta === 0 ? x[i] / (y * y) : x[i] * y ** (beta - 2);
  }
  const numerator = values(matmul(weights, B as never) as Tensor);
  for (let at = 0; at < fit.length; at++) fit[at] = (fit[at] === 0 && beta < 1 ? smallest : fit[at]) ** (beta - 1);
  return { numerator, denominator: values(matmul(product, B as never) as Tensor) };
}

/**
 * The rows w ≥ 0 that fit rows of X best for a given H. Each starts from its own mean and ends by its own error, so that what it becomes
 * does not depend on the others.
 *
 * @shape X [N, F], H [K, F] → [N, K]
 */
export function multiplyRows(
  X: Tensor<[number, number]>,
  H: Float64Array,
  { beta, penaltyW, tol, maxIter }: Omit<MultiplicativeOptions, 'penaltyH' | 'onRound'>,
): Float64Array {
  const [n, f] = X.shape;
  const k = H.length / f;
  const Ht = transposed(H, k, f);
  const W = new Float64Array(n * k);
  let open = Int32Array.from({ length: n }, (_, i) => i);
  let part: { readonly x: Float64Array; readonly w: Float64Array } = {
    x: values(X).slice(),
    w: startRows(values(X), n, k),
  };
  let rows = matrix(part.x, n, f);
  let errors: Float64Array = rowErrors(rows, part.w, H, beta).map(Math.sqrt);
  let first: Float64Array = errors;
  for (let round = 1; round <= maxIter && open.length > 0; round++) {
    update(part.w, rows, Ht, { beta, penalty: penaltyW, clears: beta < 1 });
    if (tol === 0 || round % between !== 0) continue;
    const now = rowErrors(rows, part.w, H, beta).map((error) => Math.sqrt(Math.max(0, error)));
    const stay: number[] = [];
    for (let i = 0; i < open.length; i++) {
      if ((errors[i] - now[i]) / first[i] >= tol) stay.push(i);
      else W.set(part.w.subarray(i * k, (i + 1) * k), open[i] * k);
    }
    if (stay.length === open.length) {
      errors = now;
      continue;
    }
    const { x, w } = part;
    part = { x: pickRows(x, stay, f), w: pickRows(w, stay, k) };
    rows = matrix(part.x, stay.length, f);
    open = Int32Array.from(stay, (i) => open[i]);
    errors = Float64Array.from(stay, (i) => now[i]);
    first = Float64Array.from(stay, (i) => first[i]);
  }
  open.forEach((row, i) => {
    W.set(part.w.subarray(i * k, (i + 1) * k), row * k);
  });
  return W;
}

/** √(mean / K) throughout each row. */
function startRows(x: Float64Array, n: number, k: number): Float64Array {
  const f = x.length / n;
  const w = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = i * f; j < (i + 1) * f; j++) sum += x[j];
    w.fill(Math.sqrt(sum / f / k), i * k, (i + 1) * k);
  }
  return w;
}

function pickRows(a: Float64Array, rows: readonly number[], width: number): Float64Array {
  const out = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    out.set(a.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}
