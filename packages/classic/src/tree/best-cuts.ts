import type { Criterion, CutLimits } from './criterion.ts';
import type { Cuts, Outcome } from './cuts.ts';
import type { GrowingSamples } from './growing-samples.ts';
import { type RankedColumns, thresholdBetween } from './ranked-columns.ts';
import { type KeyRoom, keyRoom, sortKeys } from './sort-keys.ts';
import { type PairRoom, pairRoom, sortPairs } from './sort-pairs.ts';

/**
 * Cuts each feature where it is best, of all places between two different values.
 *
 * A feature's ranks are packed with the samples' codes into keys of 32 bits, rank above code, so that sorting needs no comparisons and
 * the criterion then reads one array from its beginning to its end. Where there are too many ranks and codes for 32 bits, pairs are
 * sorted, and the bit above the code tells neighbours of different rank apart.
 */
export class BestCuts implements Cuts {
  readonly features: number;
  threshold = 0;
  /** The highest rank that goes left. */
  limit = 0;
  readonly #columns: RankedColumns;
  readonly #samples: GrowingSamples;
  readonly #criterion: Criterion;
  readonly #room: KeyRoom;
  readonly #codeBits: number;
  #pairs: PairRoom | null = null;
  // Of the node's ranks by the feature that was tried last.
  #low = 0;
  #high = 0;

  /** @param codes every code is less */
  constructor(columns: RankedColumns, samples: GrowingSamples, criterion: Criterion, codes: number) {
    this.features = columns.features;
    this.#columns = columns;
    this.#samples = samples;
    this.#criterion = criterion;
    this.#room = keyRoom(samples.rows.length);
    this.#codeBits = bitsOf(codes - 1);
  }

  tryFeature(feature: number, start: number, end: number, limits: CutLimits): Outcome {
    const { offsets } = this.#columns;
    const distinct = offsets[feature + 1] - offsets[feature];
    if (distinct === 1) return 'constant';
    if (bitsOf(distinct - 1) + this.#codeBits > 32) return this.#tryPairs(feature, start, end, limits);
    const shift = this.#codeBits;
    const n = end - start;
    this.#packKeys(feature, start, end);
    if (this.#low === this.#high) return 'constant';
    const sorted = sortKeys(this.#room, n, shift, this.#low, this.#high);
    const cut = this.#criterion.bestCut(sorted, n, shift, limits);
    return cut === 0 ? 'worse' : this.#between(feature, sorted[cut - 1] >>> shift, sorted[cut] >>> shift);
  }

  partition(feature: number, limit: number, start: number, end: number): number {
    const { ranks, samples } = this.#columns;
    return this.#samples.partition(ranks, feature * samples, 1, limit, start, end);
  }

  #packKeys(feature: number, start: number, end: number): void {
    const { ranks, samples } = this.#columns;
    const { rows, codes } = this.#samples;
    const { keys } = this.#room;
    const shift = this.#codeBits;
    const base = feature * samples;
    let low = ranks[base + rows[start]];
    let high = low;
    for (let i = start, at = 0; i < end; i++, at++) {
      const rank = ranks[base + rows[i]];
      keys[at] = (rank << shift) | codes[i];
      if (rank < low) low = rank;
      if (rank > high) high = rank;
    }
    this.#low = low;
    this.#high = high;
  }

  #tryPairs(feature: number, start: number, end: number, limits: CutLimits): Outcome {
    const n = end - start;
    this.#pairs ??= pairRoom(this.#samples.rows.length);
    const room = this.#pairs;
    this.#copyPairs(room, feature, start, end);
    if (this.#low === this.#high) return 'constant';
    sortPairs(room, n, this.#low, this.#high);
    const { ranks, codes } = room;
    const { keys } = this.#room;
    let side = 0;
    keys[0] = codes[0];
    for (let i = 1; i < n; i++) {
      if (ranks[i] !== ranks[i - 1]) side ^= 1 << 31;
      keys[i] = codes[i] | side;
    }
    const cut = this.#criterion.bestCut(keys, n, 31, limits);
    return cut === 0 ? 'worse' : this.#between(feature, ranks[cut - 1], ranks[cut]);
  }

  #copyPairs(room: PairRoom, feature: number, start: number, end: number): void {
    const { ranks, samples } = this.#columns;
    const { rows, codes } = this.#samples;
    const base = feature * samples;
    let low = ranks[base + rows[start]];
    let high = low;
    for (let i = start, at = 0; i < end; i++, at++) {
      const rank = ranks[base + rows[i]];
      room.ranks[at] = rank;
      room.codes[at] = codes[i];
      if (rank < low) low = rank;
      if (rank > high) high = rank;
    }
    this.#low = low;
    this.#high = high;
  }

  #between(feature: number, below: number, above: number): Outcome {
    this.limit = below;
    this.threshold = thresholdBetween(this.#columns, feature, below, above);
    return 'better';
  }
}

/** Bits that numbers up to `most` take. */
function bitsOf(most: number): number {
  return 32 - Math.clz32(most);
}
