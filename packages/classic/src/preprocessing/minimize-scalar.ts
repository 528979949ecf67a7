const golden = (3 - Math.sqrt(5)) / 2;
const tolerance = 1.48e-8;

/**
 * Where a function of one variable has a minimum: Brent's method, parabolas where they help and golden sections where they do
 * not, in a bracket found by walking downhill from two points.
 *
 * A minimum can be found to about √ε only: closer, the function does not change.
 *
 * @reference Brent, Algorithms for Minimization without Derivatives (1973), ch. 5
 */
export function minimizeScalar(f: (x: number) => number, start: number, second: number): number {
  let { low, x, high, fx } = bracket(f, start, second);
  let [w, fw, v, fv] = [x, fx, x, fx];
  let step = 0;
  let before = 0; // the step before the last
  for (let round = 0; round < 500; round++) {
    const middle = 0.5 * (low + high);
    const close = tolerance * Math.abs(x) + 1e-11;
    if (Math.abs(x - middle) <= 2 * close - 0.5 * (high - low)) break;
    const parabolic = Math.abs(before) > close ? vertex(x - w, x - v, fx - fw, fx - fv) : Number.NaN;
    const isInside = x + parabolic > low && x + parabolic < high;
    if (isInside && Math.abs(parabolic) < 0.5 * Math.abs(before)) {
      before = step;
      step = parabolic;
      if (x + step - low < 2 * close || high - x - step < 2 * close) step = x < middle ? close : -close;
    } else {
      before = x < middle ? high - x : low - x;
      step = golden * before;
    }
    const u = x + (Math.abs(step) >= close ? step : step > 0 ? close : -close);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) high = x;
      else low = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) low = u;
      else high = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return x;
}

/** The step to the vertex of the parabola through x, x − dw and x − dv. */
function vertex(dw: number, dv: number, fw: number, fv: number): number {
  const a = dw * fv;
  const b = dv * fw;
  return (dv * b - dw * a) / (2 * (a - b));
}

/** Three points, the middle one lowest: steps that grow by the golden ratio, downhill until it goes up again. */
function bracket(f: (x: number) => number, start: number, second: number) {
  let [a, b] = [start, second];
  let [fa, fb] = [f(a), f(b)];
  if (fa < fb) [a, fa, b, fb] = [b, fb, a, fa];
  let c = b + (b - a) / (1 - golden);
  let fc = f(c);
  for (let round = 0; fc < fb && round < 100; round++) {
    [a, b, fb] = [b, c, fc];
    c = b + (b - a) / (1 - golden);
    fc = f(c);
  }
  return { low: Math.min(a, c), x: b, high: Math.max(a, c), fx: fb };
}
