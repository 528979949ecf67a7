// A registry and a web server on this machine: npm and fetch are the real ones, and no network is needed.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createTar } from 'nanotar';
import type { Recipe } from './recipe.ts';

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
export const integrity = (bytes: Uint8Array): string => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

/** A .tgz with these files. */
export function tarball(files: Readonly<Record<string, Uint8Array | string>>): Uint8Array {
  return gzipSync(createTar(Object.entries(files).map(([name, data]) => ({ name, data }))));
}

export interface DataServer {
  readonly url: string;
  /** Bytes by path; a missing one is answered with 404. */
  readonly files: Map<string, Uint8Array>;
  /** Paths that were asked for. */
  readonly asked: string[];
  /** An empty folder, gone at the end. */
  readonly folder: string;
  close(): Promise<void>;
}

export async function startServer(): Promise<DataServer> {
  const files = new Map<string, Uint8Array>();
  const asked: string[] = [];
  const server: Server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const body = files.get(url);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/octet-stream' });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = await mkdtemp(join(tmpdir(), 'cv-data-'));
  return {
    url,
    files,
    asked,
    folder,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Puts a package into the registry that the server is. */
export function publish(server: DataServer, name: string, version: string, bytes: Uint8Array): void {
  const path = `/${name}/-/${name}-${version}.tgz`;
  const dist = { tarball: server.url + path, integrity: integrity(bytes) };
  const packument = { name, 'dist-tags': { latest: version }, versions: { [version]: { name, version, dist } } };
  server.files.set(`/${name}`, new TextEncoder().encode(JSON.stringify(packument)));
  server.files.set(path, bytes);
}

export const abc = new TextEncoder().encode('abcdefgh');
export const xyz = new TextEncoder().encode('xyz');

/** A data set of two files; where the package is not `ready`, it holds them backwards. */
export function twoFiles(server: DataServer, { ready = true, name = 'data-for-a-test' } = {}): Recipe {
  const reversed = (bytes: Uint8Array) => (ready ? bytes : bytes.slice().reverse());
  const bytes = tarball({
    'package/package.json': JSON.stringify({ name, version: '1.0.0', scripts: { prepack: 'exit 1' } }),
    'package/data/abc': reversed(abc),
    'package/data/xyz': reversed(xyz),
    'package/data/huge': new Uint8Array(5000),
  });
  publish(server, name, '1.0.0', bytes);
  server.files.set('/abc.gz', gzipSync(abc));
  server.files.set('/xyz.gz', gzipSync(xyz));
  const download = (file: string, content: Uint8Array) => ({
    url: `${server.url}/${file}.gz`,
    bytes: gzipSync(content).length,
    sha256: sha256(gzipSync(content)),
    files: [file],
    unpack: async () => new Map([[file, content]]),
  });
  return {
    title: 'Letters',
    folder: 'letters',
    files: [
      { name: 'abc', bytes: abc.length, sha256: sha256(abc) },
      { name: 'xyz', bytes: xyz.length, sha256: sha256(xyz) },
    ],
    package: {
      name,
      version: '1.0.0',
      bytes: bytes.length,
      integrity: integrity(bytes),
      unpackedBytes: 50_000,
      entries: { 'data/abc': abc.length, 'data/xyz': xyz.length },
      entriesOf: (file) => [`data/${file}`],
      convert: (file, entries) => reversed(entries.get(`data/${file}`) ?? new Uint8Array()),
      ready,
    },
    downloads: [download('abc', abc), download('xyz', xyz)],
  };
}
