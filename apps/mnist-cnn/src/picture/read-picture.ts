import { readFileSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { errorCode } from '@ml/terminal';
import { decodeJpeg } from './decode-jpeg.ts';
import { decodePng } from './decode-png.ts';
import { PictureError } from './picture-error.ts';

/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of every pixel, row by row. */
  readonly rgba: Uint8Array;
}

/** Beyond these nothing is decoded: no photograph of a digit needs more, and a forged header might claim anything. */
const MOST_BYTES = 32 * 2 ** 20;
const MOST_PIXELS = 40e6;

const formats = {
  PNG: { begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], endings: ['.png'], ...decodePng },
  JPEG: { begins: [0xff, 0xd8, 0xff], endings: ['.jpg', '.jpeg', '.jpe', '.jfif'], ...decodeJpeg },
} as const;

/**
 * The picture in a PNG or JPEG file. What it claims to be is looked at before anything is decoded.
 *
 * @throws {PictureError} for what is missing, too large, truncated, of another format, or not what its name says
 */
export function readPicture(path: string): Picture {
  const bytes = readBytes(path);
  const found = Object.entries(formats).find(([, { begins }]) => begins.every((byte, i) => bytes[i] === byte));
  if (found === undefined) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new PictureError(path, `is neither a PNG nor a JPEG picture: it begins with ${start}`);
  }
  const [format, { sizeOf, decode }] = found;
  checkName(path, format);
  const size = sizeOf(bytes);
  if (size === null) throw new PictureError(path, `is a damaged ${format} picture: it does not say how large it is`);
  const { width, height } = size;
  if (width === 0 || height === 0) throw new PictureError(path, `is a ${format} picture of ${width}×${height} pixels`);
  if (width * height > MOST_PIXELS)
    throw new PictureError(
      path,
      `is too large: ${width}×${height} pixels, and ${MOST_PIXELS / 1e6} million are allowed`,
    );
  try {
    return decode(bytes, size);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PictureError(path, `is a damaged ${format} picture: ${reason}`, error);
  }
}

/** A file that is something else than its name says is more often a mistake than meant. */
function checkName(path: string, format: string): void {
  const ending = extname(path).toLowerCase();
  const claimed = Object.entries(formats).find(([, { endings }]) => (endings as readonly string[]).includes(ending));
  if (claimed !== undefined && claimed[0] !== format)
    throw new PictureError(
      path,
      `is a ${format} picture under the name of a ${claimed[0]}; rename it to end in ${formats[format as keyof typeof formats].endings[0]}`,
    );
}

function readBytes(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    const status = statSync(path);
    if (status.isDirectory()) throw new PictureError(path, 'is a folder; give a picture');
    if (!status.isFile()) throw new PictureError(path, 'is a device; give a picture');
    if (status.size > MOST_BYTES)
      throw new PictureError(path, `is too large: ${status.size} bytes, and ${MOST_BYTES} are allowed`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const code = errorCode(error);
    const reasons: Record<string, string> = { ENOENT: 'does not exist', EACCES: 'may not be read: permission denied' };
    throw new PictureError(path, reasons[code ?? ''] ?? `cannot be read: ${code ?? String(error)}`, error);
  }
  if (bytes.length === 0) throw new PictureError(path, 'is empty');
  return bytes;
}
