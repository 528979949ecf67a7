/** Which of the two kernel builds runs: fused multiply–add needs relaxed SIMD (Node ≥ 22, current browsers). */
export type KernelBuild = 'relaxed' | 'simd';

/** Both builds of a set of kernels, as kernels/compile.mjs writes them. */
export interface KernelBinary {
  /** All byte values, the frequent ones first, in hexadecimal. */
  readonly alphabet: string;
  /** The one with relaxed SIMD, a character for each of the frequent bytes and two for the others. */
  readonly relaxed: string;
  /** What turns it into the other. */
  readonly simdPatch: string;
}

/** The WebAssembly module of one kernel build. */
export function kernelBytes(binary: KernelBinary, build: KernelBuild): Uint8Array<ArrayBuffer> {
  const { alphabet, relaxed: text, simdPatch } = binary;
  const relaxed = fromText(fromHex(alphabet), text);
  return build === 'relaxed' ? relaxed : applyPatch(relaxed, simdPatch);
}

/** Printable ASCII but what a string in a program would have to escape; the first two begin pairs. */
const characters = Array.from({ length: 95 }, (_, i) => 32 + i).filter(
  (code) => !`'"\\$\``.includes(String.fromCharCode(code)),
);
const leads = 2;

/** Reads what kernels/binary-text.mjs wrote. */
export function fromText(alphabet: Uint8Array, text: string): Uint8Array<ArrayBuffer> {
  const place = new Uint8Array(128);
  characters.forEach((code, i) => {
    place[code] = i;
  });
  const bytes = new Uint8Array(text.length);
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    const first = place[text.charCodeAt(i)];
    const number =
      first >= leads
        ? first - leads
        : characters.length - leads + first * characters.length + place[text.charCodeAt(++i)];
    bytes[end++] = alphabet[number];
  }
  return bytes.slice(0, end);
}

/** Value of a lower-case hexadecimal digit from its character code: '0' is 48, 'a' is 97. */
const digit = (code: number): number => (code < 97 ? code - 48 : code - 87);

export function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = digit(text.charCodeAt(2 * i)) * 16 + digit(text.charCodeAt(2 * i + 1));
  return bytes;
}

/** Reads what kernels/patch.mjs wrote: comma-separated `skip:length` copies (base 36) and literal bytes (hexadecimal). */
export function applyPatch(base: Uint8Array, patch: string): Uint8Array<ArrayBuffer> {
  let at = 0;
  const parts = patch.split(',').map((token) => {
    const colon = token.indexOf(':');
    if (colon < 0) return fromHex(token);
    const start = at + Number.parseInt(token.slice(0, colon), 36);
    at = start + Number.parseInt(token.slice(colon + 1), 36);
    return base.subarray(start, at);
  });
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, end);
    end += part.length;
  }
  return bytes;
}
