"""Writes packages/autograd/fixtures/gradients-*.json: values and gradients of every primitive, from PyTorch in float64.

Inputs are rounded to float32 first, so the same numbers serve the float64 and the float32 tests.
Run: python3 tooling/parity/gradients.py
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

SEED = 20240
OUT = Path(__file__).resolve().parents[2] / "packages" / "autograd" / "fixtures"
rng = np.random.default_rng(SEED)


def normal(*shape):
    return rng.standard_normal(shape)


def positive(*shape):
    return rng.uniform(0.3, 3.0, shape)


def unit(*shape):
    """Inside (-1, 1), away from the ends."""
    return rng.uniform(-0.9, 0.9, shape)


def away(*shape):
    """At least 0.2 from zero, both signs."""
    return rng.uniform(0.2, 2.0, shape) * rng.choice([-1.0, 1.0], shape)


def spaced(*shape):
    """Distinct values at least 0.1 apart, shuffled."""
    n = int(np.prod(shape))
    return (rng.permutation(n) * 0.25 - n * 0.125 + rng.uniform(0, 0.1, n)).reshape(shape)


def ints(high, *shape):
    return rng.integers(0, high, shape).astype(np.int32)


def given(values):
    return np.array(values)


cases = {}


def case(family, primitive, label, inputs, fn):
    cases.setdefault(family, []).append((primitive, label, inputs, fn))


# --- arithmetic: equal shapes, broadcasting both ways, size-1 axes, scalars
shapes = [((2, 3), (2, 3)), ((2, 1, 4), (3, 1)), ((), (2, 2)), ((1, 3), (1, 1))]
for name, fn, left, right in [
    ("add", torch.add, normal, normal),
    ("sub", torch.sub, normal, normal),
    ("mul", torch.mul, normal, normal),
    ("div", torch.div, normal, away),
    ("pow", torch.pow, positive, normal),
    ("maximum", torch.maximum, spaced, normal),
    ("minimum", torch.minimum, spaced, normal),
]:
    for a, b in shapes:
        case("arithmetic", name, f"{list(a)} {list(b)}", [left(*a), right(*b)], fn)
case("arithmetic", "remainder", "[2, 3] [3]", [given([[5.3, -5.3, 7.9], [0.7, 3.2, -8.6]]), given([2.0, 3.0, -2.5])], torch.remainder)
case("arithmetic", "remainder", "[2, 1] [1, 2]", [given([[5.3], [-4.1]]), given([[1.7, -1.3]])], torch.remainder)
case("arithmetic", "pow", "integer exponents, zero and negative bases", [given([[0.0, -2.0, 3.0], [-1.5, 0.0, 2.0]]), given([[2.0, 3.0, 0.0], [2.0, 3.0, 1.0]])], torch.pow)
case("arithmetic", "maximum", "ties", [given([1.0, 2.0, 3.0]), given([1.0, 5.0, 3.0])], torch.maximum)
case("arithmetic", "minimum", "ties", [given([1.0, 2.0, 3.0]), given([1.0, 5.0, 3.0])], torch.minimum)
case("arithmetic", "maximum", "NaN", [given([math.nan, 1.0, 2.0]), given([0.0, math.nan, 1.0])], torch.maximum)
case("arithmetic", "minimum", "NaN", [given([math.nan, 1.0, 2.0]), given([0.0, math.nan, 1.0])], torch.minimum)
case("arithmetic", "div", "by zero", [given([1.0, -1.0, 2.0]), given([0.0, 0.0, math.inf])], torch.div)

# --- unary
for name, fn, data in [
    ("neg", torch.neg, normal),
    ("abs", torch.abs, away),
    ("exp", torch.exp, normal),
    ("expm1", torch.expm1, normal),
    ("log", torch.log, positive),
    ("log1p", torch.log1p, positive),
    ("log2", torch.log2, positive),
    ("log10", torch.log10, positive),
    ("sqrt", torch.sqrt, positive),
    ("rsqrt", torch.rsqrt, positive),
    ("square", torch.square, normal),
    ("reciprocal", torch.reciprocal, away),
    ("sin", torch.sin, normal),
    ("cos", torch.cos, normal),
    ("tan", torch.tan, unit),
    ("asin", torch.asin, unit),
    ("acos", torch.acos, unit),
    ("atan", torch.atan, normal),
    ("sinh", torch.sinh, normal),
    ("cosh", torch.cosh, normal),
    ("tanh", torch.tanh, normal),
    ("sigmoid", torch.sigmoid, normal),
    ("relu", torch.relu, away),
    ("silu", F.silu, normal),
    ("softplus", F.softplus, normal),
    ("erf", torch.erf, normal),
]:
    for shape in [(2, 5), (3, 1, 2)]:
        case("unary", name, str(list(shape)), [data(*shape)], fn)
for shape in [(3, 4), (5, 1)]:
    case("unary", "clip", str(list(shape)), [spaced(*shape)], lambda x: torch.clamp(x, -0.5, 0.75))
specials = [0.0, -0.0, 1.0, -1.0, math.inf, -math.inf, math.nan]
for name, fn in [("abs", torch.abs), ("relu", torch.relu), ("exp", torch.exp), ("tanh", torch.tanh), ("sigmoid", torch.sigmoid), ("sqrt", torch.sqrt), ("log", torch.log), ("reciprocal", torch.reciprocal), ("square", torch.square), ("atan", torch.atan)]:
    case("unary", name, "special values", [given(specials)], fn)
case("unary", "clip", "at the bounds and NaN", [given([-0.5, 0.75, math.nan, -1.0, 2.0])], lambda x: torch.clamp(x, -0.5, 0.75))

# --- activations
for approximate in ["none", "tanh"]:
    for shape in [(2, 5), (1, 4, 1)]:
        case("activation", "gelu", f"{approximate} {list(shape)}", [normal(*shape) * 2], lambda x, a=approximate: F.gelu(x, approximate=a))


def slope(fn, needs):
    """dx of sum(fn(x) * u) as a function of x and u: its gradient is the second derivative."""

    def run(*args):
        *xs, u = args
        return torch.autograd.grad((fn(*xs) * u).sum(), [xs[needs]], create_graph=True)[0]

    return run


for approximate in ["none", "tanh"]:
    for shape in [(2, 3), (4, 1)]:
        case("activation", "geluBackward", f"{approximate} {list(shape)}", [normal(*shape), normal(*shape)], slope(lambda x, a=approximate: x * 0.5 * (1 + torch.erf(x / math.sqrt(2))) if a == "none" else 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))), 0))

# --- movement
case("movement", "reshape", "[2, 6] to [3, 4]", [normal(2, 6)], lambda x: x.reshape(3, 4).exp())
case("movement", "reshape", "[2, 1, 3] to [3, 2] transposed", [normal(2, 1, 3)], lambda x: x.transpose(0, 2).reshape(3, 2).exp())
case("movement", "permute", "[2, 3, 4]", [normal(2, 3, 4)], lambda x: x.permute(2, 0, 1).exp())
case("movement", "permute", "[1, 3]", [normal(1, 3)], lambda x: x.permute(1, 0).exp())
case("movement", "expand", "[3, 1] to [2, 3, 4]", [normal(3, 1)], lambda x: x.expand(2, 3, 4).exp())
case("movement", "expand", "[] to [2, 2]", [normal()], lambda x: x.expand(2, 2).exp())
case("movement", "slice", "[1:4, ::2]", [normal(5, 5)], lambda x: x[1:4, ::2].exp())
case("movement", "slice", "[::-2, 1] of [5, 3]", [normal(5, 3)], lambda x: x.flip(0)[::2, 1].exp())
case("movement", "slice", "[-1, ::3] of [1, 8]", [normal(1, 8)], lambda x: x[-1, ::3].exp())
case("movement", "slice", "[6:1:-2] of [8]", [normal(8)], lambda x: x[[6, 4, 2]].exp())
case("movement", "slice", "empty", [normal(3, 2)], lambda x: x[2:2].exp())
case("movement", "diagonal", "[3, 4]", [normal(3, 4)], lambda x: torch.diagonal(x).exp())
case("movement", "diagonal", "[2, 4, 3] offset -1", [normal(2, 4, 3)], lambda x: torch.diagonal(x, -1, 1, 2).exp())
case("movement", "diagonal", "[3, 2, 4] axes 2 and 0, offset 1", [normal(3, 2, 4)], lambda x: torch.diagonal(x, 1, 0, 2).exp())
case("movement", "concat", "[2, 3] [1, 3] axis 0", [normal(2, 3), normal(1, 3)], lambda a, b: torch.cat([a, b], 0).exp())
case("movement", "concat", "[2, 1] [2, 3] [2, 2] axis 1", [normal(2, 1), normal(2, 3), normal(2, 2)], lambda a, b, c: torch.cat([a, b, c], 1).exp())
case("movement", "split", "[5, 2] into 2, 3", [normal(5, 2)], lambda x: (lambda p: p[0].exp().sum() * p[1])(torch.split(x, [2, 3], 0)))
case("movement", "split", "[2, 6] into thirds, one unused", [normal(2, 6)], lambda x: (lambda p: p[0] * p[2])(torch.split(x, 2, 1)))
case("movement", "pad", "[2, 3]", [normal(2, 3)], lambda x: F.pad(x, (2, 1, 1, 0), value=0.5).exp())
case("movement", "pad", "[1]", [normal(1)], lambda x: F.pad(x, (0, 3)).exp())
case("movement", "tril", "[3, 4]", [normal(3, 4)], lambda x: torch.tril(x, 1).exp())
case("movement", "tril", "[2, 3, 1]", [normal(2, 3, 1)], lambda x: torch.tril(x, -1).exp())
case("movement", "triu", "[3, 4]", [normal(3, 4)], lambda x: torch.triu(x, -1).exp())
case("movement", "triu", "[2, 1, 3]", [normal(2, 1, 3)], lambda x: torch.triu(x, 1).exp())
case("movement", "copy", "[2, 3]", [normal(2, 3)], lambda x: x.clone().exp())
case("movement", "copy", "[1, 2] transposed", [normal(1, 2)], lambda x: x.t().clone().exp())
case("movement", "where", "[2, 3] with [3] and []", [given([[1, 0, 1], [0, 1, 1]]).astype(np.int32), normal(3), normal()], lambda c, a, b: torch.where(c > 0, a, b).exp())
case("movement", "where", "[2, 1] with [2, 2] and [1, 2]", [given([[1], [0]]).astype(np.int32), normal(2, 2), normal(1, 2)], lambda c, a, b: torch.where(c > 0, a, b).exp())

# --- indexing
case("indexing", "gather", "axis 1, repeated", [normal(3, 4), ints(4, 3, 6)], lambda x, i: torch.gather(x, 1, i.long()).exp())
case("indexing", "gather", "axis 0, fewer columns", [normal(3, 4), ints(3, 2, 3)], lambda x, i: torch.gather(x, 0, i.long()).exp())
case("indexing", "scatterAdd", "axis 1", [normal(2, 3), ints(3, 2, 5), normal(2, 5)], lambda x, i, s: torch.scatter_add(x, 1, i.long(), s).exp())
case("indexing", "scatterAdd", "axis 0, larger source", [normal(4, 3), ints(4, 2, 2), normal(3, 3)], lambda x, i, s: torch.scatter_add(x, 0, i.long(), s[:2, :2]).exp())
case("indexing", "embedding", "[5, 3] with [2, 4]", [normal(5, 3), ints(5, 2, 4)], lambda w, i: F.embedding(i.long(), w).exp())
case("indexing", "embedding", "[2, 1] with [3]", [normal(2, 1), ints(2, 3)], lambda w, i: F.embedding(i.long(), w).exp())
case("indexing", "scatterRows", "[4, 3] with [4]", [normal(4, 3), ints(5, 4)], lambda x, i: torch.zeros(5, 3, dtype=x.dtype).index_add(0, i.long(), x).exp())
case("indexing", "scatterRows", "[2, 2, 1] with [2, 2]", [normal(2, 2, 1), ints(5, 2, 2)], lambda x, i: torch.zeros(5, 1, dtype=x.dtype).index_add(0, i.long().reshape(-1), x.reshape(-1, 1)).exp())

# --- reductions
for axes, shape, label in [((), (2, 3), "all of [2, 3]"), ((1,), (2, 3, 2), "axis 1 of [2, 3, 2]"), ((0, 2), (2, 3, 2), "axes 0, 2 of [2, 3, 2]"), ((0,), (1, 3), "axis 0 of [1, 3]")]:
    dims = axes if axes else tuple(range(len(shape)))
    case("reduction", "sum", label, [normal(*shape)], lambda x, d=dims: x.sum(d).exp())
    case("reduction", "logsumexp", label, [normal(*shape)], lambda x, d=dims: torch.logsumexp(x, d))
    case("reduction", "max", label, [spaced(*shape)], lambda x, d=dims: torch.amax(x, d).exp())
    case("reduction", "min", label, [spaced(*shape)], lambda x, d=dims: torch.amin(x, d).exp())


def prod(x, dims):
    for d in sorted(dims, reverse=True):
        x = x.prod(d)
    return x


for axes, shape, label in [((0, 1), (2, 3), "all of [2, 3]"), ((1,), (2, 3, 2), "axis 1 of [2, 3, 2]"), ((0,), (1, 3), "axis 0 of [1, 3]")]:
    case("reduction", "prod", label, [away(*shape)], lambda x, d=axes: prod(x, d))
case("reduction", "prod", "one, two and no zeros in a row", [given([[2.0, 0.0, 3.0], [0.0, 4.0, 0.0], [1.5, 2.0, -1.0]])], lambda x: x.prod(1))
case("reduction", "max", "ties", [given([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]])], lambda x: torch.amax(x, 1))
case("reduction", "min", "ties", [given([[1.0, 1.0, 3.0], [2.0, 2.0, 2.0]])], lambda x: torch.amin(x, 1))
case("reduction", "cumsum", "axis 1 of [2, 4]", [normal(2, 4)], lambda x: x.cumsum(1).exp())
case("reduction", "cumsum", "axis 0 of [3, 1, 2]", [normal(3, 1, 2)], lambda x: x.cumsum(0).exp())

# --- contraction
for a, b in [((2, 3), (3, 4)), ((2, 2, 3), (3, 2)), ((2, 1, 2, 3), (3, 3, 2)), ((3,), (3, 2)), ((1, 3), (3, 1)), ((2, 3), (3,))]:
    case("contraction", "matmul", f"{list(a)} {list(b)}", [normal(*a), normal(*b)], torch.matmul)
case("contraction", "matmul", "transposed operands", [normal(3, 2), normal(4, 3)], lambda a, b: a.t() @ b.t())
case("contraction", "affine", "[2, 3] with bias", [normal(2, 3), normal(4, 3), normal(4)], F.linear)
case("contraction", "affine", "[2, 2, 3] with bias", [normal(2, 2, 3), normal(2, 3), normal(2)], F.linear)
case("contraction", "affine", "[1, 3] without bias", [normal(1, 3), normal(2, 3)], F.linear)
case("contraction", "affine", "[3] without bias", [normal(3), normal(1, 3)], F.linear)

# --- normalization
for axis, shape in [(-1, (2, 5)), (0, (3, 2)), (1, (2, 3, 1))]:
    case("normalization", "softmax", f"axis {axis} of {list(shape)}", [normal(*shape) * 2], lambda x, d=axis: torch.softmax(x, d))
    case("normalization", "logSoftmax", f"axis {axis} of {list(shape)}", [normal(*shape) * 2], lambda x, d=axis: torch.log_softmax(x, d))
    case("normalization", "softmaxBackward", f"axis {axis} of {list(shape)}", [normal(*shape), normal(*shape)], slope(lambda x, d=axis: torch.softmax(x, d), 0))
    case("normalization", "logSoftmaxBackward", f"axis {axis} of {list(shape)}", [normal(*shape), normal(*shape)], slope(lambda x, d=axis: torch.log_softmax(x, d), 0))


def layer_norm(x, w=None, b=None):
    mean = x.mean(-1, keepdim=True)
    var = ((x - mean) ** 2).mean(-1, keepdim=True)
    y = (x - mean) / torch.sqrt(var + 1e-5)
    return y if w is None else y * w + b


def native_layer_norm(x, w=None, b=None):
    return F.layer_norm(x, x.shape[-1:], w, b, 1e-5)


for shape in [(2, 5), (2, 1, 4)]:
    n = shape[-1]
    case("normalization", "layerNorm", f"{list(shape)} with weight and bias", [normal(*shape), normal(n), normal(n)], native_layer_norm)
    case("normalization", "layerNorm", f"{list(shape)} alone", [normal(*shape)], native_layer_norm)
    case("normalization", "layerNormBackward", f"{list(shape)} with weight and bias", [normal(*shape), normal(n), normal(n), normal(*shape)], slope(layer_norm, 0))
    case("normalization", "layerNormBackward", f"{list(shape)} alone", [normal(*shape), normal(*shape)], slope(layer_norm, 0))
    case("normalization", "layerNormBackward", f"{list(shape)} by weight", [normal(*shape), normal(n), normal(n), normal(*shape)], slope(layer_norm, 1))


def add_layer_norm(norm):
    """The sum, and below it its norm, so that both have a cotangent."""
    return lambda x, r, w=None, b=None: torch.cat([x + r, norm(x + r, w, b)], 0)


for shape in [(2, 5), (3, 1, 4)]:
    n = shape[-1]
    two = [normal(*shape), normal(*shape)]
    learned = [normal(n), normal(n)]
    cotangent = normal(2 * shape[0], *shape[1:])
    case("normalization", "addLayerNorm", f"{list(shape)} with weight and bias", [*two, *learned], add_layer_norm(native_layer_norm))
    case("normalization", "addLayerNorm", f"{list(shape)} alone", two, add_layer_norm(native_layer_norm))
    case("normalization", "addLayerNormBackward", f"{list(shape)} with weight and bias", [*two, *learned, cotangent], slope(add_layer_norm(layer_norm), 0))
    case("normalization", "addLayerNormBackward", f"{list(shape)} alone", [*two, cotangent], slope(add_layer_norm(layer_norm), 1))
    case("normalization", "addLayerNormBackward", f"{list(shape)} by weight", [*two, *learned, cotangent], slope(add_layer_norm(layer_norm), 2))

# --- losses (target -100 is ignored)
targets = given([1, -100, 0, 3]).astype(np.int32)
case("loss", "crossEntropy", "[4, 5], one row ignored", [normal(4, 5) * 2, targets], lambda x, t: F.cross_entropy(x, t.long(), reduction="none"))
case("loss", "crossEntropy", "[1, 2]", [normal(1, 2), given([1]).astype(np.int32)], lambda x, t: F.cross_entropy(x, t.long(), reduction="none"))


def losses(x, t):
    keep = t >= 0
    picked = torch.log_softmax(x, 1).gather(1, torch.where(keep, t, 0).long()[:, None])[:, 0]
    return torch.where(keep, -picked, torch.zeros((), dtype=x.dtype))


case("loss", "crossEntropyBackward", "[4, 5], one row ignored", [normal(4, 5), targets, normal(4)], slope(losses, 0))
case("loss", "crossEntropyBackward", "[1, 2]", [normal(1, 2), given([0]).astype(np.int32), normal(1)], slope(losses, 0))


# --- attention
def dropout_factors(shape, p, seed):
    """Dropout as @ml/tensor defines it: Philox4x32-10 of a key drawn from the seed and of the position, 0 or 1 / (1 - p)."""
    keys = np.random.default_rng(seed)
    low, high = (int(keys.integers(0, 2**32)) for _ in range(2))
    factors = []
    for position in range(math.prod(shape)):
        c, key = [4 * (position // 16) + position % 4, 0, 0, 0], [low, high]
        for _ in range(10):
            a, b = c[0] * 0xD2511F53, c[2] * 0xCD9E8D57
            c = [(b >> 32) ^ c[1] ^ key[0], b & 0xFFFFFFFF, (a >> 32) ^ c[3] ^ key[1], a & 0xFFFFFFFF]
            key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
        factors.append(0.0 if c[position // 4 % 4] < int(p * 2**32) else 1 / (1 - p))
    return torch.tensor(factors, dtype=torch.float64).reshape(tuple(shape))


def attention(q, k, v, causal, p=0.0):
    scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
    if causal:
        tq, tk = q.shape[2], k.shape[2]
        mask = torch.ones(tq, tk).tril(tk - tq) > 0
        scores = scores.masked_fill(~mask, -math.inf)
    weights = torch.softmax(scores, -1)
    return (weights * dropout_factors(weights.shape, p, 7) if p > 0 else weights) @ v


for causal, tq, tk, d in [(True, 3, 3, 4), (False, 2, 3, 1), (True, 2, 4, 2)]:
    inputs = [normal(2, 2, tq, d), normal(2, 2, tk, d), normal(2, 2, tk, d)]
    label = f"{'causal' if causal else 'full'} {tq}x{tk}x{d}"
    case("attention", "attention", label, inputs, lambda q, k, v, c=causal: attention(q, k, v, c))
    if d > 1:
        small = [normal(1, 1, tq, 2), normal(1, 1, tk, 2), normal(1, 1, tk, 2), normal(1, 1, tq, 2)]
        for i, name in enumerate(["q", "k", "v"]):
            case("attention", "attentionBackward", f"{label} by {name}", small, slope(lambda q, k, v, c=causal: attention(q, k, v, c), i))

# Draws of their own, so that the inputs and cotangents of the cases before stay what they were.
drawn = np.random.default_rng(SEED + 1).standard_normal
for causal, tq, tk, d in [(False, 3, 2, 4), (True, 2, 4, 2)]:
    label = f"{'causal' if causal else 'full'} {tq}x{tk}x{d} dropout"
    dropped = lambda q, k, v, c=causal: attention(q, k, v, c, 0.3)
    case("attention", "attention", label, [drawn((2, 2, t, d)) for t in (tq, tk, tk)], dropped)
    small = [drawn((1, 2, t, 2)) for t in (tq, tk, tk, tq)]
    for i, name in enumerate(["q", "k", "v"]):
        case("attention", "attentionBackward", f"{label} by {name}", small, slope(dropped, i))


def encode(array):
    """Numbers as they are, the others as the names JavaScript gives them."""
    names = {math.inf: "Infinity", -math.inf: "-Infinity"}
    flat = np.asarray(array, dtype=np.float64).reshape(-1).tolist()
    return ["NaN" if math.isnan(v) else names.get(v, v) for v in flat]


def tensor_json(array):
    array = np.asarray(array)
    return {"dtype": "int32" if array.dtype == np.int32 else "float64", "shape": list(array.shape), "values": encode(array)}


def run(primitive, label, inputs, fn):
    arrays = [x if np.asarray(x).dtype == np.int32 else np.asarray(np.float32(x), dtype=np.float64) for x in inputs]
    leaves = [torch.tensor(x, requires_grad=np.asarray(x).dtype != np.int32) for x in arrays]
    value = fn(*leaves)
    cotangent = np.asarray(np.float32(rng.standard_normal(tuple(value.shape))), dtype=np.float64)
    wanted = [x for x in leaves if x.requires_grad]
    grads = iter(torch.autograd.grad(value, wanted, torch.tensor(cotangent), allow_unused=True))
    out = []
    for leaf in leaves:
        if not leaf.requires_grad:
            out.append(None)
            continue
        g = next(grads)
        out.append(encode(torch.zeros_like(leaf).numpy() if g is None else g.numpy()))
    return {
        "primitive": primitive,
        "name": label,
        "inputs": [tensor_json(x) for x in arrays],
        "cotangent": tensor_json(cotangent),
        "value": encode(value.detach().numpy()),
        "gradients": out,
    }


def write():
    OUT.mkdir(parents=True, exist_ok=True)
    for family, entries in cases.items():
        fixture = {"generator": "tooling/parity/gradients.py", "torch": torch.__version__.split("+")[0], "numpy": np.__version__, "seed": SEED, "cases": [run(*entry) for entry in entries]}
        text = "{\n" + ",\n".join(f"  {json.dumps(k)}: {json.dumps(v) if k != 'cases' else '[' + chr(10) + (',' + chr(10)).join('    ' + json.dumps(c) for c in v) + chr(10) + '  ]'}" for k, v in fixture.items()) + "\n}\n"
        (OUT / f"gradients-{family}.json").write_text(text)


write()

# --- fused layers; a stream of random numbers of their own leaves those above as they were
cases = {}
rng = np.random.default_rng([SEED, 1])
for approximate in ["none", "tanh"]:
    case("fused", "affineGelu", f"{approximate} [2, 3] with bias", [normal(2, 3), normal(4, 3), normal(4)], lambda x, w, b, a=approximate: F.gelu(F.linear(x, w, b), approximate=a))
    case("fused", "affineGelu", f"{approximate} [1, 2, 3] without bias", [normal(1, 2, 3), normal(2, 3)], lambda x, w, a=approximate: F.gelu(F.linear(x, w), approximate=a))
write()

# --- convolution: value and gradients, then the gradients' own
cases = {}
rng = np.random.default_rng([SEED, 2])
strided = dict(stride=(2, 1), padding=(1, 0), dilation=(1, 2), groups=2)
widened = dict(stride=2, padding=1)
upsampled = dict(stride=(2, 1), padding=(1, 0), output_padding=(1, 0), groups=2)


def conv2d(x, w, b=None):
    return F.conv2d(x, w, b, **strided)


def conv1d(x, w):
    return F.conv1d(x, w, None, **widened)


case("convolution", "conv", "2d, strided groups", [normal(2, 4, 5, 6), normal(6, 2, 3, 2), normal(6)], conv2d)
case("convolution", "conv", "1d without bias", [normal(1, 2, 7), normal(3, 2, 4)], conv1d)
case("convolution", "convTranspose", "2d, strided groups", [normal(2, 4, 3, 4), normal(4, 2, 3, 2), normal(4)], lambda x, w, b: F.conv_transpose2d(x, w, b, **upsampled))
case("convolution", "convTranspose", "1d without bias", [normal(1, 2, 4), normal(2, 3, 3)], lambda x, w: F.conv_transpose1d(x, w, None, **widened))
case("convolution", "convWeight", "2d, strided groups", [normal(1, 2, 3, 4), normal(2, 1, 2, 2), normal(1, 2, 2, 2)], slope(lambda x, w: F.conv2d(x, w, **strided), 1))
case("convolution", "convWeight", "1d", [normal(2, 2, 5), normal(1, 2, 3), normal(2, 1, 3)], slope(conv1d, 1))

# --- pooling
overlapping = lambda x: F.max_pool2d(x, (3, 2), (2, 1), 1)
spread = lambda x: F.max_pool1d(x, 2, dilation=2, ceil_mode=True)
bordered = lambda x: F.avg_pool2d(x, 3, 2, 1, ceil_mode=True)
inner = lambda x: F.avg_pool3d(x, (1, 2, 2), padding=(0, 1, 1), count_include_pad=False)


def squared(fn):
    return slope(lambda x: fn(x) * fn(x), 0)


case("pooling", "maxPool", "[1, 2, 4, 5]", [spaced(1, 2, 4, 5)], overlapping)
case("pooling", "maxPool", "[2, 6]", [spaced(2, 6)], spread)
case("pooling", "maxPoolBackward", "[1, 1, 4, 3]", [spaced(1, 1, 4, 3), normal(*overlapping(torch.zeros(1, 1, 4, 3)).shape)], squared(overlapping))
case("pooling", "maxPoolBackward", "[2, 5]", [spaced(2, 5), normal(*spread(torch.zeros(2, 5)).shape)], squared(spread))
case("pooling", "avgPool", "[1, 2, 5, 4]", [normal(1, 2, 5, 4)], bordered)
case("pooling", "avgPool", "[1, 2, 2, 3]", [normal(1, 2, 2, 3)], inner)
case("pooling", "avgPoolBackward", "[1, 1, 4, 4]", [normal(1, 1, 4, 4), normal(*bordered(torch.zeros(1, 1, 4, 4)).shape)], squared(bordered))
case("pooling", "avgPoolBackward", "[1, 2, 2, 2]", [normal(1, 2, 2, 2), normal(*inner(torch.zeros(1, 2, 2, 2)).shape)], squared(inner))
write()

# --- recurrent layers
cases = {}
rng = np.random.default_rng([SEED, 20])
parts = {"gru": 3, "lstm": 4, "relu": 1, "tanh": 1}


def recurrence(cell, x, w_ih, w_hh, b_ih, b_hh, h0, c0=None, reverse=False, lengths=None):
    """Every sequence by itself, through torch's own layers; y, h and c in one list."""
    T, B, _ = x.shape
    H = w_hh.shape[1]
    run = {"gru": torch.gru, "lstm": torch.lstm, "relu": torch.rnn_relu, "tanh": torch.rnn_tanh}[cell]
    biases = [] if b_ih is None else [b_ih, b_hh]
    results = []
    for b, length in enumerate(lengths or [T] * B):
        own = x[:length, b : b + 1]
        h = h0[None, b : b + 1]
        start = (h, c0[None, b : b + 1]) if cell == "lstm" else h
        if length == 0:
            results.append((torch.zeros(T, 1, H), *(start if cell == "lstm" else [start])))
            continue
        # input, state, parameters, has_biases, num_layers, dropout, train, bidirectional, batch_first
        y, *last = run(own.flip(0) if reverse else own, start, [w_ih, w_hh, *biases], bool(biases), 1, 0.0, True, False, False)
        y = torch.cat([y.flip(0) if reverse else y, torch.zeros(T - length, 1, H, dtype=y.dtype)])
        results.append((y, *last))
    return torch.cat([torch.cat(part, 1).flatten() for part in zip(*results)])


for cell, (T, B, I, H), options in [
    ("gru", (3, 2, 3, 2), {}),
    ("gru", (4, 3, 1, 5), dict(reverse=True, lengths=[2, 4, 1])),
    ("lstm", (3, 2, 3, 2), {}),
    ("lstm", (2, 2, 2, 1), dict(reverse=True)),
    ("lstm", (4, 3, 1, 5), dict(lengths=[2, 4, 1])),
    ("lstm", (3, 3, 2, 2), dict(reverse=True, lengths=[1, 0, 3])),
    ("relu", (3, 2, 3, 2), {}),
    ("tanh", (4, 3, 1, 5), dict(reverse=True, lengths=[2, 4, 1])),
    ("tanh", (1, 1, 2, 2), {}),
]:
    G = parts[cell]
    inputs = [normal(T, B, I), normal(G * H, I), normal(G * H, H), normal(G * H), normal(G * H), normal(B, H)]
    inputs += [normal(B, H)] if cell == "lstm" else []
    words = [f"{cell} {T}x{B}x{I}x{H}", "backwards" if options.get("reverse") else "", f"lengths {options['lengths']}" if "lengths" in options else ""]
    case("recurrence", "recurrence", " ".join(filter(None, words)), inputs, lambda *xs, c=cell, o=options: recurrence(c, *xs, **o))
case("recurrence", "recurrence", "gru 2x2x3x2 without biases", [normal(2, 2, 3), normal(6, 3), normal(6, 2), normal(2, 2)], lambda x, w, u, h: recurrence("gru", x, w, u, None, None, h))
write()
