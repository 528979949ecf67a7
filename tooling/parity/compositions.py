"""Writes packages/tensor/fixtures/compositions.json: chains of random operations on random views, as NumPy computes them.

Run: /usr/bin/python3 tooling/parity/compositions.py
Every program starts from a row-major array, makes views of views of it (negative steps, permuted, stretched and cut axes)
and computes with them, so that each operation meets layouts that its own fixture did not think of. Elements are quarters,
so that sums are exact whatever their order; NaN and infinities are strings.
"""

import json
import math
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages" / "tensor" / "fixtures" / "compositions.json"
SEED = 31
PROGRAMS = 420
LARGEST = 60  # elements of any array on the way
rng = np.random.default_rng(SEED)


def plain(value):
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def axis_of(x):
    axis = int(rng.integers(0, x.ndim))
    return axis if rng.random() < 0.5 else axis - x.ndim


def counted(x):
    """Sums of small integers are counted in int32."""
    return x.astype(np.int32) if x.dtype in (np.bool_, np.uint8) else x


def floating(x):
    return x if x.dtype in (np.float32, np.float64) else x.astype(np.float32)


# Views: each takes an array and gives (result, [name, ...arguments]), or None where it does not apply.


def permute(x):
    axes = [int(a) for a in rng.permutation(x.ndim)]
    return x.transpose(axes), ["permute", axes]


def flip(x):
    axis = axis_of(x)
    return np.flip(x, axis), ["flip", axis]


def cut(x):
    """One range per axis, with steps of either sign and ends counted from either side."""
    ranges = []
    for n in x.shape:
        step = int(rng.choice([1, 1, 2, 3, -1, -1, -2]))
        ends = [None if rng.random() < 0.5 else int(rng.integers(-n - 1, n + 2)) for _ in range(2)]
        ranges.append([*ends, step])
    result = x[tuple(slice(*r) for r in ranges)]
    return None if result.size == 0 and rng.random() < 0.85 else (result, ["slice", *ranges])


def pick(x):
    axis = int(rng.integers(0, x.ndim))
    if x.shape[axis] == 0:
        return None
    place = int(rng.integers(-x.shape[axis], x.shape[axis]))
    return x[(slice(None),) * axis + (place,)], ["slice", *[None] * axis, place]


def expand_dims(x):
    axis = int(rng.integers(-x.ndim - 1, x.ndim + 1))
    return (np.expand_dims(x, axis), ["expandDims", axis]) if x.ndim < 5 else None


def stretch(x):
    shape = [int(rng.integers(1, 4)) if n == 1 else n for n in x.shape]
    if rng.random() < 0.4 and x.ndim < 5:
        shape = [int(rng.integers(1, 3)), *shape]
    return np.broadcast_to(x, shape), ["expand", shape]


def squeeze(x):
    return np.squeeze(x), ["squeeze"]


def diagonal(x):
    if x.ndim < 2:
        return None
    offset = int(rng.integers(-1, 2))
    return np.diagonal(x, offset, -2, -1), ["diagonal", {"offset": offset}]


def reshape(x):
    if x.size == 0:
        return x.reshape(-1), ["reshape", [-1]]
    sizes, rest = [], x.size
    while rest > 1 and len(sizes) < 3:
        divisor = int(rng.choice([d for d in range(1, rest + 1) if rest % d == 0]))
        sizes.append(divisor)
        rest //= divisor
    sizes.append(rest)
    asked = [*sizes]
    asked[int(rng.integers(0, len(sizes)))] = -1
    return x.reshape(sizes), ["reshape", asked]


# Computations.


def reduction(name):
    def step(x):
        axes = sorted(int(a) for a in rng.choice(x.ndim, int(rng.integers(1, x.ndim + 1)), replace=False))
        keep = bool(rng.random() < 0.5)
        n = math.prod(x.shape[a] for a in axes)
        if n == 0 and name in ("max", "min", "mean"):
            return None
        source = counted(x) if name in ("sum", "prod") else floating(x) if name == "mean" else x
        kind = {} if name in ("max", "min") else {"dtype": source.dtype}
        result = getattr(np, name)(source, tuple(axes), keepdims=keep, **kind)
        return np.asarray(result), [name, {"axis": axes[0] if len(axes) == 1 else axes, "keepDims": keep}]

    return step


def place_of_extreme(name):
    def step(x):
        axis = axis_of(x)
        if x.shape[axis] == 0:
            return None
        return getattr(np, name)(x, axis).astype(np.int32), [name, {"axis": axis}]

    return step


def cumsum(x):
    axis = axis_of(x)
    source = counted(x)
    return np.cumsum(source, axis, dtype=source.dtype), ["cumsum", axis]


def sort(x):
    axis = axis_of(x)
    return np.sort(x, axis, kind="stable"), ["sort", {"axis": axis}]


def argsort(x):
    axis = axis_of(x)
    return np.argsort(x, axis, kind="stable").astype(np.int32), ["argsort", {"axis": axis}]


def softmax(x):
    axis = axis_of(x)
    if x.shape[axis] == 0:
        return None
    y = floating(x).astype(np.float64)
    with np.errstate(all="ignore"):
        e = np.exp(y - y.max(axis, keepdims=True))
        return (e / e.sum(axis, keepdims=True)).astype(floating(x).dtype), ["softmax", axis]


def with_itself(name):
    """x joined with a flipped x."""

    def step(x):
        axis = axis_of(x)
        function = {"concat": np.concatenate, "stack": np.stack}[name]
        return function([x, np.flip(x, axis)], axis), [name, axis]

    return step


def arithmetic(name):
    """x with its own first row or column along an axis, which broadcasts."""

    def step(x):
        axis = axis_of(x)
        if x.shape[axis] == 0:
            return None
        other = np.take(x, [0], axis)
        with np.errstate(all="ignore"):
            if name in ("add", "sub", "mul"):
                a, b = (x.astype(np.int32), other.astype(np.int32)) if x.dtype == np.bool_ else (x, other)
                return {"add": np.add, "sub": np.subtract, "mul": np.multiply}[name](a, b), [name, axis]
            return {"maximum": np.maximum, "less": np.less, "equal": np.equal}[name](x, other), [name, axis]

    return step


def scalar(x):
    value = int(rng.integers(0, 4))
    a = x.astype(np.int32) if x.dtype == np.bool_ else x
    return np.add(a, np.asarray(value, a.dtype)), ["addNumber", value]


def triangle(name):
    def step(x):
        if x.ndim < 2:
            return None
        diagonal = int(rng.integers(-2, 3))
        return getattr(np, name)(x, diagonal), [name, diagonal]

    return step


def pad(x):
    padding = [[int(n) for n in rng.integers(0, 2, 2)] for _ in x.shape]
    return np.pad(x, padding), ["pad", padding]


def roll(x):
    axis, shift = axis_of(x), int(rng.integers(-4, 5))
    return np.roll(x, shift, axis), ["roll", shift, axis]


def repeat(x):
    axis, times = axis_of(x), int(rng.integers(1, 3))
    return np.repeat(x, times, axis), ["repeat", times, axis]


def tile(x):
    counts = [int(n) for n in rng.integers(1, 3, int(rng.integers(1, x.ndim + 2)))]
    return (np.tile(x, counts), ["tile", counts]) if x.ndim < 5 else None


def index_select(x):
    axis = axis_of(x)
    n = x.shape[axis]
    if n == 0:
        return None
    ids = [int(i) for i in rng.integers(0, n, int(rng.integers(1, 4)))]
    return np.take(x, ids, axis), ["indexSelect", axis, ids]


def gram(x):
    """x · xᵀ over the last two axes, both operands strided."""
    if x.ndim < 2 or x.dtype == np.bool_:
        return None
    with np.errstate(all="ignore"):
        return np.matmul(x, np.swapaxes(x, -2, -1)), ["gram"]


def where(x):
    if x.size == 0:
        return None
    return np.where(x == x.flat[0], x, np.flip(x)), ["whereFirst"]


views = [permute, permute, flip, cut, cut, pick, expand_dims, stretch, stretch, squeeze, diagonal]
computations = [
    reshape,
    *map(reduction, ["sum", "prod", "max", "min", "mean"]),
    *map(place_of_extreme, ["argmax", "argmin"]),
    cumsum,
    sort,
    argsort,
    softmax,
    *map(with_itself, ["concat", "stack"]),
    *map(arithmetic, ["add", "sub", "mul", "maximum", "less", "equal"]),
    scalar,
    *map(triangle, ["tril", "triu"]),
    pad,
    roll,
    repeat,
    tile,
    index_select,
    gram,
    where,
]


def start(dtype):
    shape = [int(n) for n in rng.choice([1, 2, 3, 4, 5], int(rng.integers(1, 5)), p=[0.15, 0.25, 0.3, 0.2, 0.1])]
    if dtype in ("float32", "float64"):
        x = (rng.integers(-16, 17, shape) / 4).astype(dtype)
        if rng.random() < 0.2:
            x.flat[rng.integers(0, x.size, 2)] = [np.nan, rng.choice([np.inf, -np.inf])]
        return x
    low, high = {"int32": (-9, 10), "uint8": (0, 256), "bool": (0, 2)}[dtype]
    return rng.integers(low, high, shape).astype(dtype)


def program():
    x = first = start(str(rng.choice(["float32", "float32", "float64", "int32", "uint8", "bool"])))
    if first.size > LARGEST:
        return None
    steps = []
    for kind in [views, views, computations, views, computations, computations][int(rng.integers(0, 4)) :]:
        if x.ndim == 0:
            break
        done = kind[int(rng.integers(0, len(kind)))](x)
        if done is None:
            continue
        if done[0].size > LARGEST or (np.abs(np.nan_to_num(done[0].astype(np.float64), posinf=0, neginf=0)) > 1e6).any():
            continue
        x, step = done
        steps.append(step)
    if len(steps) < 3:
        return None
    return {
        "dtype": str(first.dtype),
        "shape": list(first.shape),
        "data": [plain(v) for v in first.ravel().tolist()],
        "steps": steps,
        "expected": {"dtype": str(x.dtype), "shape": list(x.shape), "data": [plain(v) for v in x.ravel().tolist()]},
    }


cases = []
while len(cases) < PROGRAMS:
    case = program()
    if case is not None:
        cases.append(case)
about = {"generator": "tooling/parity/compositions.py", "numpy": np.__version__, "seed": SEED}
OUT.write_text(json.dumps({"about": about, "cases": cases}, separators=(",", ":")))
print(len(cases), "programs,", OUT.stat().st_size, "bytes")
