import { PersistenceError } from './persistence-error.ts';

const types = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
} as const;

type TypedArrayName = keyof typeof types;

export function typedArrayName(value: unknown): TypedArrayName | null {
  if (!ArrayBuffer.isView(value)) return null;
  for (const [name, type] of Object.entries(types)) if (value instanceof type) return name as TypedArrayName;
  return null;
}

export function isTypedArrayName(name: string): name is TypedArrayName {
  return Object.hasOwn(types, name);
}

/** Bytes in base64, little-endian. */
export function toBase64(view: ArrayBufferView): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}

/** @throws {PersistenceError} when it is not base64, or not a whole number of elements */
export function fromBase64(name: TypedArrayName, text: unknown): InstanceType<(typeof types)[TypedArrayName]> {
  const type = types[name];
  let binary: string;
  try {
    if (typeof text !== 'string') throw new TypeError();
    binary = atob(text);
  } catch {
    throw new PersistenceError(`a ${name} array is not in base64`);
  }
  if (binary.length % type.BYTES_PER_ELEMENT !== 0)
    throw new PersistenceError(`a ${name} array has a fraction of an element`);
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  return new type(bytes.buffer);
}
