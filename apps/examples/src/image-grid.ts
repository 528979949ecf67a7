import { type Tensor, toTypedArray } from '@ml/tensor';
import { grayPicture } from './gray-picture.ts';

/** How many pixels of the picture each pixel of an image takes, in each direction. */
const zoom = 2;

/**
 * A PNG of square images, row by row, a dark line between them; each list begins a new row.
 *
 * @param rows each [N, S·S] with values 0 … 1
 */
export function imageGrid(rows: readonly Tensor[]): Uint8Array {
  const side = Math.sqrt(rows[0].shape[1]);
  const columns = Math.max(...rows.map(({ shape }) => shape[0]));
  const cell = zoom * side + zoom;
  const width = columns * cell + zoom;
  const height = rows.length * cell + zoom;
  const gray = new Float32Array(width * height).fill(0.25);
  for (const [r, images] of rows.entries()) {
    const values = toTypedArray(images);
    for (let i = 0; i < values.length; i++) {
      const top = r * cell + zoom + zoom * (Math.floor(i / side) % side);
      const left = Math.floor(i / (side * side)) * cell + zoom + zoom * (i % side);
      for (let y = top; y < top + zoom; y++) gray.fill(values[i], y * width + left, y * width + left + zoom);
    }
  }
  return grayPicture(gray, width);
}
