"""Safetensors files written by hand with struct and NumPy, to packages/nn/fixtures/*.safetensors, for @ml/nn to read.

canonical.safetensors has the order and padding of the reference implementation, so writing what was read must give the same
bytes; foreign.safetensors has another order, types that are widened, and no padding.
"""
import json
import pathlib
import struct

import numpy

folder = pathlib.Path(__file__).parents[2] / "packages" / "nn" / "fixtures"
names = {"float64": "F64", "float32": "F32", "float16": "F16", "int64": "I64", "int32": "I32", "uint8": "U8", "bool": "BOOL"}


def bfloat16(values):
    """The upper halves of float32 numbers that have nothing in the lower ones."""
    words = numpy.array(values, "<f4").view("<u4")
    assert not (words & 0xFFFF).any()
    return (words >> 16).astype("<u2")


def write(file, tensors, metadata=None, pad=True):
    header, data = {}, b""
    if metadata is not None:
        header["__metadata__"] = metadata
    for name, dtype, array in tensors:
        raw = numpy.ascontiguousarray(array).tobytes()
        header[name] = {"dtype": dtype, "shape": list(array.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    if pad:
        text += b" " * (-(8 + len(text)) % 8)
    (folder / file).write_bytes(struct.pack("<Q", len(text)) + text + data)


def typed(name, array):
    return name, names[str(array.dtype)], array


write(
    "canonical.safetensors",
    [
        typed("double", numpy.array([[numpy.pi, -1e300], [5e-324, numpy.inf]])),
        typed("bias", numpy.array([0.5, -0.25, 3.0], "<f4")),
        typed("h.0.weight", numpy.arange(6, dtype="<f4").reshape(2, 3) / 7),
        typed("scalar", numpy.array(2.5, "<f4")),
        typed("ids", numpy.array([-(2**31), 0, 2**31 - 1], "<i4")),
        typed("bytes", numpy.array([[0, 127, 255]], "u1")),
        typed("empty", numpy.zeros((0, 4), "u1")),
        typed("mask", numpy.array([True, False, True])),
    ],
    {"format": "pt", "größe": "µ 語"},
)
write(
    "foreign.safetensors",
    [
        typed("mask", numpy.array([True, False])),
        typed("half", numpy.array([1 / 3, -65504, 2.0**-24, 6e-5, numpy.inf, -0.0], "<f2")),
        ("brain", "BF16", bfloat16([1.0, -3.140625, 2.0**-126, numpy.inf])),
        typed("long", numpy.array([[-5], [2**31 - 1]], "<i8")),
        typed("float", numpy.array([1.5], "<f4")),
    ],
    pad=False,
)
