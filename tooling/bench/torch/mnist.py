"""The network of PyTorch's MNIST example, trained a few steps for each line of JSON on standard input.

A line names the batch and the number of steps; the answer is a line with the number of parameters and the last loss.
Whoever sends it holds the clock. OMP_NUM_THREADS says how many threads.
"""
import os
import sys

import torch
from torch import nn
from torch.nn import functional as F

from answers import about, answer, requests


def training(batch):
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10),
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, foreach=True)

    def step():
        images, digits = torch.randn(batch, 1, 28, 28), torch.randint(10, (batch,))
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(model(images), digits)
        loss.backward()
        optimizer.step()
        return loss.item()

    return step, sum(p.numel() for p in model.parameters())


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
answer(about())
current = None
for request in requests(sys.stdin):
    steps = request.pop("steps")
    if current != request:
        current = request
        step, parameters = training(**request)
    loss = None
    for _ in range(steps):
        loss = step()
    answer(dict(parameters=parameters, loss=loss))
