import { describe, expect, test } from 'vitest';
import { ProtoWriter } from './protobuf.ts';

const hex = (writer: ProtoWriter): string => Buffer.from(writer.finish()).toString('hex');

describe('bytes as in the encoding guide of Protocol Buffers', () => {
  test('whole numbers', () => {
    expect(hex(new ProtoWriter().int(1, 150))).toBe('089601');
    expect(hex(new ProtoWriter().int(1, 0))).toBe('0800');
    expect(hex(new ProtoWriter().int(1, 2 ** 31 - 1))).toBe('08ffffffff07');
    expect(hex(new ProtoWriter().int(1, 2 ** 31))).toBe('088080808008');
    expect(hex(new ProtoWriter().int(1, -1))).toBe('08ffffffffffffffffff01');
    expect(hex(new ProtoWriter().int(20, 7))).toBe('a00107');
  });

  test('text, bytes and floats', () => {
    expect(hex(new ProtoWriter().string(2, 'testing'))).toBe('120774657374696e67');
    expect(hex(new ProtoWriter().string(2, 'é'))).toBe('1202c3a9');
    expect(hex(new ProtoWriter().bytes(3, Uint8Array.of(1, 0)))).toBe('1a020100');
    expect(hex(new ProtoWriter().float(2, 1))).toBe('150000803f');
  });

  test('messages in messages', () => {
    expect(hex(new ProtoWriter().message(3, (inner) => inner.int(1, 150)))).toBe('1a03089601');
    expect(hex(new ProtoWriter().message(3, () => {}))).toBe('1a00');
  });
});
