/** How well one class is told from the others. */
export interface ClassScore {
  /** How many there are of it. */
  readonly support: number;
  /** Of those that were taken for it, the share that is it; null when none was. */
  readonly precision: number | null;
  /** Of those that are it, the share that was found; null when there is none. */
  readonly recall: number | null;
}

/** Precision and recall of each class. @param confusion rows are what is, columns what it was taken for */
export function classScores(confusion: readonly (readonly number[])[]): ClassScore[] {
  return confusion.map((row, k) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    const taken = confusion.reduce((sum, other) => sum + other[k], 0);
    return {
      support,
      precision: taken === 0 ? null : row[k] / taken,
      recall: support === 0 ? null : row[k] / support,
    };
  });
}
