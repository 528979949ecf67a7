import { allocate, engine, heapView, type Tensor } from '@ml/tensor';

const float64Names = ['gradient', 'noRise', 'noFall', 'diagonal'] as const;

/** Arrays by place over which kernels loop; all but the last are as long as there are variables. */
interface Arrays<F, I> {
  /** Kβ + q */
  readonly gradient: F;
  /** 0 where the variable can rise (fall), Infinity where it cannot: added to gradients, they save the loops a branch. */
  readonly noRise: F;
  readonly noFall: F;
  /** k(x, x) */
  readonly diagonal: F;
  /** Position of the variable's sample in the rows of the cache. */
  readonly column: I;
  /** What kernels found. */
  readonly found: F;
}

/** The arrays of the solver in the memory of tensors; they belong to the scope in which they are made. */
export class HeapArrays {
  readonly addresses: Arrays<number, number>;
  readonly #tensors: Arrays<Tensor, Tensor>;
  #views: Arrays<Float64Array, Int32Array>;
  #buffer: ArrayBufferLike;

  constructor(n: number) {
    const [gradient, noRise, noFall, diagonal] = float64Names.map(() => allocate([n], 'float64'));
    const tensors = {
      gradient,
      noRise,
      noFall,
      diagonal,
      column: allocate([n], 'int32'),
      found: allocate([3], 'float64'),
    };
    this.#tensors = tensors;
    this.addresses = {
      gradient: gradient.address,
      noRise: noRise.address,
      noFall: noFall.address,
      diagonal: diagonal.address,
      column: tensors.column.address,
      found: tensors.found.address,
    };
    this.#buffer = engine.memory.buffer;
    this.#views = this.#view();
  }

  /** As typed arrays: to be asked for anew after anything was allocated, for memory that grows has another buffer. */
  get views(): Arrays<Float64Array, Int32Array> {
    if (engine.memory.buffer !== this.#buffer) {
      this.#buffer = engine.memory.buffer;
      this.#views = this.#view();
    }
    return this.#views;
  }

  #view(): Arrays<Float64Array, Int32Array> {
    const float64 = (tensor: Tensor): Float64Array => heapView(tensor) as Float64Array;
    const { gradient, noRise, noFall, diagonal, column, found } = this.#tensors;
    return {
      gradient: float64(gradient),
      noRise: float64(noRise),
      noFall: float64(noFall),
      diagonal: float64(diagonal),
      column: heapView(column) as Int32Array,
      found: float64(found),
    };
  }
}
