import { createHash } from 'node:crypto';
import { DataLoader } from '@ml/nn';
import { Rng, type Tensor } from '@ml/tensor';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ImageDataset } from './image-dataset.ts';
import { mnist } from './mnist.ts';

/** The package is a devDependency: nothing is downloaded. */
const options = { download: false, root: '/nonexistent' };
let train: ImageDataset;
let testing: ImageDataset;
beforeAll(async () => {
  train = await mnist(options);
  testing = await mnist({ ...options, train: false });
});

const bytes = (x: Tensor) => x.toTypedArray() as Uint8Array;

function moments(images: Tensor): { mean: number; std: number } {
  let [sum, squares] = [0, 0];
  const values = bytes(images);
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  return { mean: mean / 255, std: Math.sqrt(squares / values.length - mean * mean) / 255 };
}

const classCounts = (labels: Tensor) =>
  [...(labels.toTypedArray() as Int32Array)].reduce((n, k) => n.with(k, n[k] + 1), new Array<number>(10).fill(0));

test('has the shapes and types of the published files', () => {
  expect([train.images.shape, train.images.dtype]).toEqual([[60_000, 1, 28, 28], 'uint8']);
  expect([train.labels.shape, train.labels.dtype]).toEqual([[60_000], 'int32']);
  expect([testing.images.shape, testing.labels.shape]).toEqual([[10_000, 1, 28, 28], [10_000]]);
  expect([train.length, testing.length, train.classes[7]]).toEqual([60_000, 10_000, '7']);
});

// The counts are those of http://yann.lecun.com/exdb/mnist as torchvision 0.14 reads it.
test('has every digit as often as it should', () => {
  expect(classCounts(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  expect(classCounts(testing.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  expect([...(train.labels.toTypedArray() as Int32Array)].slice(0, 10)).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
});

test('has the mean and standard deviation that everybody normalises with', () => {
  const { mean, std } = moments(train.images);
  expect(Math.abs(mean - 0.1307)).toBeLessThan(5e-5);
  expect(Math.abs(std - 0.3081)).toBeLessThan(5e-5);
});

test.each([
  [
    'train',
    'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    [0, 0, 8, 3, 0, 0, 0xea, 0x60, 0, 0, 0, 28, 0, 0, 0, 28],
  ],
  [
    'test',
    '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    [0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28],
  ],
])('with the header before them, the %s pixels are the file bit for bit', (half, sha256, header) => {
  const { images } = half === 'train' ? train : testing;
  const digest = createHash('sha256').update(Uint8Array.from(header)).update(bytes(images)).digest('hex');
  expect(digest).toBe(sha256);
});

describe('through a loader', () => {
  test('an epoch of normalised batches has mean 0 and standard deviation 1, and every image once', () => {
    const loader = new DataLoader(testing.normalized(), { batchSize: 256, shuffle: true, rng: new Rng(0) });
    let [sum, squares, count] = [0, 0, 0];
    const seen = new Array<number>(10).fill(0);
    for (const { inputs, targets } of loader) {
      sum += inputs.sum().item();
      squares += inputs.square().sum().item();
      count += inputs.size;
      for (const k of targets.toTypedArray()) seen[k]++;
    }
    const { mean, std } = moments(testing.images);
    expect(count).toBe(7_840_000);
    expect(seen).toEqual(classCounts(testing.labels));
    expect(sum / count).toBeCloseTo((mean - 0.1307) / 0.3081, 5);
    expect(Math.sqrt(squares / count - (sum / count) ** 2)).toBeCloseTo(std / 0.3081, 5);
  });
});
