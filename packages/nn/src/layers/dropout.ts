import { dropout, type Rng, type Shape, type Tensor } from '@ml/tensor';
import { Layer, type SameShape } from './layer.ts';

export interface DropoutLayerOptions {
  /** Where the masks come from; the default generator unless given. Save its state to resume bit for bit. */
  readonly rng?: Rng | undefined;
}

/**
 * While training, sets each element to 0 with probability p and divides the others by 1 − p; otherwise passes x through.
 *
 * @shape x [...] → [...]
 * @throws {RangeError} when p is not in 0 … 1
 * @reference Srivastava et al., JMLR 15 (2014); torch.nn.Dropout
 * @example
 * new Dropout(0.5).eval().forward(tensor([1, 2])).toArray() // => [1, 2]
 */
export class Dropout extends Layer<SameShape> {
  readonly p: number;
  readonly rng: Rng | undefined;

  constructor(p = 0.5, { rng }: DropoutLayerOptions = {}) {
    super();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Dropout: p must be in 0 … 1, not ${p}`);
    this.p = p;
    this.rng = rng;
  }

  override forward<S extends Shape>(x: Tensor<S>): Tensor<S> {
    if (!this.training || this.p === 0) return x;
    return dropout(x, this.rng === undefined ? { p: this.p } : { p: this.p, rng: this.rng });
  }
}
