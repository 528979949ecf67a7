// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { open } from 'node:fs/promises';
import { DataFileError } from './data-errors.ts';

/**
 * A whole file of no more than `most` bytes.
 *
 * @throws {DataFileError} when there is none, it is not a plain file, or it is larger
 */
export async function readBounded(path: string, most: number): Promise<Uint8Array> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DataFileError(code === 'ENOENT' ? `there is no ${path}` : message, { cause });
  }
  try {
    const facts = await file.stat();
    if (!facts.isFile()) throw new DataFileError(`${path} is not a file`);
    if (facts.size > most) throw new DataFileError(`${path} has ${facts.size} bytes, more than ${most}`);
    return await file.readFile();
  } finally {
    await file.close();
  }
}
