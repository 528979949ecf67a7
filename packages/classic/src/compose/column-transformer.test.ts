import { tensor } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { Cell, TableLike } from '../base/matrix-like.ts';
import { dataset, expectClose } from '../fixture.testing.ts';
import { LinearRegression } from '../linear/linear-regression.ts';
import { crossValScore } from '../model-selection/cross-val-score.ts';
import { expectNoLeak } from '../parity.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { makePipeline } from '../pipeline/pipeline.ts';
import { OneHotEncoder } from '../preprocessing/one-hot-encoder.ts';
import { StandardScaler } from '../preprocessing/standard-scaler.ts';
import { makeColumnSelector } from './column-selector.ts';
import { ColumnTransformer, makeColumnTransformer } from './column-transformer.ts';
import { TransformedTargetRegressor } from './transformed-target-regressor.ts';

const table = (columns: Record<string, readonly Cell[]>): TableLike => ({
  columnNames: Object.keys(columns),
  rowCount: Object.values(columns)[0].length,
  column: (name) => columns[name],
});

const people = table({
  age: [20, 40, 60, 40],
  city: ['Oslo', 'Rome', 'Oslo', 'Rome'],
  height: [1.5, 1.7, 1.9, 1.7],
  member: [true, false, true, true],
});
const numbers = makeColumnSelector({ dtypeInclude: 'number' });
const byType = () =>
  new ColumnTransformer({
    transformers: [
      ['z', new StandardScaler(), numbers],
      ['words', new OneHotEncoder(), makeColumnSelector({ dtypeInclude: 'string' })],
    ],
    remainder: 'passthrough',
  });

describe('ColumnTransformer', () => {
  test('chooses columns of a table by type; words reach the encoder', () => {
    const made = byType().fit(people);
    const z = Math.SQRT2;
    expectClose(
      made.transform(people),
      [
        [-z, -z, 1, 0, 1],
        [0, 0, 0, 1, 0],
        [z, z, 1, 0, 1],
        [0, 0, 0, 1, 1],
      ],
      1e-14,
    );
    expect(made.getFeatureNamesOut()).toEqual([
      'z__age',
      'z__height',
      'words__city_Oslo',
      'words__city_Rome',
      'remainder__member',
    ]);
    expect(made.featureNamesIn_).toEqual(['age', 'city', 'height', 'member']);
  });

  test('by name, whatever the order of the columns of another table', () => {
    const transformers = [
      ['z', new StandardScaler(), ['height']],
      ['same', 'passthrough', 'age'],
    ] as const;
    const made = new ColumnTransformer({ transformers }).fit(people);
    const other = table({ extra: ['x', 'y'], age: [1, 2], height: [1.7, 1.9] });
    expectClose(
      made.transform(other),
      [
        [0, 1],
        [Math.SQRT2, 2],
      ],
      1e-14,
    );
    expect(() => made.transform(table({ age: [1] }))).toThrow("ColumnTransformer.transform: X has no column 'height'");
  });

  test('patterns, positions from the end and switches', () => {
    const columns = (choice: never) => new ColumnTransformer({ transformers: [['a', 'passthrough', choice]] });
    const names = (choice: unknown, X = people) =>
      columns(choice as never)
        .fit(X)
        .getFeatureNamesOut();
    expect(names(makeColumnSelector({ pattern: 'e', dtypeExclude: ['string', 'boolean'] }))).toEqual([
      'a__age',
      'a__height',
    ]);
    expect(names([-1, 0])).toEqual(['a__member', 'a__age']);
    expect(names([true, false, true, false])).toEqual(['a__age', 'a__height']);
    expect(() => names('name')).toThrow(
      "ColumnTransformer: 'a': there is no column 'name'; there are the columns age, city",
    );
    expect(() => names(7)).toThrow('there is no column 7; there are the columns age');
    expect(() => names([true])).toThrow('1 switches for 4 columns');
    expect(() => columns('age' as never).fit([[1]])).toThrow("columns are chosen by name ('age'), but X is no table");
  });

  test('rows of words, too', () => {
    const made = makeColumnTransformer([[new OneHotEncoder(), [1]]], { remainder: new StandardScaler() });
    const rows = [
      [0, 'a'],
      [2, 'b'],
    ];
    expect(made.fitTransform(rows).toArray()).toEqual([
      [1, 0, -1],
      [0, 1, 1],
    ]);
    expect(made.getFeatureNamesOut()).toEqual(['onehotencoder__x1_a', 'onehotencoder__x1_b', 'remainder__x0']);
  });

  test('parts are reached and replaced by name, the remainder too', () => {
    const made = byType().setParams({ z__withMean: false, remainder: new StandardScaler() });
    expect(made.getParams()).toMatchObject({ z__withMean: false, remainder__withStd: true });
    made.setParams({ z: 'drop', remainder: 'drop' });
    expect(made.fit(people).getFeatureNamesOut()).toEqual(['words__city_Oslo', 'words__city_Rome']);
  });

  test('equal names are refused when they are to be short', () => {
    const transformers = [
      ['a', 'passthrough', [0]],
      ['b', 'passthrough', [0]],
    ] as const;
    const made = new ColumnTransformer({ transformers, verboseFeatureNamesOut: false }).fit([[1]]);
    expect(() => made.getFeatureNamesOut()).toThrow("two columns are called 'x0'; set verboseFeatureNamesOut to true");
  });

  test('JSON keeps it', () => {
    const made = byType().fit(people);
    const again = fromJSON(JSON.stringify(made), ColumnTransformer, [StandardScaler, OneHotEncoder]);
    expect(again.transform(people)).toEqual(made.transform(people));
    const broken = JSON.parse(JSON.stringify(made));
    broken.features = { count: 2, names: ['age', 'city'] };
    expect(() => fromJSON(broken, ColumnTransformer, [StandardScaler, OneHotEncoder])).toThrow('has 2 in columns');
  });

  test('in cross-validation tables keep their words', () => {
    const many = table({
      city: Array.from({ length: 40 }, (_, i) => ['Oslo', 'Rome', 'Bern'][i % 3]),
      size: Array.from({ length: 40 }, (_, i) => i),
    });
    const y = Array.from({ length: 40 }, (_, i) => 5 * (i % 3 === 1 ? 1 : 0) + 0.5 * i);
    const transformers = [['words', new OneHotEncoder(), ['city']]] as const;
    const model = makePipeline(
      new ColumnTransformer({ transformers, remainder: 'passthrough' }),
      new LinearRegression(),
    );
    expectClose(crossValScore(model, many, y), [1, 1, 1, 1, 1], 1e-10);
  });

  test('leaves nothing behind', () => {
    const X = tensor(dataset('regression').X, { dtype: 'float64' });
    expectNoLeak(() =>
      makeColumnTransformer([[new StandardScaler(), [0, 1]]], { remainder: 'passthrough' })
        .fit(X)
        .transform(X),
    );
  });

  test('refuses a matrix of another width', () => {
    const made = makeColumnTransformer([['passthrough', [0]]]).fit([[1, 2]]);
    expect(() => made.transform([[1]])).toThrow('X has 1 features, but ColumnTransformer was fitted with 2');
  });
});

describe('TransformedTargetRegressor', () => {
  const X = [[0], [1], [2], [3]];
  test('a function and its inverse', () => {
    const model = new TransformedTargetRegressor({ func: Math.log2, inverseFunc: (value) => 2 ** value });
    expectClose(model.fit(X, [1, 2, 4, 8]).predict([[4], [5]]), [16, 32], 1e-12);
    expect(() => JSON.stringify(model)).toThrow(
      'TransformedTargetRegressor.params.func is the function log2, which JSON cannot say',
    );
  });

  test('refuses functions that do not belong together', () => {
    const fit = (params: object) => () => new TransformedTargetRegressor(params).fit(X, [1, 2, 3, 4]);
    expect(fit({ func: Math.log })).toThrow('func and inverseFunc belong together');
    expect(fit({ func: Math.log, inverseFunc: Math.sqrt })).toThrow(
      'inverseFunc does not undo func: 1 comes back as 0',
    );
    expect(fit({ func: Math.log, inverseFunc: Math.sqrt, checkInverse: false })).not.toThrow();
    expect(fit({ transformer: new StandardScaler(), func: Math.log, inverseFunc: Math.exp })).toThrow(
      'transformer or func',
    );
    expect(fit({ regressor: 'ridge' })).toThrow("regressor must be null or an estimator, not 'ridge'");
  });
});
