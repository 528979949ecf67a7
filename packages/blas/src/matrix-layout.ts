/** How CBLAS is told where the elements of a matrix are. */
export interface MatrixLayout {
  readonly transposed: boolean;
  /** Elements between the rows of what is stored. */
  readonly leading: number;
}

/**
 * A [rows, columns] matrix with these strides as CBLAS sees it, or null where it cannot: one of the strides must be 1 and
 * the other one step over a whole row, so nothing that was broadcast, flipped or sliced with a step.
 */
export function matrixLayout(
  rows: number,
  columns: number,
  rowStride: number,
  columnStride: number,
): MatrixLayout | null {
  const straight = leading(rows, columns, rowStride, columnStride);
  if (straight !== null) return { transposed: false, leading: straight };
  const transposed = leading(columns, rows, columnStride, rowStride);
  return transposed === null ? null : { transposed: true, leading: transposed };
}

/** The stride of an axis that has one element says nothing. */
function leading(rows: number, columns: number, rowStride: number, columnStride: number): number | null {
  if (columns !== 1 && columnStride !== 1) return null;
  if (rows === 1) return columns;
  return rowStride >= columns ? rowStride : null;
}
