"""Words and sentences by the network of Stanza's tokenizer, run without Stanza."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.annotate.networks import PADDING, UNKNOWN, batches, load_network

if TYPE_CHECKING:
    import numpy as np

WINDOW = 1000  # characters that the network sees at once, as Stanza has it
BATCH = 4096  # characters in a batch: what the processor holds in its cache; more is slower
INSIDE, WORD, SENTENCE = 0, 1, 2  # what a character is the last one of

# No break falls into an address. Possessive and anchored: time grows with the text and no faster.
_ADDRESS = re.compile(
    r"""(?:https?://|\bwww\.)[^\s"“”<>]++|(?<![\w.+-])[\w.+-]++@\w[\w-]*+(?:\.[\w-]++)++"""
    r"""|(?<![\w.])[\w-]++\.(?:com|co|edu|gov|net|org)\.\w\w[^\s"“”<>]*+"""
)
_AFTER = ".,;:!?)]'’"  # no part of an address where they end it

Tokens = list[tuple[int, int]]


@attrs.frozen(slots=False)
class Splitter:
    """Split texts into sentences of tokens.

    Args:
        path: The network, made by ``quoteattr.training.stanza``.
        threads: How many processor threads it may use; None leaves it to onnxruntime.
    """

    path: Path
    threads: int | None = None

    @cached_property
    def _loaded(self) -> tuple[Any, dict[str, Any]]:
        return load_network(self.path, self.threads)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {unit: number for number, unit in enumerate(self._loaded[1]["characters"])}

    def split(self, texts: Sequence[str]) -> list[list[Tokens]]:
        """Return for each text its sentences, each as the borders of its tokens.

        Args:
            texts: One paragraph each, in which a space is the only blank.
        """
        import numpy as np

        if not texts:
            return []
        texts = [text.rstrip(" ") for text in texts]
        bounds = np.cumsum([0, *map(len, texts)])
        given, kept = self._features("".join(texts), bounds)
        # where each text starts among the characters that are kept
        starts = np.searchsorted(kept, bounds)
        found = np.zeros(bounds[-1], dtype=np.int8)
        found[kept] = self._labels(given, starts)
        borders = pairwise(bounds.tolist())
        return [self._sentences(text, found[a:b]) for text, (a, b) in zip(texts, borders, strict=True)]

    def _features(self, joined: str, bounds: np.ndarray[Any, Any]) -> tuple[Any, np.ndarray[Any, Any]]:
        """Return number and features of each character; of blanks in a row only the first is kept."""
        import numpy as np

        codes = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
        units, places = np.unique(codes, return_inverse=True)
        characters = [chr(unit) for unit in units]
        numbers = np.array([self._numbers.get(c, UNKNOWN) for c in characters], dtype=np.int32)
        # space, capital, digit, end and start of the paragraph
        table = np.array([(c == " ", c.isupper(), c.isdecimal(), 0, 0) for c in characters], dtype=np.float32)
        blank = codes == ord(" ")
        again = blank[1:] & blank[:-1]
        keep = np.ones(len(codes), dtype=bool)
        keep[1:] = ~again
        keep[bounds[:-1][bounds[:-1] < len(codes)]] = True
        features = table.reshape(-1, 5)[places]
        features[bounds[1:][np.diff(bounds) > 0] - 1, 3] = 1
        features[bounds[:-1][np.diff(bounds) > 0], 4] = 1
        return (numbers[places][keep], features[keep]), np.flatnonzero(keep)

    def _labels(self, given: Any, starts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Run the network; a paragraph longer than its window goes on behind the last sentence that was found."""
        import numpy as np

        session, _ = self._loaded
        numbers, features = given
        labels = np.zeros(len(numbers), dtype=np.int8)
        open_ = [(a, b) for a, b in pairwise(starts.tolist()) if a < b]
        while open_:
            # one place more: the network was trained with padding behind the paragraph
            sizes = [min(end - at + 1, WINDOW) for at, end in open_]
            further = []
            for batch in batches(sizes, BATCH):
                most = sizes[batch[0]]
                ids = np.full((most, len(batch)), PADDING, dtype=np.int32)
                inputs = np.zeros((most, len(batch), features.shape[1]), dtype=np.float32)
                for column, number in enumerate(batch):
                    at, end = open_[number]
                    length = min(end - at, WINDOW)
                    ids[:length, column] = numbers[at : at + length]
                    inputs[:length, column] = features[at : at + length]
                lengths = np.array([sizes[number] for number in batch], dtype=np.int32)
                (out,) = session.run(None, {"characters": ids, "features": inputs, "lengths": lengths})
                for column, number in enumerate(batch):
                    at, end = open_[number]
                    length = min(end - at, WINDOW)
                    seen = out[:length, column]
                    if length < end - at:
                        ends = np.flatnonzero(seen == SENTENCE)
                        length = int(ends[-1]) + 1 if len(ends) else length
                        further.append((at + length, end))
                    labels[at : at + length] = seen[:length]
            open_ = further
        return labels

    def _sentences(self, text: str, labels: np.ndarray[Any, Any]) -> list[Tokens]:
        import numpy as np

        if not text:
            return []
        labels[-1] = SENTENCE
        for match in _ADDRESS.finditer(text):
            first, last = match.start(), match.start() + len(match.group().rstrip(_AFTER)) - 1
            labels[first:last] = INSIDE
            labels[last] = max(labels[last], WORD)
        ends = np.flatnonzero(labels)
        sentences: list[Tokens] = []
        tokens: Tokens = []
        start = 0
        for last, label in zip(ends.tolist(), labels[ends].tolist(), strict=True):
            end = last + 1
            while start < end and text[start] == " ":
                start += 1
            if start == end:
                continue  # blanks only
            after = end
            while text[end - 1] == " ":
                end -= 1
            tokens.append((start, end))
            start = after
            if label == SENTENCE:
                sentences.append(tokens)
                tokens = []
        if tokens:
            sentences.append(tokens)
        return sentences
