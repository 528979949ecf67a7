// The part of Protocol Buffers that ONNX files need, writing only.
// Wire format: https://protobuf.dev/programming-guides/encoding

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

const text = new TextEncoder();

/** One message, field after field, in the order the calls are made. */
export class ProtoWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  /** A whole number; negative ones as int64. Enums and booleans are whole numbers too. */
  int(field: number, value: number): this {
    return this.#append(varint(field * 8 + VARINT)).#append(varint(value));
  }

  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#append(varint(field * 8 + FIXED32)).#append(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#append(varint(field * 8 + BYTES))
      .#append(varint(value.length))
      .#append(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, text.encode(value));
  }

  message(field: number, fill: (inner: ProtoWriter) => void): this {
    const inner = new ProtoWriter();
    fill(inner);
    this.#append(varint(field * 8 + BYTES)).#append(varint(inner.#length));
    for (const part of inner.#parts) this.#append(part);
    return this;
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  #append(part: Uint8Array): this {
    this.#parts.push(part);
    this.#length += part.length;
    return this;
  }
}

/** Seven bits a byte, the lowest first; negative numbers are their 64-bit complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  if (value >= 0 && value < 2 ** 31) {
    let rest = value;
    for (; rest >= 128; rest >>>= 7) bytes.push((rest & 127) | 128);
    bytes.push(rest);
  } else {
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 128n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
    bytes.push(Number(rest));
  }
  return Uint8Array.from(bytes);
}
