import type { FitOptions } from '../base/classifier.ts';
import type { AnyEstimator } from '../base/estimator.ts';
import { requireCount, requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import type { EstimatorKind } from '../base/tags.ts';
import { toPortable } from '../model-selection/portable-samples.ts';
import type { Samples } from '../model-selection/samples.ts';
import { allRows, fitMembers } from './fit-members.ts';
import { activeMembers, type NamedMembers, requireWeighable, samplesOf } from './named-members.ts';

/** Hyper-parameters of voting. */
export interface VotingParams {
  readonly estimators: NamedMembers;
  /** How much each estimator's vote counts; null: all the same. */
  readonly weights: readonly number[] | null;
  /** Most fits at the same time; null: as many as `setThreads` says. */
  readonly nJobs: number | null;
}

export const votingDefaults: VotingParams = { estimators: [], weights: null, nJobs: null };

/** Fits clones of all estimators on all samples; to be called within `tidy`. */
export function fitVoters(
  name: string,
  { estimators, weights, nJobs }: VotingParams,
  kind: EstimatorKind,
  data: { readonly X: Samples; readonly y: Float64Array | Int32Array; readonly weights: Float64Array | null },
  onProgress: FitOptions['onProgress'],
): AnyEstimator[] {
  const active = activeMembers(name, estimators, [kind]);
  requireParameter(
    name,
    'weights',
    weights,
    weights === null || (weights.length === estimators.length && weights.every((weight) => weight >= 0)),
    `null or ${estimators.length} numbers ≥ 0, one for each estimator`,
  );
  if (nJobs !== null) requireCount(name, 'nJobs', nJobs);
  requireWeighable(name, active, data.weights);
  const rows = allRows(samplesOf(`${name}.fit`, data.X, data.y));
  const jobs = active.map(([, estimator]) => ({
    estimator: estimator.clone(),
    rows,
    columns: null,
    weights: data.weights,
  }));
  return fitMembers(
    jobs,
    { X: toPortable(data.X), y: { kind: 'list', list: data.y } },
    { limit: nJobs ?? undefined, onProgress },
  );
}

/** Shares of the votes of those that are not dropped; their sum is 1. */
export function voteShares({ estimators, weights }: VotingParams): number[] {
  const own = estimators.flatMap(([, estimator], i) => (isEstimator(estimator) ? [weights?.[i] ?? 1] : []));
  const total = own.reduce((sum, weight) => sum + weight, 0);
  return own.map((weight) => weight / total);
}

/** Names of those that are not dropped, behind that of the ensemble. */
export function voterNames(owner: string, { estimators }: VotingParams): string[] {
  const stem = owner.toLowerCase();
  return estimators.filter(([, estimator]) => isEstimator(estimator)).map(([own]) => `${stem}_${own}`);
}
