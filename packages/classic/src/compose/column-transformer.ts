import { type Tensor, tidy } from '@ml/tensor';
import type { FitOptions } from '../base/classifier.ts';
import { type AnyEstimator, Estimator, type SeenFeatures } from '../base/estimator.ts';
import { ParameterError, requireParameter } from '../base/parameter-error.ts';
import { isEstimator } from '../base/parameters.ts';
import { type EstimatorTags, tagsOf } from '../base/tags.ts';
import { callMethod } from '../model-selection/has-method.ts';
import { type Samples, sampleCount } from '../model-selection/samples.ts';
import { StateReader } from '../persistence/state-reader.ts';
import { joinColumns } from '../pipeline/join-columns.ts';
import { automaticNames, checkSteps, partsOf, withStep } from '../pipeline/named-steps.ts';
import { fitTransform } from '../pipeline/pipeline.ts';
import { type ColumnChoice, chooseColumns } from './column-selector.ts';
import { checkCells, columnsOf, placeColumns, takeColumns } from './columns-of.ts';

/** An estimator, nothing at all, or the columns as they are. */
export type ColumnStep = AnyEstimator | 'drop' | 'passthrough';

export interface ColumnTransformerParams {
  /** What is done with which columns, under which name. */
  readonly transformers: readonly (readonly [name: string, transformer: ColumnStep, columns: ColumnChoice])[];
  /** What is done with the columns that nobody has chosen. */
  readonly remainder: ColumnStep;
  /** What to multiply the columns of transformers by, by name. */
  readonly transformerWeights: Readonly<Record<string, number>> | null;
  /** Put the name of the transformer before those of its columns. */
  readonly verboseFeatureNamesOut: boolean;
}

interface ColumnTransformerState {
  /** For each transformer, and the remainder in the end. */
  readonly parts: readonly FittedColumns[];
}

interface FittedColumns {
  readonly columns: Int32Array;
  /** Null for 'drop' and 'passthrough', and where no columns were chosen. */
  readonly fitted: AnyEstimator | null;
}

const name = 'ColumnTransformer';
const words = ['drop', 'passthrough'];

/**
 * Different transformers for different columns; what they make is put side by side.
 *
 * X may be a table, whose columns are chosen by name or type and may hold words, a tensor or rows. A table in `transform` may have its
 * columns in another order and others besides.
 *
 * @shape X [N, F] → [N, ΣF']
 * @reference sklearn.compose.ColumnTransformer with dense output
 * @example
 * const transformer = new ColumnTransformer({ transformers: [['z', new StandardScaler(), [0]]], remainder: 'passthrough' });
 * transformer.fitTransform([[0, 7], [2, 8]]).toArray() // => [[-1, 7], [1, 8]]
 */
export class ColumnTransformer extends Estimator<ColumnTransformerParams, ColumnTransformerState> {
  static readonly estimatorName = name;
  static readonly defaults: ColumnTransformerParams = {
    transformers: [],
    remainder: 'drop',
    transformerWeights: null,
    verboseFeatureNamesOut: true,
  };
  static readonly tags = /* @__PURE__ */ tagsOf('transformer', { allowsNaN: true });

  override get parts(): Readonly<Record<string, AnyEstimator>> {
    const { transformers, remainder } = this.params;
    return { ...partsOf(transformers), ...(isEstimator(remainder) ? { remainder } : {}) };
  }

  protected override replacePart(part: string, values: Map<string, unknown>): void {
    const list = (values.get('transformers') ?? this.params.transformers) as ColumnTransformerParams['transformers'];
    const replaced = withStep(list, part, values.get(part));
    if (replaced === null) super.replacePart(part, values);
    values.delete(part);
    values.set('transformers', replaced);
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
      acceptsCells: all.some(({ acceptsCells }) => acceptsCells),
    };
  }

  fit(X: Samples, y: Samples | null = null, options: FitOptions = {}): this {
    tidy(() => void this.fitTransform(X, y, options));
    return this;
  }

  fitTransform(X: Samples, y: Samples | null = null, options: FitOptions = {}): Tensor<[number, number]> {
    return tidy(() => this.#fitTransform(checkCells(`${name}.fit`, X), y, options));
  }

  #fitTransform(X: Samples, y: Samples | null, options: FitOptions): Tensor<[number, number]> {
    const { transformers, transformerWeights, remainder } = this.params;
    checkSteps(name, 'transformers', transformers, words);
    const isStep = isEstimator(remainder) || words.includes(remainder);
    requireParameter(name, 'remainder', remainder, isStep, "'drop', 'passthrough' or an estimator");
    for (const [part, weight] of Object.entries(transformerWeights ?? {})) {
      const holds = this.#steps.some(([own]) => own === part) && Number.isFinite(weight);
      requireParameter(name, `transformerWeights.${part}`, weight, holds, 'a number for one of the transformers');
    }
    const seen = columnsOf(X);
    const chosen = transformers.map(([own, , choice]) => chooseColumns(`${name}: '${own}'`, choice, X));
    const taken = new Set(chosen.flatMap((columns) => [...columns]));
    const rest = Int32Array.from({ length: seen.count }, (_, j) => j).filter((j) => !taken.has(j));
    const parts = this.#steps.map(([, step], i) => {
      const columns = chosen[i] ?? rest;
      return { columns, fitted: isEstimator(step) && columns.length > 0 ? step.clone() : null };
    });
    const joined = this.#join(
      X,
      parts,
      (columns) => columns,
      (step, own) => fitTransform(step, own, y ?? undefined, options),
    );
    this.see(seen);
    this.learn({ parts });
    return joined;
  }

  transform(X: Samples): Tensor<[number, number]> {
    const { parts } = this.learned;
    const seen = { count: this.nFeaturesIn_, names: this.featureNamesIn_ };
    return tidy(() => {
      const samples = checkCells(`${name}.transform`, X);
      const place = (columns: Int32Array): Int32Array => placeColumns(`${name}.transform`, samples, seen, columns);
      return this.#join(samples, parts, place, (step, own) => callMethod(step, 'transform', own));
    });
  }

  /** The transformers, and the remainder as the last. */
  get #steps(): readonly (readonly [string, ColumnStep])[] {
    const { transformers, remainder } = this.params;
    return [...transformers.map(([own, step]) => [own, step] as const), ['remainder', remainder]];
  }

  #join(
    X: Samples,
    parts: readonly FittedColumns[],
    place: (columns: Int32Array) => Int32Array,
    make: (step: AnyEstimator, own: Samples) => unknown,
  ): Tensor<[number, number]> {
    const { transformerWeights } = this.params;
    return tidy(() => {
      const rows = sampleCount(name, X);
      const blocks = this.#steps.flatMap(([own, step], i) => {
        const { columns, fitted } = parts[i];
        if (step === 'drop' || columns.length === 0) return [];
        const samples = takeColumns(X, place(columns));
        const block = joinColumns(`${name}: '${own}'`, [fitted === null ? samples : make(fitted, samples)], rows);
        const weight = transformerWeights?.[own] ?? 1;
        return [weight === 1 ? block : block.mul(weight)];
      });
      return joinColumns(name, blocks, rows);
    });
  }

  /** The fitted transformers by name. */
  get namedTransformers_(): Readonly<Record<string, AnyEstimator>> {
    const { parts } = this.learned;
    return Object.fromEntries(
      this.#steps.flatMap(([own], i) => {
        const { fitted } = parts[i];
        return fitted === null ? [] : [[own, fitted]];
      }),
    );
  }

  /**
   * Names of the columns.
   *
   * @throws {ParameterError} when two have the same name, which they can without `verboseFeatureNamesOut`
   */
  getFeatureNamesOut(inputNames?: readonly string[]): string[] {
    const { parts } = this.learned;
    const names = inputNames ?? this.featureNamesIn_ ?? Array.from({ length: this.nFeaturesIn_ }, (_, i) => `x${i}`);
    const { verboseFeatureNamesOut } = this.params;
    const out = this.#steps.flatMap(([own, step], i) => {
      const { columns, fitted } = parts[i];
      if (step === 'drop' || columns.length === 0) return [];
      const given = Array.from(columns, (j) => names[j]);
      const made = fitted === null ? given : (callMethod(fitted, 'getFeatureNamesOut', given) as string[]);
      return verboseFeatureNamesOut ? made.map((column) => `${own}__${column}`) : made;
    });
    const twice = out.find((column, i) => out.indexOf(column) !== i);
    if (twice === undefined) return out;
    throw new ParameterError(`${name}: two columns are called '${twice}'; set verboseFeatureNamesOut to true`);
  }

  protected readState(state: unknown, seen: SeenFeatures | null): ColumnTransformerState {
    const read: StateReader = new StateReader(name, state);
    const steps = this.#steps;
    const parts = read.objects('parts', steps.length).map((part: StateReader, i) => {
      const columns = part.int32('columns', undefined, seen?.count ?? 0);
      const fitted = part.raw('fitted');
      const isNeeded = isEstimator(steps[i][1]) && columns.length > 0;
      part.require(isNeeded ? isEstimator(fitted) : fitted === null, `has no fitted transformer '${steps[i][0]}'`);
      return { columns, fitted: fitted as AnyEstimator | null };
    });
    return { parts };
  }
}

/**
 * A column transformer whose transformers are called after their classes, in lower case.
 *
 * @param transformers pairs of a transformer and its columns
 * @example
 * Object.keys(makeColumnTransformer([[new StandardScaler(), [0]]]).parts) // => ['standardscaler']
 */
export function makeColumnTransformer(
  transformers: readonly (readonly [transformer: ColumnStep, columns: ColumnChoice])[],
  options: Partial<Omit<ColumnTransformerParams, 'transformers' | 'transformerWeights'>> = {},
): ColumnTransformer {
  const names = automaticNames(transformers.map(([step]) => step));
  return new ColumnTransformer({
    ...options,
    transformers: transformers.map(([step, columns], i) => [names[i], step, columns] as const),
  });
}
