"""Follow how much of the input has been read, so that the time left can be told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from quoteattr.reading import _files as files_below


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
        paths = [Path(s) for s in many if isinstance(s, os.PathLike)]
        if len(paths) != len(many) or not paths:
            return
        # a folder without files is handed on as it is: reading says what is wrong with it
        files = [file for path in paths for file in ((*files_below(path),) or (path,) if path.is_dir() else (path,))]
        if len(files) > 1:
            sized = [(file, file.stat().st_size if file.is_file() else 0) for file in files]
            self._total = sum(size for _, size in sized)
            self.sources = self._each(sized)
        elif files and files[0].is_file():
            self._total = self._size = files[0].stat().st_size

    def _each(self, files: list[tuple[Path, int]]) -> Iterator[Path]:
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
