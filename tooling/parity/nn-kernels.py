"""Reference values for the neural-network kernels of @ml/tensor, written to packages/tensor/fixtures/nn-kernels.json.

Everything but the optimizers is computed in float64 from float32 inputs: the kernels are held to the exact result, not to
another float32 rounding of it. The optimizers run in float32, in torch's own order of operations.
"""
import json
import pathlib

import numpy
import torch
from torch.nn import functional as F

SEED = 20
generator = torch.Generator().manual_seed(SEED)


def randn(*shape, scale=1.0):
    return (torch.randn(*shape, generator=generator) * scale).to(torch.float32)


def exact(x):
    return x.to(torch.float64).detach().requires_grad_(True)


def flat(x):
    return x.detach().reshape(-1).tolist()


def layer_norm():
    x, weight, bias, dy = randn(5, 19, scale=3) + 2, randn(19), randn(19), randn(5, 19)
    X, W, B = exact(x), exact(weight), exact(bias)
    y = F.layer_norm(X, (19,), W, B, 1e-5)
    y.backward(dy.double())
    inputs = dict(x=flat(x), weight=flat(weight), bias=flat(bias), dy=flat(dy))
    return dict(rows=5, n=19, eps=1e-5, **inputs, y=flat(y), dx=flat(X.grad), dWeight=flat(W.grad), dBias=flat(B.grad))


def gelu(approximate):
    x, dy = randn(61, scale=3), randn(61)
    X = exact(x)
    y = F.gelu(X, approximate=approximate)
    y.backward(dy.double())
    return dict(x=flat(x), dy=flat(dy), y=flat(y), dx=flat(X.grad))


def cross_entropy():
    logits, dloss = randn(7, 23, scale=4), randn(7)
    targets = torch.tensor([3, 0, -100, 22, 7, 7, 11])
    X = exact(logits)
    loss = F.cross_entropy(X, targets, reduction="none", ignore_index=-100)
    loss.backward(dloss.double())
    inputs = dict(logits=flat(logits), targets=targets.tolist(), dLoss=flat(dloss))
    return dict(rows=7, classes=23, ignoreIndex=-100, **inputs, loss=flat(loss), dLogits=flat(X.grad))


def attention(name, batch, heads, tq, tk, dim, causal):
    q, k, v, dout = (randn(batch, heads, t, dim) for t in (tq, tk, tk, tq))
    Q, K, V = exact(q), exact(k), exact(v)
    scores = Q @ K.transpose(-1, -2) / dim**0.5
    if causal:
        scores = scores.masked_fill(torch.ones(tq, tk).tril(tk - tq) == 0, float("-inf"))
    out = torch.softmax(scores, -1) @ V
    out.backward(dout.double())
    sizes = dict(name=name, batch=batch, heads=heads, tq=tq, tk=tk, dim=dim, causal=causal)
    values = dict(q=flat(q), k=flat(k), v=flat(v), dOut=flat(dout), out=flat(out), lse=flat(scores.logsumexp(-1)))
    return dict(**sizes, **values, dq=flat(Q.grad), dk=flat(K.grad), dv=flat(V.grad))


def optimizer(make, **hyper):
    p = randn(21).requires_grad_(True)
    start, grads = flat(p), [randn(21) for _ in range(10)]
    step = make([p], **hyper)
    for g in grads:
        p.grad = g.clone()
        step.step()
    return dict(**hyper, param=start, grads=[flat(g) for g in grads], result=flat(p))


fixture = dict(
    torch=torch.__version__,
    numpy=numpy.__version__,
    seed=SEED,
    layerNorm=layer_norm(),
    geluTanh=gelu("tanh"),
    geluErf=gelu("none"),
    crossEntropy=cross_entropy(),
    attention=[
        attention("causal", 2, 2, 9, 9, 8, True),
        attention("causal with a cache", 1, 2, 3, 11, 5, True),
        attention("cross", 1, 1, 5, 13, 12, False),
    ],
    adamw=optimizer(torch.optim.AdamW, lr=3e-3, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1),
    sgd=[
        optimizer(torch.optim.SGD, lr=0.1, momentum=0.9, dampening=0.1, weight_decay=0.01, nesterov=False),
        optimizer(torch.optim.SGD, lr=0.1, momentum=0.9, dampening=0, weight_decay=0, nesterov=True),
        optimizer(torch.optim.SGD, lr=0.1, momentum=0, dampening=0, weight_decay=0.01, nesterov=False),
    ],
)
target = pathlib.Path(__file__).parents[2] / "packages/tensor/fixtures/nn-kernels.json"
target.parent.mkdir(exist_ok=True)
target.write_text(json.dumps(fixture) + "\n")
