"""Cases of the normalisations and of the small layers of @ml/nn, written to packages/nn/fixtures/{norms,small-layers}.json."""
import torch
from torch import nn

from nn_cases import layer_case, rand, randint, randn, write_family


class RMSNorm(nn.Module):
    """As torch.nn.RMSNorm, which this torch does not have yet."""

    def __init__(self, size, eps=None, affine=True):
        super().__init__()
        self.eps = torch.finfo(torch.float64).eps if eps is None else eps
        self.weight = nn.Parameter(torch.ones(size)) if affine else None

    def forward(self, x):
        y = x * torch.rsqrt((x * x).mean(-1, keepdim=True) + self.eps)
        return y if self.weight is None else y * self.weight


def evaluated(module):
    """In evaluation mode, with statistics that are not those of the start."""
    module.running_mean.data = randn(*module.running_mean.shape)
    module.running_var.data = rand(*module.running_var.shape) + 0.5
    return module.eval()


def twice(module, x):
    """Two batches: the running statistics have moved twice."""
    return module(x), module(2 * x + 1)


norms = [
    layer_case("BatchNorm1d", nn.BatchNorm1d(3), randn(5, 3)),
    layer_case("BatchNorm1d of signals", nn.BatchNorm1d(3), randn(2, 3, 4)),
    layer_case("BatchNorm1d without affine", nn.BatchNorm1d(3, affine=False, momentum=0.4), randn(5, 3)),
    layer_case("BatchNorm1d twice, cumulative", nn.BatchNorm1d(2, momentum=None), randn(4, 2), call=twice),
    layer_case("BatchNorm1d in evaluation", evaluated(nn.BatchNorm1d(3)), randn(5, 3)),
    layer_case("BatchNorm1d without statistics", nn.BatchNorm1d(3, track_running_stats=False).eval(), randn(5, 3)),
    layer_case("BatchNorm2d", nn.BatchNorm2d(2, eps=0.1), randn(2, 2, 3, 2)),
    layer_case("BatchNorm2d twice", nn.BatchNorm2d(2), randn(2, 2, 1, 3), call=twice),
    layer_case("BatchNorm2d in evaluation", evaluated(nn.BatchNorm2d(2)), randn(2, 2, 3, 2)),
    layer_case("BatchNorm3d", nn.BatchNorm3d(2), randn(2, 2, 2, 1, 3)),
    layer_case("GroupNorm", nn.GroupNorm(2, 4), randn(2, 4, 3)),
    layer_case("GroupNorm of vectors", nn.GroupNorm(2, 6, eps=0.1), randn(3, 6)),
    layer_case("GroupNorm without affine", nn.GroupNorm(1, 4, affine=False), randn(2, 4, 2, 2)),
    layer_case("InstanceNorm1d", nn.InstanceNorm1d(3), randn(2, 3, 4)),
    layer_case("InstanceNorm1d affine", nn.InstanceNorm1d(3, affine=True), randn(2, 3, 4)),
    layer_case("InstanceNorm2d", nn.InstanceNorm2d(2, affine=True, eps=0.1), randn(2, 2, 3, 2)),
    layer_case("InstanceNorm3d", nn.InstanceNorm3d(2), randn(1, 2, 2, 2, 2)),
    layer_case("LayerNorm of two axes", nn.LayerNorm((3, 2)), randn(2, 3, 2)),
    layer_case("LayerNorm of all axes without affine", nn.LayerNorm((3, 2), elementwise_affine=False), randn(3, 2)),
    layer_case("RMSNorm", RMSNorm(4), randn(2, 3, 4)),
    layer_case("RMSNorm eps 0.1", RMSNorm(4, eps=0.1), randn(3, 4)),
    layer_case("RMSNorm without weight", RMSNorm(4, affine=False), randn(3, 4)),
]
write_family("norms", norms)

ids, flat = randint(0, 5, (3, 4)), randint(0, 5, (7,))
offsets = torch.tensor([0, 2, 2, 6])


def bagged(mode, **options):
    return nn.EmbeddingBag(5, 3, mode=mode, **options)


small = [
    layer_case("Flatten", nn.Flatten(), randn(2, 3, 2)),
    layer_case("Flatten 0 to 1", nn.Flatten(0, 1), randn(2, 3, 2)),
    layer_case("Unflatten", nn.Unflatten(1, (3, 2)), randn(2, 6)),
    layer_case("Bilinear", nn.Bilinear(3, 4, 2), randn(5, 3), randn(5, 4)),
    layer_case("Bilinear without bias", nn.Bilinear(2, 2, 3, bias=False), randn(2, 3, 2), randn(2, 3, 2)),
    layer_case("Dropout1d", nn.Dropout1d().eval(), randn(2, 3, 4)),
    layer_case("Dropout2d", nn.Dropout2d().eval(), randn(2, 3, 2, 2)),
    layer_case("Dropout3d", nn.Dropout3d().eval(), randn(1, 2, 2, 1, 2)),
    layer_case("EmbeddingBag sum", bagged("sum"), ids),
    layer_case("EmbeddingBag mean", bagged("mean"), ids),
    layer_case("EmbeddingBag max", bagged("max"), ids),
    layer_case("EmbeddingBag sum with offsets", bagged("sum"), flat, call=lambda m, x: m(x, offsets)),
    layer_case("EmbeddingBag mean with offsets", bagged("mean"), flat, call=lambda m, x: m(x, offsets)),
    layer_case("EmbeddingBag max with offsets", bagged("max"), flat, call=lambda m, x: m(x, offsets)),
    layer_case("EmbeddingBag weighted", bagged("sum"), ids, randn(3, 4), call=lambda m, x, w: m(x, per_sample_weights=w)),
    layer_case("Embedding with padding", nn.Embedding(5, 3, padding_idx=2), ids),
    layer_case(
        "ModuleList",
        nn.ModuleList([nn.Linear(3, 4), nn.Linear(4, 2)]),
        randn(2, 3),
        call=lambda m, x: m[1](m[0](x)),
    ),
    layer_case(
        "ModuleDict",
        nn.ModuleDict(dict(a=nn.Linear(3, 2), b=nn.Linear(3, 1))),
        randn(2, 3),
        call=lambda m, x: (m["a"](x), m["b"](x)),
    ),
]
write_family("small-layers", small)
