"""Shapes that NumPy gives random operands, and the operands it refuses: packages/tensor/fixtures/shape-types.json.

Each case is [type expression, resulting shape or null where NumPy raises]. Run: /usr/bin/python3 tooling/parity/shape-types.py
"""

import json
import pathlib
import random

import numpy as np

SEED = 7
ROUNDS = 40
cases = {}


def zeros(shape):
    return np.broadcast_to(np.int8(0), shape)


def show(shape):
    return "[" + ", ".join(map(str, shape)) + "]"


def case(expression, compute):
    try:
        cases[expression] = list(compute().shape)
    except ValueError:  # AxisError is one too
        cases[expression] = None


def sizes(rank):
    return [random.choice([0, 1, 1, 1, 2, 2, 3, 3, 4, 4]) for _ in range(rank)]


def thinned(shape):
    """A shape that broadcasts against `shape`, most of the time."""
    tail = shape[random.randint(0, len(shape)) :]
    return [random.choice([1, size, size, size + (random.random() < 0.1)]) for size in tail]


def pairs():
    a = sizes(random.randint(0, 4))
    b = thinned(a)
    case(f"Broadcast<{show(a)}, {show(b)}>", lambda: np.broadcast(zeros(a), zeros(b)))
    inner = random.randint(1, 3)
    batch = sizes(random.randint(0, 2))
    left = batch + [2] * (random.random() < 0.9) + [inner]
    right = thinned(batch) + [random.choice([inner, inner, inner, inner + 1]), 4]
    if random.random() < 0.15:
        right = [inner]
    case(f"MatMul<{show(left)}, {show(right)}>", lambda: np.matmul(zeros(left), zeros(right)))


def axes():
    a = sizes(random.randint(1, 4))
    rank = len(a)
    axis = random.randint(-rank - (random.random() < 0.2), rank - 1 + (random.random() < 0.2))
    several = [random.randint(-rank, rank - 1) for _ in range(random.randint(0, 3))]
    keep = random.random() < 0.5
    flag = str(keep).lower()
    order = random.sample(range(rank), rank)
    order = [i - rank if random.random() < 0.3 else i for i in order]
    if random.random() < 0.2:
        order[0] = order[-1]
    x = zeros(a)
    case(f"Reduce<{show(a)}, {axis}, {flag}>", lambda: np.sum(x, axis=axis, keepdims=keep))
    case(f"Reduce<{show(a)}, {show(several)}, {flag}>", lambda: np.sum(x, axis=tuple(several), keepdims=keep))
    case(f"Squeeze<{show(a)}>", lambda: np.squeeze(x))
    case(f"Squeeze<{show(a)}, {axis}>", lambda: np.squeeze(x, axis=axis))
    case(f"ExpandDims<{show(a)}, {axis}>", lambda: np.expand_dims(x, axis))
    case(f"T<{show(a)}>", lambda: x.T)
    case(f"SwapAxes<{show(a)}, {axis}, 0>", lambda: np.swapaxes(x, axis, 0))
    case(f"Permute<{show(a)}, {show(order)}>", lambda: np.transpose(x, order))
    b = list(a)
    b[random.randrange(rank)] = random.randint(0, 12)
    case(f"Concat<[{show(a)}, {show(b)}], {axis}>", lambda: np.concatenate([x, zeros(b)], axis=axis))
    case(f"Stack<[{show(a)}, {show(a)}, {show(a)}], {axis}>", lambda: np.stack([x] * 3, axis=axis))
    to = sizes(1) + [random.choice([1, 3]) if size == 1 else size for size in a]
    to[-1] += random.random() < 0.2
    case(f"Expand<{show(a)}, {show(to)}>", lambda: np.broadcast_to(x, to))


def reshapes():
    a = [0 if random.random() < 0.05 else random.randint(1, 130) for _ in range(random.randint(1, 3))]
    left = int(np.prod(a))
    to = []
    for _ in range(random.randint(0, 3)):
        divisors = [d for d in range(1, 1000) if left and left % d == 0] or [2]
        to.append(random.choice(divisors))
        left = left // to[-1] if left else 0
    to.append(left)
    random.shuffle(to)
    if random.random() < 0.5:
        to[random.randrange(len(to))] = -1
    if random.random() < 0.15:
        to[0] = 7
    case(f"Reshape<{show(a)}, {show(to)}>", lambda: zeros(a).reshape(to))
    case(f"Flatten<{show(a)}>", lambda: zeros(a).reshape(-1))


random.seed(SEED)
for _ in range(ROUNDS):
    pairs()
    axes()
    reshapes()

target = pathlib.Path(__file__).parents[2] / "packages/tensor/fixtures/shape-types.json"
rows = ",\n".join("  " + json.dumps(list(row)) for row in cases.items())
head = json.dumps({"generator": "tooling/parity/shape-types.py", "numpy": np.__version__, "seed": SEED})[:-1]
target.write_text(head + ', "cases": [\n' + rows + "\n]}\n")
print(len(cases), "cases,", sum(shape is None for shape in cases.values()), "refused")
