import jpeg from 'jpeg-js';
import type { Picture } from './read-picture.ts';

type Size = Pick<Picture, 'width' | 'height'>;

/** JPEG, baseline and progressive, by jpeg-js. */
export const decodeJpeg = {
  /** As the frame header says; null without one. */
  sizeOf(bytes: Uint8Array): Size | null {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
      const marker = bytes[at + 1];
      if (marker === 0xff) at++;
      else if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      else at += 2 + view.getUint16(at + 2);
    }
    return null;
  },

  decode(bytes: Uint8Array): Picture {
    const { width, height, data } = jpeg.decode(bytes, {
      useTArray: true,
      formatAsRGBA: true,
      tolerantDecoding: false,
      maxResolutionInMP: 40,
      maxMemoryUsageInMB: 1024,
    });
    return { width, height, rgba: data };
  },
};

/** SOF0 … SOF15 but for three other markers between them. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
