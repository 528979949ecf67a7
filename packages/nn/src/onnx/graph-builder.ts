import type { DType } from '@ml/tensor';
import type { Attribute, OnnxNode, OnnxTensor, OnnxType } from './model-proto.ts';
import type { Size } from './program.ts';

/** A value as the lowering of an operation sees it: its name in the graph, and what it looks like. */
export interface Operand {
  readonly name: string;
  readonly shape: readonly Size[];
  readonly dtype: DType;
}

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
  bool: Uint8Array,
} as const;

/** Nodes and constants of a graph under construction. */
export class GraphBuilder {
  readonly nodes: OnnxNode[] = [];
  readonly initializers = new Map<string, OnnxTensor>();
  readonly #constants = new Map<string, string>();
  readonly #counts = new Map<string, number>();
  /** Makes the name of the batch's size, int64 [1]; called when it is first needed. */
  readonly #batch: (graph: GraphBuilder) => string;
  #batchName: string | null = null;

  constructor(batch: (graph: GraphBuilder) => string) {
    this.#batch = batch;
  }

  /** Adds a node of one output and returns its name. */
  node(op: string, inputs: readonly string[], attributes: Readonly<Record<string, Attribute>> = {}): string {
    return this.nodeOf(1, op, inputs, attributes)[0];
  }

  /** Adds a node of several outputs. */
  nodeOf(
    outputs: number,
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): string[] {
    const names = Array.from({ length: outputs }, () => this.#fresh(op));
    this.nodes.push({ op, inputs, outputs: names, attributes });
    return names;
  }

  /** A tensor with a name of its own. */
  initializer(name: string, dtype: OnnxType, shape: readonly number[], values: ArrayBufferView): string {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    this.initializers.set(name, { name, dtype, shape, bytes });
    return name;
  }

  /** A constant; those with the same elements are one. */
  constant(dtype: OnnxType, shape: readonly number[], values: ArrayBufferView): string {
    // Long ones are hardly ever repeated, and would make long keys.
    const key =
      values.byteLength > 4096
        ? ''
        : `${dtype} ${shape} ${new Uint8Array(values.buffer, values.byteOffset, values.byteLength)}`;
    const known = this.#constants.get(key);
    if (known !== undefined) return known;
    const name = this.initializer(this.#fresh('constant'), dtype, shape, values);
    if (key !== '') this.#constants.set(key, name);
    return name;
  }

  /** A 0-d constant of the type of `like`. */
  scalar(value: number, { dtype }: { readonly dtype: DType }): string {
    return this.constant(dtype, [], arrays[dtype].of(value));
  }

  /** A list of whole numbers, as ONNX wants axes, pads and shapes. */
  integers(values: readonly number[]): string {
    return this.constant('int64', [values.length], BigInt64Array.from(values, BigInt));
  }

  /** A shape as int64 list: a constant where all sizes are fixed. */
  sizes(shape: readonly Size[]): string {
    if (shape.every((size) => typeof size === 'number')) return this.integers(shape);
    const parts = shape.map((size) => {
      if (typeof size === 'number') return this.integers([size]);
      this.#batchName ??= this.#batch(this);
      return size.batch === 1 ? this.#batchName : this.node('Mul', [this.#batchName, this.integers([size.batch])]);
    });
    return this.node('Concat', parts, { axis: 0 });
  }

  #fresh(stem: string): string {
    const count = this.#counts.get(stem) ?? 0;
    this.#counts.set(stem, count + 1);
    return `${stem}_${count}`;
  }
}
