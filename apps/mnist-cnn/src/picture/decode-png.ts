import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Picture } from './read-picture.ts';

type Size = Pick<Picture, 'width' | 'height'>;

/** PNG by pngjs, which checks every checksum. */
export const decodePng = {
  /** As the header says, whose chunk must come first; null without one. */
  sizeOf(bytes: Uint8Array): Size | null {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < 33 || view.getUint32(12) !== chunkName('IHDR')) return null;
    return { width: view.getUint32(16), height: view.getUint32(20) };
  },

  decode(bytes: Uint8Array, size: Size): Picture {
    refuseBomb(bytes, size);
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    return { width, height, rgba: data };
  },
};

/** pngjs unpacks interlaced pictures whatever comes out of them: here they may be as large as their header says. */
function refuseBomb(bytes: Uint8Array, { width, height }: Size): void {
  const INTERLACE = 28;
  if (bytes[INTERLACE] === 0) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === chunkName('IDAT')) parts.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  }
  // Eight bytes for a pixel at most, and a byte for each row of each of seven passes.
  inflateSync(Buffer.concat(parts), { maxOutputLength: 8 * width * height + 14 * height + 64 });
}

function chunkName(name: string): number {
  return [...name].reduce((code, letter) => code * 256 + letter.charCodeAt(0), 0);
}
