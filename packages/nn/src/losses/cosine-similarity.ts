import { div, maximum, mul, type Shape, sqrt, square, sum, type Tensor } from '@ml/tensor';

export interface CosineSimilarityOptions {
  /** Axis of the vectors; default 1. */
  readonly axis?: number;
  /** Smallest length that is divided by; default 1e-8. */
  readonly eps?: number;
}

/**
 * Cosine of the angle between vectors: Σ a·b/(max(‖a‖, eps)·max(‖b‖, eps)).
 *
 * @shape a [..., D, ...], b broadcast with it → [..., ...] without the axis
 * @reference torch.nn.functional.cosine_similarity
 * @example
 * cosineSimilarity(tensor([[1, 0]]), tensor([[3, 4]])).toArray() // => [0.6000000238418579]
 */
export function cosineSimilarity(
  a: Tensor,
  b: Tensor,
  { axis = 1, eps = 1e-8 }: CosineSimilarityOptions = {},
): Tensor<Shape> {
  const lengths = [a, b].map((x) => maximum(sqrt(sum(square(x), { axis, keepDims: true }) as Tensor), eps) as Tensor);
  return sum(mul(div(a, lengths[0]), div(b, lengths[1])) as Tensor, { axis }) as Tensor;
}
