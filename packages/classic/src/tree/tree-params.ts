import type { Rng } from '@ml/tensor';
import { requireCount, requireNonNegative, requireParameter } from '../base/parameter-error.ts';
import { generatorOf, type RandomState } from '../base/random-state.ts';
import type { GrowthRules } from './grow-tree.ts';

/** How many features a node looks at: so many, that share of them, √F, log₂F, or all. */
export type MaxFeatures = number | 'sqrt' | 'log2' | null;

/** What all trees, alone and in forests, have in common. */
export interface TreeParams {
  /** Longest way from the root to a leaf; null: as long as it takes. */
  readonly maxDepth: number | null;
  /** Fewest samples of a node that is split: a count ≥ 2, or a share < 1 of all. */
  readonly minSamplesSplit: number;
  /** Fewest samples of a leaf: a count ≥ 1, or a share < 1 of all. */
  readonly minSamplesLeaf: number;
  /** Least weight of a leaf, as a share ≤ ½ of all. */
  readonly minWeightFractionLeaf: number;
  /** How many features a node looks at: a count ≥ 1, a share < 1 of all, or a rule; null: all. */
  readonly maxFeatures: MaxFeatures;
  /** Most leaves, the splits that gain most first; null: no limit. */
  readonly maxLeafNodes: number | null;
  /** Least that a split must gain: impurity taken away, times the node's share of all weight. */
  readonly minImpurityDecrease: number;
  /** Branches that gain less for each of their leaves are pruned. */
  readonly ccpAlpha: number;
  readonly randomState: RandomState;
}

/** The defaults of scikit-learn. */
export const treeDefaults: TreeParams = {
  maxDepth: null,
  minSamplesSplit: 2,
  minSamplesLeaf: 1,
  minWeightFractionLeaf: 0,
  maxFeatures: null,
  maxLeafNodes: null,
  minImpurityDecrease: 0,
  ccpAlpha: 0,
  randomState: null,
};

/** @throws {ParameterError} when one of the common parameters is not as its docstring says */
export function checkTreeParams(name: string, params: TreeParams): void {
  const { maxDepth, minSamplesSplit, minSamplesLeaf, minWeightFractionLeaf, maxFeatures, maxLeafNodes } = params;
  if (maxDepth !== null) requireCount(name, 'maxDepth', maxDepth);
  requireCountOrShare(name, 'minSamplesSplit', minSamplesSplit, 2);
  requireCountOrShare(name, 'minSamplesLeaf', minSamplesLeaf, 1);
  const isShare = minWeightFractionLeaf >= 0 && minWeightFractionLeaf <= 0.5;
  requireParameter(name, 'minWeightFractionLeaf', minWeightFractionLeaf, isShare, 'from 0 to 0.5');
  if (typeof maxFeatures === 'number') requireCountOrShare(name, 'maxFeatures', maxFeatures, 1);
  else {
    const isKnown = maxFeatures === null || maxFeatures === 'sqrt' || maxFeatures === 'log2';
    requireParameter(name, 'maxFeatures', maxFeatures, isKnown, "a number, 'sqrt', 'log2' or null");
  }
  if (maxLeafNodes !== null) requireCount(name, 'maxLeafNodes', maxLeafNodes, 2);
  requireNonNegative(name, 'minImpurityDecrease', params.minImpurityDecrease);
  requireNonNegative(name, 'ccpAlpha', params.ccpAlpha);
}

/** @throws {ParameterError} unless it is an integer ≥ `least` or a number between 0 and 1 */
export function requireCountOrShare(name: string, parameter: string, value: number, least: number): void {
  const holds = (Number.isSafeInteger(value) && value >= least) || (value > 0 && value < 1);
  requireParameter(name, parameter, value, holds, `an integer ≥ ${least} or a share between 0 and 1`);
}

/** Parameters as counts, for so many samples and features. */
export function growthRules(
  params: TreeParams & Pick<GrowthRules, 'criterion' | 'splitter'>,
  samples: number,
  features: number,
): GrowthRules {
  const { minSamplesLeaf, minSamplesSplit } = params;
  const fewestInLeaf = minSamplesLeaf >= 1 ? minSamplesLeaf : Math.ceil(minSamplesLeaf * samples);
  const fewestToSplit = minSamplesSplit >= 1 ? minSamplesSplit : Math.max(2, Math.ceil(minSamplesSplit * samples));
  return {
    criterion: params.criterion,
    splitter: params.splitter,
    maxDepth: params.maxDepth ?? Number.POSITIVE_INFINITY,
    minSamplesSplit: Math.max(fewestToSplit, 2 * fewestInLeaf),
    minSamplesLeaf: fewestInLeaf,
    minWeightFractionLeaf: params.minWeightFractionLeaf,
    maxFeatures: featureCount(params.maxFeatures, features),
    maxLeafNodes: params.maxLeafNodes,
    minImpurityDecrease: params.minImpurityDecrease,
  };
}

/** How many of so many features are looked at; at least one. */
export function featureCount(maxFeatures: MaxFeatures, features: number): number {
  if (maxFeatures === null) return features;
  if (maxFeatures === 'sqrt') return Math.max(1, Math.floor(Math.sqrt(features)));
  if (maxFeatures === 'log2') return Math.max(1, Math.floor(Math.log2(features)));
  return maxFeatures >= 1 ? Math.min(maxFeatures, features) : Math.max(1, Math.floor(maxFeatures * features));
}

/** What the tree draws from; null where it has nothing to draw: the best cut of all features. */
export function treeGenerator(
  name: string,
  rules: GrowthRules,
  features: number,
  randomState: RandomState,
): Rng | null {
  const rng = generatorOf(name, randomState);
  return rules.splitter === 'best' && rules.maxFeatures >= features ? null : rng;
}
