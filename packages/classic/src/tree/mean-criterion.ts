import { type Criterion, type CutLimits, impurityDecrease, type NodeSummary } from './criterion.ts';

/** Targets and weights by the codes of samples. */
export interface NumberTargets {
  readonly targetOf: Float64Array;
  readonly weightOf: Float64Array;
  /** Weight of all samples. */
  readonly totalWeight: number;
}

/** What criteria have in common whose nodes predict their mean. */
abstract class MeanCriterion implements Criterion {
  readonly nOutputs = 1;
  weight = 0;
  impurity = 0;
  score = Number.NEGATIVE_INFINITY;
  protected mean = 0;

  constructor(protected readonly targets: NumberTargets) {}

  enter(codes: Int32Array, start: number, end: number): void {
    const { targetOf, weightOf } = this.targets;
    let weight = 0;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const code = codes[i];
      const w = weightOf[code];
      weight += w;
      sum += w * targetOf[code];
    }
    this.weight = weight;
    this.mean = sum / weight;
    this.impurity = this.impurityOf(codes, start, end);
  }

  writeValue(out: Float64Array): void {
    out[0] = this.mean;
  }

  improvement(node: NodeSummary, left: NodeSummary, right: NodeSummary): number {
    return impurityDecrease(this.targets.totalWeight, node, left, right);
  }

  protected abstract impurityOf(codes: Int32Array, start: number, end: number): number;
  abstract bestCut(keys: Uint32Array, n: number, shift: number, limits: CutLimits): number;
}

/**
 * The variance.
 *
 * Of the cuts of one node the best has the largest Sₗ²/wₗ + Sᵣ²/wᵣ, where S sums the deviations from the node's mean: they cancel
 * less than the targets themselves would.
 */
export class SquaredErrorCriterion extends MeanCriterion {
  protected impurityOf(codes: Int32Array, start: number, end: number): number {
    const { mean } = this;
    const { targetOf, weightOf } = this.targets;
    let squares = 0;
    for (let i = start; i < end; i++) {
      const code = codes[i];
      const deviation = targetOf[code] - mean;
      squares += weightOf[code] * deviation * deviation;
    }
    return squares / this.weight;
  }

  bestCut(keys: Uint32Array, n: number, shift: number, { minSamplesLeaf, minWeightLeaf }: CutLimits): number {
    const { mean, weight } = this;
    const { targetOf, weightOf } = this.targets;
    const mask = 2 ** shift - 1;
    const last = n - minSamplesLeaf;
    let best = this.score;
    let cut = 0;
    let left = 0;
    let sum = 0;
    let previous = keys[0] >>> shift;
    for (let i = 0; i <= last; i++) {
      const key = keys[i];
      const place = key >>> shift;
      if (place !== previous) {
        previous = place;
        const right = weight - left;
        if (i >= minSamplesLeaf && left >= minWeightLeaf && right >= minWeightLeaf) {
          const score = (sum * sum * weight) / (left * right); // the sides' sums are sum and −sum
          if (score > best) {
            best = score;
            cut = i;
          }
        }
      }
      const code = key & mask;
      const w = weightOf[code];
      left += w;
      sum += w * (targetOf[code] - mean);
    }
    this.score = best;
    return cut;
  }
}

/**
 * Friedman's improvement wₗwᵣ/(wₗ + wᵣ)·(meanₗ − meanᵣ)²: the cuts of the variance, their gain not divided by the weight of all
 * samples.
 *
 * @reference Friedman, Greedy function approximation (2001), eq. 35
 */
export class FriedmanCriterion extends SquaredErrorCriterion {
  override improvement(node: NodeSummary, left: NodeSummary, right: NodeSummary): number {
    return impurityDecrease(1, node, left, right);
  }
}

/**
 * Half the deviance of counts, Σw·y·ln(y/mean) / Σw; sides without a single count are not allowed.
 *
 * Of the cuts of one node the best has the largest Sₗ·ln(Sₗ/wₗ) + Sᵣ·ln(Sᵣ/wᵣ), where S sums the counts.
 */
export class PoissonCriterion extends MeanCriterion {
  /** Sum of the node's counts. */
  #sum = 0;
  /** Samples of the node that are not 0. */
  #positive = 0;

  protected impurityOf(codes: Int32Array, start: number, end: number): number {
    const { mean } = this;
    const { targetOf, weightOf } = this.targets;
    let sum = 0;
    let positive = 0;
    let loss = 0;
    for (let i = start; i < end; i++) {
      const code = codes[i];
      const target = targetOf[code];
      if (target === 0) continue;
      positive++;
      sum += weightOf[code] * target;
      loss += weightOf[code] * target * Math.log(target / mean);
    }
    this.#sum = sum;
    this.#positive = positive;
    return positive === 0 ? Number.POSITIVE_INFINITY : loss / this.weight;
  }

  bestCut(keys: Uint32Array, n: number, shift: number, { minSamplesLeaf, minWeightLeaf }: CutLimits): number {
    const { weight } = this;
    const { targetOf, weightOf } = this.targets;
    const mask = 2 ** shift - 1;
    const last = n - minSamplesLeaf;
    let best = this.score;
    let cut = 0;
    let left = 0;
    let sum = 0;
    let positive = 0;
    let previous = keys[0] >>> shift;
    for (let i = 0; i <= last; i++) {
      const key = keys[i];
      const place = key >>> shift;
      if (place !== previous) {
        previous = place;
        const right = weight - left;
        const isAllowed = positive > 0 && positive < this.#positive;
        if (isAllowed && i >= minSamplesLeaf && left >= minWeightLeaf && right >= minWeightLeaf) {
          const rest = this.#sum - sum;
          const score = sum * Math.log(sum / left) + rest * Math.log(rest / right);
          if (score > best) {
            best = score;
            cut = i;
          }
        }
      }
      const code = key & mask;
      const w = weightOf[code];
      const target = targetOf[code];
      left += w;
      sum += w * target;
      if (target > 0) positive++;
    }
    this.score = best;
    return cut;
  }
}
