import { elementTypes } from '../model-proto.ts';
import { OnnxExportError } from '../onnx-export-error.ts';
import type { Size } from '../program.ts';
import type { Lowerings } from './lowering.ts';

/** Far behind either end of any axis. */
const BEYOND = 2 ** 53 - 1;

const isFixed = (size: Size): size is number => typeof size === 'number';

export const movement: Lowerings = {
  concat: (graph, xs, { axis }) => [
    graph.node(
      'Concat',
      xs.map(({ name }) => name),
      { axis },
    ),
  ],
  expand: (graph, [x], _, [y]) => {
    // 1 keeps the size of an axis, so only what is stretched need be known.
    const lead = y.shape.length - x.shape.length;
    const target = y.shape.map((size, axis) => (axis >= lead && x.shape[axis - lead] !== 1 ? 1 : size));
    return [graph.node('Expand', [x.name, graph.sizes(target)])];
  },
  gather: (graph, [x, index], { axis }) => [graph.node('GatherElements', [x.name, index.name], { axis })],
  pad: (graph, [x], { padding, value }) => {
    const pads = [0, 1].flatMap((end) => padding.map((both) => both[end]));
    return [graph.node('Pad', [x.name, graph.integers(pads), graph.scalar(value, x)])];
  },
  permute: (graph, [x], { axes }) => [graph.node('Transpose', [x.name], { perm: axes })],
  reshape: (graph, [x], _, [y]) => {
    const open = y.shape.filter((size) => !isFixed(size)).length;
    const known = y.shape.every((size) => size !== 0);
    const shape = open === 1 && known ? y.shape.map((size) => (isFixed(size) ? size : -1)) : y.shape;
    return [graph.node('Reshape', [x.name, graph.sizes(shape)])];
  },
  scatterAdd: (graph, [x, index, source], { axis }) => [
    graph.node('ScatterElements', [x.name, index.name, source.name], { axis, reduction: 'add' }),
  ],
  scatterRows: (graph, [dY, ids], { rows }) => {
    const width = fixedSize('scatterRows', dY.shape[dY.shape.length - 1]);
    const once = graph.constant(dY.dtype, [1, 1], dY.dtype === 'float64' ? Float64Array.of(0) : Float32Array.of(0));
    const table = graph.node('Expand', [once, graph.integers([rows, width])]);
    const places = graph.node('Cast', [graph.node('Unsqueeze', [ids.name, graph.integers([-1])])], {
      to: elementTypes.int64,
    });
    return [graph.node('ScatterND', [table, places, dY.name], { reduction: 'add' })];
  },
  slice: (graph, [x], { ranges }) => {
    // Null (an axis left whole) is put in by commonProgram.
    const cut = (ranges as readonly ((typeof ranges)[number] | null)[]).flatMap((range, axis) =>
      range === null ? [] : [{ ...range, axis }],
    );
    if (cut.length === 0) return [graph.node('Identity', [x.name])];
    const list = (pick: (range: (typeof cut)[number]) => number): string => graph.integers(cut.map(pick));
    const end = ({ start, step, size }: (typeof cut)[number]): number => {
      const stop = start + step * size;
      return stop < 0 ? -BEYOND : stop; // −1 would mean the last element
    };
    const bounds = [list(({ start }) => start), list(end), list(({ axis }) => axis), list(({ step }) => step)];
    return [graph.node('Slice', [x.name, ...bounds])];
  },
  split: (graph, [x], { axis, sizes }) =>
    graph.nodeOf(sizes.length, 'Split', [x.name, graph.integers(sizes)], { axis }),
  tril: (graph, [x], { diagonal }) => [
    graph.node('Trilu', [x.name, graph.constant('int64', [], BigInt64Array.of(BigInt(diagonal)))], { upper: 0 }),
  ],
  triu: (graph, [x], { diagonal }) => [
    graph.node('Trilu', [x.name, graph.constant('int64', [], BigInt64Array.of(BigInt(diagonal)))], { upper: 1 }),
  ],
};

/** The size of an axis that an operation needs to know. */
export function fixedSize(op: string, size: Size): number {
  if (isFixed(size)) return size;
  throw new OnnxExportError(`${op}: the batch would have to be known; export it with a fixed one (batchAxis: null)`);
}
