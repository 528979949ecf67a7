import { copyPart, putPart } from './matrix-part.ts';
import { multiply } from './multiply.ts';

/** Up to this size the inverse is made row by row. */
const smallSize = 32;

/**
 * L⁻¹ of a lower triangular matrix: of [A 0; B C] it is [A⁻¹ 0; −C⁻¹·B·A⁻¹ C⁻¹].
 *
 * @shape l [n, n], of which the lower triangle counts → [n, n]
 * @complexity n³/6 multiply–adds, nearly all in matrix products
 */
export function invertLower(l: Float64Array, n: number): Float64Array {
  if (n <= smallSize) return invertSmall(l, n);
  const h = n >> 1;
  const rest = n - h;
  const upper = { rows: [0, h], columns: [0, h] } as const;
  const coupling = { rows: [h, n], columns: [0, h] } as const;
  const lower = { rows: [h, n], columns: [h, n] } as const;
  const A = invertLower(copyPart(l, n, upper), h);
  const C = invertLower(copyPart(l, n, lower), rest);
  const B = multiply(copyPart(l, n, coupling), A, { size: [rest, h, h] });
  const between = multiply(C, B, { size: [rest, rest, h] });
  for (let i = 0; i < between.length; i++) between[i] = -between[i];
  const out = new Float64Array(n * n);
  putPart(out, n, A, upper);
  putPart(out, n, between, coupling);
  putPart(out, n, C, lower);
  return out;
}

function invertSmall(l: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    const row = i * n;
    const pivot = l[row + i];
    for (let k = 0; k < i; k++) {
      const factor = l[row + k];
      for (let j = 0; j <= k; j++) out[row + j] -= factor * out[k * n + j];
    }
    for (let j = 0; j < i; j++) out[row + j] /= pivot;
    out[row + i] = 1 / pivot;
  }
  return out;
}
