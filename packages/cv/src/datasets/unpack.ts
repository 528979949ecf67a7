// biome-ignore-all lint/correctness/noNodejsModules: gzip is a matter of node:zlib
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { parseTar } from 'nanotar';
import { DataFileError } from './data-errors.ts';
import type { Files } from './recipe.ts';

const gunzipAsync = promisify(gunzip);

/**
 * The content of a gzip file, which must not be longer than `most` bytes.
 *
 * @throws {DataFileError} when it is, or the bytes are not gzip or end too soon
 */
export async function unpackGzip(where: string, bytes: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await gunzipAsync(bytes, { maxOutputLength: most });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const problem = code === 'ERR_BUFFER_TOO_LARGE' ? `unpacks to more than ${most} bytes` : message;
    throw new DataFileError(`${where}: ${problem}`, { cause });
  }
}

/**
 * Files of a .tgz, by their paths in it. Nothing is written anywhere: a path is only compared with those that are wanted, so
 * that links, absolute paths and `..` lead nowhere.
 *
 * @param wanted paths, and the most bytes that each may hold
 * @throws {DataFileError} when one of them is missing, twice there, not a plain file or too large, or the archive is broken
 */
export async function unpackTarball(
  where: string,
  bytes: Uint8Array,
  wanted: Readonly<Record<string, number>>,
  unpackedBytes: number,
): Promise<Files> {
  const archive = await unpackGzip(where, bytes, unpackedBytes);
  const exact = archive.byteOffset === 0 && archive.buffer.byteLength === archive.length;
  const files = new Map<string, Uint8Array>();
  try {
    // The parser reads whole buffers.
    const entries = parseTar(exact ? (archive.buffer as ArrayBuffer) : new Uint8Array(archive).buffer, {
      filter: ({ name, type, size }) => {
        if (!(size >= 0)) throw new DataFileError(`${name} has an impossible size`); // parsing would go backwards
        if (!Object.hasOwn(wanted, name)) return false;
        if (type !== 'file') throw new DataFileError(`${name} is not a plain file but a ${type}`);
        if (size > wanted[name]) throw new DataFileError(`${name} has ${size} bytes, more than ${wanted[name]}`);
        return true;
      },
    });
    for (const { name, data = new Uint8Array() } of entries) {
      if (files.has(name)) throw new DataFileError(`${name} is there twice`);
      files.set(name, data);
    }
  } catch (cause) {
    throw new DataFileError(`${where} is not a readable archive: ${(cause as Error).message}`, { cause });
  }
  for (const name of Object.keys(wanted)) if (!files.has(name)) throw new DataFileError(`${where} lacks ${name}`);
  return files;
}
