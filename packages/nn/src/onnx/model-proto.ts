// ONNX's messages as plain data, and as bytes. Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import type { DType } from '@ml/tensor';
import { ProtoWriter } from './protobuf.ts';

/** Element types of the file: ours, and the 64-bit integers in which ONNX states shapes. */
export type OnnxType = DType | 'int64';

export type Attribute = number | { readonly float: number } | string | readonly number[] | readonly string[];

export interface OnnxNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly dtype: OnnxType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

export interface OnnxValue {
  readonly name: string;
  readonly dtype: DType;
  /** A number, or the name of a size that may vary. */
  readonly shape: readonly (number | string)[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
}

export const elementTypes: Readonly<Record<OnnxType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
  float64: 11,
};

/** LayerNormalization came with operator set 17; file format 8 goes with it. */
export const OPSET = 17;
const IR_VERSION = 8;

export function encodeModel(graph: OnnxGraph): Uint8Array {
  return new ProtoWriter()
    .int(1, IR_VERSION)
    .string(2, '@ml/nn')
    .message(7, (writer) => writeGraph(writer, graph))
    .message(8, (opset) => opset.string(1, '').int(2, OPSET))
    .finish();
}

function writeGraph(writer: ProtoWriter, { name, nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes) writer.message(1, (inner) => writeNode(inner, node));
  writer.string(2, name);
  for (const tensor of initializers) writer.message(5, (inner) => writeTensor(inner, tensor));
  for (const value of inputs) writer.message(11, (inner) => writeValue(inner, value));
  for (const value of outputs) writer.message(12, (inner) => writeValue(inner, value));
}

function writeNode(writer: ProtoWriter, { op, inputs, outputs, attributes }: OnnxNode): void {
  for (const input of inputs) writer.string(1, input);
  for (const output of outputs) writer.string(2, output);
  writer.string(3, outputs[0]).string(4, op);
  for (const [name, value] of Object.entries(attributes)) {
    writer.message(5, (inner) => writeAttribute(inner.string(1, name), value));
  }
}

function writeAttribute(writer: ProtoWriter, value: Attribute): void {
  if (typeof value === 'number') writer.int(3, value).int(20, 2);
  else if (typeof value === 'string') writer.string(4, value).int(20, 3);
  else if ('float' in value) writer.float(2, value.float).int(20, 1);
  else {
    for (const item of value) typeof item === 'number' ? writer.int(8, item) : writer.string(9, item);
    writer.int(20, value.some((item) => typeof item === 'string') ? 8 : 7);
  }
}

function writeTensor(writer: ProtoWriter, { name, dtype, shape, bytes }: OnnxTensor): void {
  for (const size of shape) writer.int(1, size);
  writer.int(2, elementTypes[dtype]).string(8, name).bytes(9, bytes);
}

function writeValue(writer: ProtoWriter, { name, dtype, shape }: OnnxValue): void {
  const writeSize = (size: number | string) => (dim: ProtoWriter) =>
    typeof size === 'number' ? dim.int(1, size) : dim.string(2, size);
  writer.string(1, name).message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.int(1, elementTypes[dtype]).message(2, (sizes) => {
        for (const size of shape) sizes.message(1, writeSize(size));
      }),
    ),
  );
}
