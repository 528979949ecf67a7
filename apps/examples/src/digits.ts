import { noGrad } from '@ml/autograd';
import { type ImageDataset, mnist } from '@ml/cv/datasets';
import { cast, indexSelect, mul, type Rng, reshape, slice, type Tensor, tidy } from '@ml/tensor';

export interface DigitBatch {
  /** [B, 784], from 0 (paper) to 1 (ink) */
  readonly x: Tensor;
  /** [B], 0 … 9 */
  readonly labels: Tensor;
}

/** Handwritten digits, which stay bytes until they are asked for. */
export class Digits {
  readonly #images: Tensor; // [N, 1, 28, 28] uint8
  readonly #labels: Tensor; // [N] int32

  constructor({ images, labels }: ImageDataset) {
    this.#images = images;
    this.#labels = labels;
  }

  /** `count` digits drawn at random. */
  sample(count: number, rng: Rng): DigitBatch {
    const ids = Array.from({ length: count }, () => rng.integers(this.#labels.size));
    return batchOf(indexSelect(this.#images, 0, ids), indexSelect(this.#labels, 0, ids));
  }

  /** The first digits. */
  first(count: number): DigitBatch {
    return this.#range(0, count);
  }

  /** The mean of what `measure` finds on each thousand of the digits, without gradients. */
  mean(measure: (batch: DigitBatch) => number): number {
    const starts = Array.from({ length: this.#labels.size / 1000 }, (_, i) => 1000 * i);
    const each = starts.map((start) => tidy(() => noGrad(() => measure(this.#range(start, start + 1000)))));
    return each.reduce((sum, value) => sum + value, 0) / each.length;
  }

  #range(start: number, stop: number): DigitBatch {
    return batchOf(slice(this.#images, { start, stop }) as Tensor, slice(this.#labels, { start, stop }) as Tensor);
  }
}

function batchOf(images: Tensor, labels: Tensor): DigitBatch {
  return { x: reshape(mul(cast(images, 'float32'), 1 / 255), [images.shape[0], 784]) as Tensor, labels };
}

/** The 60,000 digits of MNIST to learn from, and the 10,000 to be tested with. */
export async function loadDigits(): Promise<{ train: Digits; test: Digits }> {
  const half = async (train: boolean): Promise<Digits> => new Digits(await mnist({ train, from: import.meta.url }));
  return { train: await half(true), test: await half(false) };
}
