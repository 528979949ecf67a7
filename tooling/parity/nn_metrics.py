"""Metrics of scikit-learn, and torch's mean losses over a whole data set, for packages/nn/fixtures/metrics.json."""
import json
from pathlib import Path

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from sklearn.metrics import accuracy_score, confusion_matrix, top_k_accuracy_score

SEED = 6
rng = np.random.default_rng(SEED)
N, K = 37, 5
scores = np.round(rng.normal(size=(N, K)), 6)
targets = rng.integers(0, K, size=N)
scores[np.arange(N), targets] += 0.8
best = scores.argmax(axis=1)
weight = np.round(rng.uniform(0.5, 2, size=K), 6)
ignored = targets.copy()
ignored[::6] = -100
truth = rng.integers(0, 2, size=N)
logits = np.round(rng.normal(size=N) + truth, 6)
s, t = torch.from_numpy(scores), torch.from_numpy(targets)

fixture = dict(
    versions=dict(sklearn=sklearn.__version__, torch=torch.__version__, numpy=np.__version__),
    seed=SEED,
    scores=scores.tolist(),
    targets=targets.tolist(),
    ignored=ignored.tolist(),
    weight=weight.tolist(),
    logits=logits.tolist(),
    truth=truth.tolist(),
    accuracy=accuracy_score(targets, best),
    accuracyIgnored=accuracy_score(targets[ignored >= 0], best[ignored >= 0]),
    binaryAccuracy=accuracy_score(truth, logits > 0),
    topK=[top_k_accuracy_score(targets, scores, k=k, labels=range(K)) for k in range(1, K + 1)],
    confusion=confusion_matrix(targets, best, labels=range(K)).tolist(),
    crossEntropy=F.cross_entropy(s, t).item(),
    crossEntropyWeighted=F.cross_entropy(
        s, torch.from_numpy(ignored), weight=torch.from_numpy(weight), label_smoothing=0.1
    ).item(),
    mse=F.mse_loss(torch.from_numpy(logits), torch.from_numpy(truth).double()).item(),
    bceWithLogits=F.binary_cross_entropy_with_logits(torch.from_numpy(logits), torch.from_numpy(truth).double()).item(),
)
path = Path(__file__).parents[2] / "packages/nn/fixtures/metrics.json"
path.write_text(json.dumps(fixture) + "\n")
