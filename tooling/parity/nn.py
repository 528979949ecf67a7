"""Reference values for @ml/nn from PyTorch, written to packages/nn/fixtures/{layers,training}.json.

Everything is computed in float64; the tests run in float64 (1e-10) and in float32 (1e-5) from the same numbers.
"""
import torch
from torch import nn
from torch.nn import functional as F

from nn_cases import layer_case, randn, write, write_family


def layers():
    ids = torch.tensor([[0, 4, 4], [2, 1, 0]])
    return [
        layer_case("Linear", nn.Linear(5, 3), randn(2, 4, 5)),
        layer_case("Linear without bias", nn.Linear(5, 3, bias=False), randn(1, 5)),
        layer_case("Embedding", nn.Embedding(5, 3), ids),
        layer_case("LayerNorm", nn.LayerNorm(6), randn(2, 3, 6)),
        layer_case("LayerNorm without affine", nn.LayerNorm(6, elementwise_affine=False), randn(4, 6)),
        layer_case("LayerNorm eps 0.1", nn.LayerNorm(3, eps=0.1), randn(2, 3)),
        layer_case("GELU", nn.GELU(), 3 * randn(3, 5)),
        layer_case("GELU tanh", nn.GELU(approximate="tanh"), 3 * randn(3, 5)),
        layer_case("ReLU", nn.ReLU(), randn(3, 5), smooth=False),
        layer_case("SiLU", nn.SiLU(), 3 * randn(3, 5)),
        layer_case("Tanh", nn.Tanh(), randn(3, 5)),
        layer_case("Sigmoid", nn.Sigmoid(), 3 * randn(3, 5)),
        layer_case("Softmax", nn.Softmax(-1), 3 * randn(3, 5)),
        layer_case("Softmax axis 0", nn.Softmax(0), 3 * randn(3, 5)),
        layer_case("Identity", nn.Identity(), randn(2, 1)),
        layer_case("Dropout in evaluation", nn.Dropout(0.5).eval(), randn(2, 3)),
        layer_case("Sequential", nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.LayerNorm(6), nn.Linear(6, 2)), randn(3, 4)),
    ]


STEPS = 10


def training():
    """A small classifier: state, ten losses and gradient lengths, and the state after them."""
    model = nn.Sequential(nn.Linear(3, 8), nn.GELU(approximate="tanh"), nn.LayerNorm(8), nn.Linear(8, 4))
    for parameter in model.parameters():
        parameter.data = randn(*parameter.shape)
    before = {key: value.tolist() for key, value in model.state_dict().items()}
    x, targets = randn(6, 3), torch.tensor([0, 1, 2, 3, 1, 2])
    decayed = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    groups = [dict(params=decayed, weight_decay=0.1), dict(params=others, weight_decay=0.0)]
    optimizer = torch.optim.AdamW(groups, lr=0.02, betas=(0.9, 0.99))
    steps = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = F.cross_entropy(model(x), targets)
        value.backward()
        norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        steps.append(dict(loss=value.item(), gradNorm=norm.item()))
    after = {key: value.tolist() for key, value in model.state_dict().items()}
    return dict(x=x.tolist(), targets=targets.tolist(), before=before, steps=steps, after=after)


write_family("layers", layers())
write("training", **training())
