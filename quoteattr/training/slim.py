"""Make a trained network smaller: keep the attention heads and the inner dimensions that its loss depends on most.

What depends on a head or a dimension is told by the gradient at a gate in front of it, squared and summed over samples
(Michel et al. 2019, "Are sixteen heads really better than one?"; Molchanov et al. 2019). One choice is made over all
layers, so that a layer keeps what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from quoteattr.training.network import QuoteNetwork

LEAST_HEADS = 3  # a layer that loses nearly all of its attention doesn't find back in a short training
LEAST_INNER = 256
STEP = 32  # inner dimensions are kept in multiples of this, which products of matrices are fast at


def shape_of(state: Mapping[str, Tensor], head: int) -> dict[str, list[int]]:
    """Return how many heads and inner dimensions each layer has.

    Args:
        state: The state of a network.
        head: The dimensions of one head.
    """
    found: dict[str, list[int]] = {"heads": [], "inner": []}
    while (key := f"encoder.encoder.layer.{len(found['heads'])}.") + "intermediate.dense.weight" in state:
        found["heads"].append(len(state[key + "attention.self.query.weight"]) // head)
        found["inner"].append(len(state[key + "intermediate.dense.weight"]))
    return found


def head_size(network: QuoteNetwork) -> int:
    """Return the dimensions of one head."""
    return int(network.encoder.config.hidden_size // network.encoder.config.num_attention_heads)


def _cut(linear: nn.Linear, kept: Tensor, *, rows: bool) -> nn.Linear:
    """Return a product that has only the kept rows (what it gives) or columns (what it takes)."""
    weight = linear.weight.detach()[kept] if rows else linear.weight.detach()[:, kept]
    cut = nn.Linear(weight.shape[1], weight.shape[0])
    cut.weight.data = weight.clone()
    cut.bias.data = linear.bias.detach()[kept].clone() if rows else linear.bias.detach().clone()
    return cut


def keep(network: QuoteNetwork, heads: list[Tensor], inner: list[Tensor]) -> None:
    """Take out of a network, in place, all heads and inner dimensions but those given for each layer."""
    size = head_size(network)
    for layer, some, dims in zip(network.encoder.encoder.layer, heads, inner, strict=True):
        own = layer.attention.self
        rows = (some[:, None] * size + torch.arange(size)).flatten()
        own.query, own.key, own.value = (_cut(part, rows, rows=True) for part in (own.query, own.key, own.value))
        own.num_attention_heads, own.all_head_size = len(some), len(rows)
        layer.attention.output.dense = _cut(layer.attention.output.dense, rows, rows=False)
        layer.intermediate.dense = _cut(layer.intermediate.dense, dims, rows=True)
        layer.output.dense = _cut(layer.output.dense, dims, rows=False)


def fit(network: QuoteNetwork, shape: Mapping[str, list[int]]) -> None:
    """Give a network, in place, the shape that weights to be loaded have; its own weights mean nothing afterwards."""
    if shape and shape != shape_of(network.state_dict(), head_size(network)):
        keep(network, *([torch.arange(n) for n in shape[part]] for part in ("heads", "inner")))


def _best(scores: list[Tensor], total: int, least: int, step: int) -> list[Tensor]:
    """Return for each layer the places of its best scores: ``total`` over all layers, at least ``least`` in each."""
    sure = torch.cat([torch.where(s.argsort(descending=True).argsort() < least, torch.inf, s) for s in scores])
    kept = torch.zeros(len(sure), dtype=torch.bool)
    kept[sure.argsort(descending=True)[:total]] = True
    counts = [int(part.sum()) for part in kept.split([len(s) for s in scores])]
    rounded = [min(len(s), max(least, round(n / step) * step)) for s, n in zip(scores, counts, strict=True)]
    return [s.argsort(descending=True)[:n].sort().values for s, n in zip(scores, rounded, strict=True)]


def slim(
    network: QuoteNetwork,
    samples: Iterable[Any],
    loss_of: Callable[[QuoteNetwork, Any], Tensor],
    heads: int | None,
    inner: int | None,
) -> None:
    """Take out of a network, in place, the heads and inner dimensions that matter least.

    Args:
        network: A trained network.
        samples: What the loss is measured on; a few hundred windows, each by itself, are enough.
        loss_of: The loss of a network on one of them.
        heads: How many heads a layer keeps on average; all where it is None.
        inner: How many inner dimensions a layer keeps on average; all where it is None.
    """
    layers = list(network.encoder.encoder.layer)
    size = head_size(network)
    by_head = [torch.zeros(layer.attention.self.num_attention_heads) for layer in layers]
    by_inner = [torch.zeros(layer.intermediate.dense.out_features) for layer in layers]
    network.eval()
    for sample in samples:
        network.zero_grad()
        loss_of(network, sample).backward()  # type: ignore[no-untyped-call]
        for number, layer in enumerate(layers):
            for scores, dense, width in (
                (by_head[number], layer.attention.output.dense, size),
                (by_inner[number], layer.output.dense, 1),
            ):
                # the gradient at a gate in front of these columns is what weight and gradient make together
                gates = (dense.weight.detach() * dense.weight.grad).sum(dim=0)
                scores += gates.view(-1, width).sum(dim=1).square()
    network.zero_grad()
    count = len(layers)
    keep(
        network,
        _best(by_head, count * heads, LEAST_HEADS, 1) if heads else [torch.arange(len(s)) for s in by_head],
        _best(by_inner, count * inner, LEAST_INNER, STEP) if inner else [torch.arange(len(s)) for s in by_inner],
    )
