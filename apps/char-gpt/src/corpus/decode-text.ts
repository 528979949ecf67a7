import { UserError } from '@ml/terminal';

/**
 * Bytes that must be UTF-8 text, as a string with '\n' line ends and no byte-order mark.
 *
 * @throws {UserError} naming the first NUL byte or the first byte that is not UTF-8
 */
export function decodeText(bytes: Uint8Array, name: string): string {
  const zero = bytes.indexOf(0);
  if (zero !== -1) throw new UserError(`${name} is not text: byte ${zero} is zero (a binary file?)`);
  const text = decodeUtf8(bytes);
  if (text === null) throw new UserError(`${name} is not UTF-8 text: byte ${firstInvalidByte(bytes)} does not decode`);
  return unifyLineEnds(text);
}

/** An old book: UTF-8 where that is valid, else Latin-1, in which every byte is a character. */
export function decodeBook(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'latin-1' } {
  const text = decodeUtf8(bytes);
  if (text !== null) return { text: unifyLineEnds(text), encoding: 'utf-8' };
  return { text: unifyLineEnds(Buffer.from(bytes).toString('latin1')), encoding: 'latin-1' };
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Decoding leniently and encoding again changes exactly the bytes that were wrong. */
function firstInvalidByte(bytes: Uint8Array): number {
  const again = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, i) => byte !== again[i]);
  return at === -1 ? bytes.length : at;
}

function unifyLineEnds(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
