import { expect, test } from 'vitest';
import { fixture } from '../fixture.testing.ts';
import { crc32c } from './crc32c.ts';
import {
  histogramValue,
  imageValue,
  restartEvent,
  scalarValue,
  summaryEvent,
  textValue,
  versionEvent,
} from './event.ts';
import { slowCrc32c } from './event-reader.testing.ts';
import { histogram } from './histogram.ts';
import { tfRecord } from './tf-record.ts';

const text = (value: string) => new TextEncoder().encode(value);

test.each([
  // RFC 3720, B.4, and the check value of the CRC catalogue.
  ['32 zeros', new Uint8Array(32), 0x8a9136aa],
  ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
  ['0 … 31', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
  ['31 … 0', Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
  ['123456789', text('123456789'), 0xe3069283],
  ['nothing', new Uint8Array(0), 0],
])('CRC-32C of %s', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
  expect(slowCrc32c(bytes)).toBe(expected);
});

interface Reference {
  readonly time: number;
  readonly png: string;
  readonly records: string[];
}

test('records are those of TensorBoard, byte for byte', () => {
  const { time, png, records } = fixture<Reference>('tensorboard');
  const distribution = {
    ...{ min: -1.5, max: 2, count: 4, sum: 1, sumSquares: 7.25 },
    limits: [-2, -1, 0, 2.5],
    counts: [0, 1, 0, 3],
  };
  const events = [
    versionEvent(time),
    restartEvent(time, 300),
    summaryEvent(time, 0, scalarValue('loss', 0.1)),
    summaryEvent(time, 123456789012, scalarValue('loss', Number.NaN)),
    summaryEvent(time, 7, textValue('note/text_summary', 'größer als **1**')),
    summaryEvent(time, 7, histogramValue('weights', distribution)),
    summaryEvent(time, 7, imageValue('digit', Buffer.from(png, 'base64'))),
  ];
  expect(events.map((event) => Buffer.from(tfRecord(event)).toString('base64'))).toEqual(records);
});

test('a histogram counts every value below its edge, and knows the moments', () => {
  const values = [-2, 0, 0, 1e-13, 0.5, 3];
  const { limits, counts, ...moments } = histogram(values);
  expect(moments).toEqual({ min: -2, max: 3, count: 6, sum: 1.5 + 1e-13, sumSquares: 13.25 + 1e-26 });
  expect(counts.reduce((sum, count) => sum + count)).toBe(6);
  for (const [i, limit] of limits.entries()) {
    const below = counts.slice(0, i + 1).reduce((sum, count) => sum + count);
    expect(below).toBe(values.filter((value) => value < limit).length);
  }
  expect(limits).toEqual([...limits].sort((a, b) => a - b));
});

test.each([
  [() => histogram([]), 'histogram: there are no values'],
  [() => histogram([1, Number.NaN]), 'histogram: value 1 is NaN'],
  [() => imageValue('x', text('\xff\xd8\xff\xe0 a JPEG')), 'bytes that are not a PNG image'],
])('%s is refused', (act, message) => {
  expect(act).toThrow(message);
});
