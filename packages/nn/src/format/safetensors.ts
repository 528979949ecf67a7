import { contiguous, type Tensor } from '@ml/tensor';
import type { StateDict } from '../state-dict.ts';
import { bytesOf, formatOf, readElements } from './element-format.ts';
import { SafetensorsError } from './safetensors-error.ts';
import { readHeader } from './safetensors-header.ts';

export interface SafetensorsFile {
  readonly tensors: StateDict;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Tensors by name, and text by name, as the bytes of a safetensors file.
 *
 * float64, float32, int32, uint8 and bool become F64, F32, I32, U8 and BOOL. The order is that of the reference
 * implementation, types from F64 down to BOOL and then names, so the same tensors always give the same bytes.
 *
 * @throws {SafetensorsError} when a tensor is named __metadata__
 * @reference https://github.com/huggingface/safetensors, section Format
 * @example
 * decodeSafetensors(encodeSafetensors({ w: tensor([1, 2]) }, { note: 'hi' })).metadata.note // => 'hi'
 */
export function encodeSafetensors(tensors: StateDict, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  if (Object.hasOwn(tensors, '__metadata__')) throw new SafetensorsError("a tensor cannot be named '__metadata__'");
  const items = Object.entries(tensors).map(([name, x]) => ({ name, x, ...formatOf(x.dtype) }));
  items.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1));
  const header: [string, unknown][] = Object.keys(metadata).length === 0 ? [] : [['__metadata__', { ...metadata }]];
  let length = 0;
  for (const { name, x, code, bytes } of items) {
    const end = length + x.size * bytes;
    header.push([name, { dtype: code, shape: [...x.shape], data_offsets: [length, end] }]);
    length = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const dataStart = Math.ceil((8 + json.length) / 8) * 8;
  const file = new Uint8Array(dataStart + length).fill(0x20, 8 + json.length, dataStart);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  file.set(json, 8);
  let at = dataStart;
  for (const { x, bytes } of items) {
    const packed: Tensor = x.isContiguous ? x : contiguous(x);
    file.set(bytesOf(packed), at);
    if (packed !== x) packed.dispose();
    at += x.size * bytes;
  }
  return file;
}

/**
 * Tensors and text from the bytes of a safetensors file, whoever wrote it: everything is checked before anything is read.
 *
 * F64, F32, I32, U8 and BOOL keep their type; F16 and BF16 become float32, I64 becomes int32 where it fits. Names have no
 * prototype behind them, so any name is safe.
 *
 * @throws {SafetensorsError} when the file is truncated or malformed, or holds elements of another type
 * @reference https://github.com/huggingface/safetensors, section Format
 * @example
 * decodeSafetensors(encodeSafetensors({ w: tensor([1, 2]) })).tensors.w.toArray() // => [1, 2]
 */
export function decodeSafetensors(file: Uint8Array): SafetensorsFile {
  const { metadata, entries } = readHeader(file);
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const { name, format, shape, begin, end } of entries) {
    tensors[name] = readElements(name, format, shape, file.subarray(begin, end));
  }
  return { tensors, metadata };
}
