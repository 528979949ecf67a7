import type { GraphBuilder, Operand } from '../graph-builder.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import type { Lowerings, ParamsOf } from './lowering.ts';
import { fixedSize } from './movement.ts';

/** ONNX lists what goes before all axes, then what goes after them. */
function padsOf(padding: readonly (readonly [number, number])[]): number[] {
  return [0, 1].flatMap((end) => padding.map((both) => both[end]));
}

type Windows = ParamsOf<'maxPool'>['windows'][number];

/** The sliding window that makes a list of windows on an axis of n elements. */
interface Slide {
  readonly kernel: number;
  readonly stride: number;
  readonly padding: readonly [before: number, after: number];
}

/** Finds the window and the stride that make the list; adaptive pooling of sizes that do not divide has none. */
function slideOf(op: string, { first, end, step }: Windows, n: number): Slide {
  const count = first.length;
  for (let stride = 1; stride <= n; stride++) {
    for (let before = 0; before < n; before++) {
      const span = end[0] + before; // the first window, which nothing but the border cuts
      const kernel = Math.floor((span - 1) / step) + 1;
      const reach = (kernel - 1) * step + 1;
      const fits = (o: number): boolean => {
        const start = o * stride - before;
        const seen = start < 0 ? start + Math.ceil(-start / step) * step : start;
        return first[o] === seen && end[o] === Math.min(start + reach, n);
      };
      if (!fits(0) || !fits(count - 1) || !first.every((_, o) => fits(o))) continue;
      const after = Math.max(0, (count - 1) * stride + reach - before - n);
      // One window more must not fit, or ONNX would count it.
      const alone = n + before + after < count * stride + reach;
      if (2 * before <= reach && after < reach)
        return { kernel, stride: alone ? stride : n + before, padding: [before, after] };
    }
  }
  throw new OnnxExportError(`${op}: windows of different sizes have no counterpart in ONNX; let the sizes divide`);
}

/** Pooling in ONNX wants [N, C, ...]; leading axes that are missing are put in, and taken out of the result. */
function pooled(
  graph: GraphBuilder,
  x: Operand,
  spatial: number,
  pool: (graph: GraphBuilder, name: string) => string,
): string[] {
  const missing = spatial + 2 - x.shape.length;
  if (missing < 0) throw new OnnxExportError('pooling of more than one batch axis has no counterpart in ONNX');
  if (missing === 0) return [pool(graph, x.name)];
  const axes = graph.integers(Array.from({ length: missing }, (_, i) => i));
  return [graph.node('Squeeze', [pool(graph, graph.node('Unsqueeze', [x.name, axes])), axes])];
}

/** The attributes of a pooling, and its slides. */
function slidesOf(op: string, { spatial, windows }: ParamsOf<'maxPool'>) {
  const slides = windows.map((list, i) => slideOf(op, list, spatial[i]));
  return {
    slides,
    attributes: {
      kernel_shape: slides.map(({ kernel }) => kernel),
      strides: slides.map(({ stride }) => stride),
      pads: padsOf(slides.map(({ padding }) => padding)),
    },
  };
}

export const convolution: Lowerings = {
  avgPool: (graph, [x], params) => {
    const { slides, attributes } = slidesOf('avgPool', params);
    const every = (test: (list: Windows, axis: number, o: number) => boolean): boolean =>
      params.windows.every((list, axis) => list.divisor.every((_, o) => test(list, axis, o)));
    const bySize = every(({ divisor }, axis, o) => divisor[o] === slides[axis].kernel);
    const byCount = every(({ divisor, first, end }, _, o) => divisor[o] === end[o] - first[o]);
    if (!bySize && !byCount)
      throw new OnnxExportError('avgPool: ONNX divides by the size of a window, or by what is in it');
    return pooled(graph, x, slides.length, (builder, name) =>
      builder.node('AveragePool', [name], { ...attributes, count_include_pad: Number(!byCount) }),
    );
  },
  conv: (graph, inputs, { stride, padding, dilation, groups }) => [
    graph.node(
      'Conv',
      inputs.map(({ name }) => name),
      { strides: stride, pads: padsOf(padding), dilations: dilation, group: groups },
    ),
  ],
  convTranspose: (graph, inputs, { stride, padding, dilation, groups, spatial }) => {
    const [y, weight] = inputs;
    const rest = spatial.map((size, i) => {
      const [n, k] = [y, weight].map(({ shape }) => fixedSize('convTranspose', shape[2 + i]));
      return size - (stride[i] * (n - 1) + dilation[i] * (k - 1) + 1 - padding[i][0] - padding[i][1]);
    });
    const attributes = {
      strides: stride,
      pads: padsOf(padding),
      dilations: dilation,
      group: groups,
      output_padding: rest,
    };
    return [
      graph.node(
        'ConvTranspose',
        inputs.map(({ name }) => name),
        attributes,
      ),
    ];
  },
  maxPool: (graph, [x], params) => {
    const { slides, attributes } = slidesOf('maxPool', params);
    const dilations = params.windows.map(({ step }) => step);
    return pooled(graph, x, slides.length, (builder, name) =>
      builder.node('MaxPool', [name], { ...attributes, dilations }),
    );
  },
};
