import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toText } from './binary-text.mjs';
import { makePatch } from './patch.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const compiler = fileURLToPath(new URL('../bin/asc.js', import.meta.resolve('assemblyscript')));

/**
 * Constants of the binaries lie side by side below the heap, each in an area of its own by this number: all that a program
 * loads share one memory. src/engine/kernel-library.ts knows how many areas there are.
 */
const areas = { core: 0, layers: 1, classic: 2 };
const areaBytes = 8192;

/**
 * Compiles AssemblyScript kernels twice (simd128, and simd128 + relaxed-simd) and writes a module with both: one binary, the patch
 * that makes the other, and the typed list of their exports. Nothing is done where the sources are those of the last time.
 *
 * @param {keyof typeof areas} name of the binary
 * @param {string} entry AssemblyScript file whose exports are the kernels
 * @param {string} output TypeScript file to write
 */
export function compileKernels(name, entry, output) {
  const digest = createHash('sha256').update(name);
  for (const folder of new Set([here, dirname(entry)])) {
    const sources = readdirSync(folder).filter((file) => /\.(ts|mjs)$/.test(file));
    for (const file of sources.sort()) digest.update(file).update(readFileSync(join(folder, file)));
  }
  const stamp = `// kernels ${digest.digest('hex').slice(0, 16)}`;
  if (existsSync(output) && readFileSync(output, 'utf8').startsWith(stamp)) return;

  const scratch = mkdtempSync(join(tmpdir(), 'ml-kernels-'));
  try {
    const simd = compile(scratch, entry, areas[name], ['simd', 'threads']);
    const relaxed = compile(scratch, entry, areas[name], ['simd', 'threads', 'relaxed-simd']);
    const signatures = [...simd.declarations.matchAll(/export function (\w+\(.*\): \w+;)/g)].map(
      (match) => `  ${match[1]}`,
    );
    const { alphabet, text: code } = toText(relaxed.wasm);
    const title = `${name[0].toUpperCase()}${name.slice(1)}`;
    const text = [
      stamp,
      '/** What both kernel builds export; arguments are byte addresses in the heap, sizes and strides in elements. */',
      `export interface ${title}Exports {`,
      ...signatures.sort(),
      '}',
      '/** The relaxed-SIMD build as text, and what turns it into the plain SIMD build. */',
      `export const ${name}Binary = {`,
      `  alphabet: '${alphabet}',`,
      `  relaxed: '${code}',`,
      `  simdPatch: '${makePatch(relaxed.wasm, simd.wasm)}',`,
      '};',
      '',
    ].join('\n');
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, text);
    const [count, one, other] = [signatures.length, simd.wasm.length, relaxed.wasm.length];
    console.log(`${name} kernels: ${count} exports, simd ${one} B, relaxed ${other} B`);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} scratch
 * @param {string} entry
 * @param {number} area
 * @param {string[]} features
 * @returns {{ wasm: Buffer, declarations: string }}
 */
function compile(scratch, entry, area, features) {
  const wasm = join(scratch, `${features.length}.wasm`);
  const base = area * areaBytes || 1024; // address 0 stays unused
  const flags = ['-O3s', '--noAssert', '--runtime', 'stub', '--bindings', 'raw', '--memoryBase', `${base}`];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const enable = features.flatMap((feature) => ['--enable', feature]);
  execFileSync(
    process.execPath,
    [compiler, relative(process.cwd(), entry), '-o', wasm, ...flags, ...memory, ...enable],
    {
      stdio: 'inherit',
    },
  );
  const binary = readFileSync(wasm);
  const end = WebAssembly.validate(binary) ? constantsEnd(binary) : base; // an old Node cannot load relaxed SIMD
  if (end > (area + 1) * areaBytes) throw new Error(`${entry}: constants reach to ${end}, behind their area`);
  return { wasm: binary, declarations: readFileSync(wasm.replace('.wasm', '.d.ts'), 'utf8') };
}

/** Where the constants of a binary end: its exported `heapBase()` says so. @param {Buffer} binary */
function constantsEnd(binary) {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
  return /** @type {{ heapBase(): number }} */ (/** @type {unknown} */ (exports)).heapBase();
}
