import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import { expect, test } from 'vitest';
import { DataFileError } from './data-errors.ts';
import { tarball } from './data-server.testing.ts';
import { unpackGzip, unpackTarball } from './unpack.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const wanted = { 'package/a': 10, 'package/b': 10 };
const unpack = (archive: Uint8Array, most = 100_000) => unpackTarball('x.tgz', archive, wanted, most);

test('gives the wanted files and no other', async () => {
  const files = await unpack(tarball({ 'package/a': '1', 'package/b': '22', 'package/c': '333', a: '4' }));
  expect([...files].map(([name, data]) => [name, new TextDecoder().decode(data)])).toEqual([
    ['package/a', '1'],
    ['package/b', '22'],
  ]);
});

/** A tar with the header of its first file changed, checksum and all. */
function changed(change: (header: Uint8Array) => void): Uint8Array {
  const tar = createTar([
    { name: 'package/a', data: '1' },
    { name: 'package/b', data: '2' },
  ]);
  change(tar.subarray(0, 512));
  return gzipSync(tar);
}

const write = (at: number, text: string) => (header: Uint8Array) => header.set(bytes(text), at);

test.each([
  ['lacks one', tarball({ 'package/a': '1' }), 'x.tgz lacks package/b'],
  ['climbs out of its folder', tarball({ '../../package/z': '1', 'package/b': '2' }), 'lacks package/a'],
  [
    'has one twice',
    gzipSync(createTar(['a', 'b', 'a'].map((name) => ({ name: `package/${name}`, data: '1' })))),
    'package/a is there twice',
  ],
  [
    'has one that is too large',
    tarball({ 'package/a': '12345678901', 'package/b': '2' }),
    'package/a has 11 bytes, more than 10',
  ],
  ['has a link', changed(write(156, '2')), 'package/a is not a plain file but a symbolicLink'],
  ['has a folder', changed(write(156, '5')), 'package/a is not a plain file but a directory'],
  ['goes backwards', changed(write(124, '-0000001000\0')), 'impossible size'],
  ['has no size', changed(write(124, 'size?size?s\0')), 'impossible size'],
  ['has one that claims too much', changed(write(124, '00000001750\0')), 'package/a has 1000 bytes, more than 10'],
  [
    'has a long name that goes backwards',
    changed((header) => [write(156, 'L'), write(124, '-0000001000\0')].map((f) => f(header))),
    'not a readable archive',
  ],
  ['is not a tar', gzipSync(bytes('Call me Ishmael. '.repeat(200))), 'x.tgz'],
  ['is empty', gzipSync(new Uint8Array()), 'lacks package/a'],
  ['is not gzip', bytes('PK\u0003\u0004'), 'x.tgz: incorrect header check'],
  ['ends too soon', tarball({ 'package/a': '1', 'package/b': '2' }).subarray(0, 60), 'x.tgz: unexpected end of file'],
])('refuses an archive that %s', async (_, archive, message) => {
  const unpacking = unpack(archive);
  await expect(unpacking).rejects.toThrow(DataFileError);
  await expect(unpacking).rejects.toThrow(message);
});

test('a file cannot be longer than the archive', async () => {
  const archive = changed(write(124, '00000303240\0'));
  await expect(unpackTarball('x.tgz', archive, { 'package/a': 1e6 }, 100_000)).rejects.toThrow(
    'x.tgz is not a readable archive',
  );
});

test('a bomb is stopped at its bound', async () => {
  const bomb = gzipSync(new Uint8Array(50_000_000));
  expect(bomb.length).toBeLessThan(50_000);
  await expect(unpack(bomb)).rejects.toThrow('x.tgz: unpacks to more than 100000 bytes');
  await expect(unpackGzip('x.gz', bomb, 10)).rejects.toThrow('x.gz: unpacks to more than 10 bytes');
  expect((await unpackGzip('x.gz', bomb, 50_000_000)).length).toBe(50_000_000);
});
