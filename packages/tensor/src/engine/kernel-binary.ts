import { relaxedKernels, simdPatch } from '../generated/kernels.ts';

/** Which of the two kernel builds runs: fused multiply–add needs relaxed SIMD (Node ≥ 22, current browsers). */
export type KernelBuild = 'relaxed' | 'simd';

/** The WebAssembly module of one kernel build. */
export function kernelBinary(build: KernelBuild): Uint8Array<ArrayBuffer> {
  const relaxed = fromHex(relaxedKernels);
  return build === 'relaxed' ? relaxed : applyPatch(relaxed, simdPatch);
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
