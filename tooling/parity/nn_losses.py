"""Cases of the losses of @ml/nn, written to packages/nn/fixtures/{losses,class-losses}.json."""
import torch
from torch.nn import functional as F

from nn_cases import fixed, function_case, rand, randint, randn, rounded, write_family

REDUCTIONS = ("mean", "sum", "none")


def named(options):
    """torch's option names as ours."""
    names = {"ignore_index": "ignoreIndex", "label_smoothing": "labelSmoothing", "log_input": "logInput", "log_target": "logTarget"}
    return {names.get(key, key): value for key, value in options.items()}


def signs(*shape):
    return fixed(2.0 * randint(0, 2, shape).double() - 1)


def reduced(export, function, *inputs, smooth=True, **options):
    """A case for each reduction."""
    return [
        function_case(
            export,
            str({**named(options), "reduction": reduction}),
            lambda *xs: function(*xs, reduction=reduction, **options),
            *inputs,
            options={**named(options), "reduction": reduction},
            smooth=smooth,
        )
        for reduction in REDUCTIONS
    ]


def classes():
    logits, log_probabilities = 3 * randn(6, 5), F.log_softmax(randn(6, 5), -1)
    labels = torch.tensor([0, 4, -100, 2, 2, 3])
    others = torch.where(labels == -100, 1, labels)
    cases = []
    for smoothing in (0.0, 0.1):
        cases += reduced("crossEntropy", F.cross_entropy, logits, labels, ignore_index=-100, label_smoothing=smoothing)
        cases += reduced("crossEntropy", F.cross_entropy, logits, others, ignore_index=2, label_smoothing=smoothing)
        weighted = lambda x, t, w, **options: F.cross_entropy(x, t, weight=w.detach(), **options)
        cases += weighted_cases("crossEntropy", weighted, logits, labels, rand(5) + 0.5, label_smoothing=smoothing)
        soft = torch.softmax(randn(6, 5), -1)
        cases += reduced("crossEntropy", F.cross_entropy, logits, soft, label_smoothing=smoothing)
        cases += weighted_cases("crossEntropy", weighted, logits, soft, rand(5) + 0.5, label_smoothing=smoothing)
    cases += reduced("nll", F.nll_loss, log_probabilities, labels)
    cases += reduced("nll", F.nll_loss, log_probabilities, others, ignore_index=2)
    weighted = lambda x, t, w, **options: F.nll_loss(x, t, weight=w.detach(), **options)
    cases += weighted_cases("nll", weighted, log_probabilities, labels, rand(5) + 0.5)
    targets = randint(0, 5, (6,))
    for options in (dict(), dict(p=2, margin=0.5)):
        cases += reduced("multiMargin", F.multi_margin_loss, randn(6, 5), targets, smooth=False, **options)
    weighted = lambda x, t, w, **options: F.multi_margin_loss(x, t, weight=w.detach(), **options)
    return cases + weighted_cases("multiMargin", weighted, randn(6, 5), targets, rand(5) + 0.5, smooth=False)


def weighted_cases(export, function, *inputs, smooth=True, **options):
    """The last input is a weight: in the test it becomes an option, and has no gradient."""
    *others, weight = inputs
    cases = []
    for case in reduced(export, lambda *xs, **o: function(*xs, weight, **o), *others, smooth=smooth, **options):
        cases.append({**case, "name": "weighted " + case["name"], "optionTensors": dict(weight=weight.tolist())})
    return cases


def elementwise():
    x, y = randn(4, 3), randn(4, 3)
    away = x + 0.25 * torch.sign(x - y)
    probabilities, targets = rounded(0.05 + 0.9 * rand(4, 3)), rand(4, 3)
    cases = reduced("mse", F.mse_loss, x, y) + reduced("l1", F.l1_loss, away, y)
    cases += reduced("huber", F.huber_loss, x, y) + reduced("huber", F.huber_loss, 3 * x, y, delta=0.5)
    cases += reduced("smoothL1", F.smooth_l1_loss, x, y) + reduced("smoothL1", F.smooth_l1_loss, 3 * x, y, beta=2.5)
    cases += reduced("smoothL1", F.smooth_l1_loss, away, y, beta=0.0)
    cases += reduced("bce", F.binary_cross_entropy, probabilities, targets)
    weighted = lambda p, t, w, **options: F.binary_cross_entropy(p, t, weight=w, **options)
    cases += weighted_cases("bce", weighted, probabilities, targets, rand(3))
    edges = torch.tensor([0.0, 1.0, 0.0, 1.0, 0.5])
    cases += reduced("bce", F.binary_cross_entropy, edges, fixed(torch.tensor([0, 0, 1, 1, 0]).double()), smooth=False)[2:]
    cases += reduced("bceWithLogits", F.binary_cross_entropy_with_logits, 4 * x, targets)
    weighted = lambda p, t, w, **options: F.binary_cross_entropy_with_logits(p, t, weight=w, **options)
    cases += weighted_cases("bceWithLogits", weighted, x, targets, rand(3))
    cases += reduced("softMargin", F.soft_margin_loss, 3 * x, signs(4, 3))
    cases += reduced("multiLabelSoftMargin", F.multilabel_soft_margin_loss, x, fixed(targets.clone()))
    cases += reduced("hingeEmbedding", F.hinge_embedding_loss, 2 * rand(4, 3), signs(4, 3), smooth=False)
    cases += reduced("hingeEmbedding", F.hinge_embedding_loss, 2 * rand(4, 3), signs(4, 3), margin=0.3, smooth=False)
    cases += reduced("poissonNll", F.poisson_nll_loss, x, 5 * rand(4, 3)) + reduced("poissonNll", F.poisson_nll_loss, x, 5 * rand(4, 3), full=True)
    cases += reduced("poissonNll", F.poisson_nll_loss, rand(4, 3) + 0.5, 5 * rand(4, 3), log_input=False)
    return cases


def distributions():
    q, p = F.log_softmax(randn(4, 3), -1), torch.softmax(randn(4, 3), -1)
    cases = []
    for reduction in (*REDUCTIONS, "batchmean"):
        options = dict(reduction=reduction)
        cases.append(function_case("klDiv", reduction, lambda a, b: F.kl_div(a, b, **options), q, p, options=options))
        call = lambda a, b: F.kl_div(a, b, log_target=True, **options)
        cases.append(function_case("klDiv", f"log target, {reduction}", call, q, p.log(), options=dict(logTarget=True, **options)))
    for full in (False, True):
        for variance in (rand(4, 3) + 0.1, rand(4, 1) + 0.1, rand(4) + 0.1):
            cases += reduced("gaussianNll", F.gaussian_nll_loss, randn(4, 3), randn(4, 3), variance, full=full)
    tiny = torch.tensor([[0.0], [1e-9], [0.5], [1.0]])
    return cases + reduced("gaussianNll", F.gaussian_nll_loss, randn(4, 3), randn(4, 3), tiny, eps=1e-2, smooth=False)


def distances():
    a, b, c = randn(5, 4), randn(5, 4), randn(5, 4)
    cases = reduced("marginRanking", F.margin_ranking_loss, randn(7), randn(7), signs(7), margin=0.5, smooth=False)
    for margin in (0.0, 0.3):
        cases += reduced("cosineEmbedding", F.cosine_embedding_loss, a, b, signs(5), margin=margin, smooth=False)
    for options in (dict(), dict(p=1.5, margin=0.2), dict(swap=True), dict(p=3.0, eps=1e-3)):
        cases += reduced("tripletMargin", F.triplet_margin_loss, a, b, c, smooth=False, **options)
    cases.append(function_case("cosineSimilarity", "rows", lambda x, y: F.cosine_similarity(x, y), a, b))
    call = lambda x, y: F.cosine_similarity(x, y, dim=0, eps=1.5)
    return cases + [function_case("cosineSimilarity", "columns", call, a, b, options=dict(axis=0, eps=1.5))]


def alignments():
    """Inputs are logits: torch's own gradient by the logarithms of probabilities is right after a log-softmax only."""
    cases = []
    settings = [
        (0, [[1, 2, 2], [3, 1, 0], [2, 0, 0]], [6, 5, 6], [3, 2, 1]),
        (3, [[1, 1, 2], [0, 2, 1]], [6, 6], [3, 0]),
        (0, [[1, 1, 1], [1, 2, 3]], [4, 6], [3, 3]),
    ]
    for blank, targets, steps, sizes in settings:
        x, labels = randn(6, len(steps), 4), torch.tensor(targets)
        for zero in (False, True):
            if not zero and targets[0] == [1, 1, 1]:
                continue  # infinite, and so without a gradient
            for reduction in REDUCTIONS:
                call = lambda x: F.ctc_loss(x.log_softmax(-1), labels, steps, sizes, blank=blank, reduction=reduction, zero_infinity=zero)
                options = dict(blank=blank, reduction=reduction, zeroInfinity=zero, labels=targets, steps=steps, sizes=sizes)
                cases.append(function_case("ctc", str(options), call, x, options=options))
    return cases


write_family("losses", elementwise() + distributions() + distances())
write_family("class-losses", classes() + alignments())
