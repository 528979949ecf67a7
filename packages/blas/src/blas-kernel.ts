import { engine, type FloatDType, type ThreadKernel } from '@ml/tensor';
import { type BlasLibrary, cblasSignature } from './blas-library.ts';
import { blasProducts } from './blas-products.ts';

/** Products by a library for any thread: a worker loads koffi and the library again, and gets the same one. */
export function blasKernel(library: BlasLibrary, dtype: FloatDType, base: number): ThreadKernel {
  const width = dtype === 'float32' ? 4 : 8;
  const [here, path, signature] = [import.meta.url, library.path, cblasSignature(dtype)].map((text) =>
    JSON.stringify(text),
  );
  return {
    name: `the product of ${library.path}`,
    call: blasProducts({ gemm: library.gemm[dtype], memory: engine.memory, base, width }),
    source: `(memory) => {
      const koffi = process.getBuiltinModule('node:module').createRequire(${here})('koffi');
      const gemm = koffi.load(${path}).func(${signature});
      return (${blasProducts})({ gemm, memory, base: ${base}, width: ${width} });
    }`,
  };
}
