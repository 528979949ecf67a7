import { fromPlain, isTensor, type PlainTensor, toPlain } from '@ml/tensor';

/** A batch as data that can cross to another thread: which of its values are tensors is said at each of them. */
export type PlainBatch =
  | { readonly kind: 'tensor'; readonly tensor: PlainTensor }
  | { readonly kind: 'list'; readonly entries: readonly PlainBatch[] }
  | { readonly kind: 'record'; readonly entries: readonly (readonly [string, PlainBatch])[] }
  | { readonly kind: 'value'; readonly value: unknown };

export function toPlainBatch(batch: unknown): PlainBatch {
  if (isTensor(batch)) return { kind: 'tensor', tensor: toPlain(batch) };
  if (Array.isArray(batch)) return { kind: 'list', entries: batch.map(toPlainBatch) };
  if (typeof batch === 'object' && batch !== null && Object.getPrototypeOf(batch) === Object.prototype)
    return { kind: 'record', entries: Object.entries(batch).map(([key, value]) => [key, toPlainBatch(value)]) };
  return { kind: 'value', value: batch };
}

export function fromPlainBatch(plain: PlainBatch): unknown {
  if (plain.kind === 'tensor') return fromPlain(plain.tensor);
  if (plain.kind === 'list') return plain.entries.map(fromPlainBatch);
  if (plain.kind === 'record')
    return Object.fromEntries(plain.entries.map(([key, value]) => [key, fromPlainBatch(value)]));
  return plain.value;
}

/** The memory of its tensors, which can be handed over instead of copied. */
export function buffersOf(plain: PlainBatch): ArrayBuffer[] {
  if (plain.kind === 'tensor') return [plain.tensor.data.buffer as ArrayBuffer];
  if (plain.kind === 'list') return plain.entries.flatMap(buffersOf);
  return plain.kind === 'record' ? plain.entries.flatMap(([, value]) => buffersOf(value)) : [];
}
