"""The public names of torch.nn, torch.nn.functional, torch.optim, …, written to tooling/compatibility/torch-names.json."""
import inspect
import json
import pathlib

import torch
from torch import nn
from torch.nn import functional, init, utils
from torch.optim import lr_scheduler

# Bases that nobody constructs, aliases that are deprecated, and what is imported but belongs elsewhere.
NOT_MEANT = {
    "Container", "NLLLoss2d", "RNNBase", "RNNCellBase", "UninitializedBuffer", "UninitializedParameter", "Optimizer", "Counter",
    "Callable", "List", "Optional", "Tuple", "Union", "assert_int_or_pair", "boolean_dispatch", "handle_torch_function",
    "has_torch_function", "has_torch_function_unary", "has_torch_function_variadic", "native_channel_shuffle", "conv_tbc",
    "upsample", "upsample_bilinear", "upsample_nearest", "multi_head_attention_forward", "UpsamplingBilinear2d",
    "UpsamplingNearest2d",
}  # fmt: skip


def public(module, wanted):
    names = (name for name, value in vars(module).items() if not name.startswith("_") and wanted(name, value))
    return sorted(name for name in names if name not in NOT_MEANT)


def is_class(_, value):
    return inspect.isclass(value)


def is_function(name, value):
    return callable(value) and not inspect.isclass(value) and not name.endswith(("_", "_with_indices"))


names = {
    "torch.nn": public(nn, is_class),
    "torch.nn.functional": public(functional, is_function),
    "torch.optim": public(torch.optim, is_class),
    "torch.optim.lr_scheduler": public(lr_scheduler, is_class),
    "torch.nn.init": public(init, lambda name, value: callable(value) and (name.endswith("_") or name == "calculate_gain")),
    "torch.nn.utils": ["clip_grad_norm_", "clip_grad_value_", "parameters_to_vector", "spectral_norm", "vector_to_parameters", "weight_norm"],
    "torch.utils.data": [
        "BatchSampler", "ChainDataset", "ConcatDataset", "DataLoader", "Dataset", "IterableDataset", "RandomSampler", "Sampler",
        "SequentialSampler", "Subset", "SubsetRandomSampler", "TensorDataset", "WeightedRandomSampler", "random_split",
    ],  # fmt: skip
}
path = pathlib.Path(__file__).parents[1] / "compatibility" / "torch-names.json"
path.write_text(json.dumps(dict(version=torch.__version__, names=names), indent=1) + "\n")
