/** A line of a curve. */
export interface CurveSeries {
  readonly name: string;
  /** `#rrggbb` */
  readonly color: string;
  readonly points: readonly (readonly [step: number, value: number])[];
  /** Few points that each mean something, rather than a course. */
  readonly marked?: boolean;
}

/** Curves against the steps of a run, as plain data. */
export interface Curve {
  readonly yLabel: string;
  readonly series: readonly CurveSeries[];
  /** A point that is written out in figures. */
  readonly best: { readonly step: number; readonly value: number; readonly color: string } | null;
}
