import { matmul, slice, type Tensor, tidy } from '@ml/tensor';
import { values } from '../base/values.ts';

/** Columns from which on computing half of the symmetric result pays. */
const worthHalving = 48;

/** XᵀX; of its four quarters the lower left is not computed but mirrored. @shape X [N, F] → [F, F] */
export function gram(X: Tensor): Float64Array {
  const f = X.shape[1] as number;
  if (f < worthHalving) return tidy(() => values(matmul(X.transpose(), X as never)).slice());
  const half = f >> 1;
  const out = new Float64Array(f * f);
  tidy(() => {
    const top = values(matmul(slice(X, null, [0, half]).transpose(), X as never));
    const right = slice(X, null, [half, f]);
    const bottom = values(matmul(right.transpose(), right as never));
    out.set(top);
    for (let i = half; i < f; i++) {
      for (let j = 0; j < half; j++) out[i * f + j] = top[j * f + i];
      out.set(bottom.subarray((i - half) * (f - half), (i - half + 1) * (f - half)), i * f + half);
    }
  });
  return out;
}
