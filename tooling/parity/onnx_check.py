"""Holds the files that the tests of @ml/nn/onnx export against ONNX's own checker and its shape inference.

    mkdir /tmp/onnx && ONNX_FOLDER=/tmp/onnx npx vitest run packages/nn/src/onnx && python3 tooling/parity/onnx_check.py /tmp/onnx
"""
import pathlib
import sys

import onnx

files = sorted(pathlib.Path(sys.argv[1]).glob("*.onnx"))
operators = set()
for file in files:
    model = onnx.load(str(file))
    onnx.checker.check_model(model, full_check=True)
    operators |= {node.op_type for node in model.graph.node}
print(f"onnx {onnx.__version__}: {len(files)} models with {len(operators)} operators are well formed")
if not files:
    sys.exit("there are no files")
