import type { ImageRows } from '@ml/cv/datasets';
import { fromBuffer, type Rng, type Tensor, toTypedArray } from '@ml/tensor';

/** Degrees, share of the size, and pixels by which a digit may differ from how it was written. */
const TURN = 10;
const ZOOM = 0.1;
const SHIFT = 2;

/**
 * Every picture of a batch turned, scaled and moved a little, by bilinear interpolation; what comes in from outside has the
 * value of the first corner: paper.
 *
 * @shape inputs [B, 1, H, W] → the same
 */
export function jitter({ inputs, targets }: ImageRows, rng: Rng): ImageRows {
  const [B, , H, W] = inputs.shape;
  const from = toTypedArray(inputs);
  const to = new Float32Array(from.length);
  for (let b = 0; b < B; b++) {
    const angle = (rng.uniform(-TURN, TURN) * Math.PI) / 180;
    const zoom = rng.uniform(1 - ZOOM, 1 + ZOOM);
    const [right, down] = [rng.uniform(-SHIFT, SHIFT), rng.uniform(-SHIFT, SHIFT)];
    const picture = from.subarray(b * H * W, (b + 1) * H * W) as Float32Array;
    const [cos, sin] = [Math.cos(angle) / zoom, Math.sin(angle) / zoom];
    for (let y = 0; y < H; y++) {
      for (let x = 0; x < W; x++) {
        // Where this pixel comes from, seen from the middle.
        const [dx, dy] = [x - (W - 1) / 2 - right, y - (H - 1) / 2 - down];
        const sourceX = cos * dx + sin * dy + (W - 1) / 2;
        const sourceY = cos * dy - sin * dx + (H - 1) / 2;
        to[(b * H + y) * W + x] = sample(picture, W, H, sourceX, sourceY);
      }
    }
  }
  return { inputs: fromBuffer(to, inputs.shape) as Tensor, targets };
}

function sample(picture: Float32Array, W: number, H: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const at = (row: number, column: number): number =>
    row < 0 || column < 0 || row >= H || column >= W ? picture[0] : picture[row * W + column];
  const above = at(top, left) * (1 - fx) + at(top, left + 1) * fx;
  const below = at(top + 1, left) * (1 - fx) + at(top + 1, left + 1) * fx;
  return above * (1 - fy) + below * fy;
}
