"""The model of @ml/nlp's gpt.ts in PyTorch, trained a few steps for each line of JSON on standard input.

A line names the sizes, the batch and the number of steps; the answer is a line with the number of parameters and the last
loss. Whoever sends it holds the clock. OMP_NUM_THREADS says how many threads. Training is nanoGPT's: AdamW with decay on
matrices only, gradients clipped to 1.
"""
import math
import os
import sys

import torch
from torch import nn
from torch.nn import functional as F

from answers import about, answer, requests

VOCABULARY = 65


class Block(nn.Module):
    def __init__(self, C, H):
        super().__init__()
        self.H = H
        self.ln_1, self.ln_2 = nn.LayerNorm(C), nn.LayerNorm(C)
        self.c_attn, self.c_proj = nn.Linear(C, 3 * C), nn.Linear(C, C)
        self.c_fc, self.mlp_proj = nn.Linear(C, 4 * C), nn.Linear(4 * C, C)

    def forward(self, x, hidden):
        B, T, C = x.shape
        q, k, v = (part.view(B, T, self.H, C // self.H).transpose(1, 2) for part in self.c_attn(self.ln_1(x)).split(C, 2))
        scores = (q @ k.transpose(-2, -1)) * (1 / math.sqrt(C // self.H))  # [B, H, T, T]
        mixed = F.softmax(scores.masked_fill(hidden[:T, :T], -math.inf), -1) @ v  # [B, H, T, D]
        x = x + self.c_proj(mixed.transpose(1, 2).contiguous().view(B, T, C))
        return x + self.mlp_proj(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))


class GPT(nn.Module):
    def __init__(self, nLayer, nHead, nEmbd, blockSize):
        super().__init__()
        self.wte, self.wpe = nn.Embedding(VOCABULARY, nEmbd), nn.Embedding(blockSize, nEmbd)
        self.h = nn.ModuleList(Block(nEmbd, nHead) for _ in range(nLayer))
        self.ln_f = nn.LayerNorm(nEmbd)
        self.register_buffer("hidden", torch.ones(blockSize, blockSize, dtype=torch.bool).triu(1))
        for name, p in self.named_parameters():
            if p.dim() == 2:
                nn.init.normal_(p, std=0.02 / math.sqrt(2 * nLayer) if "_proj" in name else 0.02)
            elif name.endswith(".bias"):
                nn.init.zeros_(p)

    def loss(self, ids, targets):
        x = self.wte(ids) + self.wpe.weight[: ids.shape[1]]
        for block in self.h:
            x = block(x, self.hidden)
        logits = self.ln_f(x) @ self.wte.weight.T  # the head is the token embedding
        return F.cross_entropy(logits.view(-1, VOCABULARY), targets.view(-1))


def training(sizes, batch):
    torch.manual_seed(1)
    model = GPT(**sizes)
    groups = [
        dict(params=[p for p in model.parameters() if p.dim() >= 2], weight_decay=0.1),
        dict(params=[p for p in model.parameters() if p.dim() < 2], weight_decay=0.0),
    ]
    # foreach is the faster of the two forms that 1.13 has on a CPU, or as fast.
    optimizer = torch.optim.AdamW(groups, lr=1e-3, betas=(0.9, 0.99), foreach=True)

    def step():
        ids, targets = (torch.randint(VOCABULARY, (batch, sizes["blockSize"])) for _ in range(2))
        optimizer.zero_grad(set_to_none=True)
        loss = model.loss(ids, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    return step, sum(p.numel() for p in model.parameters())


torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
answer(about())
current = None
for request in requests(sys.stdin):
    steps, batch = request.pop("steps"), request.pop("batch")
    if current != (request, batch):
        current = request, batch
        step, parameters = training(request, batch)
    loss = None
    for _ in range(steps):
        loss = step()
    answer(dict(parameters=parameters, loss=loss))
