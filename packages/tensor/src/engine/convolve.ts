import { borderAfter, bordered, type Convolution, range, sums } from './conv-plan.ts';
import { run } from './conv-run.ts';

/** y = Σ w·x under the kernel (+ bias). @shape x [N, C, …], w [O, C / groups, …], bias [O] → y [N, O, …]; addresses */
export function convolve(of: Convolution, y: number, x: number, w: number, bias: number): void {
  const { inChannels, image, kernel, result, stride, padding, dilation } = of;
  const copy = bordered(inChannels, image, padding, borderAfter(of), stride[2]);
  const { slice, row, phases, phase } = copy;
  const taps = kernel.map((n, axis) => range(n, (tap) => tap * dilation[axis]));
  const summands = sums(
    range(inChannels, (c) => c * copy.channel),
    taps[0].map((d) => d * slice),
    taps[1].map((h) => h * row),
    taps[2].map((w) => (w % phases) * phase + Math.floor(w / phases)),
  );
  const columns = sums(
    range(result[0], (d) => d * stride[0] * slice),
    range(result[1], (h) => h * stride[1] * row),
    range(result[2]),
  );
  const m = of.outChannels;
  const weights = range(summands.length);
  const plan = { m, plane: columns.length, copy, summands, columns, targets: null, weights, regular: true };
  run(of, plan, { y, x, w, bias, row: summands.length, group: m * summands.length });
}
