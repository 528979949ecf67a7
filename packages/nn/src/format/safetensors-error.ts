/** Bytes are not a well-formed safetensors file; the message says what is wrong and where. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError';
}
