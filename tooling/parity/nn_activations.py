"""Cases of the activations of @ml/nn, written to packages/nn/fixtures/activations.json."""
import torch
from torch import nn

from nn_cases import layer_case, randn, write_family



class Hardsigmoid(nn.Module):
    """That of torch has a slope of 1/6 in float32, whatever the type."""

    def forward(self, x):
        return nn.functional.relu6(x + 3) / 6


SMOOTH = [
    ("LogSoftmax", nn.LogSoftmax(-1)),
    ("LogSoftmax axis 0", nn.LogSoftmax(0)),
    ("Softmin", nn.Softmin(-1)),
    ("LogSigmoid", nn.LogSigmoid()),
    ("Mish", nn.Mish()),
    ("Tanhshrink", nn.Tanhshrink()),
    ("GLU", nn.GLU()),
    ("GLU axis 0", nn.GLU(0)),
    ("Softplus", nn.Softplus()),
    ("Softplus beta 3", nn.Softplus(beta=3)),
    ("Softplus threshold 1", nn.Softplus(beta=2, threshold=1)),
]
KINKED = [
    ("ELU", nn.ELU()),
    ("ELU alpha 0.5", nn.ELU(0.5)),
    ("CELU", nn.CELU()),
    ("CELU alpha 2", nn.CELU(2.0)),
    ("SELU", nn.SELU()),
    ("LeakyReLU", nn.LeakyReLU()),
    ("LeakyReLU 0.3", nn.LeakyReLU(0.3)),
    ("ReLU6", nn.ReLU6()),
    ("Hardtanh", nn.Hardtanh()),
    ("Hardtanh -2 … 0.5", nn.Hardtanh(-2, 0.5)),
    ("Hardsigmoid", Hardsigmoid()),
    ("Hardswish", nn.Hardswish()),
    ("Hardshrink", nn.Hardshrink()),
    ("Hardshrink 1", nn.Hardshrink(1)),
    ("Softshrink", nn.Softshrink()),
    ("Softshrink 1", nn.Softshrink(1)),
    ("Softsign", nn.Softsign()),
    ("Threshold", nn.Threshold(0.2, -3)),
]

# The points where the pieces meet, among others.
CORNERS = torch.tensor([[-3.0, -1.0, -0.5, 0.0, 0.5, 1.0], [3.0, 6.0, 0.2, -2.0, 30.0, -30.0]])

cases = [layer_case(name, module, 3 * randn(4, 6), smooth="threshold" not in name) for name, module in SMOOTH]
for name, module in KINKED:
    cases.append(layer_case(name, module, 3 * randn(4, 6), smooth=False))
    cases.append(layer_case(f"{name}, corners", module, CORNERS, smooth=False))
cases += [
    layer_case("PReLU", nn.PReLU(), randn(3, 4), smooth=False),
    layer_case("PReLU of 4 channels", nn.PReLU(4), randn(2, 4, 3), smooth=False),
    layer_case("PReLU of a vector", nn.PReLU(), randn(4), smooth=False),
]
write_family("activations", cases)
