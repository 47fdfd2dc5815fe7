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
# The products of one layer in the order in which the network makes them.
_LAYER = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


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
    named = {n.removesuffix(suffix) for n in arrays}
    for key in state:
        if key in named and "word_embeddings" not in key and "position_ids" not in key:
            found[key] = torch.from_numpy(_whole(key, arrays).copy())
    products = [n.removesuffix(suffix) for n in arrays if n.startswith("val_") and n.endswith(suffix)]
    layers = 1 + max(int(k.split(".")[3]) for k in state if k.startswith("encoder.encoder.layer."))
    keys = [f"encoder.encoder.layer.{layer}.{part}.weight" for layer in range(layers) for part in _LAYER]
    keys += ["asks.0.weight", "answers.0.weight", "asks.1.weight", "answers.1.weight", "tagger.weight"]
    if len(products) != len(keys):
        told = f"{folder} has {len(products)} weight matrices, the network to train has {len(keys)}."
        raise ModelError(told, remedy=_REMEDY)
    for key, name in zip(keys, products, strict=True):
        weight = _whole(name, arrays).T
        if tuple(weight.shape) != tuple(state[key].shape):
            told = f"{key} is {tuple(state[key].shape)} here and {tuple(weight.shape)} in {folder}."
            raise ModelError(told, remedy=_REMEDY)
        found[key] = torch.from_numpy(weight.copy())
    found["transitions"] = torch.tensor(settings["transitions"])
    found["first"] = torch.tensor(settings["first"])
    return found
