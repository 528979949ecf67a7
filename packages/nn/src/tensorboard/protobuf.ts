// Just enough of protocol buffers to write messages: a message is the bytes of its fields one after another.

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

const encoder = new TextEncoder();

/** Seven bits a byte, the lowest first; a set top bit says that more follow. Negative numbers are 64-bit two's complement. */
function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}

function tag(field: number, kind: number): number[] {
  return varint(field * 8 + kind);
}

export function integerField(field: number, value: number | bigint): Uint8Array {
  return Uint8Array.from([...tag(field, VARINT), ...varint(value)]);
}

export function doubleField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return joined([Uint8Array.from(tag(field, FIXED64)), bytes]);
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joined([Uint8Array.from(tag(field, FIXED32)), bytes]);
}

export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return joined([Uint8Array.from([...tag(field, BYTES), ...varint(value.length)]), value]);
}

export function textField(field: number, value: string): Uint8Array {
  return bytesField(field, encoder.encode(value));
}

/** A message inside a message. */
export function messageField(field: number, fields: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, joined(fields));
}

/** Repeated doubles in one piece. */
export function doublesField(field: number, values: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(8 * values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i], true);
  return bytesField(field, bytes);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
