import { cast, ShapeError, sameShape, type Tensor, tidy, zerosLike } from '@ml/tensor';
import { GradientError } from '../gradient-error.ts';
import { Collector, seedsOf, variable } from '../local-vjp.ts';
import { isRecording, recorded } from '../mode.ts';
import { edgeOf } from '../node.ts';
import { dependsOnOutside } from '../outside.ts';
import { propagate } from '../propagate.ts';
import { alias } from '../trace.ts';
import { asVariables, collected } from './inputs.ts';
import { type GradientOf, leavesOf, mapTree } from './tree.ts';

/**
 * The value of f at `primals` and its directional derivative along `tangents`.
 *
 * tangent = J·t, as the derivative by u of the linear function ⟨Jᵀu, t⟩: two passes backwards make one forwards.
 *
 * @param f synchronous; takes and returns tensors, or arrays and plain objects of tensors
 * @param tangents one tree per primal, of the same structure and shapes
 * @example
 * const { value, tangent } = jvp((x: Tensor) => x.mul(x), [tensor([1, 2, 3])], [tensor([1, 0, 10])]);
 * tangent.toArray() // => [2, 0, 60]
 */
export function jvp<Args extends readonly unknown[], V>(
  f: (...args: Args) => V,
  primals: readonly [...Args],
  tangents: { readonly [K in keyof Args]: GradientOf<Args[K]> },
): { value: V; tangent: GradientOf<V> } {
  return tidy(() => {
    const chosen = primals.map((_, i) => i);
    const inputs = asVariables('jvp', primals, chosen);
    const given = leavesOf(tangents);
    checkTangents(inputs.originals, given);
    const directions = given.map((direction, i) => cast(direction, inputs.originals[i].dtype));
    const result = recorded('jvp', () => f(...(inputs.args as unknown as Args)));
    const outputs = leavesOf(result);
    const linked = dependsOnOutside(inputs.start, outputs);
    const record = linked || (isRecording() && directions.some((direction) => edgeOf(direction) !== null));
    const cotangents = outputs.map((y) => variable(zerosLike(y), false));
    const transposed = new Collector(inputs.variables);
    const handles = cotangents.map(({ handle }) => handle);
    propagate('jvp', seedsOf(outputs, handles), transposed, { retainGraph: true, record: true });
    const forward = new Collector(cotangents.map(({ node }) => node));
    propagate('jvp', seedsOf(collected(inputs, transposed), directions), forward, {
      retainGraph: record,
      record,
    });
    let next = 0;
    const tangentOf = (y: Tensor): Tensor => forward.found[next++] ?? zerosLike(y);
    const detached = (y: Tensor): Tensor => alias(y, linked ? edgeOf(y) : null);
    return {
      value: mapTree(result, detached, (other) => other) as V,
      tangent: mapTree(result, tangentOf, () => null) as GradientOf<V>,
    };
  });
}

function checkTangents(primals: readonly Tensor[], tangents: readonly Tensor[]): void {
  if (tangents.length !== primals.length) {
    throw new GradientError(`jvp: ${tangents.length} tangents for ${primals.length} primals`);
  }
  primals.forEach((primal, i) => {
    const shapes = [primal.shape, tangents[i].shape];
    if (!sameShape(primal.shape, tangents[i].shape)) {
      throw new ShapeError({ op: 'jvp', problem: 'primal and tangent differ in shape', shapes });
    }
  });
}
