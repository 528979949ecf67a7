import { describe, expect, test } from 'vitest';
import { dataset, fixture } from '../fixture.testing.ts';
import { DecisionTreeClassifier } from './decision-tree-classifier.ts';
import { DecisionTreeRegressor } from './decision-tree-regressor.ts';
import { type ExportTextOptions, exportText } from './export-text.ts';
import { fixedDecimals } from './fixed-decimals.ts';

interface TextCase {
  readonly estimator: string;
  readonly params: Record<string, unknown>;
  readonly data: string;
  readonly options: ExportTextOptions;
  readonly text: string;
}

describe('exportText', () => {
  test.each(fixture<{ cases: TextCase[] }>('tree-text').cases)(
    'says what scikit-learn says: $data $options',
    ({ estimator, params, data, options, text }) => {
      const { X, y } = dataset(data);
      const tree =
        estimator === 'DecisionTreeRegressor' ? new DecisionTreeRegressor(params) : new DecisionTreeClassifier(params);
      expect(exportText(tree.fit(X, y), options)).toBe(text);
    },
  );

  test('refuses names that are too few, and no spacing', () => {
    const tree = new DecisionTreeClassifier().fit(
      [
        [1, 2],
        [3, 4],
      ],
      [0, 1],
    );
    expect(() => exportText(tree, { featureNames: ['a'] })).toThrow('exportText: 1 featureNames for 2 features');
    expect(() => exportText(tree, { spacing: 0 })).toThrow('exportText: spacing must be an integer ≥ 1, not 0');
  });

  test('decimals are rounded as in Python: halves to even', () => {
    expect([0.125, 0.375, -0.125, 2.5, 3.5, 0.1].map((value) => fixedDecimals(value, value < 1 ? 2 : 0))).toEqual([
      '0.12',
      '0.38',
      '-0.12',
      '2',
      '4',
      '0.10',
    ]);
  });
});
