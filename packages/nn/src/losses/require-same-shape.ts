import { ShapeError, sameShape, type Tensor } from '@ml/tensor';

/** Losses do not broadcast: [N] against [N, 1] is a mistake, and would compare everything with everything. */
export function requireSameShape(op: string, input: Tensor, target: Tensor, name = 'target'): void {
  if (sameShape(input.shape, target.shape)) return;
  throw new ShapeError({
    op,
    problem: `input and ${name} differ in shape`,
    shapes: [input.shape, target.shape],
    mend: input.size === target.size ? `did you mean ${name}.reshape(input.shape)?` : undefined,
  });
}
