import { Rng, toTypedArray } from '@ml/tensor';
import { expect, test } from 'vitest';
import { drawnOne } from '../testing/drawn-one.testing.ts';
import { pixelsOf } from './digit-at.ts';
import { jitter } from './jitter.ts';
import { loadDigits } from './load-digits.ts';
import { fromShades, normalizedBatch, toShades } from './pixels.ts';

test('pictures are normalised bit for bit as the training digits are', async () => {
  const digits = await loadDigits('test');
  const expected = digits.normalized().get(3).inputs;
  expect(toTypedArray(normalizedBatch([pixelsOf(digits, 3)]))).toEqual(toTypedArray(expected));
});

test('shades keep four bits of every pixel', () => {
  const pixels = drawnOne().map((ink, i) => (ink === 0 ? 0 : i % 256));
  expect(toShades(pixels)).toHaveLength(784);
  for (const [i, shade] of fromShades(toShades(pixels)).entries()) expect(Math.abs(shade - pixels[i])).toBeLessThan(17);
});

test('jitter moves a digit a little, the same for the same generator, and nothing else', () => {
  const batch = { inputs: normalizedBatch([drawnOne(), drawnOne()]), targets: normalizedBatch([]) };
  const [first, again] = [jitter(batch, new Rng(1)), jitter(batch, new Rng(1))];
  expect(first.inputs.shape).toEqual([2, 1, 28, 28]);
  expect(toTypedArray(first.inputs)).toEqual(toTypedArray(again.inputs));
  expect(first.targets).toBe(batch.targets);
  const [before, after] = [toTypedArray(batch.inputs), toTypedArray(first.inputs)];
  const ink = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value - before[0], 0);
  expect(after).not.toEqual(before);
  expect(after[0]).toBeCloseTo(before[0], 6);
  expect(ink(after) / ink(before)).toBeGreaterThan(0.8);
  expect(ink(after) / ink(before)).toBeLessThan(1.25);
  expect(after.subarray(784)).not.toEqual(after.subarray(0, 784));
});
