import { noGrad } from '@ml/autograd';
import {
  type AnyPrimitive,
  type DType,
  isTensor,
  type Recorder,
  setRecorder,
  type Tensor,
  type Tracer,
  type TypedArray,
  tidy,
  toTypedArray,
  viewOf,
} from '@ml/tensor';
import { OnnxExportError } from './onnx-export-error.ts';

/** Where a value comes from: outside, the model's state, a constant of the computation, or a step. */
export type Origin =
  | { readonly kind: 'input'; readonly index: number }
  | { readonly kind: 'state'; readonly name: string; readonly values: TypedArray }
  | { readonly kind: 'constant'; readonly values: TypedArray }
  | { readonly kind: 'step' };

export interface RecordedValue {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly origin: Origin;
}

export interface RecordedStep {
  readonly primitive: string;
  readonly params: unknown;
  /** Numbers of values. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** A forward pass: primitives in the order they ran, as far as they depend on the inputs. The rest is constants. */
export interface Recording {
  readonly values: readonly RecordedValue[];
  readonly steps: readonly RecordedStep[];
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** Says on a tensor which value of a recording it is. */
class Mark implements Tracer {
  readonly owner: object;
  readonly value: number;

  constructor(owner: object, value: number) {
    this.owner = owner;
    this.value = value;
  }

  retain(): void {}

  release(): void {}
}

/** Runs `forward` on marked views of the inputs and writes down what is applied to them. */
export function recordForward(
  forward: (...inputs: Tensor[]) => unknown,
  inputs: readonly Tensor[],
  state: Readonly<Record<string, Tensor>>,
): Recording {
  return tidy(() =>
    noGrad(() => {
      const writer = new RecordingWriter(state);
      const marked = inputs.map((x, index) => writer.input(x, index));
      const previous = setRecorder(writer);
      try {
        const outputs = tensorsIn(forward(...marked)).map((y) => writer.numberOf(y));
        return { ...writer, inputs: marked.map((x) => writer.numberOf(x)), outputs };
      } finally {
        setRecorder(previous);
      }
    }),
  );
}

/** A view that a value was written down with; a version other than the storage's has other elements now. */
interface KnownView {
  readonly view: Pick<Tensor, 'shape' | 'strides' | 'offset' | 'dtype'>;
  readonly version: number;
  readonly value: number;
}

class RecordingWriter implements Recorder {
  readonly values: RecordedValue[] = [];
  readonly steps: RecordedStep[] = [];
  readonly #views = new Map<object, KnownView[]>();

  constructor(state: Readonly<Record<string, Tensor>>) {
    for (const [name, x] of Object.entries(state)) {
      // Names of tied parameters: the first one stands.
      if (this.#known(x) !== null) continue;
      this.#remember(x, this.#add(x, { kind: 'state', name, values: toTypedArray(x) }));
    }
  }

  input(x: Tensor, index: number): Tensor {
    const view = viewOf(x, x.shape, x.strides, x.offset);
    const value = this.#add(view, { kind: 'input', index });
    view.tracer = new Mark(this, value);
    return view;
  }

  record({ name }: AnyPrimitive, inputs: readonly Tensor[], params: unknown, outputs: readonly Tensor[]): void {
    if (!inputs.some((x) => this.#isMarked(x) || this.#isStep(this.#known(x)))) return;
    const step = { primitive: name, params, inputs: inputs.map((x) => this.numberOf(x)) };
    const results = outputs.map((y) => {
      const value = this.#add(y, { kind: 'step' });
      y.tracer?.release();
      y.tracer = new Mark(this, value);
      this.#remember(y, value);
      return value;
    });
    this.steps.push({ ...step, outputs: results });
  }

  /** The number of the value that `x` is: by its mark, by the memory it looks at (`detach` takes marks away), or a new constant. */
  numberOf(x: Tensor): number {
    const { tracer } = x;
    if (tracer instanceof Mark && tracer.owner === this) return tracer.value;
    const known = this.#known(x);
    if (known !== null) return known;
    const value = this.#add(x, { kind: 'constant', values: toTypedArray(x) });
    this.#remember(x, value);
    return value;
  }

  #isMarked({ tracer }: Tensor): boolean {
    return tracer instanceof Mark && tracer.owner === this;
  }

  #isStep(value: number | null): boolean {
    return value !== null && this.values[value].origin.kind === 'step';
  }

  #add({ shape, dtype }: Tensor, origin: Origin): number {
    return this.values.push({ shape: [...shape], dtype, origin }) - 1;
  }

  #remember(x: Tensor, value: number): void {
    const { shape, strides, offset, dtype, storage } = x;
    const views = this.#views.get(storage) ?? [];
    views.push({ view: { shape, strides, offset, dtype }, version: storage.version, value });
    this.#views.set(storage, views);
  }

  #known(x: Tensor): number | null {
    const { storage } = x;
    const same = (a: readonly number[], b: readonly number[]): boolean => a.every((n, i) => n === b[i]);
    const found = this.#views.get(storage)?.find(({ view, version }) => {
      const alike = view.offset === x.offset && view.dtype === x.dtype && view.shape.length === x.rank;
      return alike && version === storage.version && same(view.shape, x.shape) && same(view.strides, x.strides);
    });
    return found?.value ?? null;
  }
}

/** The tensors of a result, in order: one, or those of lists and plain objects. */
function tensorsIn(result: unknown): Tensor[] {
  if (result === null || result === undefined) return [];
  if (isTensor(result)) return [result];
  if (typeof result === 'object') return Object.values(result).flatMap(tensorsIn);
  throw new OnnxExportError(`forward returned a ${typeof result}; only tensors can be outputs of a graph`);
}
