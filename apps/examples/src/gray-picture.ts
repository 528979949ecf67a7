import { PNG } from 'pngjs';

/** A PNG of gray values 0 … 1, row by row. */
export function grayPicture(values: ArrayLike<number>, width: number): Uint8Array {
  const height = values.length / width;
  const png = new PNG({ width, height, colorType: 0 });
  for (let i = 0; i < values.length; i++) {
    const gray = Math.round(255 * Math.min(1, Math.max(0, values[i])));
    png.data.set([gray, gray, gray, 255], 4 * i);
  }
  return PNG.sync.write(png, { colorType: 0 });
}
