import { test as fuzz } from '@fast-check/vitest';
import { Rng, tidy } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe } from 'vitest';
import { matrix } from '../base/values.ts';
import { expectClose } from '../fixture.testing.ts';
import { featureVariances, rowDistances } from './row-distances.ts';

const size = (max: number) => integer({ min: 1, max });

describe('kernels of mixtures agree with plain loops', () => {
  fuzz.prop([integer({ min: 0, max: 999 }), size(40), size(9), size(5)], { numRuns: 40 })(
    'any size',
    (seed, n, f, k) => {
      const rng = new Rng(seed);
      const draw = (count: number) => rng.fillNormal(new Float64Array(count));
      const [x, c, p, s] = [draw(n * f), draw(k * f), draw(k * f), rng.fillRandom(new Float64Array(k * n))];
      const counts = Float64Array.from({ length: k }, (_, i) => i + 1);
      const distances = (factors: Float64Array) =>
        Array.from({ length: k }, (_, a) =>
          Array.from({ length: n }, (__, i) => {
            let sum = 0;
            for (let j = 0; j < f; j++) sum += (factors[a * f + j] * (x[i * f + j] - c[a * f + j])) ** 2;
            return sum;
          }),
        );
      const variances = Array.from({ length: k * f }, (_, at) => {
        const [a, j] = [Math.floor(at / f), at % f];
        let sum = 0;
        for (let i = 0; i < n; i++) sum += s[a * n + i] * (x[i * f + j] - c[at]) ** 2;
        return sum / counts[a];
      });
      tidy(() => {
        const [X, S] = [matrix(x, n, f), matrix(s, k, n)];
        expectClose(rowDistances(X, c, p), distances(p), 1e-14);
        expectClose(rowDistances(X, c), distances(new Float64Array(k * f).fill(1)), 1e-14);
        expectClose(featureVariances(X, S, counts, c), variances, 1e-14);
      });
    },
  );
});
