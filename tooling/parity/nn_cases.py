"""Cases of layers and of functions for the parity tests of @ml/nn (packages/nn/src/parity.testing.ts).

Everything is computed in float64; the tests run in float64 and in float32 from the same numbers.
"""
import json
import pathlib

import torch

SEED = 7
torch.set_default_dtype(torch.float64)
generator = torch.Generator().manual_seed(SEED)
folder = pathlib.Path(__file__).parents[2] / "packages" / "nn" / "fixtures"


def rounded(x):
    """Multiples of 2^-12: float32 and float64 start from exactly the same numbers."""
    return torch.round(x * 4096) / 4096


def randn(*shape):
    return rounded(torch.randn(shape, generator=generator))


def rand(*shape):
    return rounded(torch.rand(shape, generator=generator))


def randint(low, high, shape):
    return torch.randint(low, high, shape, generator=generator)


def fixed(x):
    """A float input without a gradient."""
    x.fixed = True
    return x


def plain(value):
    """Tensors, and what holds them, as JSON; infinities as strings."""
    if isinstance(value, torch.Tensor):
        return plain(value.tolist())
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float) and value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def write(name, **content):
    header = dict(torch=torch.__version__, seed=SEED, dtype="float64")
    (folder / f"{name}.json").write_text(json.dumps({**header, **content}, allow_nan=False) + "\n")


def write_family(name, cases):
    write(name, cases=cases)


def _values(state):
    return {key: plain(value) for key, value in state.items()}


def _pass(call, inputs, learned):
    learns = lambda x: x.dtype == torch.float64 and not getattr(x, "fixed", False)
    inputs = [x.detach().clone().requires_grad_(True) if learns(x) else x for x in inputs]
    outputs = call(*inputs)
    outputs = [outputs] if isinstance(outputs, torch.Tensor) else list(outputs)
    floats = [y for y in outputs if y.requires_grad]
    gradients = [randn(*y.shape) if y.requires_grad else None for y in outputs]
    if floats:
        torch.autograd.backward(floats, [g for g in gradients if g is not None])
    kinds = {torch.float64: "float", torch.bool: "bool"}
    return dict(
        inputs=[dict(kind=kinds.get(x.dtype, "int32"), values=plain(x), gradient=plain(x.grad)) for x in inputs],
        outputs=[plain(y) for y in outputs],
        outputGradients=[plain(g) for g in gradients],
        gradients={key: plain(parameter.grad) for key, parameter in learned if parameter.grad is not None},
    )


def layer_case(name, module, *inputs, export=None, call=None, smooth=True, draw=randn):
    """
    One forward and backward pass of a torch module with parameters drawn anew.

    `export` is the name of ours (default: that of torch), `call(module, *inputs)` returns a tensor or several (default: the
    module's forward), `smooth=False` says that central differences may straddle a kink.
    """
    for parameter in module.parameters():
        parameter.data = draw(*parameter.shape)
    state = _values(module.state_dict())
    run = (lambda *xs: call(module, *xs)) if call else module
    passed = _pass(run, inputs, list(module.named_parameters()))
    after = _values(module.state_dict())
    case = dict(export=export or type(module).__name__, name=name, smooth=smooth, state=state, **passed)
    return case if after == state else {**case, "stateAfter": after}


def function_case(export, name, function, *inputs, options=None, smooth=True):
    """One pass of a function: `function(*inputs)` in torch, ours called with the inputs and then `options`."""
    return dict(export=export, name=name, smooth=smooth, options=options, state={}, **_pass(function, inputs, []))
