import { noGrad } from '@ml/autograd';
import { isTensor, type Recorder, type Shape, setRecorder, type Tensor, tidy, zeros } from '@ml/tensor';
import type { Module } from '../module.ts';
import { leaveTraining } from '../train/evaluation-mode.ts';
import { wrapForward } from '../wrap-forward.ts';
import { type LayerSummary, ModelSummary } from './model-summary.ts';
import { multiplyAdds } from './multiply-adds.ts';

/** What is found out about a module while it runs. */
interface Findings {
  calls: number;
  outputShapes: readonly Shape[];
  multiplyAdds: number;
  outputBytes: number;
}

/**
 * What a model is made of: each module with the shape it returns, its parameters and its multiply–adds; their sums and sizes in
 * memory. Found by one forward pass in evaluation mode and without gradients: nothing about the model changes.
 *
 * @param input the shape of a float input, batch included, or tensors for models that take other or several ones
 * @throws {TypeError} when the model has no `forward`
 * @special modules that a model does not call, but reads the weights of, have no shape; what the model computes with
 *   them counts as its own
 * @reference torchinfo.summary, whose counts of multiply–adds include biases and norms
 * @example
 * const model = new Sequential(new Linear(784, 128), new ReLU(), new Linear(128, 10));
 * const { parameters, flops } = summary(model, [1, 784]);
 * [parameters, flops] // => [101770, 203264]
 * `${summary(model, [1, 784])}`.split('\n')[2] // => 'Sequential    [1, 10]                –          –        –'
 */
export function summary(model: Module, input: Shape | Tensor | readonly Tensor[]): ModelSummary {
  if (!hasForward(model)) throw new TypeError(`summary: ${model.constructor.name} has no forward`);
  return tidy(() => {
    const inputs = inputsOf(model, input);
    const found = new Map<Module, Findings>();
    for (const module of model.modules())
      found.set(module, { calls: 0, outputShapes: [], multiplyAdds: 0, outputBytes: 0 });
    observe(model, inputs, found);
    return summarized(model, inputs, found);
  });
}

interface WithForward {
  forward(...inputs: Tensor[]): unknown;
}

function hasForward(model: Module): model is Module & WithForward {
  return 'forward' in model && typeof model.forward === 'function';
}

function inputsOf(model: Module, input: Shape | Tensor | readonly Tensor[]): readonly Tensor[] {
  if (isTensor(input)) return [input];
  if (input.length > 0 && isTensor(input[0])) return input as readonly Tensor[];
  const dtype = model.parameters()[0]?.dtype ?? 'float32';
  return [zeros(input as Shape, { dtype })];
}

/** Runs the model and notes, for each module, its calls, what it returns, and the operations between those of others. */
function observe(model: Module & WithForward, inputs: readonly Tensor[], found: ReadonlyMap<Module, Findings>): void {
  const open: Findings[] = [];
  const marked: Tensor[] = [];
  // Operations are told to a recorder when an input has a tracer: one without a meaning is passed on from the inputs.
  const mark = (x: Tensor): void => {
    if (x.tracer !== null) return;
    x.tracer = { retain() {}, release() {} };
    marked.push(x);
  };
  const counter: Recorder = {
    record(primitive, operands, _, outputs) {
      const running = open.at(-1);
      if (running !== undefined) running.multiplyAdds += multiplyAdds(primitive, operands, outputs);
      for (const y of outputs) mark(y);
    },
  };
  const unwrap = [...found].map(([module, findings]) =>
    wrapForward(module, (call) => {
      open.push(findings);
      try {
        const result = call();
        const outputs = tensorsIn(result);
        if (findings.calls++ === 0) findings.outputShapes = outputs.map(({ shape }) => shape);
        if (module.children().length === 0) for (const y of outputs) findings.outputBytes += bytesOf(y);
        return result;
      } finally {
        open.pop();
      }
    }),
  );
  const restoreModes = leaveTraining(model);
  try {
    noGrad(() => {
      const previous = setRecorder(counter);
      try {
        for (const x of inputs) mark(x);
        model.forward(...inputs);
      } finally {
        setRecorder(previous);
      }
    });
  } finally {
    restoreModes();
    for (const restore of unwrap) restore();
    for (const x of marked) if (!x.isDisposed) x.tracer = null;
  }
}

function summarized(model: Module, inputs: readonly Tensor[], found: ReadonlyMap<Module, Findings>): ModelSummary {
  const counted = new Set<Tensor>();
  const layers: LayerSummary[] = [];
  const places = new Map<Module, { name: string; depth: number }>([[model, { name: '', depth: 0 }]]);
  for (const [path, module] of model.namedModules()) {
    const { name, depth } = places.get(module) ?? { name: path, depth: 0 };
    const children = module.namedChildren();
    for (const [below, child] of children) if (!places.has(child)) places.set(child, { name: below, depth: depth + 1 });
    const below = new Set(children.flatMap(([, child]) => child.parameters()));
    const own = module.parameters().filter((p) => !counted.has(p) && !below.has(p));
    for (const p of own) counted.add(p);
    const { calls, outputShapes, multiplyAdds } = found.get(module) as Findings;
    const parameters = own.reduce((sum, p) => sum + p.size, 0);
    const trainable = own.reduce((sum, p) => sum + (p.requiresGrad ? p.size : 0), 0);
    const type = module.constructor.name;
    layers.push({ path, name, type, depth, calls, outputShapes, parameters, trainable, multiplyAdds });
  }
  const sum = (tensors: readonly Tensor[]): number => tensors.reduce((bytes, x) => bytes + bytesOf(x), 0);
  return new ModelSummary(layers, {
    inputBytes: sum(inputs),
    outputBytes: [...found.values()].reduce((bytes, { outputBytes }) => bytes + outputBytes, 0),
    parameterBytes: sum(model.parameters()),
    bufferBytes: sum(model.namedBuffers().map(([, values]) => values)),
  });
}

/** The tensors in what a `forward` returned: alone, or in arrays and objects. */
function tensorsIn(result: unknown): Tensor[] {
  if (isTensor(result)) return [result];
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result).flatMap(tensorsIn);
}

function bytesOf({ size, dtype }: Tensor): number {
  return size * (dtype === 'float64' ? 8 : dtype === 'bool' || dtype === 'uint8' ? 1 : 4);
}
