import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DataUnavailableError } from './data-errors.ts';
import { abc, type DataServer, publish, startServer, tarball, twoFiles } from './data-server.testing.ts';
import { obtain } from './obtain.ts';
import type { DataEvent, DataOptions, Recipe } from './recipe.ts';

let server: DataServer;
let options: DataOptions & { root: string };
beforeEach(async () => {
  server = await startServer();
  options = { root: join(server.folder, 'cache') };
  vi.stubEnv('npm_config_registry', server.url);
  vi.stubEnv('npm_config_cache', join(server.folder, 'npm'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.close();
});

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const letters = async (recipe: Recipe, more: DataOptions = {}) =>
  text((await obtain(recipe, ['abc'], { ...options, ...more })).get('abc'));
const inCache = (name: string) => join(options.root, 'letters', name);

async function fillCache(contents: Record<string, Uint8Array | string>): Promise<void> {
  await mkdir(join(options.root, 'letters'), { recursive: true });
  for (const [name, bytes] of Object.entries(contents)) await writeFile(inCache(name), bytes);
}

/** An installed package of the test's name, found from `server.folder`. */
async function install(version: string, contents: Record<string, Uint8Array | string>): Promise<URL> {
  const folder = join(server.folder, 'node_modules/data-for-a-test');
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ version, main: 'index.js' }));
  await writeFile(join(folder, 'index.js'), 'throw new Error("its code ran")');
  for (const [name, bytes] of Object.entries(contents)) await writeFile(join(folder, 'data', name), bytes);
  return new URL(`file://${server.folder}/program.js`);
}

async function failure(recipe: Recipe, more: DataOptions = {}): Promise<DataUnavailableError> {
  const error = await obtain(recipe, ['abc'], { ...options, ...more }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DataUnavailableError);
  return error as DataUnavailableError;
}

describe('order', () => {
  test('an installed package comes first, is only read, and is not copied', async () => {
    const recipe = twoFiles(server);
    const from = await install('1.0.0', { abc });
    await fillCache({ abc: 'no such' });
    expect(await letters(recipe, { from })).toBe('abcdefgh');
    expect(await letters(recipe, { from: from.href })).toBe('abcdefgh');
    expect(server.asked).toEqual([]);
    expect(text(await readFile(inCache('abc')))).toBe('no such');
  });

  test('then the cache', async () => {
    await fillCache({ abc });
    expect(await letters(twoFiles(server))).toBe('abcdefgh');
    expect(server.asked).toEqual([]);
  });

  test('then npm pack, which fills the cache with all there is', async () => {
    const events: DataEvent[] = [];
    const recipe = twoFiles(server);
    expect(await letters(recipe, { onProgress: (event) => events.push(event) })).toBe('abcdefgh');
    expect(server.asked).toContain('/data-for-a-test/-/data-for-a-test-1.0.0.tgz');
    expect((await readdir(join(options.root, 'letters'))).sort()).toEqual(['abc', 'xyz']);
    const { bytes } = recipe.package as { bytes: number };
    expect(events.at(-1)).toEqual({
      type: 'download',
      dataset: 'Letters',
      source: 'data-for-a-test@1.0.0',
      bytes,
      total: bytes,
    });
    server.asked.length = 0;
    expect(text((await obtain(recipe, ['xyz'], options)).get('xyz'))).toBe('xyz');
    expect(server.asked).toEqual([]);
  });

  test('then the addresses, only those that are needed', async () => {
    const recipe = twoFiles(server);
    server.files.delete('/data-for-a-test');
    const events: DataEvent[] = [];
    expect(await letters(recipe, { onProgress: (event) => events.push(event) })).toBe('abcdefgh');
    expect(server.asked).not.toContain('/xyz.gz');
    expect(await readdir(join(options.root, 'letters'))).toEqual(['abc']);
    const [{ bytes: total, url: source }] = recipe.downloads;
    expect(events.at(-1)).toEqual({ type: 'download', dataset: 'Letters', source, bytes: total, total });
  });

  test('a package that must be converted comes after the cache, and fills it', async () => {
    const recipe = twoFiles(server, { ready: false });
    const from = await install('1.0.0', { abc: abc.slice().reverse() });
    const events: DataEvent[] = [];
    expect(await letters(recipe, { from, onProgress: (event) => events.push(event) })).toBe('abcdefgh');
    expect(events).toEqual([{ type: 'unpack', dataset: 'Letters', source: 'data-for-a-test', bytes: 8, total: 8 }]);
    expect(await letters(recipe)).toBe('abcdefgh');
    expect(server.asked).toEqual([]);
  });
});

describe('what is not as it should be is passed over', () => {
  test.each([
    ['another version', '2.0.0', { abc }],
    ['another file', '1.0.0', { abc: 'abcdefgx' }],
    ['a larger file', '1.0.0', { abc: 'abcdefghi' }],
    ['no file', '1.0.0', {}],
  ])('an installed package with %s', async (_, version, contents) => {
    const from = await install(version, contents as Record<string, string>);
    await fillCache({ abc });
    expect(await letters(twoFiles(server), { from })).toBe('abcdefgh');
  });

  test.each([
    ['cut short', 'abc'],
    ['changed', 'abcdefgx'],
    ['made longer', 'abcdefgh '],
  ])('a cached file that was %s; it is replaced', async (_, content) => {
    await fillCache({ abc: content });
    expect(await letters(twoFiles(server))).toBe('abcdefgh');
    expect(text(await readFile(inCache('abc')))).toBe('abcdefgh');
  });

  test('a tarball with another checksum: it is not even unpacked', async () => {
    const recipe = twoFiles(server);
    publish(server, 'data-for-a-test', '1.0.0', tarball({ 'package/data/abc': abc }));
    const { attempts } = await failure({ ...recipe, downloads: [] });
    expect(attempts.at(-1)?.source).toBe('npm pack data-for-a-test@1.0.0');
    expect(attempts.at(-1)?.reason).toMatch(/^the tarball has the checksum sha512-.*, not sha512-/);
  });

  test.each([
    ['another content', (body: Uint8Array) => body.map((byte) => byte ^ 1), 'has the SHA-256'],
    ['too little', (body: Uint8Array) => body.subarray(1), 'ended after 27 of 28 bytes'],
    ['too much', (body: Uint8Array) => Uint8Array.of(...body, 0), 'more than the 28 bytes that it should have'],
  ])('a download with %s', async (_, change, message) => {
    const recipe = { ...twoFiles(server), package: null };
    server.files.set('/abc.gz', change(server.files.get('/abc.gz') as Uint8Array));
    const { attempts } = await failure(recipe);
    expect(attempts.at(-1)?.source).toBe('download');
    expect(attempts.at(-1)?.reason).toContain(message);
    expect(await readdir(server.folder)).not.toContain('cache');
  });
});

describe('when it is nowhere', () => {
  test('the error lists what was tried and what will do', async () => {
    const recipe = twoFiles(server);
    server.files.clear();
    const error = await failure(recipe);
    expect(error.dataset).toBe('Letters');
    expect(error.attempts.map(({ source }) => source)).toEqual([
      'package data-for-a-test',
      `folder ${join(options.root, 'letters')}`,
      'npm pack data-for-a-test@1.0.0',
      'download',
    ]);
    expect(error.message).toContain('package data-for-a-test: it is not installed');
    expect(error.message).toContain(`there is no ${inCache('abc')}`);
    expect(error.message).toMatch(/npm pack data-for-a-test@1\.0\.0: .*404/);
    expect(error.message).toContain('/abc.gz: the server answered 404');
    expect(error.message).toContain('install the package: npm install data-for-a-test@1.0.0');
    expect(error.message).toContain(`put abc into ${join(options.root, 'letters')}`);
  });

  test('without a connection it says so', async () => {
    const recipe = twoFiles(server);
    await server.close();
    const { message } = await failure(recipe);
    expect(message).toMatch(/npm pack .*ECONNREFUSED/);
    expect(message).toMatch(/abc\.gz: fetch failed: ECONNREFUSED/);
  });

  test('download: false asks nobody', async () => {
    const { message } = await failure(twoFiles(server), { download: false });
    expect(message).toContain('network: not asked, as download is false');
    expect(server.asked).toEqual([]);
  });
});

test('two at once both have it, and leave no half-written file', async () => {
  const recipe = { ...twoFiles(server), package: null };
  expect(await Promise.all([letters(recipe), letters(recipe), letters(recipe)])).toEqual(Array(3).fill('abcdefgh'));
  expect(await readdir(join(options.root, 'letters'))).toEqual(['abc']);
});

test('a cache that cannot be written to costs a warning, not the data', async () => {
  const warnings: string[] = [];
  const hear = (warning: Error) => warnings.push(warning.message);
  process.on('warning', hear);
  await writeFile(options.root, 'a file where the folder should be');
  expect(await letters({ ...twoFiles(server), package: null })).toBe('abcdefgh');
  await new Promise((resolve) => setImmediate(resolve));
  process.off('warning', hear);
  expect(warnings.join()).toContain('abc was not kept');
});

test('a signal ends it', async () => {
  const stop = new AbortController();
  stop.abort(new Error('the user left'));
  await expect(letters(twoFiles(server), { signal: stop.signal })).rejects.toThrow('the user left');
  const later = new AbortController();
  const waiting = letters(twoFiles(server), { signal: later.signal });
  setTimeout(() => later.abort(new Error('too slow')), 20);
  await expect(waiting).rejects.toThrow('too slow');
});
