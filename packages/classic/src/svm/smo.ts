// Sequential minimal optimization: the quadratic programme of every support vector machine with a kernel.
import { heapView, type Tensor, zeros } from '@ml/tensor';
import { classicKernels } from '../engine/classic-kernels.ts';
import type { KernelRowCache } from './kernel-row-cache.ts';
import { rowLength } from './kernel-source.ts';
import { range } from './range.ts';
import { HeapArrays } from './smo-arrays.ts';

/**
 * min ½·βᵀKβ + qᵀβ with lower ≤ β ≤ upper, and Σβ within each group of variables as it is at the start.
 *
 * In classification β = y·α and q = −y; the signs of the classes are then nowhere but in the bounds.
 */
export interface SmoProblem {
  readonly rows: KernelRowCache;
  /** The sample of each variable; in regression two share one. */
  readonly sampleOf: Int32Array;
  /** q */
  readonly linear: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** β to begin with: within the bounds. */
  readonly start: Float64Array;
  /** Where each group of variables ends; the first begins at 0. */
  readonly groupEnds: readonly number[];
  /** How much the gradient may differ between two variables that could both move (the KKT conditions ask for 0). */
  readonly tol: number;
  readonly shrinking: boolean;
  /** Most steps; −1: no limit. */
  readonly maxIter: number;
}

export interface SmoSolution {
  readonly beta: Float64Array;
  /** What the gradient of the free variables of each group is: Lagrange's multiplier of its Σβ. */
  readonly levels: readonly number[];
  readonly iterations: number;
  readonly converged: boolean;
}

/** Variables with one common Σβ: places from `start` to `end`, of which those from `active` on are set aside. */
interface Group {
  readonly start: number;
  readonly end: number;
  active: number;
  /** Least gradient of the variables that can rise, the place of the last that has it, and the largest of those that can fall. */
  lowest: number;
  lowestAt: number;
  highest: number;
}

/** Stands for a curvature that is not positive. */
const leastCurvature = 1e-12;
/** A violation is much when it is more than this share of the largest. */
const muchOfGap = 0.8;
/** Steps from one look for variables to set aside to the next. */
const shrinkEvery = 1000;

/**
 * Moves two variables at a time until no pair violates the optimality conditions by more than `tol`: the one whose gradient is
 * least among those that can rise, and the one with which it then gains most in second order (WSS2).
 *
 * Variables that stay at a bound are set aside for a time (shrinking), and looked at again when the rest is almost optimal and
 * when it is.
 *
 * @complexity O(n) per step, and a row of the kernel for each variable that ever moves
 * @reference Fan, Chen & Lin 2005, Working set selection using second order information for training SVM, algorithm 2;
 *   Chang & Lin 2011, LIBSVM, §4–5
 */
export function solveSmo(problem: SmoProblem): SmoSolution {
  return new Smo(problem).solve();
}

class Smo {
  readonly #problem: SmoProblem;
  readonly #rows: KernelRowCache;
  readonly #groups: Group[];
  // By place; places change when variables are set aside.
  readonly #variable: Int32Array;
  readonly #sample: Int32Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #beta: Float64Array;
  /** Gradients and β of a time when the gradients of all variables were known. */
  readonly #pastGradient: Float64Array;
  readonly #pastBeta: Float64Array;
  /** By place too, for kernels: in the memory of tensors. */
  readonly #heap: HeapArrays;
  /** Stands for a row where there is none. */
  readonly #zeros: Tensor;
  /** Place from which on `likelyNext` looks. */
  #nextLook = 0;
  #lookedAgain = false;

  constructor(problem: SmoProblem) {
    this.#problem = problem;
    this.#rows = problem.rows;
    const n = problem.start.length;
    this.#groups = problem.groupEnds.map((end, i) => {
      const start = i === 0 ? 0 : problem.groupEnds[i - 1];
      return { start, end, active: start, lowest: 0, lowestAt: -1, highest: 0 };
    });
    this.#variable = range(n);
    this.#sample = problem.sampleOf.slice();
    this.#lower = problem.lower.slice();
    this.#upper = problem.upper.slice();
    this.#beta = problem.start.slice();
    this.#pastGradient = problem.linear.slice();
    this.#pastBeta = new Float64Array(n);
    this.#zeros = zeros([rowLength(problem.rows.width)], { dtype: 'float32' });
    this.#heap = new HeapArrays(n);
    const { column, diagonal } = this.#heap.views;
    for (let k = 0; k < n; k++) {
      column[k] = this.#sample[k];
      diagonal[k] = problem.rows.diagonal[this.#sample[k]];
      this.#place(k, this.#beta[k]);
    }
  }

  solve(): SmoSolution {
    const { tol, shrinking, maxIter, start } = this.#problem;
    const period = Math.min(start.length, shrinkEvery);
    let untilShrink = period + 1;
    let iterations = 0;
    let converged = false;
    this.#takeBack();
    this.#look();
    while (maxIter < 0 || iterations < maxIter) {
      if (--untilShrink === 0) {
        untilShrink = period;
        if (shrinking) this.#setAside();
      }
      if (!(this.#gap() >= tol)) {
        this.#takeBack();
        this.#look();
        converged = !(this.#gap() >= tol);
        if (converged) break;
        untilShrink = 1;
      }
      this.#step();
      iterations++;
    }
    this.#takeBack();
    const beta = new Float64Array(start.length);
    this.#variable.forEach((variable, k) => {
      beta[variable] = this.#beta[k];
    });
    return { beta, levels: this.#groups.map((group) => this.#level(group)), iterations, converged };
  }

  /** By how much the optimality conditions are violated. */
  #gap(): number {
    return this.#groups.reduce(
      (most, { lowest, highest }) => Math.max(most, highest - lowest),
      Number.NEGATIVE_INFINITY,
    );
  }

  /** Moves the pair that gains most, and the gradient with it. */
  #step(): void {
    const { found } = this.#heap.views;
    found[0] = 0;
    let rising = -1;
    for (const group of this.#groups) {
      const before = found[1];
      found[1] = -1;
      if (group.highest > group.lowest) this.#findPartner(group);
      if (found[1] < 0) found[1] = before;
      else rising = group.lowestAt;
    }
    const falling = found[1];
    const beta = this.#beta;
    const fallingRow = this.#row(falling);
    const risingRow = this.#row(rising);
    const { gradient, column, diagonal } = this.#heap.views;
    const between = (heapView(risingRow) as Float32Array)[column[falling]];
    const curvature = diagonal[rising] + diagonal[falling] - 2 * between;
    const step = (gradient[falling] - gradient[rising]) / (curvature > 0 ? curvature : leastCurvature);
    const upper = this.#upper[rising];
    const lower = this.#lower[falling];
    // The sum of the two is kept as it is rounded here: what leaves a bound by rounding alone would be moved back and forth.
    const sum = beta[rising] + beta[falling];
    let up = beta[rising] + step;
    let down = beta[falling] - step;
    if (sum > upper + lower) {
      if (up > upper) {
        up = upper;
        down = sum - upper;
      }
    } else if (down < lower) {
      down = lower;
      up = sum - lower;
    }
    const rise = up - beta[rising];
    const fall = down - beta[falling];
    this.#place(rising, up);
    this.#place(falling, down);
    this.#scan(rise, risingRow, fall, fallingRow);
  }

  /** Writes down as found the variable that gains most when it falls while the group's lowest rises, where it gains more than the one found. */
  #findPartner({ start, active, lowest, lowestAt }: Group): void {
    const row = this.#row(lowestAt).address;
    const { found, gradient, noFall, column, diagonal } = this.#heap.addresses;
    const own = this.#heap.views.diagonal[lowestAt];
    classicKernels.exports.smoPartner(found, gradient, noFall, column, diagonal, row, lowest, own, start, active);
  }

  /** Finds the extremes of each group. */
  #look(): void {
    this.#scan(0, this.#zeros, 0, this.#zeros);
  }

  /** Adds rise·rising + fall·falling to the gradient, and finds the extremes of each group in the same pass. */
  #scan(rise: number, rising: Tensor, fall: number, falling: Tensor): void {
    const { found, gradient, noRise, noFall, column } = this.#heap.addresses;
    const [up, down] = [rising.address, falling.address];
    for (const group of this.#groups) {
      classicKernels.exports.smoScan(
        found,
        gradient,
        noRise,
        noFall,
        column,
        up,
        down,
        rise,
        fall,
        group.start,
        group.active,
      );
      const results = this.#heap.views.found;
      group.lowest = results[0];
      group.lowestAt = results[1];
      group.highest = results[2];
    }
  }

  #place(k: number, value: number): void {
    this.#beta[k] = value;
    const { noRise, noFall } = this.#heap.views;
    noRise[k] = value < this.#upper[k] ? 0 : Number.POSITIVE_INFINITY;
    noFall[k] = value > this.#lower[k] ? 0 : Number.POSITIVE_INFINITY;
  }

  /** The row of a variable; computed with those of other violators where it is not there. */
  #row(place: number): Tensor {
    const sample = this.#sample[place];
    if (!this.#rows.has(sample)) this.#rows.load(this.#likelyNext(sample));
    return this.#rows.row(sample);
  }

  /** The sample, and some without a row whose variables violate the optimality conditions much: one round over the variables, from where the last one ended. */
  #likelyNext(sample: number): Int32Array {
    const samples = new Int32Array(this.#rows.blockRows);
    samples[0] = sample;
    let count = 1;
    for (const group of this.#groups) count = this.#violators(group, samples, count);
    return samples.subarray(0, count);
  }

  #violators({ start, active, lowest, highest }: Group, samples: Int32Array, found: number): number {
    const { gradient, noRise, noFall } = this.#heap.views;
    const threshold = muchOfGap * (highest - lowest);
    const first = Math.min(Math.max(this.#nextLook, start), active);
    let count = found;
    let k = first;
    for (let visited = start; visited < active && count < samples.length; visited++, k++) {
      if (k === active) k = start;
      const fall = gradient[k] - noFall[k] - lowest;
      const rise = highest - gradient[k] - noRise[k];
      if (Math.max(fall, rise) < threshold) continue;
      const sample = this.#sample[k];
      if (!this.#rows.has(sample) && !samples.subarray(0, count).includes(sample)) samples[count++] = sample;
    }
    this.#nextLook = k;
    return count;
  }

  /** Sets aside the variables at a bound whose gradients say, by more than that of any violator, that they will stay there. */
  #setAside(): void {
    if (!this.#lookedAgain && this.#gap() <= 10 * this.#problem.tol) {
      this.#lookedAgain = true;
      this.#takeBack();
    }
    if (this.#groups.every(({ active, end }) => active === end)) {
      this.#pastGradient.set(this.#heap.views.gradient);
      this.#pastBeta.set(this.#beta);
    }
    for (const group of this.#groups) {
      for (let k = group.start; k < group.active; k++) {
        if (!this.#stays(k, group)) continue;
        do group.active--;
        while (group.active > k && this.#stays(group.active, group));
        if (group.active > k) this.#swap(k, group.active);
      }
    }
    if (!this.#rows.holdsAll) this.#restrictRows();
    this.#look();
  }

  #stays(k: number, { lowest, highest }: Group): boolean {
    const { gradient, noRise, noFall } = this.#heap.views;
    return noRise[k] > 0 ? gradient[k] < lowest : noFall[k] > 0 && gradient[k] > highest;
  }

  #swap(a: number, b: number): void {
    const { gradient, noRise, noFall, column, diagonal } = this.#heap.views;
    for (const list of [this.#variable, this.#sample, column]) swapIn(list, a, b);
    for (const list of [gradient, noRise, noFall, diagonal]) swapIn(list, a, b);
    for (const list of [this.#lower, this.#upper, this.#beta, this.#pastGradient, this.#pastBeta]) swapIn(list, a, b);
  }

  /** Shortens the rows to the samples that are still looked at, where that makes room for twice as many. */
  #restrictRows(): void {
    const samples = new Set<number>();
    for (const { start, active } of this.#groups) for (let k = start; k < active; k++) samples.add(this.#sample[k]);
    if (samples.size * 2 > this.#rows.width) return;
    this.#rows.restrict(Int32Array.from(samples));
    this.#readColumns();
  }

  #readColumns(): void {
    const { column } = this.#heap.views;
    for (let k = 0; k < column.length; k++) column[k] = this.#rows.column[this.#sample[k]];
  }

  /** Brings the gradients of the variables that were set aside up to date, by what moved since all were known; and looks at all again. */
  #takeBack(): void {
    const aside = this.#groups.filter(({ active, end }) => active < end);
    if (aside.length === 0) return;
    if (this.#rows.width < this.#rows.column.length) {
      this.#rows.restrict(null);
      this.#readColumns();
    }
    const moves = new Float64Array(this.#rows.width);
    for (let k = 0; k < this.#beta.length; k++) moves[this.#sample[k]] += this.#beta[k] - this.#pastBeta[k];
    const moved = range(moves.length).filter((sample) => moves[sample] !== 0);
    for (const { active, end } of aside)
      this.#heap.views.gradient.set(this.#pastGradient.subarray(active, end), active);
    for (let i = 0; i < moved.length; i += 4) {
      const rows = [this.#zeros, this.#zeros, this.#zeros, this.#zeros];
      const weights = [0, 0, 0, 0];
      for (let j = 0; j < 4 && i + j < moved.length; j++) {
        const sample = moved[i + j];
        if (!this.#rows.has(sample)) this.#rows.load(this.#nextMissing(moved, i + j));
        rows[j] = this.#rows.row(sample);
        weights[j] = moves[sample];
      }
      const [a, b, c, d] = rows.map(({ address }) => address);
      const [u, v, w, x] = weights;
      const { gradient, column } = this.#heap.addresses;
      for (const { active, end } of aside)
        classicKernels.exports.smoAddRows(gradient, column, a, b, c, d, u, v, w, x, active, end);
    }
    for (const group of aside) group.active = group.end;
  }

  /** A block of the samples without a row, from one position of the list on. */
  #nextMissing(samples: Int32Array, from: number): Int32Array {
    const found: number[] = [];
    for (let i = from; i < samples.length && found.length < this.#rows.blockRows; i++)
      if (!this.#rows.has(samples[i])) found.push(samples[i]);
    return Int32Array.from(found);
  }

  /** Mean gradient of the free variables; where there are none, the middle of what the bounded ones allow. */
  #level({ start, end }: Group): number {
    let sum = 0;
    let free = 0;
    let above = Number.NEGATIVE_INFINITY;
    let below = Number.POSITIVE_INFINITY;
    const { gradient, noRise, noFall } = this.#heap.views;
    for (let k = start; k < end; k++) {
      if (noRise[k] > 0) above = Math.max(above, gradient[k]);
      else if (noFall[k] > 0) below = Math.min(below, gradient[k]);
      else {
        sum += gradient[k];
        free++;
      }
    }
    return free > 0 ? sum / free : (above + below) / 2;
  }
}

function swapIn(list: Float64Array | Int32Array, a: number, b: number): void {
  const value = list[a];
  list[a] = list[b];
  list[b] = value;
}
