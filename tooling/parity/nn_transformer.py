"""Cases of the transformer layers of @ml/nn, written to packages/nn/fixtures/{attention,transformer}.json.

All modules are in training mode with dropout 0: torch's fast paths for evaluation stay out.
"""
import torch
from torch import nn

from nn_cases import fixed, layer_case as any_layer_case, randn, write_family

INFINITY = float("inf")
square = nn.Transformer.generate_square_subsequent_mask

padding = torch.tensor([[False, False, True, False], [False, False, False, True]])  # [B 2, S 4]
pairs = torch.tensor([[False, True, False, False], [False, False, True, True], [False, False, False, True]])  # [T 3, S 4]
own_padding = torch.tensor([[False, False, True], [False, False, False]])  # [B 2, T 3]


def layer_case(*args, **options):
    """Parameters of half the usual size: scores of order one, as in a network that learns."""
    return any_layer_case(*args, draw=lambda *shape: randn(*shape) / 2, **options)


def attended(**options):
    """Self-attention where one input is given, cross-attention otherwise; None is dropped from the results."""

    def call(module, *inputs):
        q, k, v = inputs if len(inputs) == 3 else (inputs[0],) * 3 if len(inputs) == 1 else (inputs[0], inputs[1], inputs[1])
        results = module(q, k, v, **options)
        return [y for y in results if y is not None]

    return call


def masked(name, *rest):
    """The last input is the mask of this name."""

    def call(module, *inputs):
        *inputs, mask = inputs
        return attended(**{name: mask}, **dict(rest))(module, *inputs)

    return call


def mha(*args, **options):
    return nn.MultiheadAttention(*args, **options)


q, k, v = randn(3, 2, 4), randn(4, 2, 4), randn(4, 2, 4)
x = randn(3, 2, 4)


def causal(size):
    return torch.ones(size, size, dtype=torch.bool).triu(1)


attention = [
    layer_case("MultiheadAttention", mha(4, 2), x, call=attended()),
    layer_case("MultiheadAttention of three inputs", mha(4, 2), q, k, v, call=attended()),
    layer_case("MultiheadAttention to a memory", mha(4, 2), q, k, call=attended()),
    layer_case("MultiheadAttention without weights", mha(4, 2), q, k, call=attended(need_weights=False)),
    layer_case("MultiheadAttention without bias", mha(4, 2, bias=False), q, k, v, call=attended()),
    layer_case("MultiheadAttention of other sizes", mha(4, 2, kdim=3, vdim=5), q, randn(4, 2, 3), randn(4, 2, 5), call=attended()),
    layer_case("MultiheadAttention of other sizes without bias", mha(4, 2, vdim=2, bias=False), q, k, randn(4, 2, 2), call=attended()),
    layer_case("MultiheadAttention batch first", mha(6, 3, batch_first=True), randn(2, 3, 6), call=attended(need_weights=False)),
    layer_case("MultiheadAttention batch first with weights", mha(4, 2, batch_first=True), randn(2, 3, 4), randn(2, 4, 4), call=attended()),
    layer_case("MultiheadAttention of each head", mha(4, 2), q, k, call=attended(average_attn_weights=False)),
    layer_case("MultiheadAttention without a batch", mha(4, 2), randn(3, 4), randn(5, 4), call=attended()),
    layer_case("MultiheadAttention without a batch, batch first", mha(4, 2, batch_first=True), randn(3, 4), call=attended(need_weights=False)),
    layer_case("MultiheadAttention causal", mha(4, 2, batch_first=True), randn(2, 3, 4), call=attended(attn_mask=causal(3), need_weights=False)),
    layer_case("MultiheadAttention causal with weights", mha(4, 2), x, call=attended(attn_mask=causal(3))),
    layer_case("MultiheadAttention causal to a memory", mha(4, 2), q, k, call=attended(attn_mask=torch.ones(3, 4).triu(1).bool(), need_weights=False)),
    layer_case("MultiheadAttention with a bool mask", mha(4, 2), q, k, pairs, call=masked("attn_mask")),
    layer_case("MultiheadAttention with a float mask", mha(4, 2), q, k, randn(3, 4), call=masked("attn_mask")),
    layer_case("MultiheadAttention with a mask for each head", mha(4, 2), q, k, randn(4, 3, 4), call=masked("attn_mask")),
    layer_case("MultiheadAttention with padding", mha(4, 2), q, k, padding, call=masked("key_padding_mask")),
    layer_case("MultiheadAttention with float padding", mha(4, 2), q, k, fixed(randn(2, 4)), call=masked("key_padding_mask")),
    layer_case("MultiheadAttention with padding and mask", mha(4, 2), q, k, padding, call=masked("key_padding_mask", ("attn_mask", pairs))),
    layer_case("MultiheadAttention with padding, causal", mha(4, 2), randn(3, 2, 4), own_padding, call=masked("key_padding_mask", ("attn_mask", square(3)), ("need_weights", False))),
]


def options(**others):
    return dict(dim_feedforward=5, dropout=0.0, **others)


encoders = [
    layer_case("TransformerEncoderLayer", nn.TransformerEncoderLayer(4, 2, **options()), x, smooth=False),
    layer_case("TransformerEncoderLayer gelu, batch first", nn.TransformerEncoderLayer(4, 2, activation="gelu", batch_first=True, **options()), randn(2, 3, 4)),
    layer_case("TransformerEncoderLayer norm first", nn.TransformerEncoderLayer(4, 1, activation="gelu", norm_first=True, layer_norm_eps=0.1, **options()), x),
    layer_case("TransformerEncoderLayer own activation", nn.TransformerEncoderLayer(4, 2, activation=torch.tanh, **options()), x),
    layer_case("TransformerEncoderLayer masked", nn.TransformerEncoderLayer(4, 2, activation="gelu", **options()), x, own_padding, call=lambda m, x, padding: m(x, src_mask=square(3), src_key_padding_mask=padding)),
    layer_case("TransformerEncoderLayer without a batch", nn.TransformerEncoderLayer(4, 2, activation="gelu", **options()), randn(3, 4)),
    layer_case("TransformerEncoder", nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, activation="gelu", **options()), 2), x, own_padding, call=lambda m, x, padding: m(x, src_key_padding_mask=padding)),
    layer_case("TransformerEncoder with a norm, causal", nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, activation="gelu", norm_first=True, batch_first=True, **options()), 2, norm=nn.LayerNorm(4)), randn(2, 3, 4), call=lambda m, x: m(x, mask=square(3))),
]

target, memory = randn(3, 2, 4), randn(4, 2, 4)


def decoded(m, tgt, memory, memory_padding):
    return m(tgt, memory, tgt_mask=square(3), memory_mask=pairs, tgt_key_padding_mask=own_padding, memory_key_padding_mask=memory_padding)


decoders = [
    layer_case("TransformerDecoderLayer", nn.TransformerDecoderLayer(4, 2, **options()), target, memory, smooth=False),
    layer_case("TransformerDecoderLayer norm first, causal", nn.TransformerDecoderLayer(4, 2, activation="gelu", norm_first=True, batch_first=True, **options()), randn(2, 3, 4), randn(2, 4, 4), call=lambda m, tgt, memory: m(tgt, memory, tgt_mask=square(3))),
    layer_case("TransformerDecoderLayer masked", nn.TransformerDecoderLayer(4, 2, activation="gelu", **options()), target, memory, torch.tensor([[False, False, False, False], [False, False, False, True]]), call=decoded),
    layer_case("TransformerDecoder", nn.TransformerDecoder(nn.TransformerDecoderLayer(4, 2, activation="gelu", **options()), 2, norm=nn.LayerNorm(4)), target, memory, call=lambda m, tgt, memory: m(tgt, memory, tgt_mask=square(3))),
    layer_case("Transformer", nn.Transformer(4, 2, 1, 2, activation="gelu", **options()), randn(4, 2, 4), target, call=lambda m, src, tgt: m(src, tgt, tgt_mask=square(3))),
    layer_case("Transformer batch first, norm first, masked", nn.Transformer(4, 2, 1, 1, activation="gelu", batch_first=True, norm_first=True, **options()), randn(2, 4, 4), randn(2, 3, 4), padding, call=lambda m, src, tgt, padding: m(src, tgt, src_key_padding_mask=padding, memory_key_padding_mask=padding, tgt_mask=square(3))),
]

write_family("attention", attention)
write_family("transformer", encoders + decoders)
