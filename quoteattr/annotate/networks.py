"""What the networks of the package share: loading them, and batches of like length."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quoteattr.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime

PADDING, UNKNOWN = 0, 1  # the first two entries of every vocabulary


def load_network(path: Path, threads: int | None) -> tuple[onnxruntime.InferenceSession, dict[str, Any]]:
    """Return a network and the facts that were saved with it: its vocabulary, its labels.

    Raises:
        ModelError: The file can't be read.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise ModelError(f"The network {path} can't be read.", remedy="Reinstall quoteattr.", path=str(path)) from error
    facts = session.get_modelmeta().custom_metadata_map
    return session, {key: json.loads(value) for key, value in facts.items()}


def batches(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """Yield numbers of sequences of like length, the longest first, so that little work goes into padding.

    Args:
        lengths: The length of each sequence.
        size: The most places in a batch, padding included; a longer sequence is a batch of its own.
    """
    order = sorted(range(len(lengths)), key=lambda number: -lengths[number])
    begun = 0
    while begun < len(order):
        most = max(lengths[order[begun]], 1)
        # half the length of the longest: beyond that a batch of its own is cheaper than the padding
        end = begun + 1
        while end < len(order) and (end - begun + 1) * most <= size and 2 * lengths[order[end]] >= most:
            end += 1
        yield order[begun:end]
        begun = end
