import { fromBuffer, type Tensor } from '@ml/tensor';
import { SIDE } from '../model/digit-net.ts';

/** A picture of a digit as MNIST has it: 28 rows of 28 bytes, 0 is paper and 255 ink. */
export type Pixels = Uint8Array;

/** Mean and standard deviation of the training images' pixels, as PyTorch's example has them. */
const MEAN = 0.1307;
const STD = 0.3081;

/** What the network reads: (x/255 − mean) / std, in float32 as `ImageDataset.normalized` computes it. */
export function normalizedBatch(pictures: readonly Pixels[]): Tensor {
  const size = SIDE * SIDE;
  const values = new Float32Array(pictures.length * size);
  for (const [i, pixels] of pictures.entries())
    for (let at = 0; at < size; at++) values[i * size + at] = normalized(pixels[at]);
  return fromBuffer(values, [pictures.length, 1, SIDE, SIDE]) as Tensor;
}

const [mean32, std32] = [Math.fround(MEAN), Math.fround(STD)];

function normalized(byte: number): number {
  return Math.fround(Math.fround(Math.fround(byte / 255) - mean32) / std32);
}

/** A picture as 784 hexadecimal digits, sixteen shades: what an event can carry. */
export function toShades(pixels: Pixels): string {
  return Array.from(pixels, (byte) => (byte >> 4).toString(16)).join('');
}

export function fromShades(shades: string): Pixels {
  return Uint8Array.from(shades, (digit) => 17 * Number.parseInt(digit, 16));
}
