// The table of contents of @ml/nn/onnx.
export { type ExportOnnxOptions, exportOnnx } from './onnx/export-onnx.ts';
export { OnnxExportError } from './onnx/onnx-export-error.ts';
