import { engine, type Tensor } from '@ml/tensor';
import { classicKernels } from '../engine/classic-kernels.ts';

/**
 * x ← exp(min(factor·x, 0)) in place: kernels of distances, where rounding may have left one of −1e−16. Within a unit in the last place.
 *
 * @special below −700 the result is 0
 */
export function expScaled(x: Tensor, factor = 1): void {
  const { address } = x;
  engine.forRanges(classicKernels.threaded('expScaled'), x.size, { grain: 8192, multiple: 2 }, (first, count) => [
    ...[address, factor],
    ...[first, count],
  ]);
}
