import type { Rng } from '@ml/tensor';
import type { Criterion, CutLimits } from './criterion.ts';
import type { GrowingSamples } from './growing-samples.ts';
import { type RankedColumns, thresholdBetween } from './ranked-columns.ts';
import { type KeyRoom, keyRoom, sortKeys } from './sort-keys.ts';
import { type PairRoom, pairRoom, sortPairs } from './sort-pairs.ts';

/** A cut of a node's samples in two. */
export interface Split {
  readonly feature: number;
  readonly threshold: number;
  /** The highest rank that goes left. */
  readonly rank: number;
}

export interface SplitRules extends CutLimits {
  /** Cut where it is best, or where chance wants it between a feature's ends. */
  readonly splitter: 'best' | 'random';
  /** How many features a node looks at; more while it has found none that its samples differ in. */
  readonly maxFeatures: number;
}

/**
 * Finds the best cut of a node among those by some features, drawn anew for each node.
 *
 * Each feature's ranks are packed with the samples' codes into keys of 32 bits, rank above code, so that sorting needs no
 * comparisons and the criterion then reads one array from its beginning to its end. Where there are too many ranks and codes for 32
 * bits, pairs are sorted, and the bit above the code tells neighbours of different rank apart.
 */
export class SplitFinder {
  readonly #features: Int32Array;
  readonly #room: KeyRoom;
  readonly #codeBits: number;
  #pairs: PairRoom | null = null;
  // The cut that `#cut` found last.
  #rank = 0;
  #threshold = 0;

  /**
   * @param codes every code is less
   * @param rng null: features are looked at in their order, and the first of equally good ones is taken
   */
  constructor(
    readonly columns: RankedColumns,
    readonly samples: GrowingSamples,
    readonly criterion: Criterion,
    readonly rules: SplitRules,
    codes: number,
    readonly rng: Rng | null,
  ) {
    this.#features = Int32Array.from({ length: columns.features }, (_, f) => f);
    this.#room = keyRoom(samples.rows.length);
    this.#codeBits = bitsOf(codes - 1);
  }

  /** The best cut of the node that the criterion has entered; null where its samples are equal or no cut is allowed. */
  find(start: number, end: number): Split | null {
    const { criterion, rng } = this;
    const features = this.#features;
    criterion.score = Number.NEGATIVE_INFINITY;
    let best: Split | null = null;
    let looked = 0;
    for (let drawn = 0; drawn < features.length; drawn++) {
      if (drawn >= this.rules.maxFeatures && looked > 0) break;
      if (rng !== null) {
        const at = rng.integers(drawn, features.length);
        const chosen = features[at];
        features[at] = features[drawn];
        features[drawn] = chosen;
      }
      const feature = features[drawn];
      const found = this.#cut(feature, start, end);
      if (found === constant) continue;
      looked++;
      if (found === better) best = { feature, threshold: this.#threshold, rank: this.#rank };
    }
    return best;
  }

  #cut(feature: number, start: number, end: number): number {
    const { columns } = this;
    const distinct = columns.offsets[feature + 1] - columns.offsets[feature];
    if (distinct === 1) return constant;
    if (bitsOf(distinct - 1) + this.#codeBits > 32) return this.#cutPairs(feature, start, end);
    const shift = this.#codeBits;
    const n = end - start;
    const { keys } = this.#room;
    const span = packKeys(keys, columns, feature, this.samples, start, end, shift);
    const low = span.low;
    const high = span.high;
    if (low === high) return constant;
    if (this.rules.splitter === 'random') {
      const { spare } = this.#room;
      const rank = this.#drawRank(feature, low, high);
      let left = 0;
      let right = n;
      for (let i = 0; i < n; i++) {
        const code = keys[i] & (2 ** shift - 1);
        if (keys[i] >>> shift <= rank) spare[left++] = code;
        else spare[--right] = code | rightBit;
      }
      return this.#random(spare, n, rank);
    }
    const sorted = sortKeys(this.#room, n, shift, low, high);
    const cut = this.criterion.bestCut(sorted, n, shift, this.rules);
    return cut === 0 ? worse : this.#between(feature, sorted[cut - 1] >>> shift, sorted[cut] >>> shift);
  }

  #cutPairs(feature: number, start: number, end: number): number {
    const { columns, samples } = this;
    this.#pairs ??= pairRoom(samples.rows.length);
    const room = this.#pairs;
    const n = end - start;
    const base = feature * columns.samples;
    let low = columns.ranks[base + samples.rows[start]];
    let high = low;
    for (let i = start; i < end; i++) {
      const rank = columns.ranks[base + samples.rows[i]];
      room.ranks[i - start] = rank;
      room.codes[i - start] = samples.codes[i];
      if (rank < low) low = rank;
      if (rank > high) high = rank;
    }
    if (low === high) return constant;
    const { keys } = this.#room;
    if (this.rules.splitter === 'random') {
      const rank = this.#drawRank(feature, low, high);
      let left = 0;
      let right = n;
      for (let i = 0; i < n; i++) {
        if (room.ranks[i] <= rank) keys[left++] = room.codes[i];
        else keys[--right] = room.codes[i] | rightBit;
      }
      return this.#random(keys, n, rank);
    }
    sortPairs(room, n, low, high);
    const { ranks, codes } = room;
    let side = 0;
    keys[0] = codes[0];
    for (let i = 1; i < n; i++) {
      if (ranks[i] !== ranks[i - 1]) side ^= rightBit;
      keys[i] = codes[i] | side;
    }
    const cut = this.criterion.bestCut(keys, n, 31, this.rules);
    return cut === 0 ? worse : this.#between(feature, ranks[cut - 1], ranks[cut]);
  }

  #between(feature: number, below: number, above: number): number {
    this.#rank = below;
    this.#threshold = thresholdBetween(this.columns, feature, below, above);
    return better;
  }

  /** The highest rank left of a threshold drawn between the values of ranks `low` and `high`; `low` itself stays left. */
  #drawRank(feature: number, low: number, high: number): number {
    const { distinct, offsets } = this.columns;
    const offset = offsets[feature];
    const from = distinct[offset + low];
    const to = distinct[offset + high];
    const u = (this.rng as Rng).random();
    const drawn = from * (1 - u) + to * u;
    this.#threshold = drawn >= to ? from : Math.max(drawn, from);
    let rank = low;
    for (let above = high; above - rank > 1; ) {
      const middle = (rank + above) >> 1;
      if (distinct[offset + middle] <= this.#threshold) rank = middle;
      else above = middle;
    }
    return rank;
  }

  #random(keys: Uint32Array, n: number, rank: number): number {
    if (this.criterion.bestCut(keys, n, 31, this.rules) === 0) return worse;
    this.#rank = rank;
    return better;
  }
}

// What trying a feature comes to.
const constant = 0;
const worse = 1;
const better = 2;

const rightBit = 1 << 31;

/** Bits that numbers up to `most` take. */
function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}

const span = { low: 0, high: 0 };

/** Writes the keys of a node's samples; returns the lowest and the highest rank among them. */
function packKeys(
  keys: Uint32Array,
  columns: RankedColumns,
  feature: number,
  samples: GrowingSamples,
  start: number,
  end: number,
  shift: number,
): { readonly low: number; readonly high: number } {
  const { ranks } = columns;
  const { rows, codes } = samples;
  const base = feature * columns.samples;
  let low = ranks[base + rows[start]];
  let high = low;
  for (let i = start, at = 0; i < end; i++, at++) {
    const rank = ranks[base + rows[i]];
    keys[at] = (rank << shift) | codes[i];
    if (rank < low) low = rank;
    if (rank > high) high = rank;
  }
  span.low = low;
  span.high = high;
  return span;
}
