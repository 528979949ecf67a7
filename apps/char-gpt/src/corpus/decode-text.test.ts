import { describe, expect, test } from 'vitest';
import { decodeBook, decodeText } from './decode-text.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('decodeText', () => {
  test('unifies line ends and drops the byte-order mark', () => {
    expect(decodeText(utf8('\ufeffone\r\ntwo\rthree\n'), 'x')).toBe('one\ntwo\nthree\n');
  });

  test('keeps characters outside the first plane', () => {
    expect(decodeText(utf8('naïve 🙂 字'), 'x')).toBe('naïve 🙂 字');
  });

  test.each([
    ['a zero byte', bytes(0x61, 0x62, 0x00), 'x is not text: byte 2 is zero (a binary file?)'],
    ['Latin-1', bytes(0x61, 0xe9, 0x62), 'x is not UTF-8 text: byte 1 does not decode'],
    ['a cut character', bytes(0x61, 0xe2, 0x82), 'x is not UTF-8 text: byte 1 does not decode'],
    ['a byte that no UTF-8 has, after others', Uint8Array.from([...utf8('é字'), 0xff]), 'byte 5 does not decode'],
  ])('refuses %s, naming the byte', (_, input, message) => {
    expect(() => decodeText(input, 'x')).toThrow(message);
  });
});

describe('decodeBook', () => {
  test('reads UTF-8 as such, and anything else as Latin-1', () => {
    expect(decodeBook(utf8('Cæsar'))).toEqual({ text: 'Cæsar', encoding: 'utf-8' });
    expect(decodeBook(bytes(0x43, 0xe6, 0x73, 0x61, 0x72, 0x0d, 0x0a))).toEqual({
      text: 'Cæsar\n',
      encoding: 'latin-1',
    });
  });
});
