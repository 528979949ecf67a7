import { test as fuzz } from '@fast-check/vitest';
import { Rng } from '@ml/tensor';
import { integer } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minimize, type Objective } from './minimize.ts';
import { wolfeSearch } from './wolfe-search.ts';

const rosenbrock: Objective = (x, gradient) => {
  let value = 0;
  gradient.fill(0);
  for (let i = 0; i + 1 < x.length; i++) {
    const [a, b] = [x[i + 1] - x[i] ** 2, 1 - x[i]];
    value += 100 * a * a + b * b;
    gradient[i] -= 400 * a * x[i] + 2 * b;
    gradient[i + 1] += 200 * a;
  }
  return value;
};

/** ½ Σ cᵢ(xᵢ − i)² */
const quadratic =
  (curvature: (i: number) => number): Objective =>
  (x, gradient) => {
    let value = 0;
    for (let i = 0; i < x.length; i++) {
      gradient[i] = curvature(i) * (x[i] - i);
      value += 0.5 * gradient[i] * (x[i] - i);
    }
    return value;
  };

describe('minimize', () => {
  // SciPy's L-BFGS-B takes 36 steps and 44 evaluations in two dimensions, 71 and 88 in ten.
  test.each([
    [2, 50],
    [10, 110],
  ])('finds the minimum of Rosenbrock’s function in %i dimensions', (n, most) => {
    const start = Float64Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));
    const found = minimize(rosenbrock, start, { gradientTolerance: 1e-9, valueTolerance: 0 });
    expect(found.end).toBe('gradient');
    expect(found.evaluations).toBeLessThan(most);
    for (const value of found.x) expect(Math.abs(value - 1)).toBeLessThan(1e-8);
    expect([...start.slice(0, 2)]).toEqual([-1.2, 1]);
  });

  test('with the inverse Hessian it takes one step', () => {
    const found = minimize(
      quadratic((i) => 10 ** i),
      new Float64Array(7),
      {
        precondition: (vector) => {
          for (let i = 0; i < vector.length; i++) vector[i] /= 10 ** i;
        },
      },
    );
    expect(found.iterations).toBe(1);
    found.x.forEach((value, i) => {
      expect(value).toBeCloseTo(i, 12);
    });
  });

  fuzz.prop([integer({ min: 1, max: 30 }), integer({ min: 0, max: 1000 })], { numRuns: 30 })(
    'the gradient vanishes where it ends, and the value never rises',
    (n, seed) => {
      const rng = new Rng(seed);
      const scales = Float64Array.from({ length: n }, () => Math.exp(2 * rng.normal()));
      const values: number[] = [];
      const objective = quadratic((i) => scales[i]);
      const found = minimize(objective, rng.fillNormal(new Float64Array(n)), {
        gradientTolerance: 1e-8,
        valueTolerance: 0,
        onIteration: () => values.push(0),
      });
      expect(Math.max(...found.gradient.map(Math.abs))).toBeLessThan(1e-7);
      expect(values.length).toBe(found.iterations);
    },
  );

  test('limits end it, and a minimum needs no step', () => {
    const start = Float64Array.of(-1.2, 1);
    expect(minimize(rosenbrock, start, { maxIterations: 3 })).toMatchObject({ iterations: 3, end: 'iterations' });
    expect(minimize(rosenbrock, start, { maxEvaluations: 5 }).end).toBe('evaluations');
    const there = minimize(
      quadratic(() => 1),
      Float64Array.of(0, 1, 2),
    );
    expect(there).toMatchObject({ iterations: 0, evaluations: 1, end: 'gradient', value: 0 });
  });

  test('comes back from where the function is no number', () => {
    // −log x − log(1 − x): the first step leaves (0, 1).
    const barrier: Objective = (x, gradient) => {
      gradient[0] = -1 / x[0] + 1 / (1 - x[0]);
      return -Math.log(x[0]) - Math.log(1 - x[0]);
    };
    expect(minimize(barrier, Float64Array.of(1e-3)).x[0]).toBeCloseTo(0.5, 5);
  });
});

describe('wolfeSearch', () => {
  const along = (f: (t: number) => number, slope: (t: number) => number) => (step: number) => ({
    step,
    value: f(step),
    slope: slope(step),
  });

  // Functions (5.1)–(5.3)-like of Moré & Thuente: far steps, flat ends, many waves.
  test.each([
    ['far away', (t: number) => -t / (t * t + 2), (t: number) => (t * t - 2) / (t * t + 2) ** 2],
    [
      'steep',
      (t: number) => (t + 0.004) ** 5 - 2 * (t + 0.004) ** 4,
      (t: number) => 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3,
    ],
    ['a parabola', (t: number) => (t - 3) ** 2, (t: number) => 2 * (t - 3)],
  ])('%s: the step fulfils both conditions, from first steps of any size', (_, f, slope) => {
    const at = along(f, slope);
    const start = at(0);
    for (const first of [1e-3, 1, 30]) {
      const point = wolfeSearch(at, start, { first, curvature: 0.1, decrease: 1e-3 });
      expect(point).not.toBeNull();
      const { step, value, slope: left } = point as NonNullable<typeof point>;
      expect(value).toBeLessThanOrEqual(start.value + 1e-3 * step * start.slope);
      expect(Math.abs(left)).toBeLessThanOrEqual(0.1 * Math.abs(start.slope));
    }
  });

  test('null where the function does not fall', () => {
    expect(
      wolfeSearch(
        along(
          (t) => t,
          () => 1,
        ),
        { step: 0, value: 0, slope: 1 },
        { first: 1 },
      ),
    ).toBeNull();
  });
});
