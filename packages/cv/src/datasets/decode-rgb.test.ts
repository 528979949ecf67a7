import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { DataFileError } from './data-errors.ts';
import { decodeRgb } from './decode-rgb.ts';

const picture = new PNG({ width: 3, height: 2 });
picture.data.set(Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 255 : 10 * i)));
const bytes = PNG.sync.write(picture, { colorType: 2 });
const changed = (at: number, value: number) => bytes.map((byte, i) => (i === at ? value : byte));

test('gives three bytes a pixel, row by row', () => {
  const expected = Array.from({ length: 24 }, (_, i) => 10 * i).filter((_, i) => i % 4 !== 3);
  expect([...decodeRgb('a.png', bytes, 3, 2)]).toEqual(expected);
  const inside = new Uint8Array(bytes.length + 5);
  inside.set(bytes, 5);
  expect([...decodeRgb('a.png', inside.subarray(5), 3, 2)]).toEqual(expected);
});

test.each([
  ['a JPEG', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, ...new Uint8Array(40)), 'a.png is not a PNG'],
  ['nothing', new Uint8Array(), 'a.png is not a PNG'],
  ['a picture that claims to be huge', changed(16, 0x7f), 'a.png is 2130706435 × 2 pixels, not 3 × 2'],
  ['a picture whose data is broken', changed(45, 0xff), 'a.png cannot be decoded'],
  ['a picture that was cut', bytes.subarray(0, bytes.length - 20), 'a.png cannot be decoded'],
])('refuses %s', (_, png, message) => {
  expect(() => decodeRgb('a.png', png, 3, 2)).toThrow(DataFileError);
  expect(() => decodeRgb('a.png', png, 3, 2)).toThrow(message);
});
