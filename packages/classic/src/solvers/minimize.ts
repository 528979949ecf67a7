import { type LinePoint, wolfeSearch } from './wolfe-search.ts';

/** Writes the gradient at x and returns the value there. x must only be read, and neither array kept. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface MinimizeOptions {
  /** Ends when no element of the gradient is larger. Default 1e-5. */
  readonly gradientTolerance?: number;
  /** Ends when a step decreases the value by no more than this share of max(|f before|, |f after|, 1). Default 1e7·ε. */
  readonly valueTolerance?: number;
  readonly maxIterations?: number;
  readonly maxEvaluations?: number;
  /** Steps whose change of the gradient is remembered. Default 10. */
  readonly memory?: number;
  /** Multiplies a vector, in place, with an estimate of the inverse Hessian, symmetric and positive definite. Default: as it is. */
  readonly precondition?: (vector: Float64Array) => void;
  /** Told after each step. */
  readonly onIteration?: (iterations: number) => void;
}

/** Why it ended: a criterion holds, a limit was reached, or no step decreases the value any more. */
export type MinimizeEnd = 'gradient' | 'value' | 'iterations' | 'evaluations' | 'search';

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  readonly end: MinimizeEnd;
}

/**
 * A minimum of a smooth function, by limited-memory BFGS.
 *
 * Each step goes along −H·g with H the inverse Hessian that the last steps suggest, as far as the Wolfe conditions ask. Criteria
 * and defaults are those of SciPy's L-BFGS-B. A good `precondition` (scales of the variables, say) saves most of the steps where
 * the function is much steeper in some directions than in others.
 *
 * @param start is not changed
 * @complexity O(memory · n) per step beside the evaluations
 * @reference Liu & Nocedal 1989; Nocedal & Wright, Numerical Optimization 2e, algorithm 7.5
 */
export function minimize(objective: Objective, start: Float64Array, options: MinimizeOptions = {}): Minimum {
  const { gradientTolerance = 1e-5, valueTolerance = 1e7 * Number.EPSILON, precondition, onIteration } = options;
  const { maxIterations = 15_000, maxEvaluations = 15_000, memory = 10 } = options;
  const n = start.length;
  const history = new StepHistory(n, memory);
  const direction = new Float64Array(n);
  let x = start.slice();
  let gradient = new Float64Array(n);
  let nextX = new Float64Array(n);
  let nextGradient = new Float64Array(n);
  let evaluations = 1;
  let iterations = 0;
  let value = objective(x, gradient);
  const at = (step: number): LinePoint => {
    for (let i = 0; i < n; i++) nextX[i] = x[i] + step * direction[i];
    evaluations++;
    const next = objective(nextX, nextGradient);
    return { step, value: next, slope: dot(direction, nextGradient) };
  };
  const ended = (end: MinimizeEnd): Minimum => ({ x, value, gradient, iterations, evaluations, end });
  while (true) {
    if (largest(gradient) <= gradientTolerance) return ended('gradient');
    if (iterations >= maxIterations) return ended('iterations');
    if (evaluations >= maxEvaluations) return ended('evaluations');
    history.direction(direction, gradient, precondition);
    const isFirst = history.count === 0;
    const first = isFirst && precondition === undefined ? Math.min(1, 1 / Math.sqrt(dot(gradient, gradient))) : 1;
    const point = wolfeSearch(at, { step: 0, value, slope: dot(direction, gradient) }, { first });
    if (point === null) {
      if (isFirst) return ended('search');
      history.clear(); // what was remembered misleads: once more along the plain gradient
      continue;
    }
    history.add(x, nextX, gradient, nextGradient);
    [x, nextX] = [nextX, x];
    [gradient, nextGradient] = [nextGradient, gradient];
    const decrease = value - point.value;
    const scale = Math.max(Math.abs(value), Math.abs(point.value), 1);
    value = point.value;
    iterations++;
    onIteration?.(iterations);
    if (largest(gradient) <= gradientTolerance) return ended('gradient');
    if (decrease <= valueTolerance * scale) return ended('value');
  }
}

/** The last steps s and changes of the gradient y, in a ring. */
class StepHistory {
  readonly #n: number;
  readonly #memory: number;
  readonly #s: Float64Array[];
  readonly #y: Float64Array[];
  /** 1 / sᵀy */
  readonly #rho: Float64Array;
  readonly #alpha: Float64Array;
  /** Steps ever added since it was cleared. */
  count = 0;

  constructor(n: number, memory: number) {
    this.#n = n;
    this.#memory = memory;
    this.#s = Array.from({ length: memory }, () => new Float64Array(n));
    this.#y = Array.from({ length: memory }, () => new Float64Array(n));
    this.#rho = new Float64Array(memory);
    this.#alpha = new Float64Array(memory);
  }

  clear(): void {
    this.count = 0;
  }

  /** Remembers a step, unless rounding has made its curvature worthless. */
  add(x: Float64Array, nextX: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
    const slot = this.count % this.#memory;
    const s = this.#s[slot];
    const y = this.#y[slot];
    let curvature = 0;
    let slope = 0;
    for (let i = 0; i < this.#n; i++) {
      s[i] = nextX[i] - x[i];
      y[i] = nextGradient[i] - gradient[i];
      curvature += s[i] * y[i];
      slope -= s[i] * gradient[i];
    }
    if (curvature <= Number.EPSILON * slope) return;
    this.#rho[slot] = 1 / curvature;
    this.count++;
  }

  /** out = −H·gradient by the two-loop recursion. */
  direction(
    out: Float64Array,
    gradient: Float64Array,
    precondition: ((vector: Float64Array) => void) | undefined,
  ): void {
    const n = this.#n;
    const first = Math.max(0, this.count - this.#memory);
    for (let i = 0; i < n; i++) out[i] = -gradient[i];
    for (let step = this.count - 1; step >= first; step--) {
      const slot = step % this.#memory;
      const alpha = this.#rho[slot] * dot(this.#s[slot], out);
      this.#alpha[slot] = alpha;
      addScaled(out, -alpha, this.#y[slot]);
    }
    precondition?.(out);
    if (this.count > 0) this.#scale(out, precondition);
    for (let step = first; step < this.count; step++) {
      const slot = step % this.#memory;
      const beta = this.#rho[slot] * dot(this.#y[slot], out);
      addScaled(out, this.#alpha[slot] - beta, this.#s[slot]);
    }
  }

  /** H₀ is the preconditioner times sᵀy / yᵀPy of the last step: then it is right along that step. */
  #scale(out: Float64Array, precondition: ((vector: Float64Array) => void) | undefined): void {
    const slot = (this.count - 1) % this.#memory;
    const y = this.#y[slot];
    const image = y.slice();
    precondition?.(image);
    const gamma = 1 / (this.#rho[slot] * dot(y, image));
    for (let i = 0; i < this.#n; i++) out[i] *= gamma;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function addScaled(to: Float64Array, factor: number, x: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * x[i];
}

function largest(x: Float64Array): number {
  let most = 0;
  for (let i = 0; i < x.length; i++) most = Math.max(most, Math.abs(x[i]));
  return most;
}
