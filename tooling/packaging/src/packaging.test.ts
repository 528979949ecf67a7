import { beforeAll, describe, expect, test } from 'vitest';
import { type Packed, packedFiles, packLibraries } from './pack.ts';
import { installAlone, runOn } from './project.ts';

const names = ['@ml/autograd', '@ml/nlp', '@ml/nn', '@ml/tensor'];

/** This run's Node, and the one the user started with; `npm run packaging` covers every line. */
const nodes = [...new Set([process.execPath, process.env.HOST_NODE ?? process.execPath])];

let libraries: Packed[];
beforeAll(async () => {
  libraries = await packLibraries();
});

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
    expect(files).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
    );
  });

  test('has a manifest that means something outside the workspace', () => {
    const { exports, dependencies = {} } = find().manifest;
    expect(exports).toEqual({ '.': { types: './dist/index.d.ts', default: './dist/index.js' } });
    for (const [dependency, range] of Object.entries(dependencies)) {
      expect(dependency).toMatch(/^@ml\//);
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
  });

  test('installed alone, runs its README', async () => {
    const project = await installAlone(find(), libraries);
    for (const node of nodes) await runOn(node, project);
  });
});
