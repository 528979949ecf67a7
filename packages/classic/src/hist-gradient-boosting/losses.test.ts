import { heapView, Rng, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { matrix, vector } from '../base/values.ts';
import {
  absoluteError,
  binomialLoss,
  type Loss,
  multinomialLoss,
  poissonLoss,
  quantileLoss,
  squaredError,
} from './losses.ts';
import { plainLosses } from './plain-losses.testing.ts';
import { put } from './put.testing.ts';

const n = 30;

function draw(outputs: number, classes: number | null, weighted: boolean) {
  const rng = new Rng(outputs);
  const y = Float64Array.from({ length: n }, () => (classes === null ? rng.exponential() : rng.integers(0, classes)));
  const weights = weighted ? Float64Array.from({ length: n }, () => rng.random()) : null;
  return { y, weights, raw: rng.fillNormal(new Float64Array(outputs * n)) };
}

describe.each([
  ['squared', (weighted: boolean) => squaredError(weighted), 1, null],
  ['poisson', () => poissonLoss(), 1, null],
  ['binomial', () => binomialLoss(), 1, 2],
  ['multinomial', () => multinomialLoss(4), 4, 4],
] as const)('%s loss', (name, make, outputs, classes) => {
  test.each([false, true])('derivatives and mean are those of the formulas; weights: %s', (weighted) => {
    tidy(() => {
      const { y, weights, raw } = draw(outputs, classes, weighted);
      const loss: Loss = make(weighted);
      const targets = { y: vector(y), weights: weights === null ? null : vector(weights) };
      const rawTensor = matrix(raw, outputs, n);
      const pairs = put(new Float32Array(2 * outputs * n));
      loss.derivatives(pairs, rawTensor, targets);
      const plain = plainLosses[name];
      let sum = 0;
      let total = 0;
      for (let i = 0; i < n; i++) {
        const own = Array.from({ length: outputs }, (_, k) => raw[k * n + i]);
        const weight = weights?.[i] ?? 1;
        sum += weight * plain.value(y[i], own);
        total += weight;
        for (let k = 0; k < outputs; k++) {
          const at = 2 * (k * n + i);
          expect(heapView(pairs)[at]).toBeCloseTo(weight * plain.first(y[i], own)[k], 6);
          expect(heapView(pairs)[at + 1]).toBeCloseTo(weight * plain.second(y[i], own)[k], 6);
        }
      }
      expect(loss.mean(rawTensor, targets)).toBeCloseTo(sum / total, 12);
    });
  });
});

describe.each([
  ['squared', (weighted: boolean) => squaredError(weighted), 1, null],
  ['poisson', () => poissonLoss(), 1, null],
  ['binomial', () => binomialLoss(), 1, 2],
  ['multinomial', () => multinomialLoss(4), 4, 4],
  ['absolute', (weighted: boolean) => absoluteError(weighted), 1, null],
  ['quantile', (weighted: boolean) => quantileLoss(0.3, weighted), 1, null],
] as const)('%s loss', (_, make, outputs, classes) => {
  test.each([false, true])('no constant is better than the baseline; weights: %s', (weighted) => {
    tidy(() => {
      const { y, weights } = draw(outputs, classes, weighted);
      const loss: Loss = make(weighted);
      const targets = { y: vector(y), weights: weights === null ? null : vector(weights) };
      const constant = (shift: readonly number[]) =>
        loss.mean(
          matrix(
            Float64Array.from(
              { length: outputs * n },
              (_, i) => loss.baseline(targets)[Math.floor(i / n)] + (shift[Math.floor(i / n)] ?? 0),
            ),
            outputs,
            n,
          ),
          targets,
        );
      const best = constant([]);
      for (const step of [0.05, -0.05]) expect(constant([step])).toBeGreaterThan(best);
    });
  });
});

test('binomial derivatives stay finite and exact far out', () => {
  tidy(() => {
    const pairs = put(new Float32Array(8));
    const targets = { y: vector([0, 1, 0, 1]), weights: null };
    binomialLoss().derivatives(pairs, matrix([-800, -800, 800, 800], 1, 4), targets);
    expect(Array.from(heapView(pairs)).map((v) => v + 0)).toEqual([0, 0, -1, 0, 1, 0, 0, 0]);
    binomialLoss().derivatives(pairs, matrix([-40, 40, 0, 0], 1, 4), targets);
    expect(heapView(pairs)[0]).toBeCloseTo(Math.exp(-40), 23);
    expect(heapView(pairs)[2]).toBeCloseTo(-Math.exp(-40), 23);
  });
});
