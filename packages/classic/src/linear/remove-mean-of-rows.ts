/** Makes the rows sum to 0, in place. @shape data [rows, …] */
export function removeMeanOfRows(data: Float64Array, rows: number): void {
  const width = data.length / rows;
  for (let j = 0; j < width; j++) {
    let sum = 0;
    for (let at = j; at < data.length; at += width) sum += data[at];
    for (let at = j; at < data.length; at += width) data[at] -= sum / rows;
  }
}
