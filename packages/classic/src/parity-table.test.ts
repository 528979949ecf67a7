import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import type { EstimatorClass } from './base/estimator.ts';
import { fixture } from './fixture.testing.ts';
import * as api from './index.ts';
import { type ParityCase, type ParityFixture, runParityCase } from './parity.testing.ts';
import { isRealData, noRealData } from './real-data.testing.ts';

const document = new URL('../../../docs/PARITY.md', import.meta.url);
const classes = Object.fromEntries(
  Object.entries(api as Record<string, unknown>).filter(
    ([, value]) => typeof value === 'function' && 'estimatorName' in value,
  ),
) as Record<string, EstimatorClass>;

/** The fixtures that `describeParity` runs, with the libraries that they were made with. */
const sources = new URL('./', import.meta.url);
const fixtures = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(new URL(file, sources), 'utf8').matchAll(/^describeParity\('([\w-]+)'/gm)])
  .map(([, name]) => fixture<ParityFixture>(name));
const cases: readonly ParityCase[] = fixtures.flatMap(({ cases }) => cases);
const covered = new Set(cases.map(({ estimator }) => estimator));

/** Estimators whose results depend on random numbers, or that scikit-learn has not, and the test that holds them all the same. */
const elsewhere: Readonly<Record<string, string>> = {
  AdaBoostRegressor: 'ensemble/meta-ensembles.test.ts',
  ExtraTreeClassifier: 'tree/decision-tree.test.ts',
  ExtraTreeRegressor: 'tree/decision-tree.test.ts',
  ExtraTreesClassifier: 'ensemble/forest-parity.test.ts',
  ExtraTreesRegressor: 'ensemble/forest-parity.test.ts',
  FunctionTransformer: 'preprocessing/transforms.test.ts',
  GridSearchCV: 'model-selection/search-cv.test.ts',
  IsolationForest: 'ensemble/forest-parity.test.ts',
  LabelBinarizer: 'preprocessing/encoders.test.ts',
  LabelEncoder: 'preprocessing/encoders.test.ts',
  MiniBatchKMeans: 'cluster/k-means.test.ts',
  OneHotEncoder: 'preprocessing/encoders.test.ts',
  OrdinalEncoder: 'preprocessing/encoders.test.ts',
  OutlierCapper: 'preprocessing/scalers.test.ts',
  RandomForestClassifier: 'ensemble/forest-parity.test.ts',
  RandomForestRegressor: 'ensemble/forest-parity.test.ts',
  RandomOverSampler: 'resampling/resampling.test.ts',
  RandomUnderSampler: 'resampling/resampling.test.ts',
  RandomizedSearchCV: 'model-selection/search-cv.test.ts',
  SMOTE: 'resampling/resampling.test.ts',
};

test('every estimator is held against scikit-learn by a case, or by a test of its own', () => {
  const missing = Object.keys(classes).filter((name) => !covered.has(name));
  expect(missing.sort()).toEqual(Object.keys(elsewhere).sort());
  for (const [name, file] of Object.entries(elsewhere))
    expect(readFileSync(new URL(file, import.meta.url), 'utf8')).toContain(name);
});

interface Worst {
  error: number;
  output: string;
  case: string;
}

/** The largest difference of every estimator, relative to the largest element of the output it is in. */
function worstDifferences(): Map<string, { cases: number; worst: Worst }> {
  const found = new Map<string, { cases: number; worst: Worst }>();
  for (const parity of cases.filter(({ data }) => !isRealData(data) || noRealData === null)) {
    const entry = found.get(parity.estimator) ?? { cases: 0, worst: { error: 0, output: '', case: '' } };
    entry.cases++;
    for (const [output, error] of Object.entries(tidy(() => runParityCase(parity, classes))))
      if (error > entry.worst.error) entry.worst = { error, output, case: parity.name };
    found.set(parity.estimator, entry);
  }
  return found;
}

function parityDocument(): string {
  const [{ versions }] = fixtures;
  const libraries = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const rows = [...worstDifferences()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { cases, worst }]) => {
      const difference = worst.error === 0 ? 'none' : worst.error.toExponential(1);
      return `| ${name} | ${cases} | ${difference} | ${worst.error === 0 ? '' : `\`${worst.output}\`, ${worst.case}`} |`;
    });
  return `${[
    '# Parity with scikit-learn',
    '',
    `Written by \`npm run parity\`: every estimator of @ml/classic fitted on the same samples as its counterpart in ${libraries.join(', ')}, on synthetic data and on`,
    'iris, wine, breast cancer, diabetes and digits. The difference is the largest of all numbers that both give (coefficients, trees, probabilities,',
    'predictions, labels), relative to the largest number of the same output; beside it where it was found. Iterative solvers are as near as both are to',
    'the optimum. Estimators that draw random numbers are held by their scores over ten and more seeds, in their tests.',
    '',
    '| estimator | cases | largest difference | where |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}

describe('docs/PARITY.md', () => {
  if (process.env.WRITE_PARITY === '1') {
    test('is written', () => writeFileSync(document, parityDocument()), 300_000);
    return;
  }
  test('has a row for every estimator with a case (npm run parity)', () => {
    const rows = [...readFileSync(document, 'utf8').matchAll(/^\| (\w+) \| \d+ \|/gm)].map(([, name]) => name);
    expect(rows).toEqual([...covered].sort());
  });
});
