// Sequential minimal optimization: the quadratic programme of every support vector machine with a kernel.
import type { KernelRowCache } from './kernel-row-cache.ts';
import { range } from './range.ts';

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
  /** Position of the variable's sample in the rows of the cache. */
  readonly #column: Int32Array;
  readonly #diagonal: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #beta: Float64Array;
  /** Kβ + q */
  readonly #gradient: Float64Array;
  /** Gradients and β of a time when the gradients of all variables were known. */
  readonly #pastGradient: Float64Array;
  readonly #pastBeta: Float64Array;
  /** 0 where the variable can rise (fall), Infinity where it cannot: added to gradients, they save the loops a branch. */
  readonly #noRise: Float64Array;
  readonly #noFall: Float64Array;
  readonly #zeros: Float32Array;
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
    this.#column = problem.sampleOf.slice();
    this.#diagonal = new Float64Array(n);
    this.#lower = problem.lower.slice();
    this.#upper = problem.upper.slice();
    this.#beta = problem.start.slice();
    this.#gradient = new Float64Array(n);
    this.#pastGradient = problem.linear.slice();
    this.#pastBeta = new Float64Array(n);
    this.#zeros = new Float32Array(problem.rows.width);
    this.#noRise = new Float64Array(n);
    this.#noFall = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      this.#diagonal[k] = problem.rows.diagonal[this.#sample[k]];
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
    let best = 0;
    let rising = -1;
    let falling = -1;
    for (const group of this.#groups) {
      if (!(group.highest > group.lowest)) continue;
      const partner = this.#partner(group, best);
      if (partner.place < 0) continue;
      best = partner.gain;
      rising = group.lowestAt;
      falling = partner.place;
    }
    const beta = this.#beta;
    const fallingRow = this.#row(falling);
    const risingRow = this.#row(rising);
    const curvature = this.#diagonal[rising] + this.#diagonal[falling] - 2 * risingRow[this.#column[falling]];
    const slope = this.#gradient[falling] - this.#gradient[rising];
    const step = slope / (curvature > 0 ? curvature : leastCurvature);
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

  /** The variable that gains most when it falls while the group's lowest rises; −1 where none gains at least `best`. */
  #partner({ start, active, lowest, lowestAt }: Group, best: number): { place: number; gain: number } {
    const gradient = this.#gradient;
    const noFall = this.#noFall;
    const column = this.#column;
    const diagonal = this.#diagonal;
    const row = this.#row(lowestAt);
    const own = diagonal[lowestAt];
    let place = -1;
    let gain = best;
    for (let k = start; k < active; k++) {
      const slope = gradient[k] - noFall[k] - lowest;
      const curvature = own + diagonal[k] - 2 * row[column[k]];
      // slope²/curvature ≥ gain without the division; with its sign, so that those that would not gain fail.
      if (slope * Math.abs(slope) >= gain * curvature && slope > 0) {
        const found = (slope * slope) / (curvature > 0 ? curvature : leastCurvature);
        if (found >= gain) {
          gain = found;
          place = k;
        }
      }
    }
    return { place, gain };
  }

  /** Finds the extremes of each group. */
  #look(): void {
    this.#scan(0, this.#zeros, 0, this.#zeros);
  }

  /** Adds rise·rising + fall·falling to the gradient, and finds the extremes of each group in the same pass. */
  #scan(rise: number, rising: Float32Array, fall: number, falling: Float32Array): void {
    const gradient = this.#gradient;
    const noRise = this.#noRise;
    const noFall = this.#noFall;
    const column = this.#column;
    for (const group of this.#groups) {
      const { start, active } = group;
      let lowest = Number.POSITIVE_INFINITY;
      let lowestAt = -1;
      let highest = Number.NEGATIVE_INFINITY;
      for (let k = start; k < active; k++) {
        const at = column[k];
        const value = gradient[k] + (rise * rising[at] + fall * falling[at]);
        gradient[k] = value;
        const low = value + noRise[k];
        if (low <= lowest) {
          lowest = low;
          lowestAt = k;
        }
        const high = value - noFall[k];
        if (high > highest) highest = high;
      }
      group.lowest = lowest;
      group.lowestAt = lowestAt;
      group.highest = highest;
    }
  }

  #place(k: number, value: number): void {
    this.#beta[k] = value;
    this.#noRise[k] = value < this.#upper[k] ? 0 : Number.POSITIVE_INFINITY;
    this.#noFall[k] = value > this.#lower[k] ? 0 : Number.POSITIVE_INFINITY;
  }

  /** The row of a variable; computed with those of other violators where it is not there. */
  #row(place: number): Float32Array {
    const sample = this.#sample[place];
    if (!this.#rows.has(sample)) this.#rows.load(this.#likelyNext(sample));
    return this.#rows.row(sample);
  }

  /** The sample, and those without a row whose variables violate the optimality conditions most. */
  #likelyNext(sample: number): Int32Array {
    const most = this.#rows.blockRows;
    const samples = new Int32Array(most).fill(-1);
    const scores = new Float64Array(most).fill(0);
    samples[0] = sample;
    scores[0] = Number.POSITIVE_INFINITY;
    for (const group of this.#groups) this.#topViolators(group, samples, scores);
    const count = samples.indexOf(-1);
    return count < 0 ? samples : samples.subarray(0, count);
  }

  /** Puts variables of a group among the samples with the largest scores, in descending order. */
  #topViolators({ start, active, lowest, highest }: Group, samples: Int32Array, scores: Float64Array): void {
    const gradient = this.#gradient;
    const noRise = this.#noRise;
    const noFall = this.#noFall;
    const last = scores.length - 1;
    let threshold = scores[last];
    for (let k = start; k < active; k++) {
      const value = gradient[k];
      const fall = value - noFall[k] - lowest;
      const rise = highest - value - noRise[k];
      const score = Math.max(fall, rise);
      if (!(score > threshold)) continue;
      const sample = this.#sample[k];
      if (this.#rows.has(sample) || samples.includes(sample)) continue;
      let to = last;
      for (; scores[to - 1] < score; to--) {
        scores[to] = scores[to - 1];
        samples[to] = samples[to - 1];
      }
      scores[to] = score;
      samples[to] = sample;
      threshold = scores[last];
    }
  }

  /** Sets aside the variables at a bound whose gradients say, by more than that of any violator, that they will stay there. */
  #setAside(): void {
    if (!this.#lookedAgain && this.#gap() <= 10 * this.#problem.tol) {
      this.#lookedAgain = true;
      this.#takeBack();
    }
    if (this.#groups.every(({ active, end }) => active === end)) {
      this.#pastGradient.set(this.#gradient);
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
    const gradient = this.#gradient[k];
    return this.#noRise[k] > 0 ? gradient < lowest : this.#noFall[k] > 0 && gradient > highest;
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#variable, this.#sample, this.#column]) [list[a], list[b]] = [list[b], list[a]];
    for (const list of [
      this.#diagonal,
      this.#lower,
      this.#upper,
      this.#beta,
      this.#gradient,
      this.#pastGradient,
      this.#pastBeta,
      this.#noRise,
      this.#noFall,
    ])
      [list[a], list[b]] = [list[b], list[a]];
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
    for (let k = 0; k < this.#column.length; k++) this.#column[k] = this.#rows.column[this.#sample[k]];
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
    for (const { active, end } of aside) this.#gradient.set(this.#pastGradient.subarray(active, end), active);
    for (let i = 0; i < moved.length; i += 4) {
      const rows = [this.#zeros, this.#zeros, this.#zeros, this.#zeros];
      const weights = [0, 0, 0, 0];
      for (let j = 0; j < 4 && i + j < moved.length; j++) {
        const sample = moved[i + j];
        if (!this.#rows.has(sample)) this.#rows.load(this.#nextMissing(moved, i + j));
        rows[j] = this.#rows.row(sample);
        weights[j] = moves[sample];
      }
      for (const { active, end } of aside) this.#addRows(rows, weights, active, end);
    }
    for (const group of aside) group.active = group.end;
  }

  /** Four rows at a time: gradients are read and written once for them. */
  #addRows([a, b, c, d]: readonly Float32Array[], [u, v, w, x]: readonly number[], start: number, end: number): void {
    const gradient = this.#gradient;
    const column = this.#column;
    for (let k = start; k < end; k++) {
      const at = column[k];
      gradient[k] = gradient[k] + u * a[at] + v * b[at] + w * c[at] + x * d[at];
    }
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
    for (let k = start; k < end; k++) {
      const gradient = this.#gradient[k];
      if (this.#noRise[k] > 0) above = Math.max(above, gradient);
      else if (this.#noFall[k] > 0) below = Math.min(below, gradient);
      else {
        sum += gradient;
        free++;
      }
    }
    return free > 0 ? sum / free : (above + below) / 2;
  }
}
