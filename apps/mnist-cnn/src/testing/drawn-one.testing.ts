import type { Pixels } from '../digits/pixels.ts';
import { SIDE } from '../model/digit-net.ts';

/** A stroke from top to bottom, four pixels wide and 20 high, its centre of mass in the middle. */
export function drawnOne(): Pixels {
  const pixels = new Uint8Array(SIDE * SIDE);
  for (let y = 4; y < 24; y++) for (let x = 12; x < 16; x++) pixels[y * SIDE + x] = 255;
  return pixels;
}
