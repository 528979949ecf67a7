/** Numbers of one float type. */
export type Vector = Float32Array | Float64Array;

/** What was found at x + t·d. */
export interface LinePoint {
  readonly t: number;
  readonly loss: number;
  readonly gradient: Vector;
  /** The derivative along d. */
  readonly slope: number;
}

const [decrease, curvature] = [1e-4, 0.9]; // c₁ and c₂
const maxTrials = 25;

/**
 * A step length t that satisfies the strong Wolfe conditions, f(t) ≤ f(0) + c₁·t·f′(0) and |f′(t)| ≤ c₂·|f′(0)|: the length is
 * doubled and more until a bracket is found, which cubic interpolation narrows.
 *
 * @param largest |d|∞: brackets whose width times this is below `tolerance` are not narrowed
 * @reference Nocedal & Wright, Numerical Optimization (2006), algorithms 3.5 and 3.6; the order of decisions is that of torch.optim.LBFGS
 */
export function strongWolfe(
  at: (t: number) => LinePoint,
  start: LinePoint,
  { t: first, largest, tolerance }: { t: number; largest: number; tolerance: number },
): { readonly point: LinePoint; readonly evaluations: number } {
  const tooHigh = ({ t, loss }: LinePoint): boolean => loss > start.loss + decrease * t * start.slope;
  const flatEnough = ({ slope }: LinePoint): boolean => Math.abs(slope) <= -curvature * start.slope;

  let trials = 0;
  let point = at(first);
  let evaluations = 1;
  let previous = start;
  let bracket: [LinePoint, LinePoint] | null = null;
  for (; trials < maxTrials; trials++) {
    if (tooHigh(point) || (trials > 1 && point.loss >= previous.loss)) bracket = [previous, point];
    else if (flatEnough(point)) return { point, evaluations };
    else if (point.slope >= 0) bracket = [previous, point];
    if (bracket !== null) break;
    const [least, most] = [point.t + 0.01 * (point.t - previous.t), point.t * 10];
    const t = cubicMinimum(previous, point, least, most);
    previous = point;
    point = at(t);
    evaluations++;
  }
  bracket ??= [start, point];

  let low = bracket[0].loss <= bracket[1].loss ? 0 : 1;
  let stalled = false;
  for (; trials < maxTrials; trials++) {
    const [a, b] = bracket;
    if (Math.abs(b.t - a.t) * largest < tolerance) break;
    const [left, right] = [Math.min(a.t, b.t), Math.max(a.t, b.t)];
    let t = cubicMinimum(a, b, left, right);
    // A length near an end of the bracket narrows it little: the second time it is moved inwards.
    const margin = 0.1 * (right - left);
    if (Math.min(right - t, t - left) < margin) {
      if (stalled || t >= right || t <= left) {
        t = Math.abs(t - right) < Math.abs(t - left) ? right - margin : left + margin;
        stalled = false;
      } else stalled = true;
    } else stalled = false;

    point = at(t);
    evaluations++;
    if (tooHigh(point) || point.loss >= bracket[low].loss) {
      bracket[1 - low] = point;
      low = bracket[0].loss <= bracket[1].loss ? 0 : 1;
    } else {
      const done = flatEnough(point);
      if (!done && point.slope * (bracket[1 - low].t - bracket[low].t) >= 0) bracket[1 - low] = bracket[low];
      bracket[low] = point;
      if (done) break;
    }
  }
  return { point: bracket[low], evaluations };
}

/** Where the cubic through two points with their slopes is lowest, within bounds; their middle if it has no minimum. */
function cubicMinimum(one: LinePoint, other: LinePoint, least: number, most: number): number {
  const d1 = one.slope + other.slope - (3 * (one.loss - other.loss)) / (one.t - other.t);
  const square = d1 ** 2 - one.slope * other.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const d2 = Math.sqrt(square);
  const [near, far] = one.t <= other.t ? [one, other] : [other, one];
  const t = far.t - (far.t - near.t) * ((far.slope + d2 - d1) / (far.slope - near.slope + 2 * d2));
  return Math.min(Math.max(t, least), most);
}
