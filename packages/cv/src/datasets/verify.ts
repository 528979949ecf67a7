// biome-ignore-all lint/correctness/noNodejsModules: checksums are a matter of node:crypto
import { createHash } from 'node:crypto';
import { DataFileError } from './data-errors.ts';
import type { DataFile } from './recipe.ts';

/** @throws {DataFileError} when the bytes are not those that the file should have */
export function verifyFile(where: string, bytes: Uint8Array, file: DataFile): Uint8Array {
  if (bytes.length !== file.bytes) throw new DataFileError(`${where} has ${bytes.length} bytes, not ${file.bytes}`);
  return verifySha256(where, bytes, file.sha256);
}

/** @throws {DataFileError} when the checksum is another */
export function verifySha256(where: string, bytes: Uint8Array, sha256: string): Uint8Array {
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) throw new DataFileError(`${where} has the SHA-256 ${found}, not ${sha256}`);
  return bytes;
}

/** @param integrity `sha512-…` in base 64, as npm writes it @throws {DataFileError} when the checksum is another */
export function verifyIntegrity(where: string, bytes: Uint8Array, integrity: string): Uint8Array {
  const found = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (found !== integrity) throw new DataFileError(`${where} has the checksum ${found}, not ${integrity}`);
  return bytes;
}
