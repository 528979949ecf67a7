import { readFileSync } from 'node:fs';
import { memory, ShapeError, type Tensor, tensor, tidy } from '@ml/tensor';
import { expect, test } from 'vitest';
import { DataFileError } from './data-errors.ts';
import { ImageDataset } from './image-dataset.ts';

interface Fixture {
  readonly cases: readonly { name: string; mean: number[]; std: number[]; values: number[] }[];
}

const { cases }: Fixture = JSON.parse(readFileSync(new URL('../../fixtures/normalize.json', import.meta.url), 'utf8'));
const labels = (values: number[]) => tensor(values, { dtype: 'int32' }) as Tensor;

/** Two images that have every byte in every channel. */
function ramps(channels: number): Tensor {
  const bytes = Uint8Array.from({ length: 2 * channels * 256 }, (_, i) => i);
  return tensor(bytes).reshape([2, channels, 16, 16]) as Tensor;
}

test.each(cases)(
  'every byte becomes the float32 that ToTensor and Normalize give in PyTorch: $name',
  ({ mean, std, values }) => {
    const data = new ImageDataset(ramps(mean.length), labels([0, 1]), ['a', 'b'], { mean, std });
    const { inputs, targets } = data.normalized().get(1);
    expect([inputs.dtype, inputs.shape]).toEqual(['float32', [mean.length, 16, 16]]);
    expect([...inputs.toTypedArray()]).toEqual(values);
    const batch = data.normalized().getMany?.(Int32Array.of(1, 0));
    expect([...(batch?.inputs.toTypedArray() ?? [])]).toEqual([...values, ...values]);
    expect([batch?.targets.dtype, batch?.targets.toArray(), targets.item()]).toEqual(['int32', [1, 0], 1]);
  },
);

test('one number does for all channels, and any normalisation can be asked for', () => {
  const data = new ImageDataset(ramps(3), labels([0, 0]), ['a'], { mean: 0.5, std: 0.5 });
  const { inputs } = data.normalized({ mean: 0, std: 1 }).get(0);
  expect([...inputs.toTypedArray()].slice(0, 256)).toEqual(Array.from({ length: 256 }, (_, i) => Math.fround(i / 255)));
  expect(data.normalized().get(0).inputs.max().item()).toBe(1);
});

test('batches leave nothing behind', () => {
  const data = new ImageDataset(ramps(3), labels([0, 0]), ['a'], { mean: [1, 2, 3], std: [1, 2, 3] }).normalized();
  const before = memory.report().liveBytes;
  for (let i = 0; i < 200; i++) tidy(() => void data.getMany?.(Int32Array.of(0, 1)));
  expect(memory.report().liveBytes).toBe(before);
});

test.each([
  [[0, 2], 'labels run from 0 to 2, but there are 2 classes'],
  [[-1, 0], 'labels run from -1 to 0, but there are 2 classes'],
])('refuses labels %j', (values, message) => {
  const make = () => new ImageDataset(ramps(1), labels(values), ['a', 'b'], { mean: 0, std: 1 });
  expect(make).toThrow(DataFileError);
  expect(make).toThrow(message);
});

test('refuses shapes that do not fit', () => {
  const make = (images: Tensor, targets: Tensor) => () => new ImageDataset(images, targets, ['a'], { mean: 0, std: 1 });
  expect(make(ramps(1), labels([0]))).toThrow(ShapeError);
  expect(make(ramps(1).reshape([2, 256]) as Tensor, labels([0, 0]))).toThrow(
    'expected images [N, C, H, W] and labels [N]',
  );
});
