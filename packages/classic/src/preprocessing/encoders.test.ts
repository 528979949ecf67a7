import { toTypedArray } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { Cell } from '../base/matrix-like.ts';
import { fixture } from '../fixture.testing.ts';
import { fromJSON } from '../persistence/from-json.ts';
import { LabelBinarizer } from './label-binarizer.ts';
import { LabelEncoder } from './label-encoder.ts';
import { OneHotEncoder } from './one-hot-encoder.ts';
import { OrdinalEncoder } from './ordinal-encoder.ts';

interface FeatureCase {
  readonly estimator: 'OneHotEncoder' | 'OrdinalEncoder';
  readonly params: object;
  readonly X: Cell[][];
  readonly categories: Cell[][];
  readonly transform: number[][];
  readonly inverse?: Cell[][];
  readonly names?: string[];
  readonly dropIdx?: (number | null)[];
  readonly unknown?: Cell[][];
  readonly unknownTransform?: number[][];
  readonly unknownInverse?: Cell[][];
}

interface LabelCase {
  readonly estimator: 'LabelEncoder' | 'LabelBinarizer';
  readonly params: object;
  readonly y: string[];
  readonly classes: string[];
  readonly transform: number[];
  readonly inverse: string[];
}

const { features, labels } = fixture<{ features: FeatureCase[]; labels: LabelCase[] }>('encoders');

describe('features: agrees with scikit-learn', () => {
  test.each(features.map((each) => [`${each.estimator} ${JSON.stringify(each.params)}`, each] as const))(
    '%s',
    (_, each) => {
      const encoder =
        each.estimator === 'OneHotEncoder' ? new OneHotEncoder(each.params) : new OrdinalEncoder(each.params);
      encoder.fit(each.X);
      expect(encoder.categories_).toEqual(each.categories);
      expect(encoder.transform(each.X).toArray()).toEqual(each.transform);
      if (each.inverse !== undefined) expect(encoder.inverseTransform(each.transform)).toEqual(each.inverse);
      if (each.names !== undefined) expect(encoder.getFeatureNamesOut()).toEqual(each.names);
      if (each.dropIdx !== undefined) expect((encoder as OneHotEncoder).dropIdx_).toEqual(each.dropIdx);
      if (each.unknown === undefined) return;
      expect(encoder.transform(each.unknown).toArray()).toEqual(each.unknownTransform);
      if (each.unknownInverse !== undefined)
        expect(encoder.inverseTransform(each.unknownTransform as number[][])).toEqual(each.unknownInverse);
    },
  );
});

describe('labels: agrees with scikit-learn', () => {
  test.each(labels.map((each) => [`${each.estimator} ${JSON.stringify([each.params, each.y])}`, each] as const))(
    '%s',
    (_, each) => {
      const encoder =
        each.estimator === 'LabelEncoder' ? new LabelEncoder<string>() : new LabelBinarizer<string>(each.params);
      encoder.fit(each.y);
      expect(encoder.classes_).toEqual(each.classes);
      const encoded = encoder.transform(each.y);
      expect(encoded.toArray()).toEqual(each.transform);
      const back = encoder.inverseTransform(encoded);
      expect(Array.isArray(back) ? back : Array.from(toTypedArray(back))).toEqual(each.inverse);
    },
  );
});

describe('OneHotEncoder', () => {
  test('takes tables, and names columns after theirs', () => {
    const columns: Record<string, Cell[]> = {
      town: ['Ulm', null, 'Bonn'],
      size: [1, 2, Number.NaN],
      new: [true, false, true],
    };
    const table = { columnNames: Object.keys(columns), rowCount: 3, column: (name: string) => columns[name] };
    const encoder = new OneHotEncoder().fit(table);
    expect(encoder.getFeatureNamesOut()).toEqual([
      'town_Bonn',
      'town_Ulm',
      'town_null',
      'size_1',
      'size_2',
      'size_NaN',
      'new_false',
      'new_true',
    ]);
    expect(encoder.inverseTransform(encoder.transform(table))).toEqual([
      ['Ulm', 1, true],
      [null, 2, false],
      ['Bonn', Number.NaN, true],
    ]);
  });

  test('survives JSON with words, numbers and missing values', () => {
    const X: Cell[][] = [
      ['a', 1],
      [null, 2],
      ['b', Number.NaN],
      ['a', 1],
    ];
    const encoder = new OneHotEncoder({ maxCategories: 2, handleUnknown: 'infrequent_if_exist' }).fit(X);
    const again = fromJSON(JSON.stringify(encoder), OneHotEncoder);
    expect(again.categories_).toEqual([
      ['a', 'b', null],
      [1, 2, Number.NaN],
    ]);
    expect(again.infrequentCategories_).toEqual([
      ['b', null],
      [2, Number.NaN],
    ]);
    expect(again.transform([['z', 1]]).toArray()).toEqual([[0, 1, 1, 0]]);
  });

  test('refuses states that do not fit together', () => {
    const json = JSON.parse(JSON.stringify(new OneHotEncoder().fit([['a'], ['b']])));
    const damaged = (state: object): unknown => ({ ...json, state: { ...json.state, ...state } });
    expect(() => fromJSON(damaged({ categories: [['a', 'a']] }), OneHotEncoder)).toThrow('distinct categories');
    expect(() => fromJSON(damaged({ categories: [] }), OneHotEncoder)).toThrow('0 entries in categories, not 1');
    expect(() =>
      fromJSON(damaged({ categories: [['a']], dropped: { $int32: btoa('\x05\0\0\0') } }), OneHotEncoder),
    ).toThrow('leaves out columns');
    expect(() => fromJSON(damaged({ infrequent: [{ $int32: btoa('\x05\0\0\0') }] }), OneHotEncoder)).toThrow(
      'infrequent',
    );
  });

  test('says which category it does not know, and where', () => {
    const encoder = new OneHotEncoder().fit([
      ['a', 1],
      ['b', 2],
    ]);
    expect(() =>
      encoder.transform([
        ['a', 1],
        ['c', 2],
      ]),
    ).toThrow("OneHotEncoder.transform: X has the unknown category 'c' at row 1, column 0");
    expect(() => encoder.transform([['a']])).toThrow('X has 1 features, but OneHotEncoder was fitted with 2');
    expect(() => encoder.inverseTransform([[0, 0, 1, 0]])).toThrow('row 0 has only zeros for column 0');
    expect(() => new OneHotEncoder({ drop: ['z'] }).fit([['a']])).toThrow(
      "drop has 'z' for column 0, which is no category of it",
    );
    expect(() => new OneHotEncoder({ categories: [['a', 'a']] }).fit([['a']])).toThrow('must be distinct');
    expect(() => new OneHotEncoder({ minFrequency: 1.5 }).fit([['a']])).toThrow('minFrequency must be an integer ≥ 1');
    expect(() => new OneHotEncoder().fit([['a'], ['b', 'c']])).toThrow('row 1 has 2 cells, row 0 has 1');
    expect(() => new OneHotEncoder().fit([[Infinity]])).toThrow('X has Infinity at row 0, column 0');
  });
});

describe('OrdinalEncoder', () => {
  test('refuses numbers that would mean two things', () => {
    const params = { handleUnknown: 'use_encoded_value', unknownValue: 1 } as const;
    expect(() => new OrdinalEncoder(params).fit([['a'], ['b']])).toThrow(
      'unknownValue is 1, which is also a category of column 0',
    );
    expect(() => new OrdinalEncoder({ encodedMissingValue: 0 }).fit([['a'], [null]])).toThrow(
      'encodedMissingValue is 0',
    );
    expect(() => new OrdinalEncoder({ unknownValue: 3 }).fit([['a']])).toThrow("null with handleUnknown 'error'");
  });

  test('refuses numbers of no category', () => {
    const encoder = new OrdinalEncoder().fit([['a'], ['b']]);
    expect(() => encoder.inverseTransform([[2]])).toThrow('X has 2 at row 0, column 0, which is no category');
  });
});

describe('LabelEncoder and LabelBinarizer', () => {
  test('say which label they do not know', () => {
    expect(() => new LabelEncoder<string>().fit(['a']).transform(['b'])).toThrow(
      "label 0 is 'b', which fit did not see",
    );
    expect(() => new LabelEncoder<string>().fit(['a', 'b']).inverseTransform([2])).toThrow(
      'code 0 is 2, there are 0 to 1',
    );
    expect(new LabelBinarizer<string>().fit(['a', 'b', 'c']).transform(['z']).toArray()).toEqual([[0, 0, 0]]);
  });
});
