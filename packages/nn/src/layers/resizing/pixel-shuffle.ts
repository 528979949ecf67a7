import { permute, reshape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer } from '../layer.ts';

/**
 * Makes r × r channels one of r times the height and width: y[c, r·h + i, r·w + j] = x[c·r² + r·i + j, h, w].
 *
 * @shape x [..., C·r², H, W] → [..., C, H·r, W·r]
 * @throws {ShapeError} when the channels are no multiple of r²
 * @reference Shi et al., arXiv:1609.05158; torch.nn.functional.pixel_shuffle
 * @example
 * pixelShuffle(tensor([[[1]], [[2]], [[3]], [[4]]]), 2).toArray() // => [[[1, 2], [3, 4]]]
 */
export function pixelShuffle(x: Tensor, upscaleFactor: number): Tensor {
  const r = upscaleFactor;
  const [channels, height, width] = x.shape.slice(-3);
  if (x.rank < 3 || channels % (r * r) !== 0) {
    const problem = `the channels must be a multiple of ${r}² = ${r * r}`;
    throw new ShapeError({ op: 'pixelShuffle', problem, shapes: [x.shape], axis: -3 });
  }
  const leading = x.shape.slice(0, -3);
  const n = leading.length;
  const cells = reshape(x, [...leading, channels / (r * r), r, r, height, width]);
  const order = [...leading.keys(), n, n + 3, n + 1, n + 4, n + 2];
  return reshape(permute(cells, order) as Tensor, [...leading, channels / (r * r), height * r, width * r]);
}

/**
 * Makes r × r channels one of r times the height and width.
 *
 * @shape x [..., C·r², H, W] → [..., C, H·r, W·r]
 * @throws {ShapeError} when the channels are no multiple of r²
 * @reference torch.nn.PixelShuffle
 * @example
 * new PixelShuffle(2).forward(tensor([[[1]], [[2]], [[3]], [[4]]])).toArray() // => [[[1, 2], [3, 4]]]
 */
export class PixelShuffle extends Layer {
  readonly upscaleFactor: number;

  constructor(upscaleFactor: number) {
    super();
    this.upscaleFactor = upscaleFactor;
  }

  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.upscaleFactor);
  }
}
