"""Convolution and pooling layers from PyTorch, written to packages/nn/fixtures/{convolution,convolution-transposed,pooling,resizing,resizing-functions}.json.

Run: python3 tooling/parity/nn_convolution.py
"""
import torch
from torch import nn
from torch.nn import functional as F

from nn_cases import function_case, generator, layer_case, randn, write_family


def spaced(*shape):
    """Distinct values: the largest of a window is not in doubt, and central differences do not cross a kink."""
    n = torch.Size(shape).numel()
    return ((torch.randperm(n, generator=generator) - n // 2) / 16).reshape(shape)


def convolutions():
    return [
        layer_case("Conv1d", nn.Conv1d(2, 3, 3), randn(2, 2, 7)),
        layer_case("Conv1d stride, padding, dilation", nn.Conv1d(2, 3, 3, stride=2, padding=2, dilation=2), randn(1, 2, 9)),
        layer_case("Conv1d one image", nn.Conv1d(3, 2, 2), randn(3, 5)),
        layer_case("Conv1d same", nn.Conv1d(2, 2, 4, padding="same", dilation=3), randn(1, 2, 11)),
        layer_case("Conv1d circular", nn.Conv1d(2, 2, 3, padding=2, padding_mode="circular"), randn(1, 2, 5)),
        layer_case("Conv2d", nn.Conv2d(3, 4, 3), randn(2, 3, 6, 5)),
        layer_case("Conv2d many channels", nn.Conv2d(2, 9, 3, padding=1), randn(1, 2, 4, 9)),
        layer_case("Conv2d many channels, stride", nn.Conv2d(2, 9, (3, 2), stride=(2, 3), padding=1), randn(2, 2, 6, 7)),
        layer_case("Conv2d without bias", nn.Conv2d(2, 5, 1, bias=False), randn(2, 2, 3, 4)),
        layer_case("Conv2d stride of 1 by 1", nn.Conv2d(2, 3, 1, stride=2), randn(1, 2, 5, 4)),
        layer_case("Conv2d per axis", nn.Conv2d(2, 3, (3, 2), stride=(2, 1), padding=(1, 2), dilation=(1, 2)), randn(2, 2, 7, 6)),
        layer_case("Conv2d groups", nn.Conv2d(4, 6, 3, groups=2, padding=1), randn(2, 4, 4, 5)),
        layer_case("Conv2d depthwise", nn.Conv2d(3, 6, 3, groups=3, stride=2, padding=1), randn(1, 3, 9, 6)),
        layer_case("Conv2d same, even kernel", nn.Conv2d(2, 2, (2, 4), padding="same"), randn(1, 2, 5, 6)),
        layer_case("Conv2d kernel larger than the image", nn.Conv2d(2, 3, 5, padding=2), randn(1, 2, 3, 2)),
        layer_case("Conv2d one pixel", nn.Conv2d(3, 4, 1), randn(1, 3, 1, 1)),
        layer_case("Conv2d stride beyond the kernel", nn.Conv2d(2, 9, 2, stride=3), randn(1, 2, 8, 7)),
        layer_case("Conv2d reflect", nn.Conv2d(1, 2, 3, padding=(1, 2), padding_mode="reflect"), randn(1, 1, 4, 5)),
        layer_case("Conv2d replicate", nn.Conv2d(1, 2, 3, padding=2, padding_mode="replicate"), randn(1, 1, 3, 4)),
        layer_case("Conv3d", nn.Conv3d(2, 3, (1, 2, 3), stride=(1, 2, 1), padding=(0, 1, 1)), randn(1, 2, 3, 4, 4)),
        layer_case("Conv3d groups", nn.Conv3d(2, 4, 2, groups=2, dilation=(1, 2, 1)), randn(2, 2, 3, 4, 3)),
    ]


def transposed():
    return [
        layer_case("ConvTranspose1d", nn.ConvTranspose1d(2, 3, 3, stride=2, padding=1, output_padding=1), randn(2, 2, 5)),
        layer_case("ConvTranspose1d dilation", nn.ConvTranspose1d(3, 2, 2, dilation=3), randn(1, 3, 4)),
        layer_case("ConvTranspose2d", nn.ConvTranspose2d(3, 2, 3), randn(2, 3, 4, 3)),
        layer_case("ConvTranspose2d many channels", nn.ConvTranspose2d(9, 2, 4, stride=2, padding=1), randn(1, 9, 3, 4)),
        layer_case("ConvTranspose2d groups", nn.ConvTranspose2d(4, 6, (3, 2), stride=(2, 1), padding=(1, 0), output_padding=(1, 0), groups=2), randn(1, 4, 3, 4)),
        layer_case("ConvTranspose2d dilation without bias", nn.ConvTranspose2d(2, 3, 2, stride=3, dilation=2, output_padding=2, bias=False), randn(1, 2, 3, 2)),
        layer_case("ConvTranspose3d", nn.ConvTranspose3d(2, 2, 2, stride=(1, 2, 1)), randn(1, 2, 2, 3, 2)),
    ]


def poolings():
    indices = dict(call=lambda module, x: module(x))
    return [
        layer_case("MaxPool1d", nn.MaxPool1d(3, stride=2, padding=1), spaced(2, 2, 8)),
        layer_case("MaxPool2d", nn.MaxPool2d(2), spaced(2, 3, 6, 10)),
        layer_case("MaxPool2d odd sizes", nn.MaxPool2d(2), spaced(1, 2, 5, 13)),
        layer_case("MaxPool2d overlapping", nn.MaxPool2d(3, stride=(2, 1), padding=1), spaced(1, 2, 5, 6)),
        layer_case("MaxPool2d ceiling, dilation", nn.MaxPool2d((2, 3), stride=2, dilation=(2, 1), ceil_mode=True), spaced(1, 2, 6, 8)),
        layer_case("MaxPool2d with indices", nn.MaxPool2d(2, return_indices=True), spaced(1, 2, 4, 10), **indices),
        layer_case("MaxPool2d one image", nn.MaxPool2d(2), spaced(2, 4, 4)),
        layer_case("MaxPool2d ties", nn.MaxPool2d(2), torch.tensor([[[[1.0, 1, 2, 0], [1, 1, 2, 2], [0, 0, 0, 3], [0, 0, 3, 3]]]]), smooth=False),
        layer_case("MaxPool2d NaN", nn.MaxPool2d(2, return_indices=True), torch.tensor([[[[1.0, torch.nan, 2, 0, 1, 2, 3, 4, torch.nan, 7], [torch.nan, 1, 2, torch.nan, 1, 1, 1, torch.nan, 9, 8]]]]), smooth=False, **indices),
        layer_case("MaxPool3d", nn.MaxPool3d((1, 2, 2), stride=(1, 2, 1)), spaced(1, 2, 2, 4, 3)),
        layer_case("AvgPool1d", nn.AvgPool1d(3, stride=2, padding=1), randn(2, 2, 7)),
        layer_case("AvgPool2d", nn.AvgPool2d(2), randn(1, 2, 4, 6)),
        layer_case("AvgPool2d ceiling", nn.AvgPool2d(3, stride=2, padding=1, ceil_mode=True), randn(1, 2, 5, 6)),
        layer_case("AvgPool2d without border", nn.AvgPool2d((3, 2), stride=2, padding=1, ceil_mode=True, count_include_pad=False), randn(1, 2, 6, 5)),
        layer_case("AvgPool2d divisor", nn.AvgPool2d(2, divisor_override=3), randn(1, 1, 4, 4)),
        layer_case("AvgPool3d", nn.AvgPool3d(2, stride=1, padding=1), randn(1, 1, 2, 3, 3)),
        layer_case("AdaptiveAvgPool1d", nn.AdaptiveAvgPool1d(3), randn(2, 2, 7)),
        layer_case("AdaptiveAvgPool2d", nn.AdaptiveAvgPool2d((3, 2)), randn(1, 2, 5, 7)),
        layer_case("AdaptiveAvgPool2d larger", nn.AdaptiveAvgPool2d(4), randn(1, 2, 3, 3)),
        layer_case("AdaptiveMaxPool1d", nn.AdaptiveMaxPool1d(3), spaced(2, 2, 7)),
        layer_case("AdaptiveMaxPool2d", nn.AdaptiveMaxPool2d((3, 2)), spaced(1, 2, 5, 7)),
        layer_case("LPPool1d", nn.LPPool1d(2, 3, stride=2), randn(2, 2, 7)),
        layer_case("LPPool2d", nn.LPPool2d(3, (2, 3), ceil_mode=True), randn(1, 2, 5, 7).abs() + 0.25),
    ]


def resizings():
    return [
        layer_case("Upsample nearest", nn.Upsample(scale_factor=2), randn(1, 2, 3, 2)),
        layer_case("Upsample nearest, to a size", nn.Upsample(size=(5, 7)), randn(1, 2, 3, 4)),
        layer_case("Upsample nearest, by a third more", nn.Upsample(scale_factor=4 / 3), randn(1, 1, 9)),
        layer_case("Upsample linear", nn.Upsample(scale_factor=1.7, mode="linear"), randn(1, 2, 5)),
        layer_case("Upsample bilinear", nn.Upsample(scale_factor=2, mode="bilinear"), randn(1, 2, 3, 4)),
        layer_case("Upsample bilinear, smaller", nn.Upsample(size=(2, 5), mode="bilinear"), randn(1, 2, 5, 3)),
        layer_case("Upsample bilinear, corners", nn.Upsample(size=(5, 1), mode="bilinear", align_corners=True), randn(1, 2, 3, 4)),
        layer_case("Upsample trilinear", nn.Upsample(scale_factor=(2, 1, 1.5), mode="trilinear"), randn(1, 1, 2, 3, 2)),
        layer_case("Upsample bicubic", nn.Upsample(size=(5, 7), mode="bicubic"), randn(1, 1, 3, 4)),
        layer_case("Upsample bicubic, corners", nn.Upsample(scale_factor=2, mode="bicubic", align_corners=True), randn(1, 1, 3, 2)),
        layer_case("PixelShuffle", nn.PixelShuffle(2), randn(2, 8, 2, 3)),
        layer_case("PixelUnshuffle", nn.PixelUnshuffle(3), randn(2, 6, 3)),
        layer_case("Unfold", nn.Unfold((2, 3), stride=(1, 2), padding=(0, 1), dilation=(2, 1)), randn(2, 2, 4, 5)),
        layer_case("Fold", nn.Fold((5, 6), (2, 3), stride=(2, 1), padding=(1, 0)), randn(2, 12, 12)),
    ]


def resizing_functions():
    return [
        function_case("interpolate", "bilinear", lambda x: F.interpolate(x, size=(2, 6), mode="bilinear"), randn(1, 2, 3, 4), options=dict(size=[2, 6], mode="bilinear")),
        function_case("pixelShuffle", "one image", lambda x: F.pixel_shuffle(x, 2), randn(4, 2, 3)),
        function_case("pixelUnshuffle", "one image", lambda x: F.pixel_unshuffle(x, 2), randn(1, 4, 2)),
        function_case("unfold", "square", lambda x: F.unfold(x, 2), randn(1, 2, 3, 4)),
        function_case("fold", "overlapping", lambda x: F.fold(x, (4, 5), (2, 2), stride=(1, 2), dilation=(2, 1)), randn(1, 8, 4)),
    ]


write_family("convolution", convolutions())
write_family("convolution-transposed", transposed())
write_family("pooling", poolings())
write_family("resizing", resizings())
write_family("resizing-functions", resizing_functions())
