import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { temporaryFolder } from '@ml/terminal/testing';
import jpeg from 'jpeg-js';
import { PNG, type PNGOptions } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { drawnOne } from '../testing/drawn-one.testing.ts';
import { inkOf } from './ink-of.ts';
import { mnistPixels } from './mnist-pixels.ts';
import { readPicture } from './read-picture.ts';

interface Look {
  readonly scale?: number;
  readonly invert?: boolean;
  /** Paper all around, in pixels, left and top twice as wide. */
  readonly margin?: number;
  readonly transparent?: boolean;
}

/** The stroke on a larger picture: red, green, blue, alpha. */
function drawing({ scale = 1, invert = false, margin = 0, transparent = false }: Look = {}) {
  const side = 28 * scale + 3 * margin;
  const rgba = new Uint8Array(4 * side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const [sourceX, sourceY] = [Math.floor((x - 2 * margin) / scale), Math.floor((y - 2 * margin) / scale)];
      const inside = sourceX >= 0 && sourceY >= 0 && sourceX < 28 && sourceY < 28;
      const ink = inside ? drawnOne()[sourceY * 28 + sourceX] : 0;
      const shade = invert ? 255 - ink : ink;
      rgba.set([shade, shade, shade, transparent ? ink : 255], 4 * (y * side + x));
    }
  }
  return { width: side, height: side, data: Buffer.from(rgba) };
}

function png(look: Look = {}, options: PNGOptions = {}): Buffer {
  const { width, height, data } = drawing(look);
  const picture = new PNG({ width, height });
  // For 16 bits pngjs wants two bytes of every number.
  picture.data = options.bitDepth === 16 ? Buffer.from(Uint16Array.from(data, (byte) => 257 * byte).buffer) : data;
  return PNG.sync.write(picture, options);
}

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

/** Largest difference from the stroke as MNIST has it. */
function distance(path: string): number {
  const ink = inkOf(readPicture(path));
  const pixels = ink === null ? null : mnistPixels(ink);
  if (pixels === null) return Number.NaN;
  return drawnOne().reduce((most, value, i) => Math.max(most, Math.abs(value - pixels[i])), 0);
}

describe('whatever a picture is like, MNIST comes out', () => {
  test.each([
    ['light on dark', () => file('a.png', png())],
    ['dark on light', () => file('a.png', png({ invert: true }))],
    ['ten times as large, off the middle', () => file('a.PNG', png({ scale: 10, margin: 30, invert: true }))],
    ['grey without colours', () => file('a.png', png({ scale: 3 }, { colorType: 0 }))],
    ['grey and alpha', () => file('a.png', png({ scale: 3 }, { colorType: 4 }))],
    ['colours without alpha', () => file('a.png', png({ scale: 3, invert: true }, { colorType: 2 }))],
    ['16 bits', () => file('a.png', png({}, { bitDepth: 16, inputHasAlpha: true }))],
    ['ink on nothing', () => file('a.png', png({ transparent: true }))],
    ['dark ink on nothing', () => file('a.png', png({ transparent: true, invert: true }))],
    ['no ending', () => file('picture', png())],
  ])('%s', (_, make) => {
    expect(distance(make())).toBeLessThanOrEqual(1);
  });

  test('JPEG, with what it loses', () => {
    const { data } = jpeg.encode(drawing({ scale: 8, invert: true, margin: 20 }), 90);
    expect(distance(file('a.jpg', data))).toBeLessThan(40);
  });

  test('uneven paper is no ink', () => {
    const { width, height, data } = drawing({ scale: 6, margin: 10, invert: true });
    const shaded = data.map((value, i) => (i % 4 === 3 ? value : value * (0.8 + (0.2 * ((i >> 2) % width)) / width)));
    const picture = new PNG({ width, height });
    picture.data = Buffer.from(shaded);
    expect(distance(file('a.png', PNG.sync.write(picture)))).toBeLessThan(80);
  });
});

/** A chunk with its checksum wrong or right does not matter: what is tested comes before. */
function header(width: number, height: number, interlaced = 0): Buffer {
  const bytes = Buffer.from(png().subarray(0, 33));
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes[28] = interlaced;
  return bytes;
}

function bomb(): Buffer {
  const body = deflateSync(Buffer.alloc(50e6));
  const chunk = Buffer.alloc(12 + body.length);
  chunk.writeUInt32BE(body.length, 0);
  chunk.write('IDAT', 4);
  body.copy(chunk, 8);
  return Buffer.concat([header(28, 28, 1), chunk]);
}

describe('hostile files are refused by name', () => {
  const jpegBytes = (): Buffer => jpeg.encode(drawing(), 90).data;
  const cases: [string, () => string, string | RegExp][] = [
    ['nothing there', () => '/no/such/picture.png', 'does not exist'],
    ['a folder', () => temporaryFolder(), 'is a folder; give a picture'],
    ['a device', () => '/dev/zero', 'is a device; give a picture'],
    ['an empty file', () => file('a.png', ''), 'is empty'],
    ['text', () => file('a.png', 'hello'), 'is neither a PNG nor a JPEG picture: it begins with 68 65 6c 6c'],
    [
      'a JPEG called PNG',
      () => file('a.png', jpegBytes()),
      'is a JPEG picture under the name of a PNG; rename it to end in .jpg',
    ],
    ['a PNG called JPEG', () => file('a.jpeg', png()), 'is a PNG picture under the name of a JPEG'],
    ['a truncated PNG', () => file('a.png', png().subarray(0, 60)), 'is a damaged PNG picture: '],
    ['a PNG of its signature only', () => file('a.png', png().subarray(0, 8)), 'it does not say how large it is'],
    [
      'a PNG with a flipped bit',
      () =>
        file(
          'a.png',
          png().map((byte, i) => (i === 45 ? byte ^ 1 : byte)),
        ),
      'is a damaged PNG picture: ',
    ],
    ['a truncated JPEG', () => file('a.jpg', jpegBytes().subarray(0, 100)), /is a damaged JPEG picture/],
    ['a PNG that claims too much', () => file('a.png', header(1e6, 1e6)), 'is too large: 1000000×1000000 pixels'],
    ['a PNG without pixels', () => file('a.png', header(0, 28)), 'is a PNG picture of 0×28 pixels'],
    ['an interlaced bomb', () => file('a.png', bomb()), 'is a damaged PNG picture: '],
  ];
  test.each(cases)('%s', (_, make, message) => {
    expect(() => readPicture(make())).toThrow(message);
  });

  test('a picture of one shade has no ink', () => {
    const picture = new PNG({ width: 9, height: 9 });
    picture.data.fill(200);
    expect(inkOf(readPicture(file('a.png', PNG.sync.write(picture))))).toBeNull();
  });
});
