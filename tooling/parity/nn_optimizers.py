"""Reference values for the optimizers of @ml/nn, written to packages/nn/fixtures/{optimizers,lbfgs,averaging}.json."""
import inspect

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

from nn_cases import plain, randn, write

STEPS = 10

SETTINGS = [
    ("SGD", dict(lr=0.1)),
    ("SGD", dict(lr=0.1, weightDecay=0.2)),
    ("SGD", dict(lr=0.1, momentum=0.9)),
    ("SGD", dict(lr=0.1, momentum=0.9, dampening=0.3)),
    ("SGD", dict(lr=0.1, momentum=0.8, nesterov=True)),
    ("SGD", dict(lr=0.1, momentum=0.8, nesterov=True, weightDecay=0.05)),
    ("SGD", dict(lr=0.1, momentum=0.8, weightDecay=0.05, maximize=True)),
    ("AdamW", dict(lr=0.01)),
    ("AdamW", dict(lr=0.1, beta1=0.8, beta2=0.95, eps=1e-3, weightDecay=0.2)),
    ("AdamW", dict(lr=0.1, beta1=0.0, beta2=0.99, weightDecay=0.0)),
    ("AdamW", dict(lr=0.1, beta2=0.6, amsgrad=True)),
    ("AdamW", dict(lr=0.1, weightDecay=0.2, maximize=True)),
    ("Adam", dict()),
    ("Adam", dict(lr=0.1, beta1=0.8, beta2=0.95, eps=1e-3, weightDecay=0.2)),
    ("Adam", dict(lr=0.1, beta2=0.6, amsgrad=True)),
    ("Adam", dict(lr=0.1, beta2=0.6, weightDecay=0.3, amsgrad=True, maximize=True)),
    ("Adamax", dict()),
    ("Adamax", dict(lr=0.1, beta1=0.8, beta2=0.7, eps=1e-3, weightDecay=0.2)),
    ("Adamax", dict(lr=0.1, weightDecay=0.2, maximize=True)),
    ("NAdam", dict()),
    ("NAdam", dict(lr=0.1, beta1=0.8, beta2=0.95, eps=1e-3, weightDecay=0.2, momentumDecay=0.1)),
    ("RAdam", dict()),
    ("RAdam", dict(lr=0.1, beta1=0.8, beta2=0.95, eps=1e-3, weightDecay=0.2)),
    ("RAdam", dict(lr=0.1, beta2=0.6)),
    ("RMSprop", dict()),
    ("RMSprop", dict(lr=0.1, alpha=0.8, eps=1e-3, weightDecay=0.2)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, momentum=0.8)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, eps=0.1, centered=True)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, eps=0.1, momentum=0.7, centered=True, weightDecay=0.1, maximize=True)),
    ("Adagrad", dict()),
    ("Adagrad", dict(lr=0.1, lrDecay=0.2, weightDecay=0.1, initialAccumulatorValue=0.5, eps=1e-3)),
    ("Adagrad", dict(lr=0.1, maximize=True)),
    ("Adadelta", dict()),
    ("Adadelta", dict(lr=0.5, rho=0.7, eps=1e-2, weightDecay=0.1)),
    ("Adadelta", dict(maximize=True)),
    ("Rprop", dict()),
    ("Rprop", dict(lr=0.1, etaMinus=0.4, etaPlus=1.7, stepSizeMin=0.05, stepSizeMax=0.2)),
    ("Rprop", dict(lr=0.1, maximize=True)),
    ("ASGD", dict()),
    ("ASGD", dict(lr=0.1, lambd=0.1, alpha=0.6, t0=4, weightDecay=0.1)),
    ("ASGD", dict(lr=0.1, t0=2, maximize=True)),
]

# Options of ours that are one of a pair in torch: name there, and position.
PAIRS = dict(
    beta1=("betas", 0), beta2=("betas", 1), etaMinus=("etas", 0), etaPlus=("etas", 1),
    stepSizeMin=("step_sizes", 0), stepSizeMax=("step_sizes", 1),
)


def snake(name):
    return "".join("_" + letter.lower() if letter.isupper() else letter for letter in name)


def make(kind, parameters, options):
    optimizer = getattr(torch.optim, kind)
    named = {} if "lr" in options or kind != "SGD" else dict(lr=1e-3)
    for name, value in options.items():
        if name in PAIRS:
            pair, position = PAIRS[name]
            values = list(named.get(pair, inspect.signature(optimizer).parameters[pair].default))
            values[position] = value
            named[pair] = tuple(values)
        else:
            named[snake(name)] = value
    return optimizer(parameters, **named)


def optimizers():
    start = [randn(3, 4), randn(5)]
    # The second parameter gets no gradient at the third step: it must not move, nor its own step count.
    gradients = [[randn(3, 4), None if step == 2 else randn(5)] for step in range(STEPS)]
    cases = []
    for kind, options in SETTINGS:
        parameters = [nn.Parameter(x.clone()) for x in start]
        optimizer = make(kind, parameters, options)
        after = []
        for step in range(STEPS):
            for parameter, gradient in zip(parameters, gradients[step]):
                parameter.grad = None if gradient is None else gradient.clone()
            optimizer.step()
            if step in (0, 1, 2, STEPS - 1):
                after.append(dict(step=step + 1, values=plain(parameters)))
        state = {
            f"{i}.{name}": plain(value)
            for i, parameter in enumerate(parameters)
            for name, value in optimizer.state[parameter].items()
            if name != "step" and value is not None
        }
        cases.append(dict(kind=kind, options=options, after=after, state=state))
    return dict(start=plain(start), gradients=plain(gradients), cases=cases)


def clipping():
    norms, values = [], []
    for limit in (0.5, 1.0, 100.0, 0.0):
        parameters = [nn.Parameter(torch.zeros(2, 3)), nn.Parameter(torch.zeros(4))]
        gradients = [randn(2, 3), randn(4)]
        for kind, cases in (("norm", norms), ("value", values)):
            for parameter, gradient in zip(parameters, gradients):
                parameter.grad = gradient.clone()
            case = dict(limit=limit, gradients=plain(gradients))
            if kind == "norm":
                case["norm"] = nn.utils.clip_grad_norm_(parameters, limit).item()
            else:
                nn.utils.clip_grad_value_(parameters, limit)
            cases.append(dict(**case, clipped=plain([parameter.grad for parameter in parameters])))
    return dict(clipping=norms, valueClipping=values)


def singular_values():
    """What Muon's iteration makes of a matrix, through its singular values: U·f(Σ/|Σ|)·Vᵀ."""
    cases = []
    for shape, steps in (((3, 5), 5), ((5, 3), 5), ((4, 4), 1), ((1, 6), 3)):
        x = randn(*shape)
        u, s, v = torch.linalg.svd(x, full_matrices=False)
        s = s / s.norm()
        for _ in range(steps):
            s = 3.4445 * s - 4.7750 * s**3 + 2.0315 * s**5
        cases.append(dict(gradient=plain(x), steps=steps, singular=plain(s), orthogonal=plain(u @ torch.diag(s) @ v)))
    return cases


def lbfgs():
    """min ½|A·x - b|² + 0.1·Σx⁴ over two parameters, and Rosenbrock's valley."""
    A, b, start = randn(9, 7), randn(9), [randn(3), randn(2, 2)]
    cases = []
    for options in (
        dict(),
        dict(lr=0.5, maxIter=3),
        dict(lr=0.1, historySize=2, maxIter=8),
        dict(lineSearchFn="strong_wolfe", maxIter=3),
        dict(lineSearchFn="strong_wolfe", historySize=3),
        dict(lineSearchFn="strong_wolfe", maxIter=10, maxEval=4, toleranceChange=1e-3),
    ):
        parameters = [nn.Parameter(x.clone()) for x in start]
        optimizer = torch.optim.LBFGS(parameters, **{snake(name): value for name, value in options.items()})

        def closure():
            optimizer.zero_grad()
            x = torch.cat([parameter.reshape(-1) for parameter in parameters])
            loss = 0.5 * ((A @ x - b) ** 2).sum() + 0.1 * (x**4).sum()
            loss.backward()
            return loss

        after = []
        for _ in range(3):
            loss = optimizer.step(closure).item()
            state = optimizer.state[parameters[0]]
            counts = dict(funcEvals=state["func_evals"], nIter=state["n_iter"])
            after.append(dict(loss=loss, **counts, values=plain(parameters)))
        cases.append(dict(kind="LBFGS", problem="quartic", options=options, after=after))

    for options in (dict(lineSearchFn="strong_wolfe"), dict(lineSearchFn="strong_wolfe", historySize=1)):
        x = nn.Parameter(torch.tensor([-1.25, 1.0]))
        optimizer = torch.optim.LBFGS([x], **{snake(name): value for name, value in options.items()})

        def valley():
            optimizer.zero_grad()
            loss = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
            loss.backward()
            return loss

        after = []
        for _ in range(2):
            loss = optimizer.step(valley).item()
            state = optimizer.state[x]
            after.append(dict(loss=loss, funcEvals=state["func_evals"], nIter=state["n_iter"], values=[plain(x)]))
        cases.append(dict(kind="LBFGS", problem="rosenbrock", options=options, after=after))
    return dict(A=plain(A), b=plain(b), start=plain(start), cases=cases)


def averaging():
    """Averages of a model's states: equal weights (SWA), or exponential with the decay given."""
    model = nn.Sequential(nn.Linear(3, 2), nn.BatchNorm1d(2))
    states = []
    for _ in range(4):
        for value in model.state_dict().values():
            if value.dtype == torch.float64:
                value.copy_(randn(*value.shape))
        states.append({name: value.clone() for name, value in model.state_dict().items()})
    cases = []
    for decay in (None, 0.9):
        for use_buffers in (False, True):
            ema = None if decay is None else lambda average, new, _: decay * average + (1 - decay) * new
            averaged = AveragedModel(model, avg_fn=ema, use_buffers=use_buffers)
            for state in states:
                model.load_state_dict(state)
                averaged.update_parameters(model)
            after = {name: plain(value) for name, value in averaged.state_dict().items()}
            cases.append(dict(decay=decay, useBuffers=use_buffers, after=after))
    return dict(states=[{name: plain(value) for name, value in state.items()} for state in states], cases=cases)


write("optimizers", **clipping(), muon=singular_values(), **optimizers())
write("lbfgs", **lbfgs())
write("averaging", **averaging())
