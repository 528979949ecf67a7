import type { Picture } from './read-picture.ts';

/** How much ink there is on every pixel, 0 (paper) to 1. */
export interface Ink {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** A picture whose lightest and darkest pixels differ less than this has nothing on it. */
const LEAST_CONTRAST = 0.1;

/**
 * Ink on paper, whichever of them is dark: the border says what paper looks like, and ink is what differs from it most. Where
 * paper is uneven, the unevenness of the border does not count as ink.
 *
 * @returns null when all is of one shade
 */
export function inkOf(picture: Picture): Ink | null {
  const { width, height } = picture;
  const shades = shadesOf(picture);
  const border = borderOf(shades, width, height).sort();
  const paper = border[border.length >> 1];
  let [darkest, lightest] = [paper, paper];
  for (const shade of shades) {
    if (shade < darkest) darkest = shade;
    if (shade > lightest) lightest = shade;
  }
  const reach = Math.max(paper - darkest, lightest - paper);
  if (reach < LEAST_CONTRAST) return null;
  const sign = paper - darkest >= lightest - paper ? 1 : -1;
  // Nine tenths of the border are paper, however uneven: a digit may touch the rest.
  const off = border.map((shade) => Math.max(0, sign * (paper - shade)) / reach).sort();
  const floor = Math.min(0.5, off[Math.floor(0.9 * (off.length - 1))]);
  const values = shades.map((shade) => Math.max(0, ((sign * (paper - shade)) / reach - floor) / (1 - floor)));
  return { width, height, values };
}

/** Brightness in 0 … 1. What is transparent shows a ground that is unlike what is on it. */
function shadesOf({ width, height, rgba }: Picture): Float32Array {
  const size = width * height;
  const shades = new Float32Array(size);
  let [sum, weight] = [0, 0];
  for (let i = 0; i < size; i++) {
    const alpha = rgba[4 * i + 3] / 255;
    shades[i] = (0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]) / 255;
    sum += alpha * shades[i];
    weight += alpha;
  }
  if (weight === size) return shades;
  const ground = weight > 0 && sum / weight > 0.5 ? 0 : 1;
  for (let i = 0; i < size; i++) {
    const alpha = rgba[4 * i + 3] / 255;
    shades[i] = alpha * shades[i] + (1 - alpha) * ground;
  }
  return shades;
}

/** The pixels of a frame as wide as a fiftieth of the picture, one at least. */
function borderOf(shades: Float32Array, width: number, height: number): Float32Array {
  const frame = Math.max(1, Math.round(Math.min(width, height) / 50));
  const border: number[] = [];
  for (let y = 0; y < height; y++) {
    const inside = y >= frame && y < height - frame;
    for (let x = 0; x < width; x++) {
      if (inside && x === frame && width - frame > x) x = width - frame;
      border.push(shades[y * width + x]);
    }
  }
  return Float32Array.from(border);
}
