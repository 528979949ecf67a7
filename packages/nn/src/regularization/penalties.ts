import { ArgumentError, abs, add, square, sum, type Tensor } from '@ml/tensor';

/**
 * Σ|p| over all parameters, to be added to a loss: it draws numbers to zero, and most of them all the way.
 *
 * @shape parameters [...] each → []
 * @throws {ArgumentError} when there are none
 * @reference Tibshirani, J. R. Stat. Soc. B 58 (1996)
 * @example
 * const w = parameter(tensor([2, -3]));
 * backward(l1Penalty([w]).mul(0.5));
 * w.grad?.toArray() // => [0.5, -0.5]
 */
export function l1Penalty(parameters: Iterable<Tensor>): Tensor {
  return total('l1Penalty', parameters, (p) => sum(abs(p)) as Tensor);
}

/**
 * Σp² over all parameters, to be added to a loss. Half of it times the weight decay is what the `weightDecay` of SGD and Adam
 * stands for; AdamW's is something else.
 *
 * @shape parameters [...] each → []
 * @throws {ArgumentError} when there are none
 * @example
 * const w = parameter(tensor([2, -3]));
 * backward(l2Penalty([w]).mul(0.5));
 * w.grad?.toArray() // => [2, -3]
 */
export function l2Penalty(parameters: Iterable<Tensor>): Tensor {
  return total('l2Penalty', parameters, (p) => sum(square(p)) as Tensor);
}

function total(op: string, parameters: Iterable<Tensor>, term: (p: Tensor) => Tensor): Tensor {
  const terms = [...parameters].map(term);
  if (terms.length === 0) throw new ArgumentError(`${op}: there are no parameters`);
  return terms.reduce((a, b) => add(a, b) as Tensor);
}
