import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorCode, UserError } from '@ml/terminal';
import { type CorpusName, corpora, describeCorpus, isCorpusName, readCorpus } from './corpora.ts';
import { decodeText } from './decode-text.ts';

/** A text to learn from, and what a checkpoint remembers of it. */
export interface TextData {
  /** A built-in name, or the absolute path of a file: what `--data` takes to find it again. */
  readonly source: string;
  readonly description: string;
  readonly text: string;
  /** Unicode code points. */
  readonly characters: number;
  readonly sha256: string;
}

/** Above this a string and its token ids no longer fit comfortably beside a model. */
const LARGEST_FILE = 256 * 2 ** 20;

/**
 * A built-in text by name, else a file. A file whose name is that of a built-in text is reached as `./name`.
 *
 * @throws {UserError} for what is missing, not a file, empty, too large or not UTF-8 text
 */
export function loadData(source: string): TextData {
  if (isCorpusName(source)) return describe(source, describeCorpus(source), readCorpus(source));
  return describe(resolve(source), source, readTextFile(source));
}

export function readTextFile(path: string): string {
  const name = `data file ${path}`;
  let bytes: Uint8Array;
  try {
    const status = statSync(path);
    if (status.isDirectory()) throw new UserError(`${name} is a directory; give one text file`);
    if (!status.isFile() && !status.isFIFO()) throw new UserError(`${name} is a device; give one text file`);
    if (status.size > LARGEST_FILE)
      throw new UserError(`${name} is too large: ${status.size} bytes of at most ${LARGEST_FILE}`);
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = errorCode(error);
    if (code === 'ENOENT') throw new UserError(`${name} does not exist${suggestNames(path)}`);
    if (code === 'EACCES') throw new UserError(`${name} may not be read: permission denied`);
    throw new UserError(`${name} cannot be read: ${code ?? String(error)}`, { cause: error });
  }
  if (bytes.length === 0) throw new UserError(`${name} is empty`);
  const text = decodeText(bytes, name);
  if (text.trim() === '') throw new UserError(`${name} holds nothing but white space`);
  return text;
}

function suggestNames(path: string): string {
  return /[/\\.]/.test(path) ? '' : `; the built-in texts are ${Object.keys(corpora).join(', ')}`;
}

function describe(source: CorpusName | string, description: string, text: string): TextData {
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { source, description, text, characters: countCharacters(text), sha256 };
}

/** Code points, without building an array of them. */
function countCharacters(text: string): number {
  let surrogatePairs = 0;
  for (let i = 0; i + 1 < text.length; i++) {
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) surrogatePairs++;
  }
  return text.length - surrogatePairs;
}
