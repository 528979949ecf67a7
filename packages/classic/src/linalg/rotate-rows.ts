/** Rows i and j of a row-major matrix become c·rowᵢ + s·rowⱼ and c·rowⱼ − s·rowᵢ. */
export function rotateRows(
  rows: { readonly data: Float64Array; readonly width: number },
  i: number,
  j: number,
  c: number,
  s: number,
): void {
  const { data, width } = rows;
  let a = i * width;
  let b = j * width;
  for (let k = 0; k < width; k++, a++, b++) {
    const x = data[a];
    const y = data[b];
    data[a] = c * x + s * y;
    data[b] = c * y - s * x;
  }
}
