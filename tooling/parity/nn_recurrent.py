"""Cases of the recurrent layers of @ml/nn, written to packages/nn/fixtures/recurrent{,-lengths}.json."""
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from nn_cases import layer_case, randn, write_family

half = lambda *shape: randn(*shape) / 2


def state(h):
    """Inputs of a call as torch takes the state: h, or (h, c), or none."""
    return h[0] if len(h) == 1 else (tuple(h) or None)


def flat(results):
    y, last = results
    return (y, *last) if isinstance(last, tuple) else (y, last)


def plain(module, x, *h):
    return flat(module(x, state(h)))


def lengths(*sizes):
    """Through a packed sequence, as long as x again."""

    def call(module, x, *h):
        first = module.batch_first
        packed = pack_padded_sequence(x, torch.tensor(sizes), batch_first=first, enforce_sorted=False)
        y, last = module(packed, state(h))
        return flat((pad_packed_sequence(y, batch_first=first, total_length=x.shape[1 if first else 0])[0], last))

    return call


def step(cell, x, *h):
    result = cell(x, state(h))
    return tuple(result) if isinstance(result, tuple) else result


def case(name, module, *inputs, call=plain):
    return layer_case(name, module, *inputs, call=call, draw=half)


cases, ragged = [], []
for kind, count in [(nn.RNN, 1), (nn.GRU, 1), (nn.LSTM, 2)]:
    word = kind.__name__
    h = lambda *shape: [half(*shape) for _ in range(count)]
    cases += [
        case(word, kind(3, 4), randn(5, 2, 3)),
        case(f"{word} with state", kind(2, 3), randn(3, 2, 2), *h(1, 2, 3)),
        case(f"{word} without bias", kind(2, 3, bias=False), randn(3, 2, 2)),
        case(f"{word} of one sequence", kind(2, 3), randn(4, 2), *h(1, 3)),
        case(f"{word} batch first", kind(3, 2, batch_first=True), randn(2, 4, 3), *h(1, 2, 2)),
        case(f"{word} both ways, two layers", kind(2, 3, num_layers=2, bidirectional=True), randn(4, 2, 2), *h(4, 2, 3)),
    ]
    ragged += [
        case(f"{word} lengths", kind(3, 5), randn(4, 3, 3), *h(1, 3, 5), call=lengths(2, 4, 1)),
        case(
            f"{word} lengths, both ways, two layers, batch first",
            kind(2, 3, num_layers=2, bidirectional=True, batch_first=True),
            randn(4, 5, 2),
            *h(4, 4, 3),
            call=lengths(3, 1, 4, 2),
        ),
    ]
cases.append(case("RNN relu", nn.RNN(3, 4, nonlinearity="relu"), randn(5, 2, 3)))
for kind, count in [(nn.RNNCell, 1), (nn.GRUCell, 1), (nn.LSTMCell, 2)]:
    word = kind.__name__
    cases += [
        case(word, kind(3, 4), randn(2, 3), *[half(2, 4) for _ in range(count)], call=step),
        case(f"{word} from zeros", kind(2, 3), randn(3, 2), call=step),
        case(f"{word} of one, without bias", kind(2, 3, bias=False), randn(2), *[half(3) for _ in range(count)], call=step),
    ]
cases.append(case("RNNCell relu", nn.RNNCell(3, 4, nonlinearity="relu"), randn(2, 3), half(2, 4), call=step))
write_family("recurrent", cases)
write_family("recurrent-lengths", ragged)
