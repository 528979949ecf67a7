/** A function along a line: its value and derivative after a step. */
export interface LinePoint {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

export interface WolfeOptions {
  /** The first step to try. */
  readonly first: number;
  /** Share of the decrease promised by the first slope that must be kept, μ. */
  readonly decrease?: number;
  /** Share of the first slope that may be left, η. */
  readonly curvature?: number;
  /** Most evaluations. */
  readonly most?: number;
}

/** Values this close are equal but for rounding: then slopes alone decide. */
const rounding = 8 * Number.EPSILON;

/**
 * A step that decreases and flattens f enough: f(t) ≤ f(0) + μ·t·f′(0) and |f′(t)| ≤ η·|f′(0)|, the strong Wolfe conditions.
 *
 * Steps grow until an interval is known that holds such a step: its `low` end has the least value so far, and f falls from there
 * into the interval. Then the minimum of the cubic through both ends is tried, kept away from them.
 *
 * Where f(t) cannot be told from f(0) any more, as close to a minimum, the condition on the slopes is enough (Hager & Zhang 2005).
 *
 * @param at evaluates f at a step; its last call is the step that is returned
 * @returns null where none was found, or f does not fall at 0
 * @reference Nocedal & Wright, Numerical Optimization 2e, algorithms 3.5 and 3.6
 */
export function wolfeSearch(
  at: (step: number) => LinePoint,
  start: LinePoint,
  { first, decrease = 1e-3, curvature = 0.9, most = 25 }: WolfeOptions,
): LinePoint | null {
  if (!(start.slope < 0)) return null;
  const noise = rounding * Math.abs(start.value);
  let low = start;
  let high: LinePoint | null = null;
  for (let step = first, count = 0; count < most; count++) {
    const trial = at(step);
    const flat = Math.abs(trial.value - start.value) <= noise;
    const ceiling = Math.min(start.value + decrease * step * start.slope, low === start ? Infinity : low.value);
    const fits = Number.isFinite(trial.slope) && (flat || trial.value <= ceiling);
    if (fits && Math.abs(trial.slope) <= -curvature * start.slope) return trial;
    const before = low;
    if (!fits) high = trial;
    else {
      const rises = high === null || high.step > low.step ? trial.slope >= 0 : trial.slope <= 0;
      if (rises) high = low;
      low = trial;
    }
    step = high === null ? beyond(before, low) : inside(low, high);
    if (high !== null && step === low.step) return null;
  }
  return null;
}

/** A longer step, where the cubic through the last two points has its minimum: 2 to 10 times as far. */
function beyond(before: LinePoint, last: LinePoint): number {
  const guess = cubicMinimum(before, last);
  return guess > 2 * last.step ? Math.min(guess, 10 * last.step) : 2 * last.step;
}

/** A step between the ends, at least a tenth of the interval from both. */
function inside(low: LinePoint, high: LinePoint): number {
  const width = high.step - low.step;
  const guess = (cubicMinimum(low, high) - low.step) / width;
  return low.step + width * (Number.isFinite(guess) ? Math.min(Math.max(guess, 0.1), 0.9) : 0.1);
}

/** Where the cubic with the values and slopes of two points has its minimum; NaN where it has none. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const width = b.step - a.step;
  const theta = a.slope + b.slope - (3 * (b.value - a.value)) / width;
  const gamma = Math.sign(width) * Math.sqrt(theta * theta - a.slope * b.slope);
  return b.step - (width * (b.slope + gamma - theta)) / (b.slope - a.slope + 2 * gamma);
}
