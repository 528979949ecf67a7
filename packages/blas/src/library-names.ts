/** What the search depends on. */
export interface Surroundings {
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Libraries worth trying, the best first: names that the system's loader finds, then files where packages put them. The
 * reference BLAS (`libblas`) is not among them: it is slower than the WebAssembly kernels.
 */
export function libraryNames({ platform, env }: Surroundings): string[] {
  const conda = env.CONDA_PREFIX;
  if (platform === 'darwin') {
    return [
      '/System/Library/Frameworks/Accelerate.framework/Accelerate', // in the loader's cache: there is no such file
      '/opt/homebrew/opt/openblas/lib/libopenblas.dylib',
      '/usr/local/opt/openblas/lib/libopenblas.dylib',
      ...(conda ? [`${conda}/lib/libopenblas.dylib`] : []),
    ];
  }
  if (platform === 'win32') {
    const names = ['libopenblas.dll', 'openblas.dll', 'mkl_rt.2.dll', 'mkl_rt.1.dll', 'mkl_rt.dll'];
    return [...names, ...(conda ? names.map((name) => `${conda}\\Library\\bin\\${name}`) : [])];
  }
  return [
    'libopenblas.so.0',
    'libopenblasp.so.0', // Fedora's build with threads
    'libopenblas.so',
    'libmkl_rt.so.2',
    'libmkl_rt.so',
    'libblis.so.4',
    ...(conda ? [`${conda}/lib/libopenblas.so`, `${conda}/lib/libmkl_rt.so.2`] : []),
    '/opt/OpenBLAS/lib/libopenblas.so',
    '/opt/intel/oneapi/mkl/latest/lib/libmkl_rt.so.2',
  ];
}
