"""Learning rates of torch.optim.lr_scheduler over 40 steps, written to packages/nn/fixtures/schedules.json."""
import warnings

import torch
from torch.optim import lr_scheduler as schedulers

from nn_cases import rand, write

warnings.filterwarnings("ignore")
STEPS, LR = 40, 0.1


def rates(make, steps=STEPS):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=LR)
    scheduler = make(optimizer)
    seen = []
    for _ in range(steps):
        seen.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return seen


def case(schedule, options, make, steps=STEPS):
    return dict(schedule=schedule, options=options, rates=rates(make, steps))


CASES = [
    case("stepDecay", dict(lr=LR, stepSize=7), lambda o: schedulers.StepLR(o, 7)),
    case("stepDecay", dict(lr=LR, stepSize=1, gamma=0.9), lambda o: schedulers.StepLR(o, 1, gamma=0.9)),
    case("multiStep", dict(lr=LR, milestones=[3, 4, 20]), lambda o: schedulers.MultiStepLR(o, [3, 4, 20])),
    case("multiStep", dict(lr=LR, milestones=[5, 5, 9], gamma=0.5), lambda o: schedulers.MultiStepLR(o, [5, 5, 9], gamma=0.5)),
    case("exponential", dict(lr=LR, gamma=0.87), lambda o: schedulers.ExponentialLR(o, 0.87)),
    case("cosine", dict(lr=LR, total=30), lambda o: schedulers.CosineAnnealingLR(o, 30)),
    case("cosine", dict(lr=LR, total=12, minLr=0.02), lambda o: schedulers.CosineAnnealingLR(o, 12, eta_min=0.02)),
    case("cosineRestarts", dict(lr=LR, period=7), lambda o: schedulers.CosineAnnealingWarmRestarts(o, 7)),
    case(
        "cosineRestarts",
        dict(lr=LR, period=3, factor=2, minLr=0.01),
        lambda o: schedulers.CosineAnnealingWarmRestarts(o, 3, T_mult=2, eta_min=0.01),
    ),
    case("linear", dict(lr=LR), lambda o: schedulers.LinearLR(o)),
    case("linear", dict(lr=LR, startFactor=1, endFactor=0.2, total=20), lambda o: schedulers.LinearLR(o, 1.0, 0.2, 20)),
    case("polynomial", dict(lr=LR, total=25), lambda o: schedulers.PolynomialLR(o, 25)),
    case("polynomial", dict(lr=LR, total=33, power=2.5), lambda o: schedulers.PolynomialLR(o, 33, 2.5)),
    case("oneCycle", dict(maxLr=LR, total=40), lambda o: schedulers.OneCycleLR(o, LR, total_steps=40), 39),
    case(
        "oneCycle",
        dict(maxLr=LR, total=40, pctStart=0.25, anneal="linear", divFactor=10, finalDivFactor=50),
        lambda o: schedulers.OneCycleLR(o, LR, 40, pct_start=0.25, anneal_strategy="linear", div_factor=10, final_div_factor=50),
        39,
    ),
    case(
        "oneCycle",
        dict(maxLr=LR, total=40, threePhase=True),
        lambda o: schedulers.OneCycleLR(o, LR, total_steps=40, three_phase=True),
        39,
    ),
    case(
        "cyclic",
        dict(baseLr=0.01, maxLr=LR, stepSizeUp=5, stepSizeDown=3),
        lambda o: schedulers.CyclicLR(o, 0.01, LR, 5, 3, cycle_momentum=False),
    ),
    case(
        "cyclic",
        dict(baseLr=0.01, maxLr=LR, stepSizeUp=4, mode="triangular2"),
        lambda o: schedulers.CyclicLR(o, 0.01, LR, 4, mode="triangular2", cycle_momentum=False),
    ),
    case(
        "cyclic",
        dict(baseLr=0.01, maxLr=LR, stepSizeUp=6, mode="expRange", gamma=0.95),
        lambda o: schedulers.CyclicLR(o, 0.01, LR, 6, mode="exp_range", gamma=0.95, cycle_momentum=False),
    ),
]


def composed():
    first = lambda o: schedulers.LinearLR(o, 0.1, 1.0, 5)
    second = lambda o: schedulers.ExponentialLR(o, 0.9)
    return dict(
        chained=rates(lambda o: schedulers.ChainedScheduler([first(o), second(o)])),
        oneAfterAnother=rates(lambda o: schedulers.SequentialLR(o, [first(o), second(o)], [10])),
    )


def plateaus():
    measured = (torch.cumsum(rand(60) - 0.6, 0) * torch.exp(-torch.arange(60) / 8)).tolist()
    settings = [
        dict(patience=2),
        dict(patience=1, cooldown=3, factor=0.5),
        dict(patience=0, factor=0.5, minLr=0.01),
        dict(mode="max", patience=3, threshold=0.1, thresholdMode="abs"),
    ]
    cases = []
    for options in settings:
        names = {"minLr": "min_lr", "thresholdMode": "threshold_mode"}
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=LR)
        scheduler = schedulers.ReduceLROnPlateau(optimizer, **{names.get(key, key): value for key, value in options.items()})
        seen = []
        for value in measured:
            scheduler.step(value)
            seen.append(optimizer.param_groups[0]["lr"])
        cases.append(dict(options=dict(lr=LR, **options), rates=seen))
    return dict(measured=measured, cases=cases)


write("schedules", schedules=CASES, composed=composed(), plateaus=plateaus())
