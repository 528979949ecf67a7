import type { Ink } from './ink-of.ts';

/**
 * A part of a picture in another size, antialiased: every new pixel is a mean of the old ones around it, weighted by a triangle
 * as wide as two new pixels, or two old ones where they are larger.
 *
 * @reference Pillow's BILINEAR resampling
 */
export function resized(ink: Ink, box: Box, width: number, height: number): Ink {
  const columns = weights(box.width, width);
  const rows = weights(box.height, height);
  const wide = new Float32Array(box.height * width);
  for (let y = 0; y < box.height; y++) {
    const start = (box.top + y) * ink.width + box.left;
    for (let x = 0; x < width; x++) {
      const { from, shares } = columns[x];
      let sum = 0;
      for (let i = 0; i < shares.length; i++) sum += shares[i] * ink.values[start + from + i];
      wide[y * width + x] = sum;
    }
  }
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const { from, shares } = rows[y];
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = 0; i < shares.length; i++) sum += shares[i] * wide[(from + i) * width + x];
      values[y * width + x] = sum;
    }
  }
  return { width, height, values };
}

/** A rectangle of pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** For every new pixel the old ones it is made of, and their shares. */
function weights(before: number, after: number): { readonly from: number; readonly shares: readonly number[] }[] {
  const scale = before / after;
  const reach = Math.max(1, scale);
  return Array.from({ length: after }, (_, i) => {
    const middle = (i + 0.5) * scale;
    const from = Math.max(0, Math.floor(middle - reach + 0.5));
    const until = Math.min(before, Math.floor(middle + reach + 0.5));
    const shares: number[] = [];
    for (let j = from; j < until; j++) shares.push(Math.max(0, 1 - Math.abs(j + 0.5 - middle) / reach));
    const total = shares.reduce((sum, share) => sum + share, 0);
    return { from, shares: shares.map((share) => share / total) };
  });
}
