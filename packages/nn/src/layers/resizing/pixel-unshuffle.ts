import { permute, reshape, ShapeError, type Tensor } from '@ml/tensor';
import { Layer } from '../layer.ts';

/**
 * The inverse of `pixelShuffle`: y[c·r² + r·i + j, h, w] = x[c, r·h + i, r·w + j].
 *
 * @shape x [..., C, H·r, W·r] → [..., C·r², H, W]
 * @throws {ShapeError} when height or width is no multiple of r
 * @reference torch.nn.functional.pixel_unshuffle
 * @example
 * pixelUnshuffle(tensor([[[1, 2], [3, 4]]]), 2).toArray() // => [[[1]], [[2]], [[3]], [[4]]]
 */
export function pixelUnshuffle(x: Tensor, downscaleFactor: number): Tensor {
  const r = downscaleFactor;
  const [channels, height, width] = x.shape.slice(-3);
  const axis = height % r !== 0 ? -2 : -1;
  if (x.rank < 3 || height % r !== 0 || width % r !== 0) {
    throw new ShapeError({ op: 'pixelUnshuffle', problem: `sizes must be multiples of ${r}`, shapes: [x.shape], axis });
  }
  const leading = x.shape.slice(0, -3);
  const n = leading.length;
  const cells = reshape(x, [...leading, channels, height / r, r, width / r, r]);
  const order = [...leading.keys(), n, n + 2, n + 4, n + 1, n + 3];
  return reshape(permute(cells, order) as Tensor, [...leading, channels * r * r, height / r, width / r]);
}

/**
 * The inverse of `PixelShuffle`: height and width become channels.
 *
 * @shape x [..., C, H·r, W·r] → [..., C·r², H, W]
 * @throws {ShapeError} when height or width is no multiple of r
 * @reference torch.nn.PixelUnshuffle
 * @example
 * new PixelUnshuffle(2).forward(tensor([[[1, 2], [3, 4]]])).toArray() // => [[[1]], [[2]], [[3]], [[4]]]
 */
export class PixelUnshuffle extends Layer {
  readonly downscaleFactor: number;

  constructor(downscaleFactor: number) {
    super();
    this.downscaleFactor = downscaleFactor;
  }

  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.downscaleFactor);
  }
}
