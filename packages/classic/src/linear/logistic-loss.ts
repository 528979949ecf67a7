import { allocate, engine, type Tensor } from '@ml/tensor';
import { float64, integers, values } from '../base/values.ts';
import { classicKernels } from '../engine/classic-kernels.ts';
import type { Objective } from '../solvers/minimize.ts';

/** What a logistic model is fitted to. */
export interface LogisticProblem {
  /** [N, F] */
  readonly X: Tensor<[number, number]>;
  /** Class of each sample; with K = 1 the classes are 0 and 1. */
  readonly codes: Int32Array;
  readonly weights: Float64Array | null;
  /** K rows of coefficients: one for each class, or 1 for two classes. */
  readonly rows: number;
  readonly fitIntercept: boolean;
  /** λ of the penalty λ/2·‖W‖², the intercepts left out. */
  readonly l2: number;
}

/**
 * Σ wᵢ·loss(xᵢ) + λ/2·‖W‖² with the cross-entropy of softmax(W·x + b), or of σ(w·x + b) where K is 1.
 *
 * Parameters are W row after row, [K, F], then b, [K], where there are intercepts. X is read once per evaluation
 * (kernels/logistic.ts). Its tensors belong to the scope it is made in, and it lives as long as that.
 */
export function logisticObjective(problem: LogisticProblem): Objective {
  const { rows, l2, X } = problem;
  const size = rows * X.shape[1];
  const evaluate = rows === 1 ? binaryLoss(problem) : softmaxLoss(problem);
  return (parameters, gradient) => {
    const loss = evaluate(parameters, gradient);
    let penalty = 0;
    for (let i = 0; i < size; i++) {
      penalty += parameters[i] * parameters[i];
      gradient[i] += l2 * parameters[i];
    }
    return loss + 0.5 * l2 * penalty;
  };
}

/** Rows of whole register tiles; what is left of X is handed over by itself, with zeros behind it. */
const tileRows = 12;

/** A block of X that stays in the cache while it is used twice. */
const blockBytes = 48 * 1024;

/** X is cut into runs of rows with sums of their own, so that any number of threads adds up the same. */
function itemRows(n: number, block: number, gradientSize: number): number {
  const most = Math.max(4, Math.min(32, Math.floor(2 ** 21 / gradientSize)));
  return Math.ceil(Math.max(512, n / most) / block) * block;
}

/** Some ten microseconds of work. */
function grainOf(workPerItem: number): number {
  return Math.max(1, Math.ceil(50_000 / workPerItem));
}

function softmaxLoss({ X, codes, weights, rows, fitIntercept }: LogisticProblem): Objective {
  const [n, features] = X.shape;
  const wide = Math.ceil(rows / 4) * 4;
  const stride = Math.ceil(features / 4) * 4;
  const block = Math.min(8, Math.max(1, Math.floor(blockBytes / (8 * features * tileRows)))) * tileRows;
  const perItem = itemRows(n, block, wide * stride);
  const items = Math.ceil(n / perItem);
  const own = {
    losses: allocate([items], 'float64'),
    gradients: allocate([items, wide, stride], 'float64'),
    biasGradients: allocate([items, wide], 'float64'),
    scores: allocate([items, block, wide], 'float64'),
    rest: float64(new Float64Array(tileRows * features), [tileRows, features]),
    packed: float64(new Float64Array(features * wide), [features, wide]),
    bias: float64(new Float64Array(wide).fill(Number.NEGATIVE_INFINITY).fill(0, 0, rows), [wide]),
    codes: integers(codes),
    weights: weights === null ? null : float64(weights, [n]),
  };
  values(own.rest).set(values(X).subarray((n - (n % tileRows)) * features));
  const kernel = classicKernels.threaded('softmaxGradients');
  const size = rows * features;
  return (parameters, gradient) => {
    const packed = values(own.packed);
    for (let k = 0; k < rows; k++)
      for (let j = 0; j < features; j++) packed[j * wide + k] = parameters[k * features + j];
    if (fitIntercept) values(own.bias).set(parameters.subarray(size));
    engine.forRanges(kernel, items, { grain: grainOf(perItem * size), tasksPerThread: 4 }, (first, count) => [
      own.losses.address,
      own.gradients.address,
      own.biasGradients.address,
      own.scores.address,
      X.address,
      own.rest.address,
      own.codes.address,
      own.weights?.address ?? 0,
      own.packed.address,
      own.bias.address,
      n,
      features,
      rows,
      block,
      perItem,
      first,
      count,
    ]);
    gradient.fill(0);
    const parts = values(own.gradients);
    const biasParts = values(own.biasGradients);
    for (let item = 0; item < items; item++) {
      for (let k = 0; k < rows; k++) {
        const from = (item * wide + k) * stride;
        for (let j = 0; j < features; j++) gradient[k * features + j] += parts[from + j];
        if (fitIntercept) gradient[size + k] += biasParts[item * wide + k];
      }
    }
    return total(values(own.losses));
  };
}

function binaryLoss({ X, codes, weights, fitIntercept }: LogisticProblem): Objective {
  const [n, features] = X.shape;
  const perItem = itemRows(n, 4, features);
  const items = Math.ceil(n / perItem);
  const own = {
    losses: allocate([items], 'float64'),
    gradients: allocate([items, features], 'float64'),
    biasGradients: allocate([items], 'float64'),
    slopes: allocate([items, 4], 'float64'),
    codes: integers(codes),
    weights: weights === null ? null : float64(weights, [n]),
    w: float64(new Float64Array(features), [features]),
  };
  const kernel = classicKernels.threaded('logisticGradients');
  return (parameters, gradient) => {
    values(own.w).set(parameters.subarray(0, features));
    const bias = fitIntercept ? parameters[features] : 0;
    engine.forRanges(kernel, items, { grain: grainOf(perItem * features), tasksPerThread: 4 }, (first, count) => [
      own.losses.address,
      own.gradients.address,
      own.biasGradients.address,
      own.slopes.address,
      X.address,
      own.codes.address,
      own.weights?.address ?? 0,
      own.w.address,
      bias,
      n,
      features,
      perItem,
      first,
      count,
    ]);
    gradient.fill(0);
    const parts = values(own.gradients);
    for (let at = 0; at < parts.length; at += features) for (let j = 0; j < features; j++) gradient[j] += parts[at + j];
    if (fitIntercept) gradient[features] = total(values(own.biasGradients));
    return total(values(own.losses));
  };
}

function total(list: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < list.length; i++) sum += list[i];
  return sum;
}
