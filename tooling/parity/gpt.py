"""GPT-2 from its definition, for @ml/nlp: weights, inputs, logits, loss, every gradient, ten AdamW losses.

Written to packages/nlp/fixtures/gpt.json. Everything runs in float64 from float32 weights: the float64 model is held to these
numbers to 1e-9, the float32 model to 1e-4. Weights are larger than GPT-2's initial ones and offsets and norms are not
trivial, so that no term of the model is too small to be seen.
"""
import json
import math
import pathlib

import numpy
import torch
from torch.nn import functional as F

SEED = 11
V, T, L, H, C, B = 11, 8, 2, 2, 16, 2
ADAMW = dict(lr=1e-2, betas=(0.9, 0.99), eps=1e-8, weight_decay=0.1)
STEPS = 10

generator = torch.Generator().manual_seed(SEED)


def randn(*shape, scale, mean=0.0):
    return (torch.randn(*shape, generator=generator) * scale + mean).float().double()


def initial_weights():
    """Linear weights as PyTorch has them, [out, in]."""
    state = {"transformer.wte.weight": randn(V, C, scale=0.3), "transformer.wpe.weight": randn(T, C, scale=0.2)}
    for layer in range(L):
        h = f"transformer.h.{layer}."
        for name, shape in (
            ("attn.c_attn", (3 * C, C)),
            ("attn.c_proj", (C, C)),
            ("mlp.c_fc", (4 * C, C)),
            ("mlp.c_proj", (C, 4 * C)),
        ):
            state[h + name + ".weight"] = randn(*shape, scale=0.25)
            state[h + name + ".bias"] = randn(shape[0], scale=0.1)
        for name in ("ln_1", "ln_2"):
            state[h + name + ".weight"] = randn(C, scale=0.2, mean=1.0)
            state[h + name + ".bias"] = randn(C, scale=0.1)
    state["transformer.ln_f.weight"] = randn(C, scale=0.2, mean=1.0)
    state["transformer.ln_f.bias"] = randn(C, scale=0.1)
    return state


def layer_norm(x, weight, bias):
    mean = x.mean(-1, keepdim=True)
    variance = ((x - mean) ** 2).mean(-1, keepdim=True)
    return (x - mean) / torch.sqrt(variance + 1e-5) * weight + bias


def gelu(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def gpt(w, ids):
    linear = lambda x, name: x @ w[name + ".weight"].T + w[name + ".bias"]
    norm = lambda x, name: layer_norm(x, w[name + ".weight"], w[name + ".bias"])
    heads = lambda x: x.view(*x.shape[:2], H, C // H).transpose(1, 2)
    t = ids.shape[1]
    hidden_from = torch.triu(torch.ones(t, t, dtype=torch.bool), 1)
    x = w["transformer.wte.weight"][ids] + w["transformer.wpe.weight"][:t]
    for layer in range(L):
        h = f"transformer.h.{layer}."
        q, k, v = map(heads, linear(norm(x, h + "ln_1"), h + "attn.c_attn").split(C, dim=-1))
        scores = (q @ k.transpose(-1, -2) / math.sqrt(C // H)).masked_fill(hidden_from, -math.inf)
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(*x.shape)
        x = x + linear(mixed, h + "attn.c_proj")
        x = x + linear(gelu(linear(norm(x, h + "ln_2"), h + "mlp.c_fc")), h + "mlp.c_proj")
    return norm(x, "transformer.ln_f") @ w["transformer.wte.weight"].T


def loss_of(w, ids, targets):
    return F.cross_entropy(gpt(w, ids).reshape(-1, V), targets.reshape(-1))


def flat(x):
    return x.detach().reshape(-1).tolist()


weights = {name: value.requires_grad_(True) for name, value in initial_weights().items()}
start = {name: dict(shape=list(value.shape), values=flat(value)) for name, value in weights.items()}
batches = [torch.randint(0, V, (B, T + 1), generator=generator) for _ in range(STEPS)]
inputs, targets = batches[0][:, :-1], batches[0][:, 1:]

logits = gpt(weights, inputs)
loss = loss_of(weights, inputs, targets)
loss.backward()
gradients = {name: flat(value.grad) for name, value in weights.items()}

# nanoGPT's groups: matrices decay, vectors do not.
optimizer = torch.optim.AdamW(
    [
        dict(params=[value for value in weights.values() if value.dim() >= 2]),
        dict(params=[value for value in weights.values() if value.dim() < 2], weight_decay=0.0),
    ],
    **ADAMW,
)
losses = []
for batch in batches:
    optimizer.zero_grad()
    loss_k = loss_of(weights, batch[:, :-1], batch[:, 1:])
    loss_k.backward()
    optimizer.step()
    losses.append(loss_k.item())

fixture = dict(
    torch=torch.__version__,
    numpy=numpy.__version__,
    seed=SEED,
    config=dict(vocabSize=V, blockSize=T, nLayer=L, nHead=H, nEmbd=C),
    batchSize=B,
    weights=start,
    batches=[batch.tolist() for batch in batches],
    logits=flat(logits),
    loss=loss.item(),
    gradients=gradients,
    adamw=dict(lr=1e-2, beta1=0.9, beta2=0.99, eps=1e-8, weightDecay=0.1, losses=losses),
)
path = pathlib.Path(__file__).parents[2] / "packages/nlp/fixtures/gpt.json"
path.parent.mkdir(exist_ok=True)
path.write_text(json.dumps(fixture) + "\n")
print(path, path.stat().st_size, losses)
