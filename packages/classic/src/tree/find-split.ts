import type { Rng } from '@ml/tensor';
import type { Criterion, CutLimits } from './criterion.ts';
import type { Cuts } from './cuts.ts';

/** A cut of a node's samples in two. */
export interface Split {
  readonly feature: number;
  readonly threshold: number;
  /** The threshold in the units of what is compared when the samples are divided. */
  readonly limit: number;
}

/** Finds the best cut of a node among those by some features, drawn anew for each node. */
export class SplitFinder {
  readonly #cuts: Cuts;
  readonly #criterion: Criterion;
  readonly #limits: CutLimits;
  readonly #maxFeatures: number;
  readonly #rng: Rng | null;
  readonly #features: Int32Array;

  /**
   * @param maxFeatures how many features a node looks at; more while it has found none that its samples differ in
   * @param rng null: features are looked at in their order, and the first of equally good ones is taken
   */
  constructor(cuts: Cuts, criterion: Criterion, limits: CutLimits, maxFeatures: number, rng: Rng | null) {
    this.#cuts = cuts;
    this.#criterion = criterion;
    this.#limits = limits;
    this.#maxFeatures = maxFeatures;
    this.#rng = rng;
    this.#features = Int32Array.from({ length: cuts.features }, (_, f) => f);
  }

  /** The best cut of the node that the criterion has entered; null where its samples are equal or no cut is allowed. */
  find(start: number, end: number): Split | null {
    const features = this.#features;
    const rng = this.#rng;
    this.#criterion.score = Number.NEGATIVE_INFINITY;
    let best: Split | null = null;
    let looked = 0;
    for (let drawn = 0; drawn < features.length; drawn++) {
      if (drawn >= this.#maxFeatures && looked > 0) break;
      if (rng !== null) {
        const at = rng.integers(drawn, features.length);
        const chosen = features[at];
        features[at] = features[drawn];
        features[drawn] = chosen;
      }
      const feature = features[drawn];
      const outcome = this.#cuts.tryFeature(feature, start, end, this.#limits);
      if (outcome === 'constant') continue;
      looked++;
      if (outcome === 'better') best = { feature, threshold: this.#cuts.threshold, limit: this.#cuts.limit };
    }
    return best;
  }
}
