import { expect, test } from 'vitest';
import { libraryNames } from './library-names.ts';

test.each(['linux', 'darwin', 'win32', 'freebsd'])(
  '%s has places to look, and a conda environment is one',
  (platform) => {
    const names = libraryNames({ platform, env: {} });
    expect(names.some((name) => /openblas/.test(name))).toBe(true);
    expect(names.some((name) => /\/libblas\./.test(name))).toBe(false);
    const more = libraryNames({ platform, env: { CONDA_PREFIX: '/opt/conda' } });
    expect(more.filter((name) => !names.includes(name)).every((name) => name.startsWith('/opt/conda'))).toBe(true);
    expect(more.length).toBeGreaterThan(names.length);
  },
);

test("macOS's own comes first", () => {
  expect(libraryNames({ platform: 'darwin', env: {} })[0]).toBe(
    '/System/Library/Frameworks/Accelerate.framework/Accelerate',
  );
});
