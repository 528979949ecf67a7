import { dropout, mul, ones, type Rng, type Shape, ShapeError, type Tensor } from '@ml/tensor';
import type { DropoutLayerOptions } from './dropout.ts';
import { Layer, type SameShape } from './layer.ts';

/** While training, sets whole channels to 0 with probability p and divides the others by 1 − p. */
abstract class ChannelDropout extends Layer<SameShape> {
  readonly p: number;
  readonly rng: Rng | undefined;

  constructor(p = 0.5, { rng }: DropoutLayerOptions = {}) {
    super();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`${this.constructor.name}: p must be in 0 … 1, not ${p}`);
    this.p = p;
    this.rng = rng;
  }

  /** Axes behind the channels. */
  protected abstract spatialAxes(): number;

  /** @shape x [N, C, ...] → as x */
  override forward<S extends Shape>(x: Tensor<S>): Tensor<S>;
  override forward(x: Tensor): Tensor {
    const rank = 2 + this.spatialAxes();
    if (x.rank !== rank) {
      const problem = `x must have ${rank} axes, but has ${x.rank}`;
      throw new ShapeError({ op: this.constructor.name, problem, shapes: [x.shape] });
    }
    if (!this.training || this.p === 0) return x;
    const channels = ones([...x.shape.slice(0, 2), ...Array<number>(rank - 2).fill(1)], {
      dtype: x.dtype === 'float64' ? 'float64' : 'float32',
    });
    return mul(x, dropout(channels, this.rng === undefined ? { p: this.p } : { p: this.p, rng: this.rng }) as Tensor);
  }
}

/**
 * While training, sets whole channels of signals to 0 with probability p and divides the others by 1 − p.
 *
 * @shape x [N, C, L] → as x
 * @reference torch.nn.Dropout1d
 */
export class Dropout1d extends ChannelDropout {
  protected override spatialAxes(): number {
    return 1;
  }
}

/**
 * While training, sets whole channels of images to 0 with probability p and divides the others by 1 − p: neighbouring pixels say
 * the same, so dropping single ones would hide nothing.
 *
 * @shape x [N, C, H, W] → as x
 * @reference Tompson et al., arXiv:1411.4280; torch.nn.Dropout2d
 * @example
 * new Dropout2d(0.5).eval().forward(ones([1, 1, 1, 2])).toArray() // => [[[[1, 1]]]]
 */
export class Dropout2d extends ChannelDropout {
  protected override spatialAxes(): number {
    return 2;
  }
}

/**
 * While training, sets whole channels of volumes to 0 with probability p and divides the others by 1 − p.
 *
 * @shape x [N, C, D, H, W] → as x
 * @reference torch.nn.Dropout3d
 */
export class Dropout3d extends ChannelDropout {
  protected override spatialAxes(): number {
    return 3;
  }
}
