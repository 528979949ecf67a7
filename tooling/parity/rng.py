"""Writes packages/tensor/fixtures/rng*.json: what numpy.random draws for many seeds, methods and edge cases.

Run: /usr/bin/python3 tooling/parity/rng.py
Doubles are written by repr (shortest digits that read back to the same bits). Long streams are written as a checksum
of their 32-bit words, sum of word[i] * (2i + 1) mod 2^32, with their extremes.
"""

import ctypes
import json
import os
import platform
import sys
from pathlib import Path

# ln(1 - u) in a tail is the C library's, whose last bit depends on whether the processor has fused multiply-add. The
# fixtures are what plain double arithmetic gives on every machine.
TUNABLES = "glibc.cpu.hwcaps=-FMA_Usable,-AVX2_Usable,-FMA,-AVX2,-FMA4_Usable"
if os.environ.get("GLIBC_TUNABLES") != TUNABLES:
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "GLIBC_TUNABLES": TUNABLES})

import numpy as np  # noqa: E402  (after the restart)

OUT = Path(__file__).resolve().parents[2] / "packages" / "tensor" / "fixtures"
SEEDS = [0, 1, 42, 2**32 - 1, 2**32, 2**53 - 1, 2**64 + 5, 2**200 + 12345, [1, 2, 3], [0], [2**40, 7], [1, 2, 3, 4, 5, 6]]
ABOUT = {"generator": "tooling/parity/rng.py", "numpy": np.__version__, "python": platform.python_version(), "libc": " ".join(platform.libc_ver()), "fma": False}


def seed_json(seed):
    return [str(s) for s in seed] if isinstance(seed, list) else str(seed)


def checksum(array):
    words = np.ascontiguousarray(array).view(np.uint32).ravel()
    odd = (2 * np.arange(words.size, dtype=np.uint64) + 1).astype(np.uint32)
    return int((words * odd).sum(dtype=np.uint64)) & 0xFFFFFFFF


def numbers(array):
    return [float(v) for v in array] if array.dtype.kind == "f" else [int(v) for v in array]


def state_json(rng):
    state = rng.bit_generator.state
    return {
        "state": str(state["state"]["state"]),
        "increment": str(state["state"]["inc"]),
        "buffered": int(state["uinteger"]) if state["has_uint32"] else None,
    }


def draw(seed, method, args, call):
    """One case: the result and the state behind it (so that nothing drew too much or too little)."""
    rng = np.random.default_rng(seed)
    values = call(rng)
    return {"seed": seed_json(seed), "method": method, "args": args, "expected": numbers(np.atleast_1d(values)), **state_json(rng)}


def write(name, **content):
    path = OUT / name
    path.write_text(json.dumps({"about": ABOUT, **content}, separators=(",", ":")) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes")


def seeding():
    cases = []
    for seed in SEEDS:
        sequence = np.random.SeedSequence(seed)
        children = sequence.spawn(2)
        grandchild = children[1].spawn(1)[0]
        rng = np.random.default_rng(seed)
        cases.append({
            "seed": seed_json(seed),
            "words": numbers(np.random.SeedSequence(seed).generate_state(10)),
            "children": [numbers(c.generate_state(4)) for c in children],
            "grandchild": numbers(grandchild.generate_state(4)),
            "raw": [str(int(v)) for v in np.random.PCG64(seed).random_raw(6)],
            **state_json(rng),
        })
    return cases


def draws():
    cases = []
    for seed in SEEDS:
        add = lambda method, args, call: cases.append(draw(seed, method, args, call))
        add("random", [8], lambda r: r.random(8))
        add("randomFloat", [7], lambda r: r.random(7, dtype=np.float32))
        add("uniform", [5, -2.5, 7.1], lambda r: r.uniform(-2.5, 7.1, 5))
        add("normal", [8, 0, 1], lambda r: r.normal(size=8))
        add("normal", [4, -3.3, 0.7], lambda r: r.normal(-3.3, 0.7, 4))
        add("normalFloat", [7, 0, 1], lambda r: r.standard_normal(7, dtype=np.float32))
        add("normalFloat", [5, 0.1, 0.02], lambda r: r.standard_normal(5, dtype=np.float32) * 0.02 + 0.1)
        add("exponential", [6, 2.5], lambda r: r.exponential(2.5, 6))
        for low, high in [(0, 1), (5, 6), (0, 2), (-3, 4), (0, 10), (0, 2**31 - 1), (0, 2**31), (-(2**31), 2**31), (0, 3 * 2**30),
                          (0, 2**32 - 1), (0, 2**32), (0, 2**32 + 1), (0, 2**40), (-(2**40), 12345), (0, 2**53 - 1), (0, 3 * 2**51)]:
            add("integers", [5, low, high], lambda r: r.integers(low, high, 5))
        add("integersEndpoint", [4, 1, 6], lambda r: r.integers(1, 6, 4, endpoint=True))
        for n in [0, 1, 2, 10]:
            add("permutation", [n], lambda r: r.permutation(n))
    return cases


def mixed():
    """32-bit and 64-bit draws in turn: the kept half must survive the 64-bit ones."""
    cases = []
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        values = []
        for _ in range(4):
            values += [int(rng.integers(100)), float(rng.random()), float(rng.standard_normal()), int(rng.integers(2**40)), int(rng.integers(7))]
            values += [int(v) for v in rng.permutation(4)]
            values += [float(rng.random(dtype=np.float32)), float(rng.exponential())]
        cases.append({"seed": seed_json(seed), "expected": values, **state_json(rng)})
    return cases


def choices():
    cases = []
    few = [0.1, 0.0, 0.25, 0.05, 0.6]
    skewed = [2.0**-k for k in range(1, 20)] + [2.0**-19]
    for seed in [0, 1, 42, 2**64 + 5, [1, 2, 3]]:
        def add(n, size, **options):
            args = {k: v for k, v in options.items() if v is not None}
            cases.append(draw(seed, "choice", [n, size, args], lambda r: r.choice(n, size, **args)))
        add(10, 6)
        add(1, 3)
        add(5, 0)
        add(0, 0)
        add(2**31 - 1, 4)
        for shuffle in (True, False):
            for n, size in [(1, 1), (5, 0), (10, 3), (10, 10), (1000, 12), (10000, 20), (10001, 20), (2**31 - 1, 6)]:
                add(n, size, replace=False, shuffle=shuffle)
        add(5, 8, p=few)
        add(20, 8, p=skewed)
        add(5, 3, replace=False, p=few)
        add(5, 4, replace=False, p=few)
        add(20, 15, replace=False, p=skewed)
        add(1, 2, p=[1.0])
    return cases


def streams():
    cases = []
    for seed in [0, 1, 42, 2**64 + 5, [1, 2, 3]]:
        for method, n, args, call in [
            ("random", 100_000, [], lambda r, n: r.random(n)),
            ("randomFloat", 100_000, [], lambda r, n: r.random(n, dtype=np.float32)),
            ("normal", 1_000_000, [], lambda r, n: r.standard_normal(n)),
            ("normalFloat", 1_000_000, [], lambda r, n: r.standard_normal(n, dtype=np.float32)),
            ("exponential", 300_000, [], lambda r, n: r.exponential(size=n)),
            ("integers", 100_000, [0, 3_000_000_000], lambda r, n: r.integers(0, 3_000_000_000, n).astype(np.float64)),
            ("integers", 100_000, [-7, 6 * 2**50], lambda r, n: r.integers(-7, 6 * 2**50, n).astype(np.float64)),
            ("permutation", 20_000, [], lambda r, n: r.permutation(n).astype(np.int32)),
            ("choiceTail", 3_000, [], lambda r, n: r.choice(20_000, n, replace=False).astype(np.int32)),
            ("choiceTailUnshuffled", 3_000, [], lambda r, n: r.choice(20_000, n, replace=False, shuffle=False).astype(np.int32)),
            ("choiceFloyd", 5_000, [], lambda r, n: r.choice(1_000_000, n, replace=False).astype(np.int32)),
        ]:
            rng = np.random.default_rng(seed)
            values = call(rng, n)
            cases.append({
                "seed": seed_json(seed), "method": method, "count": n, "args": args, "checksum": checksum(values),
                "min": float(values.min()), "max": float(values.max()), **state_json(rng),
            })
    return cases


def log1p():
    """ln(1 - u) by the C library NumPy's generators call (np.log1p itself may be a vectorised one with other last bits)."""
    libm = ctypes.CDLL("libm.so.6")
    libm.log1p.restype, libm.log1p.argtypes = ctypes.c_double, [ctypes.c_double]
    libm.log1pf.restype, libm.log1pf.argtypes = ctypes.c_float, [ctypes.c_float]
    near = [0.0, 0.29289, 0.2929, 0.293, 0.75, 0.7499999999, 0.5000000001, 0.4999999999]
    powers = 2.0 ** -np.arange(1.0, 54)
    u = np.concatenate([np.random.default_rng(7).random(400), powers, 2.0**-30 * powers, 1 - powers, near])
    k = np.concatenate([np.random.default_rng(8).integers(0, 2**24, 400), 2 ** np.arange(24), 2**24 - 2 ** np.arange(24), [0]])
    uf = (k / 2**24).astype(np.float32)
    return {
        "double": [numbers(u), [libm.log1p(-v) for v in numbers(u)]],
        "float": [numbers(uf), [libm.log1pf(-v) for v in numbers(uf)]],
    }


OUT.mkdir(exist_ok=True)
write("rng-seeding.json", cases=seeding())
write("rng-draws.json", cases=draws())
write("rng-mixed.json", cases=mixed())
write("rng-choice.json", cases=choices())
write("rng-streams.json", cases=streams())
write("rng-log1p.json", **log1p())
