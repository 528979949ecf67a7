import { isTensor, stack, type Tensor, tensor } from '@ml/tensor';

/** What becomes of samples of type T in a batch: every tensor, number and boolean a tensor with a leading axis. */
export type Collated<T> = T extends Tensor
  ? Tensor
  : T extends number | boolean
    ? Tensor
    : T extends string | bigint | null | undefined
      ? T[]
      : T extends ArrayBufferView
        ? Tensor
        : T extends object
          ? { -readonly [K in keyof T]: Collated<T[K]> }
          : T[];

/**
 * One batch of many samples, place by place.
 *
 * Tensors and typed arrays are stacked, numbers become float32 and booleans bool, lists and records are collated inside,
 * and anything else stays a list. A class label that is to be int32 should be a tensor of that type: a number cannot say
 * whether it is an integer.
 *
 * @shape B samples of [...] → [B, ...]
 * @throws {TypeError} when samples differ in their structure, naming the place
 * @throws {RangeError} when there are no samples
 * @reference torch.utils.data.default_collate, which makes float64 and int64 of Python's numbers
 * @example
 * const batch = collate([{ x: tensor([1, 2]), name: 'a' }, { x: tensor([3, 4]), name: 'b' }]);
 * batch.x.toArray() // => [[1, 2], [3, 4]]
 * batch.name // => ['a', 'b']
 */
export function collate<T>(samples: readonly T[]): Collated<T> {
  if (samples.length === 0) throw new RangeError('collate: expected at least one sample');
  return collateAt(samples, 'sample') as Collated<T>;
}

function collateAt(samples: readonly unknown[], path: string): unknown {
  const [first] = samples;
  const kind = kindOf(first);
  for (const sample of samples) {
    if (kindOf(sample) !== kind)
      throw new TypeError(`collate: ${path} is ${kind} in one sample and ${kindOf(sample)} in another`);
  }
  if (kind === 'a tensor') return stack(samples as Tensor[]);
  if (kind === 'a number' || kind === 'a boolean') return tensor(samples as number[]);
  if (kind === 'a typed array') return stackArrays(samples as Int32Array[]);
  if (kind === 'a list') {
    const { length } = first as unknown[];
    for (const { length: other } of samples as unknown[][])
      if (other !== length)
        throw new TypeError(`collate: ${path} has ${length} entries in one sample and ${other} in another`);
    return (first as unknown[]).map((_, i) =>
      collateAt(
        samples.map((sample) => (sample as unknown[])[i]),
        `${path}[${i}]`,
      ),
    );
  }
  if (kind === 'a record') {
    const keys = Object.keys(first as object);
    for (const sample of samples as object[]) {
      const missing = keys.find((key) => !Object.hasOwn(sample, key));
      if (missing !== undefined || Object.keys(sample).length !== keys.length)
        throw new TypeError(`collate: ${path} has keys ${keys} in one sample and ${Object.keys(sample)} in another`);
    }
    const columns = keys.map((key) => [
      key,
      collateAt(
        samples.map((sample) => (sample as Record<string, unknown>)[key]),
        `${path}.${key}`,
      ),
    ]);
    return Object.fromEntries(columns);
  }
  return [...samples];
}

function stackArrays(samples: readonly Int32Array[]): Tensor {
  const rows = samples.map((sample) => tensor(sample));
  const batch = stack(rows) as Tensor;
  for (const row of rows) row.dispose();
  return batch;
}

function kindOf(value: unknown): string {
  if (isTensor(value)) return 'a tensor';
  if (Array.isArray(value)) return 'a list';
  if (ArrayBuffer.isView(value)) return 'a typed array';
  if (typeof value === 'object' && value !== null) {
    const prototype = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null ? 'a record' : 'an object';
  }
  return value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
