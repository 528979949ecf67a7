// Ensembles of different estimators, each with a name.
import { ShapeError } from '@ml/tensor';
import type { AnyEstimator } from '../base/estimator.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import type { EstimatorKind, EstimatorTags } from '../base/tags.ts';
import { type Samples, sampleCount } from '../model-selection/samples.ts';
import type { StateReader } from '../persistence/state-reader.ts';
import { checkSteps, withStep } from '../pipeline/named-steps.ts';

/** Estimators, each with a name; 'drop' leaves one out. */
export type NamedMembers = readonly (readonly [name: string, estimator: AnyEstimator | 'drop'])[];

/** Those that are not dropped. @throws {ParameterError} when there are none, or one is of another kind */
export function activeMembers(
  owner: string,
  members: NamedMembers,
  kinds: readonly EstimatorKind[],
): (readonly [name: string, estimator: AnyEstimator])[] {
  checkSteps(owner, 'estimators', members, ['drop']);
  const active = members.filter((each): each is readonly [string, AnyEstimator] => isEstimator(each[1]));
  if (active.length === 0) throw new ParameterError(`${owner}: all estimators are dropped, at least one is needed`);
  for (const [own, estimator] of active)
    if (!kinds.includes(estimator.tags.kind))
      throw new ParameterError(`${owner}: '${own}' must be a ${kinds[0]}, not a ${estimator.tags.kind}`);
  return active;
}

/** Puts another estimator under a name, among values of parameters; false where there is no such name. */
export function replaceMember(members: NamedMembers, name: string, values: Map<string, unknown>): boolean {
  const list = (values.get('estimators') ?? members) as NamedMembers;
  const replaced = withStep(list, name, values.get(name));
  if (replaced === null) return false;
  values.delete(name);
  values.set('estimators', replaced);
  return true;
}

/** What all members take. */
export function tagsOfMembers(own: EstimatorTags, members: readonly AnyEstimator[]): EstimatorTags {
  const every = (holds: (tags: EstimatorTags) => boolean): boolean => members.every(({ tags }) => holds(tags));
  if (members.length === 0) return own;
  return {
    ...own,
    allowsNaN: every(({ allowsNaN }) => allowsNaN),
    requiresPositiveX: !every(({ requiresPositiveX }) => !requiresPositiveX),
    requiresPositiveY: !every(({ requiresPositiveY }) => !requiresPositiveY),
    acceptsWeights: every(({ acceptsWeights }) => acceptsWeights),
    weightsRepeat: own.weightsRepeat && every(({ weightsRepeat }) => weightsRepeat),
    orderInvariant: own.orderInvariant && every(({ orderInvariant }) => orderInvariant),
    acceptsCells: every(({ acceptsCells }) => acceptsCells),
  };
}

/** @throws {ParameterError} when weights are given to members that take none; says to which */
export function requireWeighable(
  owner: string,
  members: readonly (readonly [string, AnyEstimator])[],
  weights: Float64Array | null,
): void {
  const odd = weights === null ? undefined : members.find(([, estimator]) => !estimator.tags.acceptsWeights);
  if (odd !== undefined) throw new ParameterError(`${owner}: '${odd[0]}' takes no sample weights`);
}

/** Number of samples. @throws {ShapeError} when there is not one y for each; names both */
export function samplesOf(op: string, X: Samples, y: ArrayLike<unknown>): number {
  const n = sampleCount(op, X);
  if (y.length === n) return n;
  throw new ShapeError({ op, problem: `X has ${n} samples, y has ${y.length}`, shapes: [[n], [y.length]], axis: 0 });
}

/** Fitted members from a file, as many as are not dropped. @throws {PersistenceError} */
export function readMembers(read: StateReader, members: NamedMembers): AnyEstimator[] {
  const active = members.filter(([, estimator]) => isEstimator(estimator)).length;
  const fitted = read.estimators('fitted', active);
  read.require(
    fitted.every(({ isFitted }) => isFitted),
    'has members that are not fitted',
  );
  return fitted;
}
