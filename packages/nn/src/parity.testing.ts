import { backward, checkGrad, type Parameter, parameter } from '@ml/autograd';
import { concat, type FloatDType, isFloat, memory, type Tensor, tensor, tidy } from '@ml/tensor';
import { describe, expect, test } from 'vitest';
import { expectClose, fixture, type Nested, precisions, toTensor } from './fixture.testing.ts';
import type { Module } from './module.ts';

/** What tooling/parity/nn_cases.py writes: one forward and backward pass of PyTorch. */
export interface ParityCase {
  /** Name of the export of @ml/nn it is about. */
  readonly export: string;
  readonly name: string;
  /** Whether central differences may be taken: false near kinks. */
  readonly smooth: boolean;
  readonly options?: object | null;
  /** Options that are tensors, which have no gradient. */
  readonly optionTensors?: Readonly<Record<string, Nested>>;
  readonly state: Readonly<Record<string, Nested>>;
  readonly stateAfter?: Readonly<Record<string, Nested>>;
  readonly inputs: readonly {
    readonly kind: 'float' | 'int32' | 'bool';
    readonly values: Nested;
    readonly gradient: Nested | null;
  }[];
  readonly outputs: readonly Nested[];
  readonly outputGradients: readonly (Nested | null)[];
  readonly gradients: Readonly<Record<string, Nested>>;
}

type Results = Tensor | readonly Tensor[];
type Call = (...inputs: Tensor[]) => Results;

/** Makes the layer of a case, and, where it is not its `forward` that is called, what to call. */
export type LayerMaker = (dtype: FloatDType) => Module | readonly [module: Module, call: Call];

export function parityCases(family: string): readonly ParityCase[] {
  return fixture<{ cases: ParityCase[] }>(family).cases;
}

/**
 * The tests every layer passes, one maker for each case of fixtures/<family>.json: names of the state, values, gradients of
 * inputs and parameters and the state afterwards as in PyTorch, in both precisions; gradients against central differences;
 * nothing left in memory.
 */
export function describeLayers(family: string, makers: Readonly<Record<string, LayerMaker>>): void {
  const cases = parityCases(family);
  const make = (reference: ParityCase, dtype: FloatDType): { module: Module; call: Call } => {
    const made = makers[reference.name](dtype);
    const [module, call] = Array.isArray(made) ? (made as [Module, Call]) : [made as Module, null];
    const forward = (...inputs: Tensor[]): Results => (module as unknown as { forward: Call }).forward(...inputs);
    module.loadStateDict(inType(reference.state, dtype));
    return { module, call: call ?? forward };
  };
  test(`${family}: there is a case for each maker, and a maker for each case`, () => {
    expect(Object.keys(makers).sort()).toEqual(cases.map(({ name }) => name).sort());
  });
  describe.each(precisions)(`${family} in $dtype matches torch`, ({ dtype, tolerance }) => {
    test.each(cases)('$name', (reference) => {
      const { module, call } = make(reference, dtype);
      expect(module.constructor.name).toBe(reference.export);
      expect(Object.keys(module.stateDict())).toEqual(Object.keys(reference.state));
      expectSamePass(reference, call, dtype, tolerance);
      for (const [name, learned] of module.namedParameters()) {
        if (Object.hasOwn(reference.gradients, name)) expectClose(learned.grad, reference.gradients[name], tolerance);
        else expect(learned.grad).toBeNull();
      }
      const state = module.stateDict();
      for (const [name, values] of Object.entries(reference.stateAfter ?? {}))
        expectClose(state[name], values, tolerance);
    });
  });
  describeLaws(family, cases, (reference, dtype) => make(reference, dtype));
}

/** The same for functions: each case calls the function its `export` names with its inputs and options. */
export function describeFunctions(
  family: string,
  functions: Readonly<Record<string, (...args: never[]) => Results>>,
): void {
  const cases = parityCases(family);
  const callOf = (reference: ParityCase, dtype: FloatDType): Call => {
    const own = functions[reference.export] as unknown as (...args: unknown[]) => Results;
    const options = { ...reference.options, ...inType(reference.optionTensors ?? {}, dtype) };
    return (...inputs) => (Object.keys(options).length === 0 ? own(...inputs) : own(...inputs, options));
  };
  describe.each(precisions)(`${family} in $dtype matches torch`, ({ dtype, tolerance }) => {
    test.each(cases)('$export $name', (reference) => {
      expectSamePass(reference, callOf(reference, dtype), dtype, tolerance);
    });
  });
  describeLaws(family, cases, (reference, dtype) => ({ module: null, call: callOf(reference, dtype) }));
}

function describeLaws(
  family: string,
  cases: readonly ParityCase[],
  make: (reference: ParityCase, dtype: FloatDType) => { module: Module | null; call: Call },
): void {
  const differentiable = cases.filter(
    ({ smooth, inputs }) => smooth && inputs.some(({ gradient }) => gradient !== null),
  );
  test.each(differentiable)(`${family}: gradients agree with central differences: $export $name`, (reference) => {
    const { call } = make(reference, 'float64');
    const inputs = reference.inputs.map(({ values, kind }) => inputOf(values, kind, 'float64'));
    const moving = reference.inputs.flatMap(({ gradient }, i) => (gradient === null ? [] : [i]));
    const f = (...at: Tensor[]): Tensor => {
      const results = call(...inputs.map((x, i) => (moving.includes(i) ? at[moving.indexOf(i)] : x)));
      return concat(
        listed(results)
          .filter(differs(reference))
          .map((y) => y.reshape([y.size]) as Tensor),
      ) as Tensor;
    };
    checkGrad(
      f,
      moving.map((i) => inputs[i]),
      { rtol: 1e-6 },
    );
  });

  test.each(cases)(`${family}: $export $name leaves nothing behind`, (reference) => {
    const { module, call } = make(reference, 'float32');
    const live: number[] = [];
    for (let round = 0; round < 10; round++) {
      tidy(() => {
        const { inputs } = pass(reference, call, 'float32');
        for (const input of inputs) input.dispose();
      });
      module?.zeroGrad();
      live.push(memory.report().liveBytes);
    }
    expect(live.at(-1)).toBe(live[1]);
  });
}

/** Which outputs have gradients in the reference. */
const differs =
  ({ outputGradients }: ParityCase) =>
  (_: unknown, i: number): boolean =>
    outputGradients[i] !== null;

function expectSamePass(reference: ParityCase, call: Call, dtype: FloatDType, tolerance: number): void {
  const { inputs, outputs } = pass(reference, call, dtype);
  expect(outputs.length).toBe(reference.outputs.length);
  for (const [i, values] of reference.outputs.entries()) {
    if (isFloat(outputs[i].dtype)) expect(outputs[i].dtype).toBe(dtype);
    expectClose(outputs[i], values, tolerance);
  }
  for (const [i, { gradient }] of reference.inputs.entries()) {
    if (gradient !== null) expectClose((inputs[i] as Parameter).grad, gradient, tolerance);
  }
}

/** One forward and backward pass; inputs are learned where the reference has their gradient. */
function pass(reference: ParityCase, call: Call, dtype: FloatDType): { inputs: Tensor[]; outputs: readonly Tensor[] } {
  const inputs = reference.inputs.map(({ values, kind, gradient }) => {
    const x = inputOf(values, kind, dtype);
    return gradient === null ? x : (parameter(x) as Tensor);
  });
  const outputs = listed(call(...inputs));
  const roots = outputs.filter(differs(reference));
  const cotangents = reference.outputGradients.flatMap((values) =>
    values === null ? [] : [inputOf(values, 'float', dtype)],
  );
  if (roots.length > 0) {
    // One pass for all outputs: Σ ⟨output, cotangent⟩.
    const total = roots.map((y, i) => y.mul(cotangents[i]).sum() as Tensor).reduce((a, b) => a.add(b) as Tensor);
    backward(total);
  }
  return { inputs, outputs };
}

function listed(results: Results): readonly Tensor[] {
  return Array.isArray(results) ? (results as readonly Tensor[]) : [results as Tensor];
}

function inputOf(values: Nested, kind: 'float' | 'int32' | 'bool', dtype: FloatDType): Tensor {
  if (kind === 'bool') return tensor(values as number[], { dtype: 'bool' });
  return toTensor(values, kind === 'int32' ? 'int32' : dtype);
}

function inType(state: ParityCase['state'], dtype: FloatDType): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(state).map(([name, values]) => [name, toTensor(values, dtype)]));
}
