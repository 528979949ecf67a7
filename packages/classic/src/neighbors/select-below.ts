/**
 * Places of a row-major matrix whose value is not above the limit of its column, in order.
 *
 * @param found receives the places, row · columns + column; long enough for all of them
 * @shape values [rows, columns], limits [columns]
 * @returns how many there are
 */
export function selectBelow(
  found: Int32Array,
  values: Float32Array,
  limits: Float32Array,
  rows: number,
  columns: number,
): number {
  let count = 0;
  for (let row = 0, place = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, place++) {
      if (values[place] <= limits[column]) found[count++] = place;
    }
  }
  return count;
}
