import { type Tensor, tensor } from '@ml/tensor';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { ColumnTransformer } from '../compose/column-transformer.ts';
import { TransformedTargetRegressor } from '../compose/transformed-target-regressor.ts';
import { PCA } from '../decomposition/pca.ts';
import { dataset, expectClose, type Nested } from '../fixture.testing.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { LogisticRegression } from '../linear/logistic-regression.ts';
import { Ridge } from '../linear/ridge.ts';
import { crossValScore } from '../model-selection/cross-val-score.ts';
import { GridSearchCV } from '../model-selection/grid-search-cv.ts';
import { KNeighborsClassifier } from '../neighbors/k-neighbors-classifier.ts';
import { describeParity, expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { MinMaxScaler } from '../preprocessing/min-max-scaler.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { RandomOverSampler } from '../resampling/random-over-sampler.ts';
import { FeatureUnion, makeUnion } from './feature-union.ts';
import { makePipeline, Pipeline } from './pipeline.ts';

describeParity('compose', {
  ColumnTransformer,
  FeatureUnion,
  LinearRegression,
  LogisticRegression,
  MinMaxScaler,
  OneHotEncoder,
  PCA,
  Pipeline,
  Ridge,
  StandardScaler,
  TransformedTargetRegressor,
});

const { X, y } = dataset('binary');
const words = y.map((label) => (label === 1 ? 'yes' : 'no'));
const model = () =>
  new Pipeline({
    steps: [
      ['scale', new StandardScaler()],
      ['svc', new KNeighborsClassifier()],
    ],
  });

describe('Pipeline', () => {
  test('is what its steps do one after the other', () => {
    const scaler = new StandardScaler().fit(X);
    const alone = new KNeighborsClassifier().fit(scaler.transform(X), y);
    const fitted = model().fit(X, y);
    expect(fitted.predict(X).toArray()).toEqual(alone.predict(scaler.transform(X)).toArray());
    expect(fitted.predictProba(X).toArray()).toEqual(alone.predictProba(scaler.transform(X)).toArray());
    expect(fitted.score(X, y)).toBe(alone.score(scaler.transform(X), y));
    expect(fitted.classes_).toEqual([0, 1]);
    expect(fitted.nFeaturesIn_).toBe(4);
    expectClose((fitted.namedSteps_.scale as StandardScaler).mean_, scaler.mean_.toArray() as Nested, 0);
  });

  test('types follow the last step', () => {
    const named = makePipeline(new StandardScaler(), new KNeighborsClassifier<string>()).fit(X, words);
    expectTypeOf(named.predict(X)).toEqualTypeOf<string[]>();
    expectTypeOf(model().fit(X, y).predict(X)).toEqualTypeOf<Tensor>();
    expect(named.predict(X).every((label) => label === 'yes' || label === 'no')).toBe(true);
  });

  test('parameters of steps are reached by name, and steps are replaced', () => {
    const pipeline = model();
    expect(pipeline.setParams({ svc__nNeighbors: 3 }).getParams().svc__nNeighbors).toBe(3);
    expect(Object.keys(pipeline.getParams())).toEqual(
      expect.arrayContaining(['steps', 'scale', 'svc', 'scale__withMean']),
    );
    pipeline.setParams({ svc: new LogisticRegression(), scale: 'passthrough' });
    expect(pipeline.parts.svc).toBeInstanceOf(LogisticRegression);
    const alone = new LogisticRegression().fit(X, y);
    expect(pipeline.fit(X, y).predict(X).toArray()).toEqual(alone.predict(X).toArray());
    expect(() => pipeline.setParams({ svm: new Ridge() })).toThrow("Pipeline: there is no parameter 'svm'");
    expect(() => pipeline.setParams({ scale__withMean: true })).toThrow("there is no parameter 'scale__withMean'");
  });

  test('its steps are not fitted themselves', () => {
    const scaler = new StandardScaler();
    new Pipeline({
      steps: [
        ['scale', scaler],
        ['ridge', new Ridge()],
      ],
    }).fit(X, y);
    expect(scaler.isFitted).toBe(false);
  });

  test('weights go to the last step, and to others by name', () => {
    const sampleWeight = y.map((_, i) => 1 + (i % 3));
    const steps = [
      ['scale', new StandardScaler()],
      ['ridge', new Ridge()],
    ] as const;
    const pipeline = new Pipeline({ steps }).fit(X, y, { sampleWeight, stepOptions: { scale: { sampleWeight } } });
    const scaler = new StandardScaler().fit(X, null, { sampleWeight });
    const ridge = new Ridge().fit(scaler.transform(X), y, { sampleWeight });
    expect(pipeline.predict(X).toArray()).toEqual(ridge.predict(scaler.transform(X)).toArray());
    expect(() => new Pipeline({ steps }).fit(X, y, { stepOptions: { z: {} } })).toThrow(
      "there is no step 'z' for stepOptions",
    );
  });

  test('samplers change the samples of fit only', () => {
    const { X: rare, y: few } = dataset('imbalanced');
    const pipeline = makePipeline(new RandomOverSampler({ randomState: 1 }), new LogisticRegression()).fit(rare, few);
    const more = new RandomOverSampler({ randomState: 1 }).fitResample(rare, few);
    const alone = new LogisticRegression().fit(more.X, more.y);
    expect(pipeline.predict(rare).toArray()).toEqual(alone.predict(rare).toArray());
    expect(pipeline.hasMethod('transform')).toBe(false);
  });

  test('has the methods that its steps have', () => {
    const pipeline = model().fit(X, y);
    expect(pipeline.hasMethod('predictProba')).toBe(true);
    expect(pipeline.hasMethod('decisionFunction')).toBe(false);
    expect(() => pipeline.decisionFunction(X)).toThrow('Pipeline: KNeighborsClassifier has no decisionFunction');
    expect(() => pipeline.transform(X)).toThrow('Pipeline: KNeighborsClassifier has no transform');
    expect(() => model().predict(X)).toThrow('Pipeline: not fitted yet');
  });

  test('tags are those of its steps', () => {
    expect(model().tags).toMatchObject({ kind: 'classifier', requiresY: true, allowsNaN: false });
    expect(makePipeline(new StandardScaler()).tags).toMatchObject({
      kind: 'transformer',
      requiresY: false,
      allowsNaN: true,
    });
  });

  test('nests, and JSON keeps it', () => {
    const inner = makePipeline(makeUnion(new StandardScaler(), new MinMaxScaler()), new PCA({ nComponents: 2 }));
    const pipeline = new Pipeline({
      steps: [
        ['inner', inner],
        ['nearest', new KNeighborsClassifier()],
      ],
    }).fit(X, y);
    const classes = [FeatureUnion, StandardScaler, MinMaxScaler, PCA, KNeighborsClassifier];
    const again = fromJSON(JSON.stringify(pipeline), Pipeline, classes);
    expect(again.predict(X)).toEqual(pipeline.predict(X));
    const broken = JSON.parse(JSON.stringify(pipeline));
    broken.state.fitted.pop();
    expect(() => fromJSON(broken, Pipeline, classes)).toThrow('has 1 entries in fitted, not 2');
  });

  test('a search tries steps and their parameters', () => {
    const paramGrid = [{ svc__nNeighbors: [1, 15] }, { svc: [new LogisticRegression()] }, { scale: ['passthrough'] }];
    const search = new GridSearchCV({ estimator: model(), paramGrid, cv: 3 }).fit(X, y);
    const means = search.cvResults_.meanTestScore as number[];
    const alone = new GridSearchCV({ estimator: new KNeighborsClassifier(), paramGrid: {}, cv: 3 }).fit(X, y);
    expect(means[3]).toBe(alone.bestScore_);
    const logistic = makePipeline(new StandardScaler(), new LogisticRegression());
    expect(means[2]).toBeCloseTo(crossValScore(logistic, X, y, { cv: 3 }).mean().item(), 12);
    expect(search.predict(X).toArray()).toEqual(search.bestEstimator_.predict(X).toArray());
  });

  test('leaves nothing behind', () => {
    const samples = tensor(X, { dtype: 'float64' });
    expectNoLeak(() => model().fit(samples, y).predict(samples));
    expectNoLeak(() => makeUnion(new StandardScaler(), 'passthrough').fitTransform(samples));
  });

  test.each<[unknown, string]>([
    [[], 'Pipeline: steps must be a list of [name, estimator]'],
    [
      [
        ['a', new Ridge()],
        ['a', new Ridge()],
      ],
      "steps has the name 'a' twice",
    ],
    [[['a__b', new Ridge()]], 'a name must be a word without \'__\', not "a__b"'],
    [[['a', 'ridge']], "Pipeline: 'a' must be an estimator or 'passthrough'"],
    [
      [
        ['a', new Ridge()],
        ['b', new Ridge()],
      ],
      "Pipeline: step 'a' must transform, Ridge does not",
    ],
  ])('refuses %s', (steps, message) => {
    expect(() => new Pipeline({ steps: steps as never }).fit(X, y)).toThrow(message);
  });
});

describe('FeatureUnion', () => {
  test('names: those of the transformers behind their own', () => {
    const union = makeUnion(new StandardScaler(), new StandardScaler()).fit(X);
    expect(union.getFeatureNamesOut().slice(3, 5)).toEqual(['standardscaler-1__x3', 'standardscaler-2__x0']);
    expect(union.getFeatureNamesOut(['a', 'b', 'c', 'd'])[4]).toBe('standardscaler-2__a');
  });

  test('steps are replaced and weighted', () => {
    const union = makeUnion(new StandardScaler(), 'passthrough').setParams({ standardscaler: 'drop' });
    expectClose(union.fitTransform(X), X, 0);
    union.setParams({ transformerWeights: { passthrough: 2 } });
    expectClose(
      union.fitTransform(X),
      X.map((row) => row.map((value) => 2 * value)),
      1e-15,
    );
    expect(() => union.setParams({ transformerWeights: { other: 2 } }).fit(X)).toThrow(
      'transformerWeights.other must be a number',
    );
  });
});
