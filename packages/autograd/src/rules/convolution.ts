import { apply, sum, type Tensor } from '@ml/tensor';
import { layerPrimitives } from '@ml/tensor/layers';
import { crosswise, type Rules, rule } from '../rule.ts';

/** Of the operands the image and the weights; a bias never. */
const factors = { inputs: ([x, weight]: readonly boolean[]) => [weight, x, false] };

type Cotangents = [Tensor | null, Tensor | null] | [Tensor | null, Tensor | null, Tensor | null];

/** db = Σ dy over images and positions, where there is a bias. */
function withBias(dX: Tensor | null, dWeight: Tensor | null, needs: readonly boolean[], dY: Tensor): Cotangents {
  if (needs.length < 3) return [dX, dWeight];
  // Positions first: they lie side by side, while all axes but the channels' would have to be brought together by a copy.
  const positions = [...dY.shape.keys()].slice(2);
  const perImage = (): Tensor => sum(dY, { axis: positions }) as Tensor; // [N, O]
  return [dX, dWeight, needs[2] ? (sum(perImage(), { axis: 0 }) as Tensor) : null];
}

/**
 * y = x ∗ w is linear in x and in w. Its adjoints, the transposed convolution by x and the correlation with x by w, are
 * linear in both of their operands too, and each one's adjoints are the other two.
 */
export const convolutionRules = {
  /** @shape x [N, C, …], w [O, C / groups, …], b [O] → [N, O, …] */
  conv: rule(
    'inputs',
    ({ inputs: [x, weight], params, shapes, needs }, dY) => {
      const [image, kernel] = shapes.map((shape) => shape.slice(2));
      return withBias(
        needs[0] ? apply(layerPrimitives.convTranspose, [dY, weight], { ...params, spatial: image })[0] : null,
        needs[1] ? apply(layerPrimitives.convWeight, [dY, x], { ...params, kernel })[0] : null,
        needs,
        dY,
      );
    },
    factors,
  ),

  /** @shape y [N, O, …], w [O, C / groups, …], b [C] → [N, C, …] */
  convTranspose: rule(
    'inputs',
    ({ inputs: [y, weight], params: { spatial: _, ...params }, shapes, needs }, c) =>
      withBias(
        needs[0] ? apply(layerPrimitives.conv, [c, weight], params)[0] : null,
        needs[1] ? apply(layerPrimitives.convWeight, [y, c], { ...params, kernel: shapes[1].slice(2) })[0] : null,
        needs,
        c,
      ),
    factors,
  ),

  /** @shape dY [N, O, …], x [N, C, …] → [O, C / groups, …] */
  convWeight: rule(
    'inputs',
    ({ inputs: [dY, x], params: { kernel: _, ...params }, shapes, needs }, c) => [
      needs[0] ? apply(layerPrimitives.conv, [x, c], params)[0] : null,
      needs[1] ? apply(layerPrimitives.convTranspose, [dY, c], { ...params, spatial: shapes[1].slice(2) })[0] : null,
    ],
    crosswise,
  ),
} satisfies Rules<'conv' | 'convTranspose' | 'convWeight'>;
