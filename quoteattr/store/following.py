"""Follow how much of the input has been read, so that the time left can be told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import attrs

from quoteattr.reading import Input
from quoteattr.reading import _files as files_below


def _each_file(source: Input) -> Iterator[tuple[Input, int]]:
    """Yield the files of an input with their sizes; a folder without files as it is: reading says what is wrong."""
    path = source.path
    assert path is not None
    within = list(files_below(path)) if path.is_dir() else []
    for file in within or [path]:
        yield attrs.evolve(source, what=file), file.stat().st_size if file.is_file() else 0


class Followed:
    """Sources as `quoteattr.reading.read` takes them, and how much of them is read.

    Files count by their size, and of the file that is being read, the characters of its articles so far.

    Args:
        sources: A source, or an iterable of sources; of a generator the size is not known beforehand.
    """

    def __init__(self, sources: Any) -> None:
        self.sources = sources
        self._total = self._done = self._size = self._read = 0
        many = list(sources) if isinstance(sources, list | tuple) else [sources]
        inputs = [one if isinstance(one, Input) else Input(one) for one in many if isinstance(one, Input | os.PathLike)]
        if len(inputs) != len(many) or any(one.path is None for one in inputs):
            return
        files = [file for one in inputs for file in _each_file(one)]
        if len(files) > 1:
            self._total = sum(size for _, size in files)
            self.sources = self._each(files)
        elif files:
            self._total = self._size = files[0][1]

    def _each(self, files: list[tuple[Input, int]]) -> Iterator[Input]:
        for file, size in files:
            self._size, self._read = size, 0
            yield file
            self._done += size
        self._size = 0

    def read(self, characters: int) -> None:
        """Note that articles of so many characters were read."""
        self._read += characters

    @property
    def share(self) -> float | None:
        """How much is read, 0..1; None where that can't be told."""
        if not self._total:
            return None
        return min(1.0, (self._done + min(self._size, self._read)) / self._total)
