"""Reference values for drawing tokens, written to packages/nlp/fixtures/sampling.json.

The filters are those of Hugging Face's logits warpers (temperature, then top-k, then top-p), written out in float64; the draws
are NumPy's choice() with the resulting probabilities.
"""
import json
import pathlib

import numpy
import torch

SEED = 7
rng = numpy.random.default_rng(SEED)


def probabilities(logits, temperature, top_k, top_p):
    scores = torch.tensor(logits, dtype=torch.float64) / temperature
    if top_k is not None:
        kth = torch.topk(scores, min(top_k, scores.numel()))[0][-1]
        scores = scores.masked_fill(scores < kth, -torch.inf)
    if top_p is not None and top_p < 1:
        ordered, indices = torch.sort(scores, descending=False)
        remove = ordered.softmax(-1).cumsum(-1) <= 1 - top_p
        remove[-1] = False
        scores = scores.masked_fill(remove[indices.argsort()], -torch.inf)
    return scores.softmax(-1)


cases = []
for size in (5, 40):
    logits = (rng.standard_normal(size) * 2).astype(numpy.float32).astype(float).tolist()
    for temperature in (0.3, 1.0, 2.5):
        for top_k in (None, 1, 4, size + 3):
            for top_p in (None, 0.05, 0.5, 0.95):
                p = probabilities(logits, temperature, top_k, top_p)
                draws = numpy.random.default_rng(SEED)
                cases.append(
                    dict(
                        logits=len(cases) // 48,
                        temperature=temperature,
                        topK=top_k,
                        topP=top_p,
                        probabilities=p.tolist(),
                        draws=[int(draws.choice(size, p=p.numpy() / p.numpy().sum())) for _ in range(8)],
                    )
                )
    cases[-1]["values"] = logits

logits = [case.pop("values") for case in cases if "values" in case]
fixture = dict(torch=torch.__version__, numpy=numpy.__version__, seed=SEED, logits=logits, cases=cases)
path = pathlib.Path(__file__).parents[2] / "packages/nlp/fixtures/sampling.json"
path.write_text(json.dumps(fixture) + "\n")
print(path, path.stat().st_size)
