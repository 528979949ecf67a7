"""Writes packages/tensor/fixtures/movement*.json and format.json: what NumPy and PyTorch make of views, copies, indices,
orders, einsum and printing.

Run: /usr/bin/python3 tooling/parity/movement.py
Every input is a strided view: it is stored as a larger base array, with the slices and the permutation that cut it out,
so that all operations meet offsets, gaps, negative steps and permuted axes. NaN and infinities are strings.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[2] / "packages" / "tensor" / "fixtures"
SEED = 2024
rng = np.random.default_rng(SEED)
ABOUT = {"generator": "tooling/parity/movement.py", "numpy": np.__version__, "torch": torch.__version__, "seed": SEED}


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def flat(array):
    return [plain(v) for v in np.asarray(array).ravel().tolist()]


def result(array):
    array = np.asarray(array)
    return {"dtype": str(array.dtype).replace("int64", "int32"), "shape": list(array.shape), "data": flat(array)}


def strided(array):
    """The array as a view of a larger base: a permutation of it is written into every step-th place of each axis."""
    axes = [int(a) for a in rng.permutation(array.ndim)]
    inner = array.transpose(axes)
    ranges, shape = [], []
    for n in inner.shape:
        step = int(rng.choice([1, 1, 2, -1, -2]))
        before, after = int(rng.integers(0, 2)), int(rng.integers(0, 2))
        length = before + (n - 1) * abs(step) + 1 + after if n > 0 else before + after
        if n == 0:
            ranges.append([0, 0, 1])
        elif step > 0:
            ranges.append([before, before + (n - 1) * step + 1, step])
        else:
            ranges.append([before + (n - 1) * -step, before - 1 if before > 0 else None, step])
        shape.append(length)
    base = rng.integers(0, 2, shape).astype(array.dtype) if array.dtype != np.float64 else np.round(rng.normal(size=shape), 2)
    base[tuple(slice(*r) for r in ranges)] = inner
    back = [int(a) for a in np.argsort(axes)]
    assert np.array_equal(base[tuple(slice(*r) for r in ranges)].transpose(back), array, equal_nan=array.dtype == np.float64)
    return {"dtype": str(array.dtype), "shape": shape, "data": flat(base), "ranges": ranges, "axes": back}


def floats(*shape):
    return np.round(rng.normal(size=shape) * 10, 1)


def ints(low, high, *shape):
    return rng.integers(low, high, shape).astype(np.int32)


cases = []


def case(op, inputs, args, expected):
    """Args are the call's, with "$0", "$1", … in place of the inputs; several results make a list."""
    many = isinstance(expected, (list, tuple))
    cases.append(
        {
            "op": op,
            "inputs": [strided(x) for x in inputs],
            "args": args,
            "expected": [result(x) for x in expected] if many else result(expected),
        }
    )


def views():
    for shape in [(2, 3), (2, 3, 4), (3, 1, 2, 2)]:
        x = floats(*shape)
        axes = [int(a) for a in rng.permutation(len(shape))]
        case("permute", [x], ["$0", axes], x.transpose(axes))
        case("permute", [x], ["$0", [a - len(shape) for a in axes]], x.transpose(axes))
        case("transpose", [x], ["$0"], np.swapaxes(x, -1, -2))
        case("transpose", [x], ["$0", 0, -1], np.swapaxes(x, 0, -1))
        case("moveAxis", [x], ["$0", 0, -1], np.moveaxis(x, 0, -1))
        case("moveAxis", [x], ["$0", -1, 0], np.moveaxis(x, -1, 0))
        case("reshape", [x], ["$0", [-1]], x.reshape(-1))
        case("reshape", [x], ["$0", [shape[0], 1, -1]], x.reshape(shape[0], 1, -1))
        case("flip", [x], ["$0"], np.flip(x))
        case("flip", [x], ["$0", -1], np.flip(x, -1))
        case("flip", [x], ["$0", [0, 1]], np.flip(x, (0, 1)))
    x = floats(4, 6)
    case("reshape", [x], ["$0", [2, 2, 3, 2]], x.reshape(2, 2, 3, 2))
    case("reshape", [x], ["$0", [8, 3]], x.reshape(8, 3))
    x = floats(3, 1)
    case("expand", [x], ["$0", [3, 4]], np.broadcast_to(x, (3, 4)))
    case("expand", [x], ["$0", [2, -1, 4]], np.broadcast_to(x, (2, 3, 4)))
    case("expand", [x], ["$0", [3, 0]], np.broadcast_to(x, (3, 0)))
    x = floats(1, 3, 1, 2, 1)
    case("squeeze", [x], ["$0"], x.squeeze())
    case("squeeze", [x], ["$0", 2], x.squeeze(2))
    case("squeeze", [x], ["$0", [0, -1]], x.squeeze((0, -1)))
    x = floats(2, 3)
    for axis in [0, 1, 2, -1, -3]:
        case("expandDims", [x], ["$0", axis], np.expand_dims(x, axis))


def slices():
    x = floats(5, 6, 3)

    def bound(n):
        return None if rng.random() < 0.25 else int(rng.integers(-n - 3, n + 4))

    for _ in range(40):
        args, index = [], []
        rank = int(rng.integers(1, 4))
        for n in x.shape[:rank]:
            kind = rng.random()
            if kind < 0.25:
                k = int(rng.integers(-n, n))
                args.append(k)
                index.append(k)
            elif kind < 0.4:
                args.append(None)
                index.append(slice(None))
            else:
                r = [bound(n), bound(n), int(rng.choice([-3, -2, -1, 1, 1, 2, 7]))]
                args.append(r)
                index.append(slice(*r))
        case("slice", [x], ["$0", *args], x[tuple(index)])
    case("slice", [x], ["$0", "...", 1], x[..., 1])
    case("slice", [x], ["$0", -1, "...", {"step": -2}], x[-1, ..., ::-2])
    case("slice", [x], ["$0", "...", [0, 2], 0, [1, None]], x[..., 0:2, 0, 1:])
    case("slice", [x], ["$0"], x)


def joins():
    for axis in [0, 1, 2, -1]:
        shape = [2, 3, 4]
        parts = []
        for n in [1, 3, 2]:
            shape[axis] = n
            parts.append(floats(*shape))
        case("concat", parts, [["$0", "$1", "$2"], axis], np.concatenate(parts, axis))
        shape[axis] = 6
        x = floats(*shape)
        case("split", [x], ["$0", 3, axis], np.split(x, 3, axis))
        case("split", [x], ["$0", [1, 0, 5], axis], np.split(x, [1, 1], axis))
        case("roll", [x], ["$0", 2, axis], np.roll(x, 2, axis))
        case("roll", [x], ["$0", -7, axis], np.roll(x, -7, axis))
        case("repeat", [x], ["$0", 3, axis], np.repeat(x, 3, axis))
    parts = [floats(2, 40), floats(2, 33), floats(2, 1)]
    case("concat", parts, [["$0", "$1", "$2"], 1], np.concatenate(parts, 1))
    parts = [floats(0, 2), floats(2, 2)]
    case("concat", parts, [["$0", "$1"]], np.concatenate(parts))
    parts = [ints(0, 9, 2, 2), floats(2, 2)]
    case("concat", parts, [["$0", "$1"]], np.concatenate(parts))
    parts = [rng.integers(0, 2, (2, 3)).astype(bool) for _ in range(2)]
    case("concat", parts, [["$0", "$1"], 1], np.concatenate(parts, 1))
    for axis in [0, 1, -1]:
        parts = [floats(2, 3) for _ in range(3)]
        case("stack", parts, [["$0", "$1", "$2"], axis], np.stack(parts, axis))
    x = floats(2, 3)
    for repeats in [[2], [2, 3], [2, 1, 2], [0, 1]]:
        case("tile", [x], ["$0", repeats], np.tile(x, repeats))
    case("pad", [x], ["$0", [[1, 0], [2, 3]]], np.pad(x, [(1, 0), (2, 3)]))
    case("pad", [x], ["$0", [[0, 0], [1, 1]], -1.5], np.pad(x, [(0, 0), (1, 1)], constant_values=-1.5))
    x = floats(2, 2, 20)
    case("pad", [x], ["$0", [[0, 1], [1, 0], [1, 2]], 7], np.pad(x, [(0, 1), (1, 0), (1, 2)], constant_values=7))


def triangles():
    for shape in [(3, 3), (2, 4), (4, 2), (2, 3, 4)]:
        for k in [0, 1, -1, 5, -5]:
            x = floats(*shape)
            case("tril", [x], ["$0", k], np.tril(x, k))
            case("triu", [x], ["$0", k], np.triu(x, k))
            case("diagonal", [x], ["$0", {"offset": k}], np.diagonal(x, k, -2, -1))
    x = floats(2, 3, 4)
    case("diagonal", [x], ["$0", {"axis1": 2, "axis2": 0}], np.diagonal(x, 0, 2, 0))
    case("diagonal", [x], ["$0", {"offset": -1, "axis1": 0, "axis2": 1}], np.diagonal(x, -1, 0, 1))


def indexing():
    for shape, chosen, axis in [((4,), (6,), 0), ((3, 4), (2, 4), 0), ((3, 4), (3, 7), 1), ((2, 3, 4), (2, 5, 3), 1), ((2, 3, 4), (1, 2, 2), -1), ((3, 2), (0, 2), 0)]:
        x = floats(*shape)
        index = ints(0, shape[axis], *chosen)
        wide = torch.from_numpy(index).long()
        case("gather", [x, index], ["$0", axis, "$1"], torch.gather(torch.from_numpy(x), axis, wide).numpy())
        source = floats(*[n + 1 for n in chosen])
        added = torch.from_numpy(x.copy()).scatter_add(axis, wide, torch.from_numpy(source))
        case("scatterAdd", [x, index, source], ["$0", axis, "$1", "$2"], added.numpy())
        ids = ints(0, shape[axis], 5)
        case("indexSelect", [x, ids], ["$0", axis, "$1"], np.take(x, ids, axis))
    for shape in [(5,), (3, 4), (2, 3, 2)]:
        x = floats(*shape)
        mask = rng.random(shape) < 0.5
        case("maskedSelect", [x, mask], ["$0", "$1"], x[mask])
        case("nonzero", [np.where(mask, x, 0)], ["$0"], np.argwhere(np.where(mask, x, 0)))
        case("maskedFill", [x, mask], ["$0", "$1", -7], np.where(mask, -7, x))
        y = floats(*shape[-1:])
        case("where", [mask, x, y], ["$0", "$1", "$2"], np.where(mask, x, y))
        case("where", [mask, y], ["$0", "$1", 0.5], np.where(mask, y, 0.5))
        case("where", [mask, x], ["$0", float("2"), "$1"], np.where(mask, 2.0, x))
    xs = [rng.random((3, 1)) < 0.5, floats(1, 4), ints(0, 9, 2, 1, 1)]
    case("where", xs, ["$0", "$1", "$2"], np.where(*xs))


def orders():
    for shape in [(1,), (0,), (40,), (3, 30), (4, 3, 5)]:
        for axis in [-1, 0]:
            # Few distinct values: ties show whether the order is stable.
            x = ints(-4, 5, *shape).astype(np.float64)
            x[x == 4] = np.nan
            order = np.argsort(x, axis, kind="stable")
            case("argsort", [x], ["$0", {"axis": axis}], order.astype(np.int32))
            case("sort", [x], ["$0", {"axis": axis}], np.sort(x, axis))
            down = np.argsort(-x, axis, kind="stable")
            case("argsort", [x], ["$0", {"axis": axis, "descending": True}], down.astype(np.int32))
            case("sort", [x], ["$0", {"axis": axis, "descending": True}], np.take_along_axis(x, down, axis))
    x = rng.permutation(60).reshape(3, 20).astype(np.float64)
    for k in [0, 1, 5, 20]:
        values, indices = torch.topk(torch.from_numpy(x), k)
        case("topk", [x], ["$0", k], [values.numpy(), indices.numpy().astype(np.int32)])
    values, indices = torch.topk(torch.from_numpy(x), 2, dim=0, largest=False)
    case("topk", [x], ["$0", 2, {"axis": 0, "largest": False}], [values.numpy(), indices.numpy().astype(np.int32)])


def ranges():
    for args in [[5], [0], [-3], [2, 7], [0, 1, 0.1], [5, 0, -2], [1, 2, 0.3], [-1, -4, -0.75], [0.1, 0.6, 0.1]]:
        # NumPy adds up rounded steps (start + i * ((start + step) - start)); one multiplication is exact to the last bit.
        expected = np.arange(*args, dtype=np.float64)
        if len(args) == 3:
            expected = args[0] + np.arange(len(expected), dtype=np.float64) * args[2]
        case("arange", [], [*args, {"dtype": "float64"}], expected)
    for args in [[0, 1, 5], [0, 1, 1], [3, 3, 4], [0, 1, 0], [-1, 2, 7], [0.1, 0.7, 11], [5, -5, 13], [0, 5e-324, 5]]:
        case("linspace", [], [*args, {"dtype": "float64"}], np.linspace(*args))


def einsums():
    sizes = {"a": 2, "b": 3, "c": 4, "d": 2, "e": 3, "i": 3, "j": 4, "k": 2, "l": 5}
    for equation in [
        "i->i", "i->", "ij->ji", "ij->", "ij->j", "ii->i", "aa", "iij->j", "iij->ij", "aaa->a", "abab->ab",
        "ij,jk->ik", "ij,jk", "ij,kj->ik", "ji,jk->ki", "i,i->", "i,j->ij", "ij,ij->", "ij,ij->ij", "ij,ij->i", "ij,i->j",
        "bij,bjk->bik", "bij,bkj->ikb", "abij,abjk->abik", "bi,bj->bij", "ij,jk,kl->il", "ij,jk,kl->", "a,b,c->abc", "ij,j,k->ik",
        "abc,cde,bd->ae", "ik,jkl,il->ij", "bac,bdc->abd", "ii,ij->j", "ba,c->",
    ]:
        terms = equation.split("->")[0].split(",")
        xs = [floats(*[sizes[letter] for letter in term]) for term in terms]
        case("einsum", xs, [equation, *[f"${i}" for i in range(len(xs))]], np.einsum(equation, *xs))
    for equation, shapes in [
        ("...ij->...ji", [(2, 3, 4)]),
        ("...ij,...jk->...ik", [(2, 3, 4), (4, 2)]),
        ("...ij,...jk", [(5, 1, 3, 4), (2, 4, 2)]),
        ("b...,b...->b...", [(2, 3, 4), (2, 1, 4)]),
        ("...,...", [(3, 1), (4,)]),
        ("i...,i->...", [(3, 2, 2), (3,)]),
        ("...i->...", [(2, 3)]),
        ("... , i -> i...", [(2,), (3,)]),
    ]:
        xs = [floats(*shape) for shape in shapes]
        case("einsum", xs, [equation, *[f"${i}" for i in range(len(xs))]], np.einsum(equation, *xs))
    # Axes under an ellipsis that the output leaves out: NumPy refuses, torch sums over them.
    xs = [floats(1, 3), floats(4, 3)]
    case("einsum", xs, ["...i,...i->i", "$0", "$1"], torch.einsum("...i,...i->i", *map(torch.from_numpy, xs)).numpy())


def formats():
    arrays = [
        np.array([1.0, 2, 3]), np.array([0.1, 0.25]), np.array([[1, 2.5], [-3, np.nan]]), np.array([np.inf, -np.inf, 1]),
        np.array([np.nan]), np.array([np.inf]), np.array([-np.inf, np.nan]), np.array([0.0, -0.0]), np.array([1e8, 1]), np.array([99999999.0]),
        np.array([1e-4, 1]), np.array([1e-4, 0.1]), np.array([9.9e-5]), np.array([1000.0, 1]), np.array([1000.1, 1]), np.array([1e300, 1e-300, np.nan, -np.inf]),
        np.array([1 / 3, 2 / 3]), np.array([1 / 3, 100.5, -7]), np.array([2.0**-9, 3 * 2.0**-9, 5 * 2.0**-9]), np.array([2.0**-9 + 1, 0.5]),
        np.array([0.1 + 1e-12]), np.array([123456.789012345]), np.array([0.999999999]), np.array([1e-5, 0.0, -1]), np.array([1.5e-7]), np.array([5e-324]),
        np.array([1.7976931348623157e308]), np.zeros((0,)), np.zeros((2, 0)), np.zeros((1, 1, 1)), np.ones((2, 2, 2, 2)), rng.normal(size=(3, 4)), rng.normal(size=(30,)),
        rng.normal(size=(4, 3)) * 10.0 ** rng.integers(-6, 6, (4, 3)), rng.normal(size=(2, 20)) * 1e5, np.arange(100.0), np.arange(1000.0), np.arange(1001.0),
        np.arange(2400.0).reshape(2, 30, 40), np.arange(1200.0).reshape(2, 600), np.arange(1200.0).reshape(600, 2), np.arange(1050.0).reshape(5, 3, 70) / 8,
        floats(7, 8, 20), np.arange(2187.0).reshape((3,) * 7), rng.normal(size=(1, 1, 1, 13)),
    ]
    found = []
    for array in arrays:
        for dtype in ["float64", "float32"]:
            with np.errstate(over="ignore"):
                x = array.astype(dtype)
            found.append(x)
    found += [np.array(v, dtype) for dtype in ["float64", "float32"] for v in [0.1, 1.0, -0.0, 1e-5, 1e-4, 1.5e-7, 1e16, 1e15, 123456789.125, np.nan, -np.inf, 1 / 3, 3e38]]
    found += [np.array(v, np.int32) for v in [7, [1, -10, 100], [[0, 1], [2, -2147483648]]]] + [np.arange(1200, dtype=np.int32).reshape(3, 400), np.array([0, 255], np.uint8)]
    found += [np.array(v) for v in [True, [True, False], [[False] * 20] * 2]]
    return [{"dtype": str(x.dtype), "shape": list(x.shape), "data": shown(x), "text": spelled(x)} for x in found]


def shown(x):
    """Long runs of whole numbers are stored by their length."""
    if x.size > 1000 and np.array_equal(x.ravel(), np.arange(x.size)):
        return "arange"
    return ["-0" if isinstance(v, float) and v == 0 and math.copysign(1, v) < 0 else plain(v) for v in x.ravel().tolist()]


def spelled(x):
    text = str(x)
    return text.replace("True", "true").replace("False", "false") if x.dtype == bool else text


def write(name, body):
    (OUT / name).write_text(json.dumps({"about": ABOUT, **body}, separators=(",", ":")) + "\n")
    print(name, (OUT / name).stat().st_size)


def write_cases(name, *makers):
    cases.clear()
    for make in makers:
        make()
    write(name, {"cases": cases})


write_cases("movement.json", views, slices, joins, triangles, ranges)
write_cases("movement-index.json", indexing, orders)
write_cases("movement-einsum.json", einsums)
write("format.json", {"cases": formats()})
