/** Compiles the kernels that every program needs, and those of whole layers, which only some do. */
import { fileURLToPath } from 'node:url';
import { compileKernels } from './compile.mjs';

const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

compileKernels('core', path('core.ts'), path('../src/generated/core-kernels.ts'));
compileKernels('layers', path('layers.ts'), path('../src/generated/layer-kernels.ts'));
