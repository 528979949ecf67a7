import { PNG } from 'pngjs';
import { DataFileError } from './data-errors.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * The pixels of a PNG of known size, three bytes each.
 *
 * @throws {DataFileError} when it is none, of another size, or broken
 */
export function decodeRgb(where: string, png: Uint8Array, width: number, height: number): Uint8Array {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  if (bytes.length < 24 || signature.some((byte, i) => bytes[i] !== byte))
    throw new DataFileError(`${where} is not a PNG`);
  // Looked at before the decoder makes room for what the header claims.
  const [w, h] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (w !== width || h !== height) throw new DataFileError(`${where} is ${w} × ${h} pixels, not ${width} × ${height}`);
  let rgba: Uint8Array;
  try {
    rgba = PNG.sync.read(bytes).data;
  } catch (cause) {
    throw new DataFileError(`${where} cannot be decoded: ${(cause as Error).message}`, { cause });
  }
  const out = new Uint8Array(3 * width * height);
  for (let i = 0, from = 0; i < out.length; i += 3, from += 4) {
    out[i] = rgba[from];
    out[i + 1] = rgba[from + 1];
    out[i + 2] = rgba[from + 2];
  }
  return out;
}
