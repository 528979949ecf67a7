/** A model that cannot be written as ONNX, and why. */
export class OnnxExportError extends Error {
  override readonly name = 'OnnxExportError';
}
