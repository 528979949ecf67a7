import { noGrad } from '@ml/autograd';
import { cast, copy, heapView, type Tensor, tidy } from '@ml/tensor';

/**
 * Writes the elements of `source`, converted, over those of `target`: one of the few in-place writes there are. It is
 * counted, so that a gradient that has saved the old values complains instead of being wrong.
 *
 * @param target contiguous and of the shape of `source`
 */
export function overwrite(target: Tensor, source: Tensor): void {
  tidy(() =>
    noGrad(() => {
      const values = cast(source, target.dtype);
      const packed = values.isContiguous ? values : copy(values);
      heapView(target).set(heapView(packed));
    }),
  );
  target.storage.version++;
}
