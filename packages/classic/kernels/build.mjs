/** Compiles the kernels of this package with the compiler of @ml/tensor; they run over the memory and threads of its tensors. */
import { fileURLToPath } from 'node:url';
import { compileKernels } from '../../tensor/kernels/compile.mjs';

const path = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));

compileKernels('classic', path('classic.ts'), path('../src/generated/classic-kernels.ts'));
