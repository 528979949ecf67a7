import { requireCount, requireParameter } from '../base/parameter-error.ts';
import { generatorOf } from '../base/random-state.ts';
import { checkTreeParams, requireCountOrShare, type TreeParams, treeDefaults } from '../tree/tree-params.ts';

/** What all forests have in common. */
export interface ForestParams extends TreeParams {
  /** How many trees. */
  readonly nEstimators: number;
  /** Each tree sees as many samples as there are, drawn with repeats; otherwise all samples. */
  readonly bootstrap: boolean;
  /** Measure the forest by what trees say of samples that they have not seen. */
  readonly oobScore: boolean;
  /** Samples drawn for each tree: a count, or a share < 1; null: as many as there are. */
  readonly maxSamples: number | null;
  /** Threads; null: those of `setThreads`. */
  readonly nJobs: number | null;
}

export const forestDefaults: ForestParams = {
  ...treeDefaults,
  nEstimators: 100,
  bootstrap: true,
  oobScore: false,
  maxSamples: null,
  nJobs: null,
};

/** @throws {ParameterError} when one of the common parameters is not as its docstring says */
export function checkForestParams(name: string, params: ForestParams): void {
  checkTreeParams(name, params);
  const { nEstimators, bootstrap, oobScore, maxSamples, nJobs } = params;
  requireCount(name, 'nEstimators', nEstimators);
  requireParameter(name, 'oobScore', oobScore, bootstrap || !oobScore, 'false where bootstrap is');
  requireParameter(name, 'maxSamples', maxSamples, bootstrap || maxSamples === null, 'null where bootstrap is false');
  if (maxSamples !== null) requireCountOrShare(name, 'maxSamples', maxSamples, 1);
  if (nJobs !== null) requireCount(name, 'nJobs', nJobs);
}

/**
 * Samples drawn for each tree; 0 where all grow on all samples.
 *
 * @throws {ParameterError} when `maxSamples` is more than there are
 */
export function drawnSamples(name: string, { bootstrap, maxSamples }: ForestParams, samples: number): number {
  if (!bootstrap) return 0;
  if (maxSamples === null) return samples;
  requireParameter(name, 'maxSamples', maxSamples, maxSamples <= samples, `at most the number of samples (${samples})`);
  return maxSamples >= 1 ? maxSamples : Math.max(1, Math.round(maxSamples * samples));
}

/** A seed for each tree: what trees draw does not depend on where, or when, they grow. */
export function treeSeeds(name: string, { nEstimators, randomState }: ForestParams): Uint32Array {
  return generatorOf(name, randomState).fillIntegers(new Uint32Array(nEstimators), 0, 2 ** 32);
}
