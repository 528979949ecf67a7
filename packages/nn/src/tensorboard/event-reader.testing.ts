// Reads event files from the definition of the formats alone; it shares no code with the writer.

/** Bit by bit, from the definition; nothing is shared with the table of the writer. */
export function slowCrc32c(bytes: Uint8Array): number {
  let crc = 0xffffffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0x82f63b78n : crc >> 1n;
  }
  return Number(crc ^ 0xffffffffn);
}

function unmasked(masked: number): number {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}

/** The data of the records of a file. @throws {Error} where a checksum is wrong or a record is cut off */
export function readRecords(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const records: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(view.getBigUint64(at, true));
    const data = file.subarray(at + 12, at + 12 + length);
    if (at + 16 + length > file.length) throw new Error(`the record at ${at} is cut off`);
    if (unmasked(view.getUint32(at + 8, true)) !== slowCrc32c(file.subarray(at, at + 8)))
      throw new Error(`the length at ${at} has a wrong checksum`);
    if (unmasked(view.getUint32(at + 12 + length, true)) !== slowCrc32c(data))
      throw new Error(`the record at ${at} has a wrong checksum`);
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** A message: its fields' raw values by number, in order. */
export type Message = Map<number, (number | Uint8Array)[]>;

export function readMessage(bytes: Uint8Array): Message {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: Message = new Map();
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0n, 1n];
    for (; ; scale *= 128n) {
      const byte = bytes[at++];
      value += BigInt(byte % 128) * scale;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, kind] = [Math.floor(key / 8), key % 8];
    if (![0, 1, 2, 5].includes(kind)) throw new Error(`field ${field} is of kind ${kind}`);
    const size = kind === 0 ? 0 : kind === 1 ? 8 : kind === 5 ? 4 : varint();
    const value =
      kind === 0
        ? varint()
        : kind === 1
          ? view.getFloat64(at, true)
          : kind === 5
            ? view.getFloat32(at, true)
            : bytes.subarray(at, at + size);
    at += size;
    fields.set(field, [...(fields.get(field) ?? []), value]);
  }
  return fields;
}

export function numberOf(message: Message, field: number): number {
  return (message.get(field)?.[0] ?? 0) as number;
}

export function bytesOf(message: Message, field: number): Uint8Array {
  return message.get(field)?.[0] as Uint8Array;
}

export function textOf(message: Message, field: number): string {
  return new TextDecoder().decode(bytesOf(message, field));
}

export function doublesOf(message: Message, field: number): number[] {
  return [...new Float64Array(Uint8Array.from(bytesOf(message, field)).buffer)];
}
