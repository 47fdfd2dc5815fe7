"""WARC, the archives of web crawlers, by fastwarc."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, BinaryIO

from quoteattr.errors import InputError
from quoteattr.reading.record import Failure, Record, reason_of
from quoteattr.reading.source import LARGEST, Blob, need

ENDINGS = (".warc",)
# Media types that may hold an article, and the format that each is read as; pictures and scripts are no news.
_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/xml": "xml",
    "text/xml": "xml",
}

Reader = Callable[[Blob, str], Iterator[Record | Failure]]


class _Forward:
    """A stream as fastwarc asks for it: one that tells where it stands, and need not go back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._at = stream, 0

    def read(self, size: int = -1) -> bytes:
        got = self._stream.read(size)
        self._at += len(got)
        return got

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        target = offset + (self._at if whence == 1 else 0)
        if whence == 2 or target < self._at:
            raise OSError("an archive is read from its beginning to its end")
        while self._at < target and self.read(min(target - self._at, 2**16)):
            pass
        return self._at

    def close(self) -> None:
        """Leave it to whoever opened it."""


def _named(record: Any, blob: Blob) -> tuple[str, str | None]:
    """Return what to call a record, and the address that it was got from."""
    url = str(record.headers.get("WARC-Target-URI") or "").strip("<>") or None
    return url or f"{blob.name}#{record.record_id}", url


def _response(record: Any, blob: Blob, reader: Reader) -> Iterator[Record | Failure]:
    """Read one answer of a server."""
    http = record.http_headers
    if http is None or http.status_code != 200:
        return
    form = _TYPES.get((record.http_content_type or "").lower())
    if form is None:
        return
    name, url = _named(record, blob)
    raw = record.reader.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise InputError(f"{name} is larger than {LARGEST // 2**20} MB, too large for one document.", record=name)
    yield from reader(Blob.of_bytes(raw, name, url=url), form)


def records(blob: Blob, reader: Reader) -> Iterator[Record | Failure]:
    """Read each page that a crawl saved, named by its address.

    Only answers with status 200 and a media type that may hold an article are read.

    Args:
        blob: The archive, unpacked or not.
        reader: Reads what an answer holds as the format given.

    Raises:
        InputError: fastwarc is missing, or the archive is none or empty.
    """
    need("fastwarc", "warc", "WARC")
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    count = 0
    with blob.open() as stream:
        for record in ArchiveIterator(_Forward(stream), parse_http=True):
            count += 1
            if record.record_type != WarcRecordType.response:
                continue
            try:
                yield from _response(record, blob, reader)
            except InputError as error:
                name = _named(record, blob)[0]
                yield Failure(name, reason_of(error, name))
    if not count:
        raise InputError(f"{blob.name} holds no WARC record.", remedy="Check that the file is whole.", record=blob.name)
