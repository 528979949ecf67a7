import { add, type Tensor } from '@ml/tensor';
import type { LayerNorm } from '../layer-norm.ts';

/**
 * Adds branches to a residual stream one after the other, with one norm each: normFirst, x + branch(norm(x)); otherwise
 * norm(x + branch(x)). Sum and norm are one pass over memory wherever one follows the other.
 *
 * @shape x [..., C] → [..., C]
 */
export function residualBranches(
  x: Tensor,
  norms: readonly LayerNorm[],
  branches: readonly ((x: Tensor) => Tensor)[],
  normFirst: boolean,
): Tensor {
  if (!normFirst) return branches.reduce((stream, branch, i) => norms[i].addForward(stream, branch(stream))[1], x);
  let [stream, normed]: Tensor[] = [x, norms[0].forward(x)];
  for (let i = 0; i < branches.length - 1; i++) {
    [stream, normed] = norms[i + 1].addForward(stream, branches[i](normed));
  }
  return add(stream, branches[branches.length - 1](normed));
}
