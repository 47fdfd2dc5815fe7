"""Named mentions by the network of Stanza's name tagger, run without Stanza."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.annotate.networks import UNKNOWN, batches, load_network
from quoteattr.errors import ModelError

if TYPE_CHECKING:
    import numpy as np

BATCH = 4096  # words in a batch: between 512 and 8192 it makes no difference
LONGEST = 1000  # characters of a word; the network does not read what is longer, as Stanza has it
TOO_LONG = "<UNK>"
OUTSIDE = 4  # the tag of a word in no name; the tags before it are padding and the like

Named = tuple[int, int, str]


@attrs.frozen(slots=False)
class Namer:
    """Find names in sentences of words.

    Args:
        folder: The package of networks, made by ``quoteattr.training.stanza``.
        name: The name of the package.
        threads: How many processor threads it may use; None leaves it to onnxruntime.
    """

    folder: Path
    name: str
    threads: int | None = None

    @cached_property
    def _spelling(self) -> tuple[Any, dict[str, int]]:
        session, facts = load_network(self.folder / "ner" / f"{self.name}-spelling.onnx", self.threads)
        return session, {unit: number for number, unit in enumerate(facts["characters"])}

    @cached_property
    def _tagging(self) -> tuple[Any, list[str], np.ndarray[Any, Any]]:
        import numpy as np

        session, facts = load_network(self.folder / "ner" / f"{self.name}.onnx", self.threads)
        return session, facts["tags"], np.array(facts["transitions"], dtype=np.float32)

    @cached_property
    def _vectors(self) -> tuple[dict[str, int], np.ndarray[Any, Any]]:
        import numpy as np

        path = self.folder / "pretrain" / self.name
        try:
            words = path.with_suffix(".txt").read_text(encoding="utf-8").split("\n")
            vectors = np.load(path.with_suffix(".npy"), mmap_mode="r")
        except (OSError, ValueError) as error:
            raise ModelError(
                f"The word vectors {path} can't be read.", remedy="Reinstall quoteattr.", path=str(path)
            ) from error
        return {word: number for number, word in enumerate(words)}, vectors

    def name_all(self, sentences: Sequence[Sequence[str]]) -> list[list[Named]]:
        """Return for each sentence its names: number of the first word, of the word after the last, and the label.

        Args:
            sentences: The words of each sentence.
        """
        import numpy as np

        session, tags, transitions = self._tagging
        places: dict[str, int] = {}
        numbered = [[places.setdefault(word, len(places)) for word in sentence] for sentence in sentences]
        words = self._represented(tuple(places))
        found: list[list[Named]] = [[] for _ in sentences]
        for batch in batches([len(s) for s in numbered], BATCH):
            lengths = np.array([len(numbered[number]) for number in batch], dtype=np.int32)
            table = np.zeros((max(int(lengths[0]), 1), len(batch)), dtype=np.int32)
            for column, number in enumerate(batch):
                table[: len(numbered[number]), column] = numbered[number]
            (scores,) = session.run(None, {"words": words, "places": table, "lengths": lengths})
            for number, best in zip(batch, best_paths(scores, lengths, transitions), strict=True):
                found[number] = names([tags[max(tag, OUTSIDE)] for tag in best])
        return found

    def _represented(self, words: Sequence[str]) -> np.ndarray[Any, Any]:
        """Return what the tagger knows of each word: its vector, and its spelling."""
        import numpy as np

        words = [word if len(word) <= LONGEST else TOO_LONG for word in words]
        known, vectors = self._vectors
        rows = [known.get(word.lower().replace(" ", "\u00a0"), UNKNOWN) for word in words]
        session, characters = self._spelling
        spelt: np.ndarray[Any, Any] | None = None
        for batch in batches([len(word) for word in words], 4 * BATCH):
            lengths = np.array([len(words[number]) for number in batch], dtype=np.int32)
            table = np.zeros((int(lengths[0]), len(batch)), dtype=np.int32)
            for column, number in enumerate(batch):
                table[: len(words[number]), column] = [characters.get(c, UNKNOWN) for c in words[number]]
            (states,) = session.run(None, {"characters": table, "lengths": lengths})
            if spelt is None:
                spelt = np.zeros((len(words), states.shape[1]), dtype=np.float32)
            spelt[batch] = states
        if spelt is None:
            return np.zeros((0, 0), dtype=np.float32)
        return np.concatenate([vectors[rows].astype(np.float32), spelt], axis=1)


def best_paths(
    scores: np.ndarray[Any, Any], lengths: np.ndarray[Any, Any], transitions: np.ndarray[Any, Any]
) -> list[list[int]]:
    """Return the best sequence of tags for each sentence (Viterbi), all sentences at once.

    Args:
        scores: By word, sentence and tag.
        lengths: The number of words of each sentence, at least one.
        transitions: By tag and following tag.
    """
    import numpy as np

    total = scores[0]
    back = np.zeros(scores.shape, dtype=np.int8)
    for at in range(1, len(scores)):
        ways = total[:, :, None] + transitions
        back[at] = ways.argmax(axis=1)
        going = (at < lengths)[:, None]
        total = np.where(going, scores[at] + ways.max(axis=1), total)
    tag = total.argmax(axis=1)
    rows = np.arange(len(lengths))
    paths = np.zeros(scores.shape[:2], dtype=np.int64)
    for at in range(len(scores) - 1, -1, -1):
        paths[at] = tag
        tag = np.where((at < lengths) & (at > 0), back[at, rows, tag], tag)
    return [paths[:length, column].tolist() for column, length in enumerate(lengths.tolist())]


def names(tags: Sequence[str]) -> list[Named]:
    """Return the names that tags of the scheme B-I-E-S mark, also where the scheme is broken.

    A word goes on with a name where its tag says so and the tag before it is of the same label and of no name's end.
    """
    found: list[Named] = []
    before = "O"
    for at, tag in enumerate(tags):
        if tag != "O":
            label = tag[2:]
            if tag[0] in "IE" and before[0] in "BI" and before[2:] == label:
                found[-1] = (found[-1][0], at + 1, label)
            else:
                found.append((at, at + 1, label))
        before = tag
    return found
