"""Values of arithmetic, reductions, products and normalisations, from NumPy and PyTorch in float64.

Run: /usr/bin/python3 tooling/parity/math-ops.py
Writes packages/tensor/fixtures/math-ops.json. Inputs are multiples of 1/64, so float32 holds them exactly and one set of
expected values serves both float types.
"""

import json
import pathlib

import numpy as np
import scipy
import scipy.special
import torch
import torch.nn.functional as F

SEED = 20
rng = np.random.default_rng(SEED)
cases = []


def grid(*shape, low=-4, high=4):
    return rng.integers(low * 64, high * 64, shape, endpoint=True) / 64


def plain(value):
    array = np.asarray(value)
    flat = [repr(float(x)) if not np.isfinite(x) else float(x) for x in array.ravel().astype(np.float64)]
    return {"shape": list(array.shape), "data": flat}


def case(op, inputs, expected, params=None, name=""):
    cases.append({
        "name": f"{op} {name}".strip(),
        "op": op,
        "inputs": [plain(x) for x in inputs],
        "params": params or {},
        "expected": plain(expected),
    })


broadcasts = [((3, 4), (3, 4)), ((3, 1), (1, 4)), ((2, 3, 4), (4,)), ((2, 1, 4), (3, 1)), ((5,), ()), ((0, 3), (3,)), ((1, 1), (2, 7))]
for left, right in broadcasts:
    a, b = grid(*left), grid(*right)
    b = np.where(b == 0, 0.5, b)
    name = f"{left} {right}"
    case("add", [a, b], a + b, name=name)
    case("sub", [a, b], a - b, name=name)
    case("mul", [a, b], a * b, name=name)
    case("div", [a, b], a / b, name=name)
    case("pow", [np.abs(a), b], np.abs(a) ** b if a.size else np.zeros((0, 3)), name=name)
    case("remainder", [a, b], np.remainder(a, b), name=name)
    case("maximum", [a, b], np.maximum(a, b), name=name)
    case("minimum", [a, b], np.minimum(a, b), name=name)
    for op in ["less", "lessEqual", "greater", "greaterEqual", "equal", "notEqual"]:
        c = np.where(grid(*right) > 2, b, np.broadcast_to(np.trunc(b), b.shape))
        numpy_name = {"lessEqual": "less_equal", "greaterEqual": "greater_equal", "notEqual": "not_equal"}.get(op, op)
        case(op, [np.trunc(a), c], getattr(np, numpy_name)(np.trunc(a), c), name=name)

special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1.0, -1.0, 88.0, -104.0, 1e-30])
with np.errstate(all="ignore"):
    pairs = np.array([(x, y) for x in [0.0, 1.0, -1.0, -2.0, np.inf, -np.inf, np.nan] for y in [0.0, 1.0, -1.0, 0.5, 2.0, 3.0, np.inf, -np.inf, np.nan]])
    case("pow", [pairs[:, 0], pairs[:, 1]], pairs[:, 0] ** pairs[:, 1], name="special")
    case("remainder", [pairs[:, 0], pairs[:, 1]], np.remainder(pairs[:, 0], pairs[:, 1]), name="special")
    case("maximum", [pairs[:, 0], pairs[:, 1]], np.maximum(pairs[:, 0], pairs[:, 1]), name="special")

functions = {
    "neg": np.negative, "abs": np.abs, "square": np.square, "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p,
    "log2": np.log2, "log10": np.log10, "sqrt": np.sqrt, "rsqrt": lambda x: 1 / np.sqrt(x), "reciprocal": lambda x: 1 / x,
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin, "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh,
    "cosh": np.cosh, "tanh": np.tanh, "erf": scipy.special.erf, "sigmoid": scipy.special.expit,
    "relu": lambda x: np.maximum(x, 0), "floor": np.floor, "ceil": np.ceil, "round": np.round, "trunc": np.trunc, "sign": np.sign,
    "silu": lambda x: F.silu(torch.tensor(x)).numpy(), "softplus": lambda x: np.logaddexp(x, 0),
}
with np.errstate(all="ignore"):
    for op, f in functions.items():
        x = grid(3, 7)
        if op in ("log", "log2", "log10", "sqrt", "rsqrt"):
            x = np.abs(x) + 1 / 64
        if op in ("asin", "acos"):
            x = x / 4
        if op == "log1p":
            x = np.abs(x) - 63 / 64
        case(op, [x], f(x))
        case(op, [special], f(special), name="special")
for approximate in ["none", "tanh"]:
    x = grid(4, 9)
    case("gelu", [x], F.gelu(torch.tensor(x), approximate=approximate).numpy(), {"approximate": approximate}, name=approximate)
x = grid(3, 5)
case("clip", [x], np.clip(x, -1, 1.5), {"min": -1, "max": 1.5})

for shape, axes in [((4, 5), [None, 0, 1, -1, [0, 1]]), ((2, 3, 4), [None, 0, 1, 2, [0, 2], [0, 1], [1, 2], [-1, 0]]), ((7,), [0]), ((), [None]), ((2, 1, 3, 2), [[1, 3], 3, [0, 2]])]:
    for axis in axes:
        for keep in [False, True]:
            x = grid(*shape)
            where = tuple(axis) if isinstance(axis, list) else axis
            options = {"keepDims": keep, **({} if axis is None else {"axis": axis})}
            name = f"{shape} {axis} {keep}"
            case("sum", [x], x.sum(axis=where, keepdims=keep), options, name)
            case("prod", [x / 2], (x / 2).prod(axis=where, keepdims=keep), options, name)
            case("mean", [x], x.mean(axis=where, keepdims=keep), options, name)
            case("max", [x], x.max(axis=where, keepdims=keep), options, name)
            case("min", [x], x.min(axis=where, keepdims=keep), options, name)
            case("variance", [x + 1000], (x + 1000).var(axis=where, keepdims=keep), options, name)
            case("logsumexp", [x], scipy.special.logsumexp(x, axis=where, keepdims=keep), options, name)
            if not isinstance(axis, list) and shape:
                ties = np.trunc(x)
                case("argmax", [ties], ties.argmax(axis=axis, keepdims=keep), options, name)
                case("argmin", [ties], ties.argmin(axis=axis, keepdims=keep), options, name)
sample = grid(6)
case("variance", [sample], sample.var(ddof=1), {"ddof": 1}, "ddof 1")
with_nan = np.array([[1.0, np.nan, 3.0], [4.0, 5.0, -np.inf]])
for op in ["sum", "max", "min", "argmax", "argmin"]:
    case(op, [with_nan], getattr(with_nan, op)(axis=1), {"axis": 1}, "special")
case("logsumexp", [np.array([[1000.0, 1000.0], [-np.inf, -np.inf], [np.inf, 0.0]])], np.array([1000 + np.log(2), -np.inf, np.inf]), {"axis": 1}, "special")
for axis in [0, 1, 2]:
    x = grid(3, 4, 5)
    case("cumsum", [x], x.cumsum(axis=axis), {"axis": axis}, f"axis {axis}")

for left, right in [((3, 4), (4, 5)), ((4,), (4,)), ((4,), (4, 3)), ((3, 4), (4,)), ((2, 3, 4), (2, 4, 5)), ((2, 3, 4), (4, 5)), ((3, 4), (2, 4, 5)), ((2, 1, 3, 4), (5, 4, 2)), ((1, 7), (7, 1)), ((3, 0), (0, 2)), ((17, 33), (33, 9)), ((2, 3, 1, 4), (1, 3, 4, 2))]:
    a, b = grid(*left, low=-2, high=2), grid(*right, low=-2, high=2)
    case("matmul", [a, b], a @ b, name=f"{left} {right}")
for shape, outputs, bias in [((5, 3), 4, True), ((2, 3, 7), 5, True), ((6,), 2, False), ((0, 3), 2, True)]:
    x, w, b = grid(*shape), grid(outputs, shape[-1]), grid(outputs)
    y = x @ w.T
    case("affine", [x, w, b] if bias else [x, w], y + b if bias else y, name=f"{shape} {outputs} {bias}")

for axis in [-1, 0, 1]:
    x = grid(3, 4, 6)
    case("softmax", [x], scipy.special.softmax(x, axis=axis), {"axis": axis}, f"axis {axis}")
    case("logSoftmax", [x], scipy.special.log_softmax(x, axis=axis), {"axis": axis}, f"axis {axis}")
case("softmax", [np.array([[1e4, -1e4, 0.0], [0.0, -np.inf, 0.0]])], np.array([[1.0, 0.0, 0.0], [0.5, 0.0, 0.5]]), {"axis": -1}, "extreme")

for learned in [False, True]:
    x, w, b = grid(2, 3, 9), grid(9), grid(9)
    t = torch.tensor
    y = F.layer_norm(t(x), (9,), t(w), t(b)) if learned else F.layer_norm(t(x), (9,))
    case("layerNorm", [x, w, b] if learned else [x], y.numpy(), name=str(learned))

logits, targets = grid(6, 5), np.array([0, 4, 2, -100, 1, 3])
case("crossEntropyLosses", [logits, targets], F.cross_entropy(torch.tensor(logits), torch.tensor(targets), reduction="none").numpy())

for causal, tq, tk in [(False, 5, 5), (True, 5, 5), (False, 2, 7), (True, 1, 6), (True, 3, 5)]:
    q, k, v = grid(2, 3, tq, 4, low=-1, high=1), grid(2, 3, tk, 4, low=-1, high=1), grid(2, 3, tk, 4)
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(4)
    if causal:
        scores = np.where(np.tril(np.ones((tq, tk)), tk - tq) > 0, scores, -np.inf)
    case("attention", [q, k, v], scipy.special.softmax(scores, axis=-1) @ v, {"causal": causal}, f"causal {causal} {tq} {tk}")

weight, ids = grid(5, 3), np.array([[0, 4], [2, 2]])
case("embedding", [weight, ids], weight[ids])

out = pathlib.Path(__file__).parents[2] / "packages/tensor/fixtures/math-ops.json"
header = {"generator": "tooling/parity/math-ops.py", "seed": SEED, "numpy": np.__version__, "scipy": scipy.__version__, "torch": torch.__version__}
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
out.write_text(json.dumps(header)[:-1] + ', "cases": [\n' + lines + "\n]}\n")
print(len(cases), "cases,", out.stat().st_size, "bytes")
