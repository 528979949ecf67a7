/** A rectangle of a row-major matrix: first and end of its rows and columns. */
export interface Part {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

export function copyPart(a: Float64Array, width: number, { rows, columns }: Part): Float64Array {
  const count = columns[1] - columns[0];
  const out = new Float64Array((rows[1] - rows[0]) * count);
  for (let i = rows[0], to = 0; i < rows[1]; i++, to += count)
    out.set(a.subarray(i * width + columns[0], i * width + columns[1]), to);
  return out;
}

export function putPart(a: Float64Array, width: number, part: Float64Array, { rows, columns }: Part): void {
  const count = columns[1] - columns[0];
  for (let i = rows[0], from = 0; i < rows[1]; i++, from += count)
    a.set(part.subarray(from, from + count), i * width + columns[0]);
}

/** What is there, less `part`. */
export function subtractPart(a: Float64Array, width: number, part: Float64Array, { rows, columns }: Part): void {
  for (let i = rows[0], from = 0; i < rows[1]; i++)
    for (let at = i * width + columns[0]; at < i * width + columns[1]; at++) a[at] -= part[from++];
}
