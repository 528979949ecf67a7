import { describe, expect, test } from 'vitest';
import {
  affine,
  affineGelu,
  apply,
  gelu,
  geluBackward,
  getThreads,
  ones,
  primitives,
  Rng,
  randn,
  setGemmProvider,
  setThreads,
  type Tensor,
  tidy,
  transpose,
} from '../index.ts';

const forms = [
  ['none', 'float32'],
  ['tanh', 'float32'],
  ['none', 'float64'],
  ['tanh', 'float64'],
] as const;

describe.each(forms)('affineGelu, %s, %s', (approximate, dtype) => {
  const rng = new Rng(7);
  const x: Tensor = randn([3, 5, 6], { rng, dtype });
  const weight: Tensor = transpose(randn([6, 7], { rng, dtype }));
  const bias: Tensor = randn([7], { rng, dtype });

  test.each([
    ['with bias', bias],
    ['without bias', null],
  ])('%s: recorded or not, it is gelu of affine to the bit', (_, offset) => {
    const sum = affine(x, weight, offset);
    const want = gelu(sum, { approximate }).toTypedArray();
    expect(affineGelu(x, weight, offset, { approximate }).toTypedArray()).toEqual(want);
    const [y, slope] = apply(primitives.affineGelu, offset === null ? [x, weight] : [x, weight, offset], {
      approximate,
    });
    expect(y.toTypedArray()).toEqual(want);
    expect(slope.toTypedArray()).toEqual(
      geluBackward(ones([3, 5, 7], { dtype }) as Tensor, sum, approximate).toTypedArray(),
    );
  });
});

test('the same bits for 1, 2, 3 and 8 threads', () => {
  const rng = new Rng(8);
  const [x, weight, bias]: Tensor[] = [randn([301, 64], { rng }), randn([403, 64], { rng }), randn([403], { rng })];
  const compute = () =>
    tidy(() => apply(primitives.affineGelu, [x, weight, bias], { approximate: 'tanh' }).map((y) => y.toTypedArray()));
  const before = getThreads();
  setThreads(1);
  const alone = compute();
  for (const threads of [2, 3, 8]) {
    setThreads(threads);
    expect(compute()).toEqual(alone);
  }
  setThreads(before);
});

test('a provider is asked for the product and its bias only', () => {
  const rng = new Rng(9);
  const [x, weight, bias]: Tensor[] = [randn([4, 3], { rng }), randn([5, 3], { rng }), randn([5], { rng })];
  const want = affineGelu(x, weight, bias).toTypedArray();
  const asked: [number, boolean][] = [];
  setGemmProvider((_dtype, { n, bias: offset = 0 }) => {
    asked.push([n, offset !== 0]);
    return false;
  });
  expect(affineGelu(x, weight, bias).toTypedArray()).toEqual(want);
  setGemmProvider(null);
  expect(asked).toEqual([[5, true]]);
});

test('no rows and no features', () => {
  expect(affineGelu(ones([0, 3]), ones([2, 3])).shape).toEqual([0, 2]);
  expect(affineGelu(ones([2, 0]), ones([1, 0]), ones([1])).toArray()).toEqual(gelu(ones([2, 1])).toArray());
});

test('errors name it', () => {
  expect(() => affineGelu(ones([2, 3]), ones([4, 5]))).toThrow('affineGelu: x has 3 features, weight takes 5');
  expect(() => affineGelu(ones([2, 3]), ones([4, 3]), null, { approximate: 'fast' as 'tanh' })).toThrow(
    "affineGelu: approximate is 'fast', expected 'none' or 'tanh'",
  );
});
