"""Get trainable weights back out of a shipped model, so that training can go on from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from quoteattr.errors import ModelError

_REMEDY = "Start from a model made on the same encoder, or from the encoder alone."
# The products of one layer in the order in which the network makes them; those in one row are joined into one.
_LAYER = (
    ("attention.self.query", "attention.self.key", "attention.self.value"),
    ("attention.output.dense",),
    ("intermediate.dense",),
    ("output.dense",),
)
_HEADS = (("asks.0", "answers.0", "asks.1", "answers.1"), ("tagger",))


def _whole(name: str, arrays: dict[str, np.ndarray]) -> np.ndarray:
    """Return a tensor in 32 bits, whether it is stored so or in 8 bits with a scale."""
    if name in arrays:
        return np.asarray(arrays[name], dtype=np.float32)
    scale = np.asarray(arrays[f"{name}_scale"], dtype=np.float32)
    zero = np.asarray(arrays[f"{name}_zero_point"], dtype=np.float32)
    return (np.asarray(arrays[f"{name}_quantized"], dtype=np.float32) - zero) * scale


def recover(folder: Path, state: dict[str, Tensor], settings: dict[str, list[list[float]]]) -> dict[str, Tensor]:
    """Return ``state`` with the weights of the model in ``folder``, rounded as the 8-bit network has them.

    The frozen word vectors are left as they are in ``state``: the encoder has them unrounded.

    Args:
        folder: A model folder with ``model.onnx``.
        state: The state of a network of the same form.
        settings: What ``model.json`` says; the transitions of the CRF stand there.

    Raises:
        ModelError: The network in the folder has another form.
    """
    graph = onnx.load(str(folder / "model.onnx")).graph
    arrays = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found = dict(state)
    suffix = "_quantized"
    named = {n.removesuffix(suffix).removeprefix("network."): n.removesuffix(suffix) for n in arrays}
    for key in state:
        if key in named and "word_embeddings" not in key and "position_ids" not in key:
            found[key] = torch.from_numpy(_whole(named[key], arrays).copy())
    products = [n.removesuffix(suffix) for n in arrays if n.startswith("val_") and n.endswith(suffix)]
    layers = 1 + max(int(k.split(".")[3]) for k in state if k.startswith("encoder.encoder.layer."))
    rows = [[f"encoder.encoder.layer.{n}.{part}" for part in row] for n in range(layers) for row in _LAYER]
    rows += [list(row) for row in _HEADS]
    biases = {row[0]: f"threes.{n // len(_LAYER)}.bias" for n, row in enumerate(rows) if len(row) == 3}
    biases[_HEADS[0][0]] = "links.bias"
    if len(products) != len(rows):
        told = f"{folder} has {len(products)} weight matrices, the network to train has {len(rows)}."
        raise ModelError(told, remedy=_REMEDY)
    for row, name in zip(rows, products, strict=True):
        weight = _whole(name, arrays).T
        sizes = [len(state[f"{key}.weight"]) for key in row]
        if weight.shape != (sum(sizes), state[f"{row[0]}.weight"].shape[1]):
            told = f"{row[0]} is {tuple(state[f'{row[0]}.weight'].shape)} here and {weight.shape} in {folder}."
            raise ModelError(told, remedy=_REMEDY)
        parts = torch.from_numpy(weight.copy()).split(sizes)
        found |= {f"{key}.weight": part.clone() for key, part in zip(row, parts, strict=True)}
        if row[0] in biases:
            joined = torch.from_numpy(arrays[biases[row[0]]].copy()).split(sizes)
            found |= {f"{key}.bias": part.clone() for key, part in zip(row, joined, strict=True)}
    found["transitions"] = torch.tensor(settings["transitions"])
    found["first"] = torch.tensor(settings["first"])
    return found
