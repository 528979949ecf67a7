/**
 * Compiles the AssemblyScript kernels twice (simd128, and simd128 + relaxed-simd) and writes
 * src/generated/kernels.ts: one binary, the patch that makes the other, and the typed list of their exports.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makePatch } from './patch.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, '../src/generated/kernels.ts');
const compiler = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript')));

const sources = readdirSync(here)
  .filter((file) => /\.(ts|mjs)$/.test(file))
  .sort();
const digest = createHash('sha256');
for (const file of sources) digest.update(file).update(readFileSync(join(here, file)));
const stamp = `// kernels ${digest.digest('hex').slice(0, 16)}`;
if (existsSync(output) && readFileSync(output, 'utf8').startsWith(stamp)) process.exit(0);

const scratch = mkdtempSync(join(tmpdir(), 'ml-kernels-'));

/** @returns {{ wasm: Buffer, declarations: string }} */
function compile(name, features) {
  const wasm = join(scratch, `${name}.wasm`);
  const flags = ['-O3s', '--noAssert', '--runtime', 'stub', '--bindings', 'raw'];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const enable = features.flatMap((feature) => ['--enable', feature]);
  execFileSync(process.execPath, [compiler, join(here, 'index.ts'), '-o', wasm, ...flags, ...memory, ...enable], {
    stdio: 'inherit',
  });
  return { wasm: readFileSync(wasm), declarations: readFileSync(wasm.replace('.wasm', '.d.ts'), 'utf8') };
}

try {
  const simd = compile('simd', ['simd', 'threads']);
  const relaxed = compile('relaxed', ['simd', 'threads', 'relaxed-simd']);
  const signatures = [...simd.declarations.matchAll(/export function (\w+\(.*\): \w+;)/g)].map(
    (match) => `  ${match[1]}`,
  );
  const text = [
    stamp,
    '/** What both kernel builds export; arguments are byte addresses in the heap, sizes and strides in elements. */',
    'export interface KernelExports {',
    ...signatures.sort(),
    '}',
    '/** The relaxed-SIMD build in hexadecimal: gzip finds repeated bytes in it, which base64 hides. */',
    `export const relaxedKernels = '${relaxed.wasm.toString('hex')}';`,
    '/** What turns it into the plain SIMD build. */',
    `export const simdPatch = '${makePatch(relaxed.wasm, simd.wasm)}';`,
    '',
  ].join('\n');
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, text);
  console.log(`kernels: ${signatures.length} exports, simd ${simd.wasm.length} B, relaxed ${relaxed.wasm.length} B`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
