import { type LayersExports, layersBinary } from '../generated/layer-kernels.ts';
import { type KernelLibrary, loadKernels } from './kernel-library.ts';

/** Kernels of convolution, pooling and recurrence: a binary of their own, which only programs with such layers load. */
export const layerKernels: KernelLibrary<LayersExports> = loadKernels<LayersExports>(layersBinary);

/** Names of the layer kernels that take N arguments. */
export type LayerKernelWith<N extends number> = {
  [K in keyof LayersExports]: Parameters<LayersExports[K]>['length'] extends N ? K : never;
}[keyof LayersExports];
