import { affine, indexSelect, Rng, tidy } from '@ml/tensor';
import { integers, matrix, values, vector } from '../base/values.ts';
import type { Task } from '../parallel/parallel-backend.ts';
import { interceptsOf } from './centered.ts';
import { DescentData } from './descent-data.ts';
import { type DescentSettings, elasticNetPath } from './elastic-net-path.ts';

/** A path of solutions for part of the samples, and the others to judge it on. */
export interface ElasticNetFold extends DescentSettings {
  /** [N, F] row-major; only read. */
  readonly X: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array | null;
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly fitIntercept: boolean;
  readonly alphas: Float64Array;
  readonly l1Ratio: number;
  /** Of a random order of the coordinates; null: one after the other. */
  readonly seed: number | null;
}

/** Mean squared error, by weight, of each α on the samples that were left out. [A] */
export const elasticNetFold: Task<ElasticNetFold, Float64Array> = {
  name: 'elasticNetFold',
  run: ({ X, y, weights, train, test, fitIntercept, alphas, l1Ratio, seed, ...settings }) =>
    tidy(() => {
      const samples = matrix(X, y.length, X.length / y.length);
      const pick = (from: Float64Array, indices: Int32Array): Float64Array =>
        Float64Array.from(indices, (i) => from[i]);
      const own = weights === null ? null : pick(weights, train);
      const options = { weights: own, fitIntercept };
      const centered = new DescentData(indexSelect(samples, 0, integers(train)), pick(y, train), options);
      const rng = seed === null ? null : new Rng(seed);
      const path = elasticNetPath(centered, { ...settings, alphas, l1Ratio, rng });
      const coefs = new Float64Array(path.length * samples.shape[1]);
      path.forEach(({ coef }, a) => {
        coefs.set(coef, a * coef.length);
      });
      const intercepts = vector(Float64Array.from(path, ({ coef }) => interceptsOf(coef, centered)[0]));
      const rest = indexSelect(samples, 0, integers(test));
      const predicted = values(affine(rest, matrix(coefs, path.length, samples.shape[1]), intercepts));
      const errors = new Float64Array(path.length);
      let judged = 0;
      for (let i = 0; i < test.length; i++) {
        const weight = weights === null ? 1 : weights[test[i]];
        judged += weight;
        for (let a = 0; a < errors.length; a++)
          errors[a] += weight * (predicted[i * errors.length + a] - y[test[i]]) ** 2;
      }
      return errors.map((sum) => sum / judged);
    }),
};
