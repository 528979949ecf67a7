import { type Tensor, tidy } from '@ml/tensor';
import type { FitOptions, ScoreOptions } from '../base/classifier.ts';
import { type AnyEstimator, Estimator, type SeenFeatures } from '../base/estimator.ts';
import type { Label } from '../base/labels.ts';
import { ParameterError } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { callMethod, hasMethod } from '../model-selection/has-method.ts';
import type { Samples } from '../model-selection/samples.ts';
import { featuresOf } from '../model-selection/search-cv.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { automaticNames, checkSteps, partsOf, withStep } from './named-steps.ts';

/** What is done with the samples: an estimator, or nothing. */
export type Step = AnyEstimator | 'passthrough';

export type Steps = readonly (readonly [name: string, step: Step])[];

export interface PipelineParams<S extends Steps = Steps> {
  /** Transformers, and whatever estimator comes last, each with a name. */
  readonly steps: S;
}

export interface PipelineFitOptions extends FitOptions {
  /** Options of `fit` of steps, by name; the others go to the last step. */
  readonly stepOptions?: Readonly<Record<string, FitOptions>> | undefined;
}

export interface PipelineState {
  /** The fitted steps; null for 'passthrough'. */
  readonly fitted: readonly (AnyEstimator | null)[];
}

/** The estimator that comes last. */
export type LastStep<S extends Steps> = S extends readonly [...unknown[], readonly [string, infer L]]
  ? L
  : AnyEstimator;

/** What a method of the last step returns; whatever methods do return where the compiler does not know that step. */
export type StepAnswer<L, M extends string, Otherwise> =
  L extends Record<M, (...args: never) => infer R> ? R : Otherwise;

const name = 'Pipeline';

/**
 * Steps one after the other, as one estimator: each transforms what the next is given, and the last has its say.
 *
 * `fit` fits clones: the steps among the parameters stay as they are, `namedSteps_` are the fitted ones. `setParams` reaches into steps
 * (`svc__C`) and replaces them (`svc: new LinearSVC()`). A step that resamples changes the samples of `fit` only.
 *
 * @reference sklearn.pipeline.Pipeline without memory
 * @example
 * const model = new Pipeline({ steps: [['scale', new StandardScaler()], ['ridge', new Ridge({ alpha: 0 })]] });
 * model.fit([[0], [1], [2]], [1, 3, 5]).predict([[3]]).toArray().map(Math.round) // => [7]
 */
export class Pipeline<const S extends Steps = Steps> extends Estimator<PipelineParams<S>, PipelineState> {
  static readonly estimatorName = name;
  static readonly defaults: PipelineParams<never> = { steps: [] as never };
  static readonly tags = /* @__PURE__ */ tagsOf('classifier', { acceptsWeights: true });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    return partsOf(this.params.steps);
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    const steps = withStep((values.get('steps') ?? this.params.steps) as Steps, part, values.get(part));
    if (steps === null) super.replacePart(part, values);
    values.delete(part);
    values.set('steps', steps);
  }

  /** Takes what its first step takes, and does what its last step does. */
  override get tags(): EstimatorTags {
    const all = this.params.steps.map(([, step]) => step).filter(isEstimator);
    if (all.length === 0) return { ...this.class.tags, kind: 'transformer', requiresY: false };
    const [first, last] = [all[0].tags, (all.at(-1) as AnyEstimator).tags];
    const each = (holds: (tags: EstimatorTags) => boolean): boolean => all.every(({ tags }) => holds(tags));
    return {
      ...last,
      requiresY: !each(({ requiresY }) => !requiresY),
      requiresPositiveX: first.requiresPositiveX,
      allowsNaN: first.allowsNaN && (all.length === 1 || each(({ allowsNaN }) => allowsNaN)),
      acceptsCells: first.acceptsCells,
      weightsRepeat: all.length === 1 && last.weightsRepeat, // the other steps see no weights
      orderInvariant: each(({ orderInvariant }) => orderInvariant),
      fitsOneSample: each(({ fitsOneSample }) => fitsOneSample),
      input: 'matrix',
    };
  }

  fit(X: Samples, y: Samples | null = null, options: PipelineFitOptions = {}): this {
    this.#fit(X, y, options, false);
    return this;
  }

  /** `fit`, and what the last step makes of the samples. */
  fitTransform(X: Samples, y: Samples | null = null, options: PipelineFitOptions = {}): Tensor {
    return this.#fit(X, y, options, true) as Tensor;
  }

  /** `fit`, and the groups into which the last step puts the samples. */
  fitPredict(X: Samples, y: Samples | null = null, options: PipelineFitOptions = {}): Tensor<[number]> {
    this.fit(X, y, options);
    const last = this.#last('fitPredict', 'labels_');
    return (last as unknown as { labels_: Tensor<[number]> }).labels_;
  }

  #fit(X: Samples, y: Samples | null, options: PipelineFitOptions, transforms: boolean): unknown {
    const { steps } = this.params;
    checkSteps(name, 'steps', steps, ['passthrough']);
    const { stepOptions = {}, ...rest } = options;
    for (const own of Object.keys(stepOptions))
      if (!steps.some(([each]) => each === own))
        throw new ParameterError(`${name}.fit: there is no step '${own}' for stepOptions`);
    const fitted: (AnyEstimator | null)[] = [];
    const made = tidy(() => {
      let samples: unknown = X;
      let labels: unknown = y ?? undefined;
      steps.forEach(([own, step], i) => {
        const isLast = i === steps.length - 1;
        if (step === 'passthrough') {
          fitted.push(null);
          return;
        }
        const estimator = step.clone();
        fitted.push(estimator);
        const given = { ...(isLast ? rest : {}), ...stepOptions[own] };
        if (isLast && !transforms) callMethod(estimator, 'fit', samples, labels, given);
        else if (hasMethod(estimator, 'fitResample')) {
          const more = callMethod(estimator, 'fitResample', samples, labels) as { X: unknown; y: unknown };
          samples = more.X;
          labels = more.y;
        } else if (hasMethod(estimator, 'transform')) samples = fitTransform(estimator, samples, labels, given);
        else
          throw new ParameterError(`${name}: step '${own}' must transform, ${estimator.class.estimatorName} does not`);
      });
      return transforms ? samples : undefined;
    });
    const first = fitted.find((step) => step !== null);
    this.see(first ? featuresOf(first) : { count: 0, names: null });
    this.learn({ fitted });
    return made;
  }

  /** The fitted steps by name. */
  get namedSteps_(): Readonly<Record<string, AnyEstimator>> {
    const { fitted } = this.learned;
    return Object.fromEntries(
      this.params.steps.flatMap(([own], i) => (fitted[i] === null ? [] : [[own, fitted[i] as AnyEstimator]])),
    );
  }

  /** Classes of the last step; null for those that have none. */
  get classes_(): readonly Label[] | null {
    const last = this.learned.fitted.at(-1) ?? null;
    return (last as unknown as { classes_?: readonly Label[] } | null)?.classes_ ?? null;
  }

  /** Whether the steps have a method together. */
  hasMethod(method: string): boolean {
    const steps = this.params.steps.map(([, step]) => step).filter(isEstimator);
    const last = this.params.steps.at(-1)?.[1];
    if (method === 'transform' || method === 'inverseTransform') return steps.every((step) => hasMethod(step, method));
    if (method === 'fitTransform') return steps.every((step) => hasMethod(step, 'transform'));
    if (!isEstimator(last)) return false;
    return method === 'fitPredict' ? last.tags.kind === 'clusterer' : hasMethod(last, method);
  }

  /** The last step, fitted. @throws {ParameterError} when it does not have the method */
  #last(method: string, member = method): AnyEstimator {
    const last = this.learned.fitted.at(-1) ?? null;
    if (last !== null && member in last && (member !== method || hasMethod(last, method))) return last;
    const what = last === null ? "the last step is 'passthrough' and" : `${last.class.estimatorName}`;
    throw new ParameterError(`${name}: ${what} has no ${method}`);
  }

  /** The samples as the last step is given them. */
  #upToLast(X: unknown): unknown {
    return this.learned.fitted.slice(0, -1).reduce((samples: unknown, step) => transformed(step, samples), X);
  }

  #ask(method: string, X: Samples, ...rest: readonly unknown[]): unknown {
    const last = this.#last(method);
    return tidy(() => callMethod(last, method, this.#upToLast(X), ...rest));
  }

  predict(X: Samples): StepAnswer<LastStep<S>, 'predict', Tensor> {
    return this.#ask('predict', X) as StepAnswer<LastStep<S>, 'predict', Tensor>;
  }

  predictProba(X: Samples): Tensor<[number, number]> {
    return this.#ask('predictProba', X) as Tensor<[number, number]>;
  }

  predictLogProba(X: Samples): Tensor<[number, number]> {
    return this.#ask('predictLogProba', X) as Tensor<[number, number]>;
  }

  decisionFunction(X: Samples): Tensor {
    return this.#ask('decisionFunction', X) as Tensor;
  }

  scoreSamples(X: Samples): Tensor {
    return this.#ask('scoreSamples', X) as Tensor;
  }

  score(X: Samples, y: Samples | null = null, options: ScoreOptions = {}): number {
    return this.#ask('score', X, y ?? undefined, options) as number;
  }

  /** What all steps make of the samples, the last included. */
  transform(X: Samples): StepAnswer<LastStep<S>, 'transform', Tensor> {
    const { fitted } = this.learned;
    if (fitted.at(-1) !== null) this.#last('transform');
    return tidy(() => fitted.reduce((samples: unknown, step) => transformed(step, samples), X)) as never;
  }

  /** Undoes all steps, from the last to the first. */
  inverseTransform(X: Samples): Tensor {
    const steps = [...this.learned.fitted].reverse();
    return tidy(() =>
      steps.reduce((samples: unknown, step) => {
        if (step === null) return samples;
        if (hasMethod(step, 'inverseTransform')) return callMethod(step, 'inverseTransform', samples);
        throw new ParameterError(`${name}: ${step.class.estimatorName} has no inverseTransform`);
      }, X),
    ) as Tensor;
  }

  /** Names of the columns that the steps make, the last included where it transforms. */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    let names: readonly string[] | undefined = inputNames ?? this.featureNamesIn_ ?? undefined;
    for (const step of this.learned.fitted) {
      if (step === null || hasMethod(step, 'fitResample')) continue;
      if (hasMethod(step, 'getFeatureNamesOut')) names = callMethod(step, 'getFeatureNamesOut', names) as string[];
      else if (step !== this.learned.fitted.at(-1))
        throw new ParameterError(`${name}: ${step.class.estimatorName} has no getFeatureNamesOut`);
    }
    return [...(names ?? Array.from({ length: this.nFeaturesIn_ }, (_, i) => `x${i}`))];
  }

  protected readState(state: unknown, _seen: SeenFeatures | null): PipelineState {
    const read: StateReader = new StateReader(name, state);
    const { steps } = this.params;
    const fitted = read.list('fitted', steps.length).map((each, i) => {
      const isNothing = steps[i][1] === 'passthrough';
      read.require(isNothing ? each === null : isEstimator(each), `has no fitted step '${steps[i][0]}'`);
      return each as AnyEstimator | null;
    });
    return { fitted };
  }
}

/** Fits and transforms, in one go where the estimator can. */
export function fitTransform(estimator: AnyEstimator, X: unknown, y: unknown, options: object): unknown {
  if (hasMethod(estimator, 'fitTransform')) return callMethod(estimator, 'fitTransform', X, y, options);
  callMethod(estimator, 'fit', X, y, options);
  return callMethod(estimator, 'transform', X);
}

function transformed(step: AnyEstimator | null, X: unknown): unknown {
  return step === null || hasMethod(step, 'fitResample') ? X : callMethod(step, 'transform', X);
}

/**
 * A pipeline whose steps are called after their classes, in lower case.
 *
 * @example
 * Object.keys(makePipeline(new StandardScaler(), new Ridge()).parts) // => ['standardscaler', 'ridge']
 */
export function makePipeline<const T extends readonly Step[]>(
  ...steps: T
): Pipeline<{ readonly [K in keyof T]: readonly [string, T[K]] }> {
  const names = automaticNames(steps);
  return new Pipeline({ steps: steps.map((step, i) => [names[i], step]) as never });
}
