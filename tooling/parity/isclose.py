"""Writes packages/tensor/fixtures/isclose.json: numpy.isclose at the edges of its tolerances and with non-finite numbers.

Run: /usr/bin/python3 tooling/parity/isclose.py
"""

import itertools
import json
import math
from pathlib import Path

import numpy as np

OUT = Path(__file__).resolve().parents[2] / "packages" / "tensor" / "fixtures" / "isclose.json"
numbers = [0.0, -0.0, 1e-9, 1e-8, 1.0, 1 + 1e-5, 1 + 2e-5, -1.0, 1e10, 1e10 + 1e5, 1e300, math.inf, -math.inf, math.nan]


def plain(value):
    return value if math.isfinite(value) else "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"


a, b = np.array(list(itertools.product(numbers, repeat=2))).T
cases = []
for rtol, atol, equal_nan in [(1e-5, 1e-8, False), (1e-5, 1e-8, True), (0.0, 0.0, False), (1e-3, 0.0, False)]:
    cases.append(
        {
            "a": [plain(v) for v in a.tolist()],
            "b": [plain(v) for v in b.tolist()],
            "options": {"rtol": rtol, "atol": atol, "equalNaN": equal_nan},
            "close": np.isclose(a, b, rtol, atol, equal_nan).tolist(),
        }
    )
same = [v for v in numbers if not math.isnan(v)]
data = [plain(v) for v in same]
cases.append({"a": data, "b": data, "options": {}, "close": np.isclose(same, same).tolist()})
OUT.write_text(json.dumps({"generator": "tooling/parity/isclose.py", "numpy": np.__version__, "cases": cases}, separators=(",", ":")))
