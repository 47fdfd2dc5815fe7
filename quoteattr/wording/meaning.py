"""Static word vectors: how near two wordings are in meaning. The only file that imports wordllama.

The vectors ship inside the wordllama package (l2_supercat, 256 dimensions, Llama 2 token embeddings reduced by
supervised training; Miller 2024) and are loaded from there, on first use, without the network.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from quoteattr.errors import ModelError
from quoteattr.wording.words import FUNCTION

Vectors = npt.NDArray[np.float32]


@lru_cache(maxsize=1)
def _model() -> Any:
    try:
        import wordllama
    except ImportError as error:
        raise ModelError("The word vectors are missing.", remedy="Install them: pip install wordllama.") from error
    folder = Path(wordllama.__file__).parent
    try:
        return wordllama.WordLlama.load(cache_dir=folder, disable_download=True)
    except FileNotFoundError as error:
        raise ModelError(
            "The word vectors are not where the wordllama package keeps them.",
            remedy="Install it anew: pip install --force-reinstall wordllama.",
            folder=str(folder),
        ) from error


def _unit(rows: Vectors) -> Vectors:
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(norms, 1e-9), dtype=np.float32)


def sentence_vectors(texts: Sequence[str]) -> Vectors:
    """Return one unit vector a text: the mean of its token vectors.

    Raises:
        ModelError: The vectors are not installed.
    """
    if not texts:
        return np.zeros((0, 256), dtype=np.float32)
    # An empty text has no token and would have no vector; a blank has one.
    return _unit(np.asarray(_model().embed([t if t.strip() else "." for t in texts]), dtype=np.float32))


@lru_cache(maxsize=200_000)
def _word_vector(word: str) -> Vectors:
    model = _model()
    ids = model.tokenizer.encode(word, add_special_tokens=False).ids
    rows = np.asarray(model.embedding[ids], dtype=np.float32)
    total = rows.sum(axis=0) if len(rows) else np.zeros(model.embedding.shape[1], dtype=np.float32)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


def word_vectors(some: Sequence[str]) -> Vectors:
    """Return one unit vector a word.

    Raises:
        ModelError: The vectors are not installed.
    """
    if not some:
        return np.zeros((0, 256), dtype=np.float32)
    return np.stack([_word_vector(w) for w in some])


# Two words mean much the same from this cosine of static vectors on: killed and died have .5, swift and fast .5.
NEAR = 0.45


def nearest_word(word: str, others: frozenset[str]) -> str | None:
    """Return the word among ``others`` that means much the same as ``word``, or None."""
    pool = [o for o in sorted(others) if o not in FUNCTION and len(o) > 2]
    if not pool or len(word) < 3:
        return None
    cosines = word_vectors(pool) @ word_vectors([word])[0]
    best = int(np.argmax(cosines))
    return pool[best] if float(cosines[best]) >= NEAR else None
