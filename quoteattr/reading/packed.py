"""Archives: what a zip or gz holds, read in memory and within bounds; nothing is written to disk."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from quoteattr.errors import InputError
from quoteattr.reading.record import Failure, Record, reason_of
from quoteattr.reading.source import Blob

ZIP_ENDINGS = (".zip",)
GZ_ENDINGS = (".gz",)

# Text shrinks to a third or a tenth, lists of like records to a fiftieth; deflate's own limit is 1032.
_MOST_RATIO = 200
# Below this many bytes the ratio says nothing: a small file of blanks is no bomb.
_HARMLESS = 8 * 2**20

Reader = Callable[[Blob], Iterator[Record | Failure]]


class _Bounded(io.RawIOBase):
    """What comes out of an archive, as long as it is in proportion to what went in."""

    def __init__(self, stream: BinaryIO | gzip.GzipFile, name: str, packed: Callable[[], int]) -> None:
        self._stream, self._name, self._packed = stream, name, packed
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            got = self._stream.read(len(view))
        except (EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile) as error:
            raise InputError(
                f"{self._name} can't be unpacked: {error}.", remedy="Get the archive anew.", record=self._name
            ) from None
        self._out += len(got)
        if self._out > _HARMLESS and self._out > _MOST_RATIO * max(self._packed(), 1):
            raise InputError(
                f"{self._name} unpacks to more than {_MOST_RATIO} times its size, as no text does.",
                remedy="If it is what it should be, unpack it first.",
                record=self._name,
            )
        view[: len(got)] = got
        return len(got)

    def close(self) -> None:
        self._stream.close()
        super().close()


class _Counted(io.RawIOBase):
    """A stream that counts what is read of it; not every stream tells where it stands."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        got = self._stream.read(len(view))
        self.count += len(got)
        view[: len(got)] = got
        return len(got)


def gz_records(blob: Blob, reader: Reader) -> Iterator[Record | Failure]:
    """Read what a gz holds by its name without ``.gz``.

    Args:
        blob: The packed file.
        reader: Reads what comes out.

    Raises:
        InputError: It is broken, or out of proportion.
    """

    inner = blob.file[: -len(".gz")] if blob.file.lower().endswith(".gz") else ""
    with blob.open() as raw:
        counted = _Counted(raw)
        unpacked = _Bounded(gzip.GzipFile(fileobj=counted), blob.name, lambda: counted.count)
        yield from reader(Blob.of_stream(unpacked, blob.name, file=inner, columns=blob.columns, url=blob.url))


def _trick(info: zipfile.ZipInfo) -> str | None:
    """Return why a member is not read, or None.

    Its name is never used as a path; a name that tries to lead somewhere is a sign of a hostile archive all the same.
    """
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "Its name leads out of the archive; such members are not read. Pack the archive anew."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "It is a link; links are not followed. Pack the file itself."
    if info.flag_bits & 0x1:
        return "It is encrypted. Unpack the archive first."
    if path.suffix.lower() in ZIP_ENDINGS:
        return "It is an archive in an archive. Unpack the outer one first."
    return None


def zip_records(blob: Blob, reader: Reader) -> Iterator[Record | Failure]:
    """Read the members of a zip by their endings, in the order of their names; hidden ones are left out.

    Args:
        blob: The archive.
        reader: Reads a member.

    Returns:
        What the members hold, named ``archive.zip/member``; one that can't be read is a failure of that name.

    Raises:
        InputError: It is no zip, or holds no file.
    """
    with blob.open() as stream:
        try:
            seekable = stream if stream.seekable() else io.BytesIO(blob.whole())
            archive = zipfile.ZipFile(seekable)
        except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
            raise InputError(f"{blob.name} is no zip: {error}.", remedy="Get it anew.", record=blob.name) from None
        with archive:
            members = [i for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename)]
            if not members:
                raise InputError(f"{blob.name} holds no file.", remedy="Check the archive.", record=blob.name)
            for info in sorted(members, key=lambda i: i.filename):
                yield from _member(archive, info, blob, reader)


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." not in parts and any(part.startswith((".", "__MACOSX")) for part in parts)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, blob: Blob, reader: Reader) -> Iterator[Record | Failure]:
    name = f"{blob.name}/{info.filename}"
    trick = _trick(info)
    if trick:
        yield Failure(name, trick)
        return

    def opener() -> BinaryIO:
        try:
            unpacked = archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise InputError(
                f"{name} can't be unpacked: {error}.", remedy="Get the archive anew.", record=name
            ) from None
        size = info.compress_size
        return io.BufferedReader(_Bounded(unpacked, name, lambda: size))  # type: ignore[arg-type]

    member = Blob(name, opener, PurePosixPath(info.filename).name, blob.columns)
    try:
        yield from reader(member)
    except InputError as error:
        yield Failure(name, reason_of(error, name))
