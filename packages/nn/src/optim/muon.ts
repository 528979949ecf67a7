import { noGrad } from '@ml/autograd';
import { add, div, matmul, mul, ShapeError, sumSquares, type Tensor, tidy, transpose, zerosLike } from '@ml/tensor';
import { updateElements } from './element-loop.ts';
import { type DueParameter, Optimizer, type OptimizerParameters, type Slots } from './optimizer.ts';
import { requireMemory, requireNotNegative } from './option-checks.ts';

export interface MuonOptions {
  /** Learning rate; default 1e-3. */
  lr: number;
  /** Share of lr · value taken off each step; default 0.1. */
  weightDecay: number;
  /** Memory of the mean of the gradient; default 0.95. */
  momentum: number;
  /** Take the gradient where momentum would lead; default true. */
  nesterov: boolean;
  /** Steps of the iteration that makes the update orthogonal; default 5. */
  nsSteps: number;
  /** Smallest length an update is divided by; default 1e-7. */
  eps: number;
  /**
   * What an update is multiplied with: √max(1, rows/columns) ('original'), or 0.2·√max(rows, columns), which makes it as large as
   * AdamW's so that its learning rates serve ('match_rms_adamw'); default 'original'.
   */
  adjustLrFn: 'original' | 'match_rms_adamw';
  /** Go uphill; default false. */
  maximize: boolean;
}

/**
 * Momentum made orthogonal: m ← μ·m + (1 − μ)·g; u = (1 − μ)·g + μ·m with Nesterov, else m; O ≈ UVᵀ where u = UΣVᵀ;
 * p ← p·(1 − lr·wd) − lr·√max(1, rows/columns)·O.
 *
 * For the matrices of hidden layers; give tables, the output layer, vectors and kernels of convolutions to an AdamW beside it.
 * Computed in the parameter's own precision (torch: bfloat16).
 *
 * @shape parameters [rows, columns]
 * @throws {ShapeError} when a parameter is not a matrix
 * @throws {RangeError} when an option is out of its range
 * @special a gradient of zeros moves nothing
 * @reference Jordan et al., Muon (2024); Liu et al., arXiv:2502.16982 (match_rms_adamw); torch.optim.Muon (since 2.9)
 * @example
 * const net = new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2));
 * const [matrices, vectors] = decayGroups(net, 0.1);
 * const optimizers = [new Muon([matrices], { lr: 0.02 }), new AdamW([vectors])];
 * optimizers.map((optimizer) => optimizer.parameters().length) // => [2, 2]
 */
export class Muon extends Optimizer<MuonOptions> {
  constructor(parameters: OptimizerParameters<MuonOptions>, options: Partial<MuonOptions> = {}) {
    const iteration = { nsSteps: 5, eps: 1e-7, adjustLrFn: 'original' } as const;
    const defaults = { lr: 1e-3, weightDecay: 0.1, momentum: 0.95, nesterov: true, ...iteration, maximize: false };
    super('Muon', parameters, { ...defaults, ...options });
    for (const { shape } of this.parameters())
      if (shape.length !== 2)
        throw new ShapeError({
          op: 'Muon',
          problem: `parameters must be matrices, this one has ${shape.length} axes`,
          shapes: [shape],
          mend: 'give the others to AdamW',
        });
  }

  protected override check({ lr, weightDecay, momentum, nsSteps, eps, adjustLrFn }: MuonOptions): void {
    requireNotNegative('Muon', { lr, weightDecay, eps });
    requireMemory('Muon', { momentum });
    if (!(Number.isSafeInteger(nsSteps) && nsSteps >= 1 && nsSteps < 100))
      throw new RangeError(`Muon: nsSteps must be a whole number in 1 … 99, not ${nsSteps}`);
    if (adjustLrFn !== 'original' && adjustLrFn !== 'match_rms_adamw')
      throw new RangeError(`Muon: adjustLrFn must be 'original' or 'match_rms_adamw', not ${adjustLrFn}`);
  }

  protected override slots(): Slots {
    return { momentum_buffer: 0 };
  }

  protected override update(
    due: readonly DueParameter[],
    options: MuonOptions,
    _step: number,
    gradScale: number,
  ): void {
    const { lr, weightDecay, momentum, nesterov, nsSteps, eps, adjustLrFn } = options;
    for (const one of due) {
      const { parameter } = one;
      const { momentum_buffer } = this.state(parameter, options);
      const [rows, columns] = parameter.shape;
      const wide = 0.2 * Math.sqrt(Math.max(rows, columns));
      const rate = lr * (adjustLrFn === 'original' ? Math.sqrt(Math.max(1, rows / columns)) : wide);
      tidy(() =>
        noGrad(() => {
          const blend: Tensor = zerosLike(parameter as Tensor);
          updateElements('Muon', one, [momentum_buffer, blend], (_p, g, m, u) => {
            for (let i = 0; i < g.length; i++) {
              const slope = g[i] * gradScale;
              m[i] = momentum * m[i] + (1 - momentum) * slope;
              u[i] = nesterov ? (1 - momentum) * slope + momentum * m[i] : m[i];
            }
          });
          const gradient = orthogonalized(blend, nsSteps, eps);
          updateElements('Muon', { parameter, gradient }, [], (p, o) => {
            for (let i = 0; i < p.length; i++) p[i] = p[i] * (1 - lr * weightDecay) - rate * o[i];
          });
        }),
      );
    }
  }
}

/**
 * A matrix with the singular vectors of x and singular values near 1: X ← aX + (bA + cA²)X with A = XXᵀ, which applies
 * σ ← aσ + bσ³ + cσ⁵ to each singular value. The coefficients climb fastest from 0 and end in 0.68 … 1.13, not at 1.
 */
function orthogonalized(x: Tensor, steps: number, eps: number): Tensor {
  const [a, b, c] = [3.4445, -4.775, 2.0315];
  const tall = x.shape[0] > x.shape[1];
  let X: Tensor = tall ? transpose(x) : x; // the smaller product
  X = div(X, Math.max(Math.sqrt(sumSquares(x)), eps)); // all singular values ≤ 1
  for (let i = 0; i < steps; i++) {
    const A: Tensor = matmul(X, transpose(X)) as Tensor;
    const B: Tensor = add(mul(A, b), mul(matmul(A, A), c)) as Tensor;
    X = add(mul(X, a), matmul(B, X)) as Tensor;
  }
  return tall ? transpose(X) : X;
}
