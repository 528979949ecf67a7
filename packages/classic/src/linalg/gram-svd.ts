import { matmul, mul, slice, type Tensor, tidy } from '@ml/tensor';
import { matrix, values } from '../base/values.ts';
import { eigh } from './eigh.ts';
import { gram } from './gram.ts';
import { copyPart, putPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';
import { safeScale } from './safe-scale.ts';

export interface GramSVD {
  /** Descending, ≥ 0. [F] */
  readonly s: Float64Array;
  /** Orthonormal columns. [F, F] */
  readonly V: Float64Array;
  /** X·V = U·diag(s). [N, F] */
  readonly scores: Tensor<[number, number]>;
}

/** Singular values below this share of the largest are found again, from the columns that belong to them alone. */
const trusted = 0.01;

/**
 * Singular values and right singular vectors of a tall matrix, all work but O(F³) being matrix products.
 *
 * The eigenvectors V of XᵀX are orthonormal to the last digit, but squaring has halved the digits of small singular values:
 * those near the largest, σ₁, have an error of ε·σ₁, those near τ·σ₁ one of ε·σ₁/τ. So only values above τ = 0.01 are taken
 * from the first pass. The columns of X·V behind them are a matrix of norm τ·σ₁, whose singular values a second pass finds with
 * an error of ε·σ₁ down to τ²·σ₁, and so on: what V·(its vectors) leaves of X is as exact as a decomposition of X itself.
 *
 * @shape X [N, F], N ≥ F
 * @complexity 3·N·F² where no value is below the trusted share, O(F³) for the eigenvectors
 */
export function gramSVD(X: Tensor): GramSVD {
  return tidy(() => {
    const [n, f] = X.shape as readonly [number, number];
    const products = gram(X);
    if (!squaresFit(products, f)) {
      const { scaled, scale } = safeScale(values(X));
      if (scale !== 1) return rescaled(gramSVD(matrix(scaled, n, f)), scale);
    }
    const V = descendingVectors(products, f);
    const scores = matmul(X, matrix(V, f, f) as never) as Tensor<[number, number]>;
    const s = columnNorms(values(scores), f);
    const floor = Number.EPSILON * s[0];
    let first = 0;
    while (s[first] > 0) {
      const cut = firstBelow(s, first, trusted * s[first]);
      // A pass over a part of norm ν leaves errors of at most √ε·ν.
      if (cut === f || Math.sqrt(Number.EPSILON) * s[first] < floor) break;
      const part = slice(scores, null, [cut, f]);
      const size = f - cut;
      const turn = descendingVectors(gram(part), size);
      const turned = values(matmul(part, matrix(turn, size, size) as never));
      putPart(values(scores), f, turned, { rows: [0, n], columns: [cut, f] });
      const vectors = copyPart(V, f, { rows: [0, f], columns: [cut, f] });
      const turnedVectors = multiply(vectors, turn, { size: [f, size, size] });
      putPart(V, f, turnedVectors, { rows: [0, f], columns: [cut, f] });
      s.set(columnNorms(turned, size), cut);
      first = cut;
    }
    return inOrder({ s, V, scores });
  });
}

/** Whether the largest square is far from over- and underflow. */
function squaresFit(products: Float64Array, f: number): boolean {
  let largest = 0;
  for (let j = 0; j < f; j++) largest = Math.max(largest, products[j * f + j]);
  return largest > 1e-200 && largest < 1e200;
}

function rescaled({ s, V, scores }: GramSVD, scale: number): GramSVD {
  return { s: s.map((value) => value * scale), V, scores: mul(scores, scale) };
}

/** Eigenvectors in columns, that of the largest eigenvalue first. */
function descendingVectors(symmetric: Float64Array, n: number): Float64Array {
  const { vectors } = eigh(symmetric, n);
  for (let i = 0; i < n; i++) vectors.subarray(i * n, (i + 1) * n).reverse();
  return vectors;
}

function columnNorms(a: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  for (let at = 0; at < a.length; at += columns)
    for (let j = 0; j < columns; j++) {
      const value = a[at + j];
      squares[j] += value * value;
    }
  return squares.map(Math.sqrt);
}

function firstBelow(s: Float64Array, from: number, limit: number): number {
  let j = from;
  while (j < s.length && s[j] > limit) j++;
  return j;
}

/** Rounding may have exchanged neighbours. */
function inOrder(found: GramSVD): GramSVD {
  const { s, V, scores } = found;
  if (s.every((value, j) => j === 0 || value <= s[j - 1])) return found;
  const order = Int32Array.from(s.keys()).sort((i, j) => s[j] - s[i]);
  const permute = (a: Float64Array) => {
    const row = new Float64Array(s.length);
    for (let at = 0; at < a.length; at += s.length) {
      for (let j = 0; j < s.length; j++) row[j] = a[at + order[j]];
      a.set(row, at);
    }
  };
  permute(V);
  permute(values(scores));
  return { s: Float64Array.from(order, (j) => s[j]), V, scores };
}
