import { type Tensor, tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { type AnyEstimator, Estimator, type SeenFeatures } from '../base/estimator.ts';
import { requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { columnsOf } from '../compose/columns-of.ts';
import { callMethod } from '../model-selection/has-method.ts';

import { type Samples, sampleCount } from '../model-selection/samples.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { joinColumns } from './join-columns.ts';
import { automaticNames, checkSteps, partsOf, withStep } from './named-steps.ts';
import { fitTransform } from './pipeline.ts';

/** An estimator, nothing at all, or the columns as they are. */
export type UnionStep = AnyEstimator | 'drop' | 'passthrough';

export interface FeatureUnionParams {
  /** Transformers, each with a name. */
  readonly transformerList: readonly (readonly [name: string, transformer: UnionStep])[];
  /** What to multiply the columns of transformers by, by name. */
  readonly transformerWeights: Readonly<Record<string, number>> | null;
}

interface FeatureUnionState {
  /** The fitted transformers; null for 'drop' and 'passthrough'. */
  readonly fitted: readonly (AnyEstimator | null)[];
}

const name = 'FeatureUnion';

/**
 * What several transformers make of the same samples, side by side.
 *
 * @reference sklearn.pipeline.FeatureUnion
 * @example
 * const union = new FeatureUnion({ transformerList: [['z', new StandardScaler()], ['same', 'passthrough']] });
 * union.fitTransform([[0], [2]]).toArray() // => [[-1, 0], [1, 2]]
 */
export class FeatureUnion extends Estimator<FeatureUnionParams, FeatureUnionState> {
  static readonly estimatorName = name;
  static readonly defaults: FeatureUnionParams = { transformerList: [], transformerWeights: null };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    return partsOf(this.params.transformerList);
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    const list = (values.get('transformerList') ??
      this.params.transformerList) as FeatureUnionParams['transformerList'];
    const replaced = withStep(list, part, values.get(part));
    if (replaced === null) super.replacePart(part, values);
    values.delete(part);
    values.set('transformerList', replaced);
  }

  /** Takes what all of its transformers take. */
  override get tags(): EstimatorTags {
    const all = Object.values(this.parts).map(({ tags }) => tags);
    const each = (holds: (tags: EstimatorTags) => boolean): boolean => all.every(holds);
    return {
      ...this.class.tags,
      requiresY: !each(({ requiresY }) => !requiresY),
      allowsNaN: each(({ allowsNaN }) => allowsNaN),
      requiresPositiveX: !each(({ requiresPositiveX }) => !requiresPositiveX),
      orderInvariant: each(({ orderInvariant }) => orderInvariant),
      fitsOneSample: each(({ fitsOneSample }) => fitsOneSample),
      acceptsCells: each(({ acceptsCells }) => acceptsCells),
    };
  }

  fit(X: Samples, y: Samples | null = null, options: FitOptions = {}): this {
    tidy(() => void this.fitTransform(X, y, options));
    return this;
  }

  fitTransform(X: Samples, y: Samples | null = null, options: FitOptions = {}): Tensor<[number, number]> {
    const { transformerList, transformerWeights } = this.params;
    checkSteps(name, 'transformerList', transformerList, ['drop', 'passthrough']);
    for (const [part, weight] of Object.entries(transformerWeights ?? {})) {
      const holds = transformerList.some(([own]) => own === part) && Number.isFinite(weight);
      requireParameter(name, `transformerWeights.${part}`, weight, holds, 'a number for one of the transformers');
    }
    const fitted = transformerList.map(([, step]) => (isEstimator(step) ? step.clone() : null));
    const joined = this.#join(X, fitted, (step) => fitTransform(step, X, y ?? undefined, options));
    this.see(columnsOf(X));
    this.learn({ fitted });
    return joined;
  }

  transform(X: Samples): Tensor<[number, number]> {
    return this.#join(X, this.learned.fitted, (step) => callMethod(step, 'transform', X));
  }

  #join(
    X: Samples,
    fitted: readonly (AnyEstimator | null)[],
    make: (step: AnyEstimator) => unknown,
  ): Tensor<[number, number]> {
    const { transformerList, transformerWeights } = this.params;
    return tidy(() => {
      const blocks = transformerList.flatMap(([own, step], i) => {
        if (step === 'drop') return [];
        const each = fitted[i];
        const weight = transformerWeights?.[own] ?? 1;
        const block = joinColumns(name, [each === null ? X : make(each)], sampleCount(name, X));
        return [weight === 1 ? block : block.mul(weight)];
      });
      return joinColumns(name, blocks, sampleCount(name, X));
    });
  }

  /** Names of the columns, behind the name of the transformer and '__'. */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { fitted } = this.learned;
    return this.params.transformerList.flatMap(([own, step], i) => {
      if (step === 'drop') return [];
      const each = fitted[i];
      const names =
        each === null ? this.#inputNames(inputNames) : (callMethod(each, 'getFeatureNamesOut', inputNames) as string[]);
      return names.map((column) => `${own}__${column}`);
    });
  }

  #inputNames(given?: readonly string[]): readonly string[] {
    return given ?? this.featureNamesIn_ ?? Array.from({ length: this.nFeaturesIn_ }, (_, i) => `x${i}`);
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): FeatureUnionState {
    const read: StateReader = new StateReader(name, state);
    const { transformerList } = this.params;
    const fitted = read.list('fitted', transformerList.length).map((each, i) => {
      const [own, step] = transformerList[i];
      read.require(isEstimator(step) ? isEstimator(each) : each === null, `has no fitted transformer '${own}'`);
      return each as AnyEstimator | null;
    });
    return { fitted };
  }
}

/**
 * A union whose transformers are called after their classes, in lower case.
 *
 * @example
 * Object.keys(makeUnion(new StandardScaler(), new StandardScaler()).parts) // => ['standardscaler-1', 'standardscaler-2']
 */
export function makeUnion(...transformers: readonly UnionStep[]): FeatureUnion {
  const names = automaticNames(transformers);
  return new FeatureUnion({ transformerList: transformers.map((each, i) => [names[i], each] as const) });
}
