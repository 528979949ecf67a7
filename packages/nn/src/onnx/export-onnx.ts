import { concat, isFloat, mul, reshape, roll, slice, type Tensor, tidy } from '@ml/tensor';
import type { Module } from '../module.ts';
import { leaveTraining } from '../train/evaluation-mode.ts';
import { GraphBuilder, type Operand } from './graph-builder.ts';
import { loweringOf } from './lowerings/index.ts';
import { encodeModel, type OnnxGraph, type OnnxValue } from './model-proto.ts';
import { OnnxExportError } from './onnx-export-error.ts';
import { commonProgram, type Program, type ProgramStep, type Size } from './program.ts';
import { recordForward } from './recording.ts';

export interface ExportOnnxOptions {
  /** Names of the inputs; default 'input', or 'input_0', 'input_1', … */
  readonly inputNames?: readonly string[];
  /** Names of the outputs; default 'output', or 'output_0', 'output_1', … */
  readonly outputNames?: readonly string[];
  /** The axis of the inputs that may have any size, or one for each input; null: the size of the example. Default null. */
  readonly batchAxis?: number | null | readonly (number | null)[];
  /** What is exported; default the model's `forward`. For options, masks, or one of several results. */
  readonly forward?: (...inputs: Tensor[]) => unknown;
  /** Name of the graph; default the model's class. */
  readonly name?: string;
}

/**
 * A model as an ONNX file (operator set 17), to be run by onnxruntime and others: what the forward pass of the example inputs
 * applies to them, in evaluation mode. Parameters and buffers keep their names of the state dict.
 *
 * The pass is recorded twice, with other values and, where there is a batch axis, another batch. What differs shows what depends
 * on the batch; a number computed from the inputs by means that are not recorded is an error, not a wrong constant. Loops
 * and branches become what they were for these examples.
 *
 * @throws {OnnxExportError} when an operation has no counterpart in ONNX, or a forward pass is not the same for all inputs
 * @reference https://github.com/onnx/onnx/blob/main/docs/IR.md
 * @example
 * const model = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 2));
 * const file = exportOnnx(model, [zeros([1, 4])], { batchAxis: 0 });
 * file instanceof Uint8Array // => true
 */
export function exportOnnx(
  model: Module,
  exampleInputs: Tensor | readonly Tensor[],
  options: ExportOnnxOptions = {},
): Uint8Array {
  const inputs: readonly Tensor[] = Array.isArray(exampleInputs) ? exampleInputs : [exampleInputs as Tensor];
  const axes = batchAxes(inputs, options.batchAxis ?? null);
  const forward =
    options.forward ??
    ((...xs: Tensor[]) => (model as unknown as { forward(...xs: Tensor[]): unknown }).forward(...xs));
  const name = options.name ?? model.constructor.name;
  const restoreModes = leaveTraining(model);
  try {
    return encodeModel(lower(recordProgram(model, forward, inputs, axes), axes, { ...options, name }));
  } finally {
    restoreModes();
  }
}

function batchAxes(inputs: readonly Tensor[], given: number | null | readonly (number | null)[]): (number | null)[] {
  if (typeof given === 'object' && given !== null && given.length !== inputs.length) {
    throw new RangeError(`exportOnnx: batchAxis has ${given.length} entries for ${inputs.length} inputs`);
  }
  return inputs.map(({ rank, shape }, i) => {
    const axis = typeof given === 'object' && given !== null ? given[i] : given;
    if (axis === null) return null;
    if (!(Number.isSafeInteger(axis) && axis >= -rank && axis < rank)) {
      throw new RangeError(`exportOnnx: input ${i} of shape [${shape.join(', ')}] has no axis ${axis} (batchAxis)`);
    }
    return axis < 0 ? axis + rank : axis;
  });
}

function recordProgram(
  model: Module,
  forward: (...inputs: Tensor[]) => unknown,
  inputs: readonly Tensor[],
  axes: readonly (number | null)[],
): Program {
  const state: Record<string, Tensor> = { ...model.stateDict() };
  for (const [name, buffer] of model.namedBuffers()) state[name] ??= buffer;
  const at = axes.findIndex((axis) => axis !== null);
  const batch = at === -1 ? 1 : inputs[at].shape[axes[at] as number];
  if (batch === 0) throw new RangeError('exportOnnx: the example batch is empty');
  return tidy(() => {
    const others = inputs.map((x, i) => otherExample(x, axes[i], batch));
    const [first, second] = [inputs, others].map((examples) => recordForward(forward, examples, state));
    return commonProgram(first, second, [batch, batch + 1]);
  });
}

/** An input like `x` with other values, and one more in the batch (or as many more as `x` has for each). */
function otherExample(x: Tensor, axis: number | null, batch: number): Tensor {
  // Ids and truth values keep to those that are there; numbers move a little.
  const moved: Tensor = reshape(roll(reshape(x, [x.size]) as Tensor, 1) as Tensor, x.shape);
  const changed: Tensor = isFloat(x.dtype) ? (mul(moved, 0.9375) as Tensor).add(0.015625) : moved;
  if (axis === null) return changed;
  const more = x.shape[axis] / batch;
  if (!Number.isInteger(more)) {
    throw new RangeError(`exportOnnx: ${x.shape[axis]} on axis ${axis} is not a multiple of the batch of ${batch}`);
  }
  const part = slice(changed, ...x.shape.map((_, i): [number, number] | null => (i === axis ? [0, more] : null)));
  return concat([changed, part as Tensor], axis) as Tensor;
}

/** The graph of a program: constants and state that are used, and the steps that outputs depend on. */
function lower(
  program: Program,
  axes: readonly (number | null)[],
  { name, ...options }: ExportOnnxOptions & { readonly name: string },
): OnnxGraph {
  const { values } = program;
  const inputNames = namesFor('input', program.inputs.length, options.inputNames);
  const outputNames = namesFor('output', program.outputs.length, options.outputNames);
  const batchInput = program.inputs.findIndex((value, i) => {
    const size = axes[i] === null ? null : values[value].shape[axes[i] as number];
    return size !== null && typeof size === 'object' && size.batch === 1;
  });
  const graph = new GraphBuilder((builder) => {
    const shape = builder.node('Shape', [inputNames[batchInput]]);
    return builder.node('Gather', [shape, builder.integers([axes[batchInput] as number])], { axis: 0 });
  });
  const names = new Map<number, string>(program.inputs.map((value, i) => [value, inputNames[i]]));
  const nameOf = (value: number): string => {
    const known = names.get(value) ?? sourceOf(graph, program, value);
    names.set(value, known);
    return known;
  };
  const operand = (value: number): Operand => ({ ...values[value], name: names.get(value) ?? '' });
  for (const step of neededSteps(program)) {
    const lowering = loweringOf(step.primitive);
    if (lowering === null) throw new OnnxExportError(`${step.primitive} has no counterpart in ONNX`);
    for (const value of step.inputs) nameOf(value);
    const results = lowering(graph, step.inputs.map(operand), step.params, step.outputs.map(operand));
    for (const [i, result] of results.entries()) names.set(step.outputs[i], result);
  }
  const produced = program.outputs.map((value, i) => {
    graph.nodes.push({ op: 'Identity', inputs: [nameOf(value)], outputs: [outputNames[i]], attributes: {} });
    return described(outputNames[i], values[value]);
  });
  const taken = program.inputs.map((value, i) => described(inputNames[i], values[value]));
  checkDistinct([...inputNames, ...graph.initializers.keys(), ...graph.nodes.flatMap(({ outputs }) => outputs)]);
  return { name, nodes: graph.nodes, initializers: [...graph.initializers.values()], inputs: taken, outputs: produced };
}

function namesFor(stem: string, count: number, given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) return count === 1 ? [stem] : Array.from({ length: count }, (_, i) => `${stem}_${i}`);
  if (given.length === count) return given;
  throw new RangeError(`exportOnnx: ${given.length} names for ${count} ${stem}s (${stem}Names)`);
}

/** Puts a constant or a part of the state into the graph; returns its name. */
function sourceOf(graph: GraphBuilder, { values }: Program, value: number): string {
  const { origin, shape, dtype } = values[value];
  if (origin.kind === 'state') return graph.initializer(origin.name, dtype, fixed(shape), origin.values);
  if (origin.kind !== 'constant') throw new OnnxExportError('a by-product of an operation is used as a value');
  if (shape.every((size) => typeof size === 'number')) {
    return graph.constant(dtype, shape, origin.values);
  }
  // One element stands for the batch; it is stretched when the batch is known.
  const once = shape.map((size) => (typeof size === 'number' ? size : 1));
  return graph.node('Expand', [graph.constant(dtype, once, origin.values), graph.sizes(shape)]);
}

function fixed(shape: readonly Size[]): number[] {
  return shape.map((size) => {
    if (typeof size === 'number') return size;
    throw new OnnxExportError('a parameter has the size of the batch');
  });
}

/** The steps that outputs depend on, in order. */
function neededSteps({ steps, outputs }: Program): readonly ProgramStep[] {
  const needed = new Set(outputs);
  const kept: ProgramStep[] = [];
  for (const step of steps.toReversed()) {
    if (!step.outputs.some((value) => needed.has(value))) continue;
    for (const value of step.inputs) needed.add(value);
    kept.push(step);
  }
  return kept.reverse();
}

function described(name: string, { shape, dtype }: { shape: readonly Size[]; dtype: Operand['dtype'] }): OnnxValue {
  const size = (of: Size): number | string =>
    typeof of === 'number' ? of : of.batch === 1 ? 'batch' : `batch_times_${of.batch}`;
  return { name, dtype, shape: shape.map(size) };
}

function checkDistinct(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new OnnxExportError(`two values are called ${twice}; choose other names of in- and outputs`);
}
