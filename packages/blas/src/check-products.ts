import { type FloatDType, type GemmProvider, type Tensor, tensor, tidy } from '@ml/tensor';

const [m, n, k] = [18, 20, 22];

/**
 * Whether a library speaks the interface we think it does, tried on products of small whole numbers, which are exact: every
 * layout, both types, and a bias.
 *
 * @returns what came out wrong, or null
 */
export function multipliesWrongly(provider: GemmProvider): string | null {
  for (const dtype of ['float32', 'float64'] as const) {
    for (const [transposeA, transposeB] of [
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]) {
      if (!isRight(provider, dtype, transposeA, transposeB)) {
        return `${dtype}, ${transposeA ? 'T' : 'N'}${transposeB ? 'T' : 'N'}`;
      }
    }
  }
  return null;
}

function isRight(provider: GemmProvider, dtype: FloatDType, transposeA: boolean, transposeB: boolean): boolean {
  return tidy(() => {
    const left = (i: number, p: number) => ((3 * i + 5 * p) % 7) - 3;
    const right = (p: number, j: number) => ((2 * p + 3 * j) % 5) - 2;
    const matrix = (rows: number, columns: number, value: (i: number, j: number) => number): Tensor =>
      tensor(
        Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => value(i, j))),
        { dtype },
      );
    const a = transposeA ? matrix(k, m, (p, i) => left(i, p)) : matrix(m, k, left);
    const b = transposeB ? matrix(n, k, (j, p) => right(p, j)) : matrix(k, n, right);
    const bias = matrix(1, n, (_, j) => j);
    const c = matrix(m, n, () => Number.NaN);
    const [aRow, aCol] = transposeA ? [1, m] : [k, 1];
    const [bRow, bCol] = transposeB ? [1, k] : [n, 1];
    const strides = { aRow, aCol, bRow, bCol };
    provider(dtype, { c: c.address, a: a.address, b: b.address, m, n, k, ...strides, bias: bias.address });
    const got = c.toTypedArray();
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = j;
        for (let p = 0; p < k; p++) sum += left(i, p) * right(p, j);
        if (got[i * n + j] !== sum) return false;
      }
    }
    return true;
  });
}
