"""What is read: a file, a member of an archive or a stream, as bytes with a name."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import attrs

from quoteattr.errors import InputError
from quoteattr.reading.record import moment

# Bytes of a document that is read as a whole. The longest novels have 6 MB; what is larger is no article, and memory
# must stay bounded whatever comes.
LARGEST = 32 * 2**20
# Bytes that are looked at to tell what a file holds.
HEAD = 4096


def _moment(value: object) -> date | datetime | None:
    try:
        return moment(value)
    except ValueError as error:
        raise InputError(f"published: {error}.") from None


@attrs.frozen
class Input:
    """An input together with what its name can't tell.

    Args:
        what: A path to a file or folder, the bytes themselves, or a binary stream such as ``sys.stdin.buffer``.
        format: The name of its format, where the ending does not tell it or tells it wrongly.
        columns: Which column or key holds which field: ``{"text": "body", "outlet": "source"}``.
        name: What to call it in reports; the path, or ``input``.
        outlet: Who published it, where no record says so; it wins over the agency of a dateline.
        published: When, where no record says so, as a day, a moment (in UTC where it has no offset), or text that says
            one, such as ``2025-04-15``; it wins over the day of a dateline.

    Raises:
        InputError: ``published`` is no date.
    """

    what: str | os.PathLike[str] | bytes | BinaryIO
    format: str | None = None
    columns: Mapping[str, str] = attrs.field(factory=dict)
    name: str | None = None
    outlet: str | None = None
    published: date | datetime | None = attrs.field(default=None, converter=_moment)

    @property
    def path(self) -> Path | None:
        """The path, where it is one."""
        return Path(self.what) if isinstance(self.what, str | os.PathLike) else None

    @property
    def called(self) -> str:
        """What it is called in reports."""
        return self.name or (str(self.path) if self.path else "input")


@attrs.frozen
class Blob:
    """Bytes that can be opened, what they are called, and what is known of them from outside.

    Args:
        name: What to call it in a report.
        opener: Opens it at its beginning.
        file: The name that its ending is read from.
        columns: Which column or key holds which field.
        url: Where it was published, where the archive says so.
        peek: Looks at the first bytes of what can be opened but once.
    """

    name: str
    opener: Callable[[], BinaryIO]
    file: str = ""
    columns: Mapping[str, str] = attrs.field(factory=dict)
    url: str | None = None
    peek: Callable[[], bytes] | None = None

    @classmethod
    def of_path(cls, path: Path, columns: Mapping[str, str] | None = None) -> Blob:
        """Return the bytes of a file."""
        return cls(str(path), lambda: path.open("rb"), path.name, columns or {})

    @classmethod
    def of_bytes(cls, raw: bytes, name: str, **known: object) -> Blob:
        """Return bytes that are in memory already."""
        return cls(name, lambda: io.BytesIO(raw), **known)  # type: ignore[arg-type]

    @classmethod
    def of_stream(cls, stream: BinaryIO | io.RawIOBase, name: str, **known: object) -> Blob:
        """Return the bytes of a stream from where it stands; they can be opened but once, and it stays open."""
        buffered = io.BufferedReader(_Kept(stream), HEAD)
        opener = lambda: buffered  # noqa: E731 - mypy takes a function of its own for no BinaryIO
        return cls(name, opener, peek=lambda: buffered.peek(HEAD)[:HEAD], **known)  # type: ignore[arg-type]

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Open it for reading.

        Raises:
            InputError: It can't be opened or read.
        """
        try:
            with self.opener() as stream:
                yield stream
        except OSError as error:
            raise InputError(
                f"{self.name} can't be read: {error.strerror or error}.",
                remedy="Check the path and its permissions, and that the file is whole.",
                record=self.name,
            ) from error

    def head(self) -> bytes:
        """Return the first bytes, by which a format can be told."""
        if self.peek is not None:
            return self.peek()
        with self.open() as stream:
            return stream.read(HEAD)

    def whole(self) -> bytes:
        """Return all of it.

        Raises:
            InputError: It can't be read, or is too large to be one document.
        """
        with self.open() as stream:
            raw = stream.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise InputError(
                f"{self.name} is larger than {LARGEST // 2**20} MB, too large for one document.",
                remedy="Split it, or bring many articles as JSON lines.",
                record=self.name,
            )
        return raw


class _Kept(io.RawIOBase):
    """A stream that is not closed when its reader is done: it belongs to the caller."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        # what has come is handed on, without waiting for more
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        got = self._read(len(view)) or b""
        view[: len(got)] = got
        return len(got)


def need(module: str, extra: str, what: str) -> None:
    """Check that a library that comes with an extra is there.

    Raises:
        InputError: It is not; the remedy says how to get it.
    """
    from importlib.util import find_spec

    if find_spec(module) is None:
        raise InputError(
            f"{what} can't be read without {module}.",
            remedy=f"Install it: pip install 'quoteattr[{extra}]'",
            extra=extra,
        )
