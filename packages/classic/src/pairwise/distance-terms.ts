// What one feature adds to distances; see `betweenColumns`.

/** + (a − b)² */
export function squareTerm(
  out: Float64Array,
  at: number,
  value: number,
  column: Float64Array,
  from: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) {
    const d = value - column[from + j];
    out[at + j] += d * d;
  }
}

/** + |a − b| */
export function absoluteTerm(
  out: Float64Array,
  at: number,
  value: number,
  column: Float64Array,
  from: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) out[at + j] += Math.abs(value - column[from + j]);
}

/** max |a − b| */
export function largestTerm(
  out: Float64Array,
  at: number,
  value: number,
  column: Float64Array,
  from: number,
  count: number,
): void {
  for (let j = 0; j < count; j++) {
    const d = Math.abs(value - column[from + j]);
    if (d > out[at + j]) out[at + j] = d;
  }
}
