"""The one table of formats: which is read for which ending, and what tells them apart where the ending does not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from quoteattr.errors import InputError
from quoteattr.reading import feed, html, jsonl, newsml, nitf, packed, tables, text, warc
from quoteattr.reading.markup import root_of
from quoteattr.reading.record import Failure, Record
from quoteattr.reading.source import Blob

Reader = Callable[[Blob], Iterator[Record | Failure]]


def _gz(blob: Blob) -> Iterator[Record | Failure]:
    return packed.gz_records(blob, read_blob)


def _zip(blob: Blob) -> Iterator[Record | Failure]:
    return packed.zip_records(blob, read_blob)


def _warc(blob: Blob) -> Iterator[Record | Failure]:
    return warc.records(blob, read_blob)


def _xml(blob: Blob) -> Iterator[Record | Failure]:
    """Read XML by its root element."""
    root = root_of(blob.head())
    form = _of_root(root)
    if form is None:
        raise InputError(
            f"{blob.name} is XML of no known format{f': its root is <{root}>' if root else ''}.",
            remedy="NewsML-G2, NITF, RSS and Atom can be read.",
            record=blob.name,
        )
    return _TABLE[form][1](blob)


_TABLE: dict[str, tuple[tuple[str, ...], Reader]] = {
    "text": (text.ENDINGS, text.records),
    "jsonl": (jsonl.ENDINGS, jsonl.records),
    "json": (jsonl.JSON_ENDINGS, jsonl.json_records),
    "ninjs": ((".ninjs",), jsonl.json_records),
    "html": (html.ENDINGS, html.records),
    "xml": ((".xml",), _xml),
    "newsml": (newsml.ENDINGS, newsml.records),
    "nitf": (nitf.ENDINGS, nitf.records),
    "feed": (feed.ENDINGS, feed.records),
    "warc": (warc.ENDINGS, _warc),
    "csv": (tables.ENDINGS, tables.records),
    "tsv": (tables.TAB_ENDINGS, tables.tab_records),
    "parquet": (tables.PARQUET_ENDINGS, tables.parquet_records),
    "gz": (packed.GZ_ENDINGS, _gz),
    "zip": (packed.ZIP_ENDINGS, _zip),
}
# The names of the formats, and the endings that each is told by.
FORMATS: tuple[str, ...] = tuple(_TABLE)
ENDINGS: tuple[str, ...] = tuple(sorted(ending for endings, _ in _TABLE.values() for ending in endings))
_BY_ENDING = {ending: form for form, (endings, _) in _TABLE.items() for ending in endings}

# How files begin that are not text; a file of another ending that begins so is named wrongly.
_MAGIC = ((b"\x1f\x8b", "gz"), (b"PK\x03\x04", "zip"), (b"PAR1", "parquet"))
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*([{\[])")


def _of_root(root: str | None) -> str | None:
    if newsml.is_root(root):
        return "newsml"
    if feed.is_root(root):
        return "feed"
    return root if root in ("nitf", "html") else None


def sniff(head: bytes) -> str:
    """Tell a format from the first bytes; what is nothing else is text."""
    for magic, form in _MAGIC:
        if head.startswith(magic):
            return form
    if head.startswith(b"WARC/"):
        return "warc"
    found = _JSON.match(head)
    if found:
        # Objects on lines of their own are JSON lines; one object may be either, and is read alike.
        return "json" if found[1] == b"[" or not _ends_on_line(head) else "jsonl"
    root = root_of(head)
    return _of_root(root) or ("html" if head.lstrip()[:9].lower() == b"<!doctype" else "text")


def _ends_on_line(head: bytes) -> bool:
    line, feed_, _ = head.lstrip().partition(b"\n")
    return not feed_ or line.rstrip().endswith(b"}")


def read_blob(blob: Blob, form: str | None = None) -> Iterator[Record | Failure]:
    """Read bytes by the format given, else by the ending of their name, else, without a name, by what they hold.

    Args:
        blob: The bytes.
        form: The name of the format.

    Returns:
        Records, and failures for those that can't be read; what is wrong with the whole is raised on the way.

    Raises:
        InputError: The format is unknown, or the bytes can't be read as it.
    """
    if form is not None and form not in _TABLE:
        raise InputError(f"{form} is no known format.", remedy=f"The formats are {', '.join(FORMATS)}.")
    if form is None:
        form = _by_name(blob)
    return _guarded(blob, form)


def _by_name(blob: Blob) -> str:
    if not blob.file:
        return sniff(blob.head())
    ending = ("." + blob.file.rpartition(".")[2].lower()) if "." in blob.file else ""
    form = _BY_ENDING.get(ending)
    if form is None:
        raise InputError(
            f"{blob.name} can't be read: {ending or 'no ending'} is no known format.",
            remedy=f"Files may end in {', '.join(ENDINGS)}; --format reads one that is named otherwise.",
            record=blob.name,
        )
    return form


def _guarded(blob: Blob, form: str) -> Iterator[Record | Failure]:
    """Read, and turn whatever a library raises over bad input into an error of ours."""
    try:
        head = blob.head()
        for magic, real in _MAGIC:
            if real != form and head.startswith(magic):
                raise InputError(
                    f"{blob.name} is not {form}, it is {real}.",
                    remedy=f"Name it .{real}, or read it with --format {real}.",
                    record=blob.name,
                )
        yield from _TABLE[form][1](blob)
    except InputError:
        raise
    except BaseException as error:
        # what is written in Rust panics with a BaseException of its own
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise InputError(
            f"{blob.name} can't be read as {form}: {type(error).__name__}: {str(error)[:200]}.",
            remedy="The file may be broken; get it anew.",
            record=blob.name,
        ) from error
