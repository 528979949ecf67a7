import { expect } from 'vitest';
import type { Tree } from './tree.ts';

/** What `expectGreedy` knows of the samples. */
export interface NaiveSamples {
  readonly X: readonly (readonly number[])[];
  /** Codes of classes, or numbers. */
  readonly y: readonly number[];
  readonly weights: readonly number[];
}

export type Impurity = (y: readonly number[], w: readonly number[]) => number;

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function classShares(y: readonly number[], w: readonly number[]): number[] {
  const sums = new Map<number, number>();
  y.forEach((code, i) => {
    sums.set(code, (sums.get(code) ?? 0) + w[i]);
  });
  return [...sums.values()].map((sum) => sum / total(w));
}

const mean = (y: readonly number[], w: readonly number[]): number =>
  total(y.map((value, i) => w[i] * value)) / total(w);

/** Impurities as their definitions say. */
export const impurities: Readonly<Record<string, Impurity>> = {
  gini: (y, w) => 1 - total(classShares(y, w).map((p) => p * p)),
  entropy: (y, w) => -total(classShares(y, w).map((p) => p * Math.log2(p))),
  squared_error: (y, w) => {
    const m = mean(y, w);
    return mean(
      y.map((value) => (value - m) ** 2),
      w,
    );
  },
  absolute_error: (y, w) =>
    Math.min(
      ...y.map((m) =>
        mean(
          y.map((value) => Math.abs(value - m)),
          w,
        ),
      ),
    ),
  poisson: (y, w) => {
    const m = mean(y, w);
    if (m <= 0) return Number.POSITIVE_INFINITY;
    return mean(
      y.map((value) => (value > 0 ? value * Math.log(value / m) : 0)),
      w,
    );
  },
};

/** The least weighted impurity of two sides, over all cuts by all features that leave so many samples on each. */
function bestByTrying({ X, y, weights }: NaiveSamples, rows: readonly number[], impurity: Impurity, fewest: number) {
  const cuts: { feature: number; low: number; high: number; mixed: number }[] = [];
  const mixed = (side: readonly number[]): number => {
    const w = side.map((i) => weights[i]);
    return (
      total(w) *
      impurity(
        side.map((i) => y[i]),
        w,
      )
    );
  };
  for (let feature = 0; feature < X[0].length; feature++) {
    const distinct = [...new Set(rows.map((i) => X[i][feature]))].sort((a, b) => a - b);
    for (let k = 1; k < distinct.length; k++) {
      const left = rows.filter((i) => X[i][feature] < distinct[k]);
      const right = rows.filter((i) => X[i][feature] >= distinct[k]);
      if (left.length < fewest || right.length < fewest) continue;
      cuts.push({ feature, low: distinct[k - 1], high: distinct[k], mixed: mixed(left) + mixed(right) });
    }
  }
  return cuts.sort((a, b) => a.mixed - b.mixed);
}

/**
 * Every split of the tree is one than which trying all finds no better, halfway between two values; impurities and weights are as
 * defined; and leaves are where nothing could be split.
 */
export function expectGreedy(tree: Tree, samples: NaiveSamples, impurity: Impurity, fewest = 1): void {
  const { X, y, weights } = samples;
  const visit = (node: number, rows: readonly number[]): void => {
    const w = rows.map((i) => weights[i]);
    const own = impurity(
      rows.map((i) => y[i]),
      w,
    );
    expect(tree.nNodeSamples[node]).toBe(rows.length);
    expect(Math.abs(tree.weightedNNodeSamples[node] - total(w))).toBeLessThan(1e-9 * total(w));
    expect(Math.abs(tree.impurity[node] - own)).toBeLessThan(1e-9 * Math.max(1, own));
    const cuts = bestByTrying(samples, rows, impurity, fewest).filter(({ mixed }) => mixed < Number.POSITIVE_INFINITY);
    const feature = tree.feature[node];
    if (feature < 0) {
      expect(own < 1e-12 || cuts.length === 0, `node ${node} could be split`).toBe(true);
      return;
    }
    const slack = 1e-9 * (1 + Math.abs(cuts[0].mixed));
    const threshold = tree.threshold[node];
    const own_ = cuts.find((cut) => cut.feature === feature && cut.low <= threshold && threshold < cut.high);
    expect(own_, `node ${node} is cut where no cut is`).toBeDefined();
    expect(threshold).toBe((own_?.low ?? 0) / 2 + (own_?.high ?? 0) / 2);
    expect((own_?.mixed ?? 0) - cuts[0].mixed, `node ${node} has a better cut`).toBeLessThan(slack);
    visit(
      tree.childrenLeft[node],
      rows.filter((i) => X[i][feature] <= threshold),
    );
    visit(
      tree.childrenRight[node],
      rows.filter((i) => X[i][feature] > threshold),
    );
  };
  visit(
    0,
    X.map((_, i) => i).filter((i) => weights[i] > 0),
  );
}
