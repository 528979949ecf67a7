import type { Pixels } from '../digits/pixels.ts';
import { SIDE } from '../model/digit-net.ts';
import type { Ink } from './ink-of.ts';
import { type Box, resized } from './resized.ts';

/** The longer side of a digit; around it is paper. */
const DIGIT = 20;
/** Less ink than this is the edge of a stroke, or dirt. */
const TRACE = 0.15;

/**
 * A digit as MNIST would have it: cut out, its longer side 20 pixels, antialiased, in 28×28 pixels whose middle is its centre of
 * mass.
 *
 * @returns null when there is no ink
 * @reference LeCun et al., Gradient-based learning applied to document recognition (1998), section III.A
 */
export function mnistPixels(ink: Ink): Pixels | null {
  const box = boxOf(ink);
  if (box === null) return null;
  const scale = DIGIT / Math.max(box.width, box.height);
  const width = Math.max(1, Math.round(box.width * scale));
  const height = Math.max(1, Math.round(box.height * scale));
  const digit = resized(ink, box, width, height);
  const [left, top] = [place(massOf(digit, 'x'), width), place(massOf(digit, 'y'), height)];
  // Thin strokes grow pale when they shrink; on MNIST's digits they are as dark as others.
  const darkest = digit.values.reduce((most, value) => Math.max(most, value), 0);
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels[(top + y) * SIDE + left + x] = Math.round((255 * digit.values[y * width + x]) / darkest);
  return pixels;
}

/** Where a digit begins whose centre of mass comes to the middle, all of it inside. */
function place(mass: number, size: number): number {
  return Math.max(0, Math.min(SIDE - size, Math.round(SIDE / 2 - mass)));
}

/** The centre of mass, from the edge of the first pixel. */
function massOf({ width, values }: Ink, axis: 'x' | 'y'): number {
  let [sum, mass] = [0, 0];
  for (const [i, value] of values.entries()) {
    const at = axis === 'x' ? i % width : Math.floor(i / width);
    sum += (at + 0.5) * value;
    mass += value;
  }
  return sum / mass;
}

function boxOf({ width, height, values }: Ink): Box | null {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] < TRACE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < 0 ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}
