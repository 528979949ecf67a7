import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Dataset } from './fixture.testing.ts';

/** Where Debian's python3-sklearn puts the data sets that come with it; they are no part of this repository. */
const folder = '/usr/lib/python3/dist-packages/sklearn/datasets/data';

const read = (file: string): number[][] => {
  const bytes = readFileSync(`${folder}/${file}`);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  return text
    .trim()
    .split('\n')
    .map((line) =>
      line
        .trim()
        .split(/[\s,]+/)
        .map(Number),
    );
};

/** The last column is the class. */
const split = (rows: number[][]): Dataset => ({
  X: rows.map((row) => row.slice(0, -1)),
  y: rows.map((row) => row.at(-1) as number),
});

const readers: Readonly<Record<string, () => Dataset>> = {
  iris: () => split(read('iris.csv').slice(1)),
  wine: () => split(read('wine_data.csv').slice(1)),
  breastCancer: () => split(read('breast_cancer.csv').slice(1)),
  digits: () => split(read('digits.csv.gz')),
  /** Unscaled. */
  diabetes: () => ({ X: read('diabetes_data_raw.csv.gz'), y: read('diabetes_target.csv.gz').map(([value]) => value) }),
};

/** Why tests on real data are skipped, where they are. */
export const noRealData: string | null = existsSync(folder)
  ? null
  : 'the data sets of python3-sklearn are not installed';

export function isRealData(name: string): boolean {
  return Object.hasOwn(readers, name);
}

const known = new Map<string, Dataset>();

/** iris, wine, breastCancer, digits or diabetes, as scikit-learn has them. */
export function realDataset(name: string): Dataset {
  const data = known.get(name) ?? readers[name]();
  known.set(name, data);
  return data;
}
