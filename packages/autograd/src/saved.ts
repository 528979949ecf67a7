import { formatShape, type Tensor, viewOf } from '@ml/tensor';
import { GradientError } from './gradient-error.ts';

/** A value kept for a gradient: it shares the storage of the original and notices when that is written to. */
export class Saved {
  readonly #value: Tensor;
  readonly #version: number;

  constructor(x: Tensor) {
    this.#value = viewOf(x, x.shape, x.strides, x.offset, 'maker');
    this.#version = x.storage.version;
  }

  /** @param op the operation it was saved for, named in the error */
  read(op: string): Tensor {
    if (this.#value.storage.version !== this.#version) {
      throw new GradientError(
        `a tensor of shape ${formatShape(this.#value.shape)} saved for ${op} was modified in place before the backward pass; ` +
          'modify it afterwards, or modify a copy',
      );
    }
    return this.#value;
  }

  drop(): void {
    this.#value.dispose();
  }
}
