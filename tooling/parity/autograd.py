"""Writes packages/autograd/fixtures/transforms.json: Jacobians, Hessians and directional derivatives from PyTorch in float64.

Run: python3 tooling/parity/autograd.py
"""

import json
from pathlib import Path

import numpy as np
import torch
from torch.autograd.functional import hessian, jacobian, jvp

SEED = 7
OUT = Path(__file__).resolve().parents[2] / "packages" / "autograd" / "fixtures" / "transforms.json"
rng = np.random.default_rng(SEED)

x = torch.tensor(rng.standard_normal((2, 3)))
t = torch.tensor(rng.standard_normal((2, 3)))
w = torch.tensor(rng.standard_normal((3, 4)))


def network(v):
    """softmax(tanh(v·w)), [2, 4]"""
    return torch.softmax(torch.tanh(v @ w), -1)


def energy(v):
    """ln Σ exp of the network's square, one number"""
    return torch.logsumexp((network(v) * v.sum()).square(), (0, 1))


def third(v):
    """d/ds of the Hessian's trace-like form: the gradient of |∇energy|²"""
    (g,) = torch.autograd.grad(energy(v), v, create_graph=True)
    (gg,) = torch.autograd.grad(g.square().sum(), v, create_graph=True)
    return torch.autograd.grad(gg.square().sum(), v)[0]


def plain(a):
    return {"shape": list(a.shape), "values": a.detach().numpy().reshape(-1).tolist()}


value, tangent = jvp(network, x, t)
leaf = x.clone().requires_grad_()
fixture = {
    "generator": "tooling/parity/autograd.py",
    "torch": torch.__version__.split("+")[0],
    "numpy": np.__version__,
    "seed": SEED,
    "x": plain(x),
    "t": plain(t),
    "w": plain(w),
    "network": plain(value),
    "tangent": plain(tangent),
    "jacobian": plain(jacobian(network, x)),
    "energy": plain(energy(x)),
    "hessian": plain(hessian(energy, x)),
    "third": plain(third(leaf)),
}
OUT.write_text(json.dumps(fixture, indent=1) + "\n")
