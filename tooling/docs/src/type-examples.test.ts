import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { docstringExamples } from './extract.ts';
import { typeExampleErrors } from './type-examples.ts';

const source = `/**
 * The first of two.
 *
 * @example
 * First<[1, 2]> // 1
 * First<['a', Box]> // 'b'
 */
export type First<T extends [unknown, unknown]> = T[0];
`;

test('each line must be the type that its comment says, names of the index included', () => {
  const folder = mkdtempSync(join(tmpdir(), 'types-'));
  mkdirSync(join(folder, 'src'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    '{ "compilerOptions": { "strict": true, "allowImportingTsExtensions": true, "noEmit": true } }',
  );
  writeFileSync(join(folder, 'src/box.ts'), 'export interface Box {}');
  writeFileSync(
    join(folder, 'src/index.ts'),
    "export type { Box } from './box.ts';\nexport { type First } from './first.ts';",
  );
  const path = join(folder, 'src/first.ts');
  writeFileSync(path, source);
  expect(typeExampleErrors([{ path, examples: docstringExamples(source) }], join(folder, 'tsconfig.json'))).toEqual([
    `${path}:6: Type 'true' is not assignable to type 'false'.`,
  ]);
});
