// CRC-32C (Castagnoli): polynomial 0x1EDC6F41, reflected, register begun with ones and inverted at the end (RFC 3720, B.4).
const POLYNOMIAL = 0x82f63b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ POLYNOMIAL : rest >>> 1;
  return rest;
});

export function crc32c(bytes: Uint8Array): number {
  let register = 0xffffffff;
  for (const byte of bytes) register = table[(register ^ byte) & 0xff] ^ (register >>> 8);
  return ~register >>> 0;
}

/** Checksums of data that holds checksums are weak, so TFRecord files turn them by 15 bits and add a constant. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
