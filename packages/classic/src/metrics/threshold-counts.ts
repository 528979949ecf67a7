import { checkVector } from '../base/check-vector.ts';
import { DataError } from '../base/data-error.ts';
import { encodeLabels, type Label, type Labels } from '../base/labels.ts';
import type { VectorLike } from '../base/matrix-like.ts';
import { ascendingOrder } from '../tree/ascending-order.ts';
import { checkCount, metricWeights, type WeightedOptions } from './metric-weights.ts';

export interface BinaryScoreOptions extends WeightedOptions {
  /** The class that high scores speak for; default: 1, where labels are 0 and 1 or −1 and 1. */
  readonly posLabel?: Label | null | undefined;
}

/** Weight of the samples that count as positive when every score ≥ a threshold does. */
export interface ThresholdCounts {
  /** False positives, ascending. */
  readonly fps: Float64Array;
  /** True positives, ascending. */
  readonly tps: Float64Array;
  /** The distinct scores, descending. */
  readonly thresholds: Float64Array;
}

/**
 * True and false positives at every threshold.
 *
 * @throws {DataError} when it is not clear which class is positive
 * @complexity O(N log N)
 */
export function thresholdCounts(
  op: string,
  yTrue: Labels,
  yScore: VectorLike,
  { posLabel = null, sampleWeight }: BinaryScoreOptions = {},
): ThresholdCounts {
  const { classes, codes } = encodeLabels<Label>(op, yTrue);
  const scores = checkVector(op, yScore, null, 'yScore');
  checkCount(op, codes.length, scores.length, 'yScore');
  const positive = classes.indexOf(positiveLabel(op, classes, posLabel));
  return countAtThresholds(isCode(codes, positive), scores, metricWeights(op, sampleWeight, codes.length));
}

/** The label given, or 1 where labels are 0 and 1 or −1 and 1. @throws {DataError} when it is not clear */
export function positiveLabel(op: string, classes: readonly Label[], posLabel: Label | null): Label {
  if (posLabel === null) {
    if (classes.length <= 2 && classes.every((label) => label === 0 || label === 1 || label === -1)) return 1;
    throw new DataError(`${op}: labels are ${classes.slice(0, 4).join(', ')}; say which is positive with { posLabel }`);
  }
  return posLabel;
}

/** 1 where the code is this one. */
export function isCode(codes: Int32Array, code: number): Uint8Array {
  const out = new Uint8Array(codes.length);
  for (let i = 0; i < out.length; i++) out[i] = codes[i] === code ? 1 : 0;
  return out;
}

/** As `thresholdCounts`, from 0 and 1; samples of weight 0 make no threshold. */
export function countAtThresholds(
  isPositive: Uint8Array,
  scores: Float64Array,
  weights: Float64Array | null,
): ThresholdCounts {
  const order = descendingOrder(scores);
  const fps = new Float64Array(scores.length);
  const tps = new Float64Array(scores.length);
  const thresholds = new Float64Array(scores.length);
  let at = -1;
  let hits = 0;
  let misses = 0;
  for (let rank = 0; rank < order.length; rank++) {
    const i = order[rank];
    const weight = weights === null ? 1 : weights[i];
    if (weight === 0) continue;
    if (isPositive[i] === 1) hits += weight;
    else misses += weight;
    if (at < 0 || scores[i] !== thresholds[at]) thresholds[++at] = scores[i];
    fps[at] = misses;
    tps[at] = hits;
  }
  const end = at + 1;
  return { fps: fps.slice(0, end), tps: tps.slice(0, end), thresholds: thresholds.slice(0, end) };
}

/** Positions of the scores, highest first. */
export function descendingOrder(scores: Float64Array): Int32Array {
  const turned = new Float64Array(scores.length);
  for (let i = 0; i < turned.length; i++) turned[i] = -scores[i];
  return ascendingOrder(turned);
}
