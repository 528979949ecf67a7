import { noGrad } from '@ml/autograd';
import { copy, type Shape, Tensor, tidy } from '@ml/tensor';

/**
 * A tensor that belongs to a module's state but is not learned: running statistics, masks, caches. The marker is the class:
 * a module's walk finds fields of this type and leaves plain tensors alone.
 */
export class BufferTensor<out S extends Shape = Shape> extends Tensor<S> {
  /** Whether `stateDict` lists it; a mask that the constructor rebuilds need not be saved. */
  readonly persistent: boolean;

  /** @internal use `buffer(x)`; `values` is copied */
  constructor(values: Tensor<S>, { persistent = true }: BufferOptions = {}) {
    const own: Tensor = tidy(() => noGrad(() => copy(values as Tensor)));
    super(own.storage.retain(), own.dtype, values.shape, own.strides, own.offset, 'collector');
    own.dispose();
    this.persistent = persistent;
  }
}

export interface BufferOptions {
  /** Whether `stateDict` lists it; default true. */
  readonly persistent?: boolean;
}

/**
 * Marks a copy of `x` as a buffer: saved and loaded with the module, never learned, freed with it.
 *
 * @shape x [...] → [...]
 * @reference torch.nn.Buffer
 * @example
 * buffer(tensor([1, 2])).persistent // => true
 */
export function buffer<S extends Shape>(x: Tensor<S>, options: BufferOptions = {}): BufferTensor<S> {
  return new BufferTensor<S>(x, options);
}
