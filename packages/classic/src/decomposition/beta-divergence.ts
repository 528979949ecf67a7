/** Stands for 0 where it would be divided by; scikit-learn's, the ε of single precision. */
export const smallest = 2 ** -23;

/**
 * How far the rows of Y are from those of X.
 *
 * β = 2: ½·Σ(x − y)²; β = 1 (Kullback–Leibler): Σ x·ln(x/y) − x + y; β = 0 (Itakura–Saito): Σ x/y − ln(x/y) − 1; otherwise
 * Σ (x^β + (β − 1)·y^β − β·x·y^(β − 1)) / (β·(β − 1)).
 *
 * @shape x, y [rows, columns] → [rows]
 * @reference Févotte & Idier 2011; agrees with scikit-learn, which leaves the elements with x = 0 out of logarithms and powers of x
 */
export function betaDivergence(x: Float64Array, y: Float64Array, beta: number, columns: number): Float64Array {
  const out = new Float64Array(x.length / columns);
  for (let at = 0, row = 0; row < out.length; row++) {
    let sum = 0;
    for (const end = at + columns; at < end; at++) sum += element(x[at], y[at], beta);
    out[row] = sum;
  }
  return out;
}

function element(x: number, y: number, beta: number): number {
  if (beta === 2) return ((x - y) * (x - y)) / 2;
  const isZero = x <= smallest;
  const safe = y === 0 ? smallest : y;
  if (beta === 1) return isZero ? y : x * Math.log(x / safe) - x + y;
  if (beta === 0) return isZero ? -1 : x / safe - Math.log(x / safe) - 1;
  const own = (beta - 1) * (y === 0 && beta < 0 ? smallest : y) ** beta;
  return (own + (isZero ? 0 : x ** beta - beta * x * safe ** (beta - 1))) / (beta * (beta - 1));
}
