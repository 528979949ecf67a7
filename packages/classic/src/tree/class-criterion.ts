import { type Criterion, type CutLimits, impurityDecrease, type NodeSummary } from './criterion.ts';

/** Classes and weights by the codes of samples. */
export interface ClassTargets {
  readonly classes: number;
  readonly classOf: Int32Array;
  readonly weightOf: Float64Array;
  /** Weight of all samples. */
  readonly totalWeight: number;
}

/** What Gini's index and entropy have in common: weights of the classes in a node. */
abstract class ClassCriterion implements Criterion {
  readonly nOutputs: number;
  weight = 0;
  impurity = 0;
  score = Number.NEGATIVE_INFINITY;
  /** Weight of each class in the node. @shape [K] */
  protected readonly node: Float64Array;
  /** The same left and right of a cut. */
  protected readonly left: Float64Array;
  protected readonly right: Float64Array;

  constructor(protected readonly targets: ClassTargets) {
    this.nOutputs = targets.classes;
    this.node = new Float64Array(targets.classes);
    this.left = new Float64Array(targets.classes);
    this.right = new Float64Array(targets.classes);
  }

  enter(codes: Int32Array, start: number, end: number): void {
    const { node } = this;
    const { classOf, weightOf } = this.targets;
    node.fill(0);
    for (let i = start; i < end; i++) {
      const code = codes[i];
      node[classOf[code]] += weightOf[code];
    }
    let weight = 0;
    for (let k = 0; k < node.length; k++) weight += node[k];
    this.weight = weight;
    this.impurity = this.impurityOf(weight);
  }

  writeValue(out: Float64Array): void {
    out.set(this.node);
  }

  improvement(node: NodeSummary, left: NodeSummary, right: NodeSummary): number {
    return impurityDecrease(this.targets.totalWeight, node, left, right);
  }

  protected abstract impurityOf(weight: number): number;
  abstract bestCut(keys: Uint32Array, n: number, shift: number, limits: CutLimits): number;
}

/**
 * Gini's index 1 − Σp²: how often two samples drawn from a node differ in class.
 *
 * Of the cuts of one node the best has the largest Σl²/wₗ + Σr²/wᵣ, with the classes' weights l and r on its sides; sums of squares
 * are carried along, so that a cut costs O(1) for any number of classes.
 */
export class GiniCriterion extends ClassCriterion {
  protected impurityOf(weight: number): number {
    const { node } = this;
    let squares = 0;
    for (let k = 0; k < node.length; k++) squares += node[k] * node[k];
    return 1 - squares / (weight * weight);
  }

  bestCut(keys: Uint32Array, n: number, shift: number, limits: CutLimits): number {
    return this.nOutputs === 2 ? this.#bestOfTwo(keys, n, shift, limits) : this.#best(keys, n, shift, limits);
  }

  /** Two classes: the largest −l₀l₁/wₗ − r₀r₁/wᵣ, half of the above but for the node's own weight. */
  #bestOfTwo(keys: Uint32Array, n: number, shift: number, { minSamplesLeaf, minWeightLeaf }: CutLimits): number {
    const { classOf, weightOf } = this.targets;
    const mask = 2 ** shift - 1;
    const weight = this.weight;
    const all1 = this.node[1];
    const last = n - minSamplesLeaf;
    let best = this.score;
    let cut = 0;
    let left = 0;
    let left1 = 0;
    let previous = keys[0] >>> shift;
    for (let i = 0; i <= last; i++) {
      const key = keys[i];
      const place = key >>> shift;
      if (place !== previous) {
        previous = place;
        const right = weight - left;
        if (i >= minSamplesLeaf && left >= minWeightLeaf && right >= minWeightLeaf) {
          const right1 = all1 - left1;
          const score = -(left1 * (left - left1) * right + right1 * (right - right1) * left) / (left * right);
          if (score > best) {
            best = score;
            cut = i;
          }
        }
      }
      const code = key & mask;
      const w = weightOf[code];
      left += w;
      left1 += w * classOf[code];
    }
    this.score = best;
    return cut;
  }

  #best(keys: Uint32Array, n: number, shift: number, { minSamplesLeaf, minWeightLeaf }: CutLimits): number {
    const { node, left, right } = this;
    const { classOf, weightOf } = this.targets;
    const mask = 2 ** shift - 1;
    const weight = this.weight;
    const last = n - minSamplesLeaf;
    left.fill(0);
    right.set(node);
    let best = this.score;
    let cut = 0;
    let weightLeft = 0;
    let squaresLeft = 0;
    let squaresRight = 0;
    for (let k = 0; k < node.length; k++) squaresRight += node[k] * node[k];
    let previous = keys[0] >>> shift;
    for (let i = 0; i <= last; i++) {
      const key = keys[i];
      const place = key >>> shift;
      if (place !== previous) {
        previous = place;
        const weightRight = weight - weightLeft;
        if (i >= minSamplesLeaf && weightLeft >= minWeightLeaf && weightRight >= minWeightLeaf) {
          const score = squaresLeft / weightLeft + squaresRight / weightRight;
          if (score > best) {
            best = score;
            cut = i;
          }
        }
      }
      const code = key & mask;
      const w = weightOf[code];
      const k = classOf[code];
      weightLeft += w;
      squaresLeft += w * (2 * left[k] + w);
      squaresRight -= w * (2 * right[k] - w);
      left[k] += w;
      right[k] -= w;
    }
    this.score = best;
    return cut;
  }
}

/** Largest total weight for which x·log₂x of whole numbers are looked up. */
const tableLimit = 2 ** 20;

/**
 * Entropy −Σp·log₂p: the bits it takes to say the class of a node's sample.
 *
 * Of the cuts of one node the best has the largest Σl·log₂l − wₗ·log₂wₗ + Σr·log₂r − wᵣ·log₂wᵣ.
 */
export class EntropyCriterion extends ClassCriterion {
  /** x·log₂x for whole weights; null where some are not. */
  readonly #table: Float64Array | null;

  constructor(targets: ClassTargets) {
    super(targets);
    const whole = targets.totalWeight <= tableLimit && targets.weightOf.every(Number.isInteger);
    this.#table = whole ? Float64Array.from({ length: targets.totalWeight + 1 }, (_, x) => xLog2x(x)) : null;
  }

  protected impurityOf(weight: number): number {
    let entropy = 0;
    for (const each of this.node) {
      const share = each / weight;
      if (share > 0) entropy -= share * Math.log2(share);
    }
    return entropy;
  }

  bestCut(keys: Uint32Array, n: number, shift: number, { minSamplesLeaf, minWeightLeaf }: CutLimits): number {
    const { node, left, right, weight } = this;
    const { classOf, weightOf } = this.targets;
    const mask = 2 ** shift - 1;
    const last = n - minSamplesLeaf;
    left.fill(0);
    right.set(node);
    let best = this.score;
    let cut = 0;
    let weightLeft = 0;
    let previous = keys[0] >>> shift;
    for (let i = 0; i <= last; i++) {
      const key = keys[i];
      const place = key >>> shift;
      if (place !== previous) {
        previous = place;
        const weightRight = weight - weightLeft;
        if (i >= minSamplesLeaf && weightLeft >= minWeightLeaf && weightRight >= minWeightLeaf) {
          const score = this.#side(left, weightLeft) + this.#side(right, weightRight);
          if (score > best) {
            best = score;
            cut = i;
          }
        }
      }
      const code = key & mask;
      const w = weightOf[code];
      const k = classOf[code];
      weightLeft += w;
      left[k] += w;
      right[k] -= w;
    }
    this.score = best;
    return cut;
  }

  /** −w times the entropy of one side. */
  #side(counts: Float64Array, weight: number): number {
    const table = this.#table;
    let sum = 0;
    if (table !== null) {
      for (let k = 0; k < counts.length; k++) sum += table[counts[k]];
      return sum - table[weight];
    }
    for (let k = 0; k < counts.length; k++) sum += xLog2x(counts[k]);
    return sum - xLog2x(weight);
  }
}

function xLog2x(x: number): number {
  return x > 0 ? x * Math.log2(x) : 0;
}
