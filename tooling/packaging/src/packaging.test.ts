import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Packed, packedFiles, packLibraries } from './pack.ts';
import { installAlone, runOn } from './project.ts';
import { removeScratch } from './scratch.ts';

const names = ['@ml/autograd', '@ml/blas', '@ml/classic', '@ml/cv', '@ml/nlp', '@ml/nn', '@ml/tensor'];

/** The only dependencies that are not ours, at exactly these versions. */
const foreign: Readonly<Record<string, string>> = {
  'csv-parse': '7.0.3',
  koffi: '3.3.4',
  nanotar: '0.3.0',
  pngjs: '7.0.0',
};

/** This run's Node, and the one the user started with; `npm run packaging` covers every line. */
const nodes = [...new Set([process.execPath, process.env.HOST_NODE ?? process.execPath])];

let libraries: Packed[];
beforeAll(async () => {
  libraries = await packLibraries();
});

afterAll(removeScratch);

test('every library is packed', () => {
  expect(libraries.map(({ name }) => name).sort()).toEqual(names);
});

describe.each(names)('%s', (name) => {
  const find = (): Packed => {
    const library = libraries.find((candidate) => candidate.name === name);
    if (!library) throw new Error(`${name} was not packed`);
    return library;
  };

  test('publishes only what was built', async () => {
    const files = await packedFiles(find().tarball);
    expect(
      files.filter((path) => !/^(dist\/.*\.(js|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(path)),
    ).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE']));
  });

  test('has a manifest that means something outside the workspace', async () => {
    const { exports, dependencies = {} } = find().manifest;
    const files = await packedFiles(find().tarball);
    for (const [path, entry] of Object.entries(exports)) {
      const built = `dist/${path === '.' ? 'index' : path.slice(2)}`;
      expect(entry).toEqual({ types: `./${built}.d.ts`, default: `./${built}.js` });
      expect(files).toEqual(expect.arrayContaining([`${built}.d.ts`, `${built}.js`]));
    }
    for (const [dependency, range] of Object.entries(dependencies)) {
      if (dependency.startsWith('@ml/')) expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
      else expect([dependency, range]).toEqual([dependency, foreign[dependency]]);
    }
  });

  test('installed alone, loads every entry and runs its README', async () => {
    const project = await installAlone(find(), libraries);
    for (const node of nodes) await runOn(node, project);
  });
});
