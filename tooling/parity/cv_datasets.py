"""Writes packages/cv/fixtures/normalize.json: every byte as the float32 that
torchvision's ToTensor and Normalize make of it: division by 255, then sub_(mean) and div_(std) with float32 tensors.

Run: /usr/bin/python3 tooling/parity/cv_datasets.py
"""

import json
from pathlib import Path

import numpy as np
import torch

OUT = Path(__file__).resolve().parents[2] / "packages" / "cv" / "fixtures" / "normalize.json"
ramp = np.arange(256, dtype=np.uint8).reshape(16, 16)
cases = []
for name, mean, std in [
    ("mnist", [0.1307], [0.3081]),
    ("fashion-mnist", [0.2860], [0.3530]),
    ("cifar10", [0.4914, 0.4822, 0.4465], [0.2470, 0.2435, 0.2616]),
]:
    image = torch.from_numpy(np.stack([ramp] * len(mean)))  # [C, H, W]
    shift, scale = (torch.as_tensor(values, dtype=torch.float32)[:, None, None] for values in (mean, std))
    out = image.to(torch.float32).div(255).sub_(shift).div_(scale)
    cases.append({"name": name, "mean": mean, "std": std, "values": [float(v) for v in out.flatten().tolist()]})
OUT.write_text(
    json.dumps(
        {
            "generator": "tooling/parity/cv_datasets.py",
            "torch": torch.__version__,
            "cases": cases,
        },
        separators=(",", ":"),
    )
)
