import type { Parameter } from '@ml/autograd';
import { fromBuffer, heapView, type Shape, type Tensor, tidy, toTypedArray } from '@ml/tensor';
import { checkState } from '../state-dict.ts';
import { knownOptions, type OptimizerState, OptimizerStateError, type SavesOptimizerState } from './optimizer.ts';
import { requireNotNegative } from './option-checks.ts';
import { type LinePoint, strongWolfe, type Vector } from './strong-wolfe.ts';

export interface LBFGSOptions {
  /** Length of a step, the first one a line search tries; default 1. */
  lr: number;
  /** Iterations of one `step`; default 20. */
  maxIter: number;
  /** Evaluations after which a `step` ends; default 1.25 · maxIter. */
  maxEval: number;
  /** A `step` ends where no gradient is larger; default 1e-7. */
  toleranceGrad: number;
  /** A `step` ends where neither a parameter nor the loss changes more; default 1e-9. */
  toleranceChange: number;
  /** Changes that are remembered; default 100. */
  historySize: number;
  /** How the length of steps is found; default null: it is lr. */
  lineSearchFn: 'strong_wolfe' | null;
}

/** How the gradient changed over a step. */
interface Change {
  readonly y: Vector;
  readonly s: Vector;
  /** 1/(y·s) */
  readonly ro: number;
}

/** What is remembered between iterations. */
interface Memory {
  readonly d: Vector;
  readonly t: number;
  readonly scale: number;
  readonly gradient: Vector;
  readonly loss: number;
  readonly changes: readonly Change[];
}

/**
 * The quasi-Newton method of limited memory: d = −H·g, where H, never built, is the inverse Hessian that the last changes of the
 * gradient suggest. For smooth losses of whole batches and parameters in the thousands, where it takes a few dozen
 * evaluations; noisy gradients mislead it.
 *
 * `step` is given a function that computes the loss and its gradients, and calls it several times. All parameters are one
 * vector, so there are no groups; parameters without a gradient count as flat. It is no `Optimizer`, whose `step` takes gradients
 * that are there, but its state is saved and restored the same way.
 *
 * @throws {RangeError} when an option is out of its range, there are no parameters, or they are of different types
 * @complexity O(historySize · numbers) time and memory
 * @reference Liu & Nocedal, Math. Programming 45 (1989); torch.optim.LBFGS
 * @example
 * const w = parameter(tensor([5, -3]));
 * const optimizer = new LBFGS([w], { lineSearchFn: 'strong_wolfe' });
 * optimizer.step(() => {
 *   optimizer.zeroGrad();
 *   const loss = w.sub(tensor([1, 2])).square().sum();
 *   backward(loss);
 *   return loss;
 * }); // => 41
 * w.round().toArray() // => [1, 2]
 */
export class LBFGS implements SavesOptimizerState {
  readonly kind = 'LBFGS';
  /** One group; its options may be changed between steps. */
  readonly groups: readonly [{ readonly parameters: readonly Parameter[] } & LBFGSOptions];
  #memory: Memory | null = null;
  #iterations = 0;
  #evaluations = 0;

  constructor(parameters: readonly Parameter[], options: Partial<LBFGSOptions> = {}) {
    const { maxIter = 20 } = options;
    const defaults = { lr: 1, maxIter, maxEval: Math.floor((maxIter * 5) / 4), historySize: 100, lineSearchFn: null };
    const tolerances = { toleranceGrad: 1e-7, toleranceChange: 1e-9 };
    this.groups = [{ ...defaults, ...tolerances, ...options, parameters: [...parameters] }];
    if (parameters.length === 0) throw new RangeError('LBFGS: there are no parameters to optimize');
    if (new Set(parameters).size < parameters.length) throw new RangeError('LBFGS: a parameter appears twice');
    const types = new Set(parameters.map(({ dtype }) => dtype));
    if (types.size > 1) throw new RangeError(`LBFGS: parameters must be of one type, not ${[...types].join(', ')}`);
    check(this.groups[0]);
  }

  /** Times the loss was computed, and steps along a direction, since the start. */
  get evaluations(): number {
    return this.#evaluations;
  }

  parameters(): Parameter[] {
    return [...this.groups[0].parameters];
  }

  /** Frees all gradients. */
  zeroGrad(): void {
    for (const parameter of this.groups[0].parameters) parameter.zeroGrad();
  }

  setLearningRate(lr: number): void {
    this.groups[0].lr = lr;
  }

  /**
   * Up to `maxIter` iterations; returns the loss before them.
   *
   * @param closure clears the gradients, computes the loss and its gradients (`backward`), and returns the loss; called in a scope
   *   of its own
   */
  step(closure: () => Tensor | number): number {
    const { lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn } = this.groups[0];
    let evaluations = 0;
    const evaluate = (): { loss: number; gradient: Vector } => {
      evaluations++;
      this.#evaluations++;
      const loss = tidy(() => {
        const value = closure();
        return typeof value === 'number' ? value : value.item();
      });
      return { loss, gradient: this.#flatGradient() };
    };

    let { loss, gradient } = evaluate();
    const before = loss;
    if (largest(gradient) <= toleranceGrad) return before;
    for (let iteration = 1; iteration <= maxIter; iteration++) {
      this.#iterations++;
      const { d, scale, changes } = direction(gradient, this.#memory, historySize);
      let t = this.#memory === null ? Math.min(1, 1 / absoluteSum(gradient)) * lr : lr;
      const start: LinePoint = { t: 0, loss, gradient, slope: dot(gradient, d) };
      this.#memory = { d, t, scale, gradient, loss, changes };
      if (start.slope > -toleranceChange) break;

      if (lineSearchFn === 'strong_wolfe') {
        const origin = this.groups[0].parameters.map((parameter) => toTypedArray(parameter));
        const at = (length: number): LinePoint => {
          this.#move(length, d);
          const found = evaluate();
          for (const [i, parameter] of this.groups[0].parameters.entries()) write(parameter, (p) => p.set(origin[i]));
          return { ...found, t: length, slope: dot(found.gradient, d) };
        };
        const { point } = strongWolfe(at, start, { t, largest: largest(d), tolerance: toleranceChange });
        ({ t, loss, gradient } = point);
        this.#memory = { ...this.#memory, t };
        this.#move(t, d);
      } else {
        this.#move(t, d);
        // Where batches change there is no use in the gradient after the last step.
        if (iteration < maxIter) ({ loss, gradient } = evaluate());
      }
      if (evaluations >= maxEval || largest(gradient) <= toleranceGrad) break;
      if (largest(d) * t <= toleranceChange || Math.abs(loss - start.loss) < toleranceChange) break;
    }
    return before;
  }

  #flatGradient(): Vector {
    const { parameters } = this.groups[0];
    const flat = this.#vector(parameters.reduce((size, parameter) => size + parameter.size, 0));
    let offset = 0;
    for (const { grad, size } of parameters) {
      if (grad !== null) flat.set(toTypedArray(grad), offset);
      offset += size;
    }
    return flat;
  }

  #vector(size: number): Vector {
    return this.groups[0].parameters[0].dtype === 'float64' ? new Float64Array(size) : new Float32Array(size);
  }

  /** p ← p + t·d */
  #move(t: number, d: Vector): void {
    let offset = 0;
    for (const parameter of this.groups[0].parameters) {
      write(parameter, (p) => {
        for (let i = 0; i < p.length; i++) p[i] += t * d[offset + i];
      });
      offset += parameter.size;
    }
  }

  /** The state, copied. */
  stateDict(): OptimizerState {
    const { parameters, ...options } = this.groups[0];
    const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
    const tensors: Record<string, Tensor> = {};
    const put = (name: string, values: Vector | number[], shape: Shape): void => {
      const own = values instanceof Float32Array ? values.slice() : Float64Array.from(values);
      tensors[`0.${name}`] = fromBuffer(own, shape) as Tensor;
    };
    if (this.#memory !== null) {
      const { d, t, scale, gradient, loss, changes } = this.#memory;
      const stacked = (pick: (change: Change) => Vector): Vector => {
        const rows = this.#vector(changes.length * size);
        for (const [i, change] of changes.entries()) rows.set(pick(change), i * size);
        return rows;
      };
      for (const [name, value] of Object.entries({ func_evals: this.#evaluations, t, H_diag: scale, prev_loss: loss }))
        put(name, [value], []);
      put('d', d, [size]);
      put('prev_flat_grad', gradient, [size]);
      put(
        'ro',
        changes.map(({ ro }) => ro),
        [changes.length],
      );
      put(
        'old_dirs',
        stacked(({ y }) => y),
        [changes.length, size],
      );
      put(
        'old_stps',
        stacked(({ s }) => s),
        [changes.length, size],
      );
    }
    const groups = [{ options, parameters: parameters.map((_, i) => i) }];
    return { kind: this.kind, groups, steps: parameters.map(() => this.#iterations), tensors };
  }

  /**
   * Takes over a saved state. Nothing changes unless all of it fits.
   *
   * @throws {OptimizerStateError} when it was saved by another kind of optimizer or with other parameters
   * @throws {StateDictError} when tensors are missing, unexpected or misshapen
   */
  loadStateDict({ kind, groups, steps, tensors }: OptimizerState): void {
    const what = 'LBFGS.loadStateDict';
    const { parameters } = this.groups[0];
    if (kind !== this.kind) throw new OptimizerStateError(`${what}: the state is of ${kind}`);
    if (groups.length !== 1 || groups[0].parameters.length !== parameters.length || steps.length !== parameters.length)
      throw new OptimizerStateError(`${what}: the state is not of one group of ${parameters.length} parameters`);
    const [iterations] = steps;
    if (!(Number.isSafeInteger(iterations) && iterations >= 0))
      throw new OptimizerStateError(`${what}: steps must be counts ≥ 0, not ${iterations}`);
    const lineSearchFn = groups[0].options.lineSearchFn === 'strong_wolfe' ? 'strong_wolfe' : null;
    const options = { ...this.groups[0], ...knownOptions(this.groups[0], groups[0].options), lineSearchFn } as const;
    check(options);

    const size = parameters.reduce((sum, parameter) => sum + parameter.size, 0);
    const count = tensors['0.ro']?.shape[0] ?? 0;
    const shapes: Record<string, Shape> = {
      ...{ func_evals: [], t: [], H_diag: [], prev_loss: [], d: [size], prev_flat_grad: [size] },
      ...{ ro: [count], old_dirs: [count, size], old_stps: [count, size] },
    };
    const wanted = new Map(
      Object.entries(iterations === 0 ? {} : shapes).map(([name, shape]) => [`0.${name}`, shape] as const),
    );
    checkState(what, wanted, tensors, true);
    Object.assign(this.groups[0], options);
    this.#iterations = iterations;
    this.#evaluations = iterations === 0 ? 0 : tensors['0.func_evals'].item();
    this.#memory = iterations === 0 ? null : this.#remembered(tensors, count, size);
  }

  #remembered(tensors: OptimizerState['tensors'], count: number, size: number): Memory {
    const vector = (name: string, row = 0): Vector => {
      const own = this.#vector(size);
      own.set(toTypedArray(tensors[`0.${name}`]).subarray(row * size, (row + 1) * size));
      return own;
    };
    const ro = toTypedArray(tensors['0.ro']);
    const changes = Array.from({ length: count }, (_, i) => ({
      y: vector('old_dirs', i),
      s: vector('old_stps', i),
      ro: ro[i],
    }));
    const [t, scale, loss] = ['t', 'H_diag', 'prev_loss'].map((name) => tensors[`0.${name}`].item());
    return { d: vector('d'), t, scale, gradient: vector('prev_flat_grad'), loss, changes };
  }
}

function check(options: LBFGSOptions): void {
  const { lr, maxIter, maxEval, toleranceGrad, toleranceChange, historySize, lineSearchFn } = options;
  requireNotNegative('LBFGS', { lr, maxIter, maxEval, toleranceGrad, toleranceChange });
  if (!(Number.isSafeInteger(historySize) && historySize >= 1))
    throw new RangeError(`LBFGS: historySize must be a whole number ≥ 1, not ${historySize}`);
  if (lineSearchFn !== null && lineSearchFn !== 'strong_wolfe')
    throw new RangeError(`LBFGS: lineSearchFn must be 'strong_wolfe' or null, not ${lineSearchFn}`);
}

/** d = −H·g by the two-loop recursion, with the last change added to those that are remembered. */
function direction(
  gradient: Vector,
  last: Memory | null,
  historySize: number,
): Pick<Memory, 'd' | 'scale' | 'changes'> {
  if (last === null) return { d: gradient.map((g) => -g), scale: 1, changes: [] };
  let { scale, changes } = last;
  const y = gradient.map((g, i) => g - last.gradient[i]);
  const s = last.d.map((x) => x * last.t);
  const ys = dot(y, s);
  if (ys > 1e-10) {
    changes = [...changes.slice(Math.max(0, changes.length + 1 - historySize)), { y, s, ro: 1 / ys }];
    scale = ys / dot(y, y);
  }
  const d = gradient.map((g) => -g);
  const alphas: number[] = [];
  for (let i = changes.length - 1; i >= 0; i--) {
    alphas[i] = dot(changes[i].s, d) * changes[i].ro;
    addTo(d, -alphas[i], changes[i].y);
  }
  for (let i = 0; i < d.length; i++) d[i] *= scale;
  for (const [i, change] of changes.entries()) {
    const beta = dot(change.y, d) * change.ro;
    addTo(d, alphas[i] - beta, change.s);
  }
  return { d, scale, changes };
}

function write(parameter: Parameter, change: (values: Vector) => void): void {
  change(heapView(parameter) as Vector);
  parameter.storage.version++;
}

/** x ← x + a·y */
function addTo(x: Vector, a: number, y: Vector): void {
  for (let i = 0; i < x.length; i++) x[i] += a * y[i];
}

function dot(x: Vector, y: Vector): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function largest(x: Vector): number {
  let most = 0;
  for (const value of x) most = Math.max(most, Math.abs(value));
  return most;
}

function absoluteSum(x: Vector): number {
  let sum = 0;
  for (const value of x) sum += Math.abs(value);
  return sum;
}
