// The JSON header of a safetensors file, checked as if an enemy had written it: nothing is allocated or read before name,
// type, shape and place of every tensor agree with each other and with the length of the file.
import { type ElementFormat, formatNamed, readableFormats } from './element-format.ts';
import { SafetensorsError } from './safetensors-error.ts';

/** The limit of the reference implementation. */
const maxHeaderBytes = 100_000_000;
const maxRank = 64;

export interface TensorEntry {
  readonly name: string;
  readonly format: ElementFormat;
  readonly shape: readonly number[];
  /** Where its bytes are, counted from the start of the file. */
  readonly begin: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  /** In the order of the header. */
  readonly entries: readonly TensorEntry[];
}

export function readHeader(file: Uint8Array): SafetensorsHeader {
  const dataStart = 8 + headerLength(file);
  const json = parseObject(file.subarray(8, dataStart));
  const metadata = Object.hasOwn(json, '__metadata__') ? readMetadata(json.__metadata__) : Object.create(null);
  const entries = Object.entries(json)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value, dataStart));
  checkCoverage(entries, dataStart, file.length);
  return { metadata, entries };
}

function headerLength(file: Uint8Array): number {
  if (file.length < 8)
    throw new SafetensorsError(`the file has ${file.length} bytes, too few for the length of a header`);
  const length = new DataView(file.buffer, file.byteOffset, 8).getBigUint64(0, true);
  if (length > maxHeaderBytes)
    throw new SafetensorsError(`the header would be ${length} bytes long, more than ${maxHeaderBytes}`);
  if (8 + Number(length) > file.length) {
    throw new SafetensorsError(
      `the header would be ${length} bytes long, but the file ends after ${file.length - 8}: truncated?`,
    );
  }
  return Number(length);
}

function parseObject(header: Uint8Array): Readonly<Record<string, unknown>> {
  if (header[0] !== 0x7b) throw new SafetensorsError("the header does not begin with '{'");
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch (cause) {
    throw new SafetensorsError(`the header is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (!isObject(value)) throw new SafetensorsError('the header is not a JSON object');
  return value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without a prototype: a key `__proto__` is a key like any other. */
function readMetadata(value: unknown): Record<string, string> {
  const metadata: Record<string, string> = Object.create(null);
  if (!isObject(value)) throw new SafetensorsError('__metadata__ is not an object');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw new SafetensorsError(`__metadata__.${key} is not a string`);
    metadata[key] = text;
  }
  return metadata;
}

function readEntry(name: string, value: unknown, dataStart: number): TensorEntry {
  const refuse = (problem: string) => new SafetensorsError(`tensor '${name}': ${problem}`);
  if (!isObject(value)) throw refuse('its entry is not an object');
  const { dtype, shape, data_offsets: offsets } = value;
  const format = typeof dtype === 'string' ? formatNamed(dtype) : undefined;
  if (format === undefined) throw refuse(`dtype ${JSON.stringify(dtype)} is not one of ${readableFormats.join(', ')}`);
  if (!isSizes(shape) || shape.length > maxRank) throw refuse('shape is not a list of whole numbers ≥ 0');
  if (!isSizes(offsets) || offsets.length !== 2 || offsets[0] > offsets[1])
    throw refuse('data_offsets is not [begin, end]');
  const bytes = shape.reduce((product, n) => checkedProduct(product, n, refuse), format.bytes);
  if (offsets[1] - offsets[0] !== bytes) {
    throw refuse(
      `${dtype} of shape [${shape.join(', ')}] takes ${bytes} bytes, data_offsets span ${offsets[1] - offsets[0]}`,
    );
  }
  return { name, format, shape, begin: dataStart + offsets[0], end: dataStart + offsets[1] };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function checkedProduct(a: number, b: number, refuse: (problem: string) => SafetensorsError): number {
  if (a * b > Number.MAX_SAFE_INTEGER) throw refuse('shape is too large to count');
  return a * b;
}

/**
 * Tensors lie one behind the other and fill the file: no byte twice, none left over. A name that JSON has twice shows up
 * here as a hole.
 */
function checkCoverage(entries: readonly TensorEntry[], dataStart: number, fileEnd: number): void {
  let at = dataStart;
  for (const { name, begin, end } of [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) {
      throw new SafetensorsError(
        `tensor '${name}': begins at byte ${begin - dataStart} of the data, expected ${at - dataStart}`,
      );
    }
    at = end;
  }
  if (at > fileEnd)
    throw new SafetensorsError(
      `the data should be ${at - dataStart} bytes long, but has ${fileEnd - dataStart}: truncated?`,
    );
  if (at < fileEnd) throw new SafetensorsError(`${fileEnd - at} bytes follow the last tensor`);
}
