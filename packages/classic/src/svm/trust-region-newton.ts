import { excess, type LinearProblem, type LinearSolution, type LinearSolverOptions } from './linear-problem.ts';

/** A step has to bring this share of what the quadratic model promised. */
const leastShare = 1e-4;
const mostProducts = 1000;

/**
 * R(w) = ½|w|² with squared distances, by Newton's method in a trust region.
 *
 * f is quadratic as long as the same samples are outside their intervals, with the Hessian I + 2·Σ Cᵢ·xᵢxᵢᵀ over those; it is never
 * built: conjugate gradients need products with it only. Steps are as long as the model can be trusted.
 *
 * @param options.tol ends when the gradient is this small beside that at w = 0
 * @complexity O(N·F) for each product
 * @reference Lin, Weng & Keerthi 2008, Trust region Newton method for logistic regression; Steihaug 1983
 */
export function trustRegionNewton(
  problem: LinearProblem,
  { tol, maxIter }: Omit<LinearSolverOptions, 'rng'>,
): LinearSolution {
  const { width } = problem;
  let weights = new Float64Array(width);
  let point = evaluate(problem, weights);
  const first = norm(point.gradient);
  let radius = first;
  let iterations = 0;
  while (norm(point.gradient) > tol * first) {
    if (iterations >= maxIter) return { weights, iterations, converged: false };
    iterations++;
    const { step, promised, atBorder } = conjugateGradients(problem, point, radius, first);
    const next = weights.map((value, j) => value + step[j]);
    const found = evaluate(problem, next);
    const share = (point.value - found.value) / promised;
    // At the end of the digits of f its change says nothing any more, but that the gradient is smaller does.
    const isRounding = promised <= 1e-12 * point.value && norm(found.gradient) < norm(point.gradient);
    if (share > leastShare || isRounding) {
      weights = next;
      point = found;
    } else if (promised <= Number.EPSILON * point.value) return { weights, iterations, converged: true };
    if (!isRounding && share < 0.25) radius = norm(step) / 4;
    else if (share > 0.75 && atBorder) radius *= 2;
  }
  return { weights, iterations, converged: true };
}

interface Point {
  readonly value: number;
  readonly gradient: Float64Array;
  /** 2·Cᵢ of the samples outside their interval, else 0. */
  readonly curvatures: Float64Array;
}

function evaluate({ data, width, low, high, costs }: LinearProblem, weights: Float64Array): Point {
  const gradient = weights.slice();
  const curvatures = new Float64Array(costs.length);
  let value = dot(weights, weights) / 2;
  for (let i = 0, at = 0; i < costs.length; i++, at += width) {
    let product = 0;
    for (let j = 0; j < width; j++) product += weights[j] * data[at + j];
    const distance = excess(product, low[i], high[i]);
    if (distance === 0) continue;
    curvatures[i] = 2 * costs[i];
    value += costs[i] * distance * distance;
    const slope = curvatures[i] * distance;
    for (let j = 0; j < width; j++) gradient[j] += slope * data[at + j];
  }
  return { value, gradient, curvatures };
}

interface Step {
  readonly step: Float64Array;
  /** By how much the quadratic model says that f decreases. */
  readonly promised: number;
  readonly atBorder: boolean;
}

/** The step that minimizes the quadratic model, or where the way there leaves the trust region. */
function conjugateGradients(
  problem: LinearProblem,
  { gradient, curvatures }: Point,
  radius: number,
  first: number,
): Step {
  const step = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  const direction = residual.slice();
  let square = dot(residual, residual);
  // Ever more exact towards the end, so that the last steps square the error.
  const size = Math.sqrt(square);
  const target = size * Math.min(0.1, Math.sqrt(size / first));
  let atBorder = false;
  for (let round = 0; round < mostProducts && Math.sqrt(square) > target; round++) {
    const image = hessianTimes(problem, curvatures, direction);
    const alpha = square / dot(direction, image);
    const reach = toBorder(step, direction, radius);
    atBorder = alpha >= reach;
    const length = Math.min(alpha, reach);
    for (let j = 0; j < step.length; j++) {
      step[j] += length * direction[j];
      residual[j] -= length * image[j];
    }
    if (atBorder) break;
    const next = dot(residual, residual);
    for (let j = 0; j < step.length; j++) direction[j] = residual[j] + (next / square) * direction[j];
    square = next;
  }
  // −gᵀs − ½sᵀHs with Hs = −g − residual.
  return { step, promised: (dot(step, residual) - dot(step, gradient)) / 2, atBorder };
}

/** d + Σ 2Cᵢ·(xᵢ·d)·xᵢ over the samples outside. */
function hessianTimes({ data, width }: LinearProblem, curvatures: Float64Array, d: Float64Array): Float64Array {
  const out = d.slice();
  for (let i = 0, at = 0; i < curvatures.length; i++, at += width) {
    if (curvatures[i] === 0) continue;
    let product = 0;
    for (let j = 0; j < width; j++) product += d[j] * data[at + j];
    product *= curvatures[i];
    for (let j = 0; j < width; j++) out[j] += product * data[at + j];
  }
  return out;
}

/** t ≥ 0 with |s + t·d| = radius. */
function toBorder(s: Float64Array, d: Float64Array, radius: number): number {
  const dd = dot(d, d);
  const sd = dot(s, d);
  const gap = Math.max(0, radius * radius - dot(s, s));
  const root = Math.sqrt(sd * sd + dd * gap);
  return sd >= 0 ? gap / (sd + root) : (root - sd) / dd;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
