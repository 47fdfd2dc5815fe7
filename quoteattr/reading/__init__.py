"""Reading: from texts, files, folders and streams to articles, one module a format behind one door."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import attrs

from quoteattr.errors import InputError
from quoteattr.reading.agencies import outlet_name
from quoteattr.reading.formats import ENDINGS, FORMATS, read_blob
from quoteattr.reading.language import language_of
from quoteattr.reading.layout import lay_out, with_sections
from quoteattr.reading.mending import mend
from quoteattr.reading.record import Failure, Record, checked, reason_of
from quoteattr.reading.rows import record_of
from quoteattr.reading.source import Blob, Input
from quoteattr.values import Article, Role

__all__ = ["ENDINGS", "FORMATS", "Failure", "Input", "Record", "Source", "lay_out", "outlet_name", "read", "read_row"]

One: TypeAlias = str | os.PathLike[str] | Article | Input
Source: TypeAlias = One | Iterable[One]

# A string is taken for a path that is missing, not for a text, where it has no blank and a separator or such an ending.
_PATH_LIKE = re.compile(
    rf"\S*[/\\]\S*|\S+(?:{'|'.join(map(re.escape, ENDINGS))}|\.(?:pdf|docx?|md|tar))",
    re.I,
)
_LONGEST_NAME = 200  # characters; a longer string names itself badly in a report
_LONGEST_PATH = 4096  # bytes; what no file system takes need not be asked for
# By the name alone: to open and close a file that is open as a database would end the lock on it.
_DATABASE = re.compile(r".+\.(?:duckdb|db)(\.wal)?", re.I)


def _path(source: str) -> Path | None:
    """Return the path that a string is, or None where it is a text.

    Raises:
        InputError: It looks like a path, and nothing is there.
    """
    if not source.strip() or len(source) > _LONGEST_PATH or len(source.splitlines()) > 1:
        return None
    path = Path(source)
    try:
        if path.exists():
            return path
    except (OSError, ValueError):
        return None
    if _PATH_LIKE.fullmatch(source):
        if "://" in source:
            raise InputError(
                f"{source} is an address, and nothing is fetched.", remedy="Save the page first.", record=source
            )
        raise InputError(
            f"{source} does not exist.",
            remedy="Check the path; a text that looks like one can be given as Article(text=...).",
            record=source,
        )
    return None


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` in the order of their names, hidden ones left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` that are read: a database often stands beside what it was made from."""
    return (path for path in _below(folder) if not _DATABASE.fullmatch(path.name))


def databases(folder: Path) -> list[Path]:
    """Return the databases below a folder, which are left alone."""
    return [path for path in _below(folder) if (found := _DATABASE.fullmatch(path.name)) and not found[1]]


def _told(article: Article, declared: str | None = None) -> Article:
    """Return the article with its language told, by the words of its story."""
    parts = article.parts(Role.BODY, Role.TEASER)
    words = article.text if len(parts) == 1 else " ".join(part.of(article.text) for part in parts)
    return attrs.evolve(article, language=language_of(words, declared))


def _articles(
    records: Iterable[Record | Failure], outlet: str | None, published: date | None = None
) -> Iterator[Article | Failure]:
    for record in records:
        if isinstance(record, Failure):
            yield record
            continue
        known = attrs.evolve(record, outlet=record.outlet or outlet, published=record.published or published)
        for article in lay_out(known):
            yield _told(article, record.language)


def _file(blob: Blob, source: Input, outlet: str | None) -> Iterator[Article | Failure]:
    found = read_blob(blob, source.format)
    return _articles((one if isinstance(one, Failure) else mend(one) for one in found), outlet, source.published)


def read_row(row: Mapping[str, Any], name: str) -> list[Article]:
    """Read one row of fields, as a line of JSON lines holds them.

    Args:
        row: The fields: ``text`` and what else is known.
        name: What to call it where it has no id.

    Raises:
        InputError: It can't be used.
    """
    found = _articles((mend(record_of(row, name)),), None)
    return [article for article in found if isinstance(article, Article)]


def _input(source: Input, outlet: str | None) -> Iterator[Article | Failure]:
    """Read an input that says what it is."""
    outlet = source.outlet or outlet
    path = source.path
    if path is not None:
        if path.is_dir():
            return _many((attrs.evolve(source, what=file) for file in _files(path)), outlet, str(path))
        if not path.exists():
            raise InputError(f"{path} does not exist.", remedy="Check the path.", record=str(path))
        blob = attrs.evolve(Blob.of_path(path, source.columns), name=source.called)
        return _file(blob, source, outlet)
    if isinstance(source.what, bytes):
        blob = Blob.of_bytes(source.what, source.called, columns=source.columns)
    else:
        blob = Blob.of_stream(source.what, source.called, columns=source.columns)  # type: ignore[arg-type]
    return _file(blob, source, outlet)


def check(source: Input) -> None:
    """Look whether an input can be read, as far as that shows without reading.

    Raises:
        InputError: It does not exist, or has an unknown ending.
    """
    if source.path is not None:
        _input(source, None)


def _one(source: One, outlet: str | None) -> Iterator[Article | Failure]:
    """Read one input; what is wrong with it as a whole is raised."""
    if isinstance(source, Article):
        checked(source.text, source.record)
        laid_out = source if source.sections else with_sections(source)
        return iter((laid_out if laid_out.language else _told(laid_out),))
    if isinstance(source, Input):
        return _input(source, outlet)
    path = _path(source) if isinstance(source, str) else Path(source)
    if path is None:
        assert isinstance(source, str)
        return _articles((Record(text=checked(source, None)),), outlet)
    return _input(Input(path), outlet)


def _named(source: object, number: int) -> str:
    if isinstance(source, Article):
        return source.record or f"input {number}"
    if isinstance(source, Input):
        return source.called
    if isinstance(source, os.PathLike):
        return str(source)
    if isinstance(source, str) and len(source) <= _LONGEST_NAME and len(source.split()) == 1:
        return source
    return f"input {number}"


def _many(sources: Iterable[One], outlet: str | None, folder: str | None = None) -> Iterator[Article | Failure]:
    """Read many inputs; a broken one is reported by name while the others go on."""
    number = 0
    for number, source in enumerate(sources, start=1):
        try:
            if not isinstance(source, str | os.PathLike | Article | Input):
                raise InputError(
                    f"{type(source).__name__} is no input.", remedy="Give texts, paths, Inputs or Articles."
                )
            yield from _one(source, outlet)
        except InputError as error:
            name = _named(source, number)
            yield Failure(name, reason_of(error, name))
    if folder is not None and number == 0:
        raise InputError(f"{folder} holds no file.", remedy=f"Files may end in {', '.join(ENDINGS)}.", record=folder)


def read(source: Source, *, outlet: str | None = None) -> Iterator[Article | Failure]:
    """Read texts, files and folders as articles.

    A string is a path if a file or folder of that name exists, and a text otherwise; a path is read by its ending, a
    folder with all below it. A page that holds several dispatches gives an article for each. An Article is passed on
    as it is, its sections and language told where it has none. Offsets refer to the text as decoded; it is never
    altered. Broken encoding of a file is repaired before that, and noted.

    Args:
        source: A text, a path, an Article, an Input that says more than a path does, or an iterable of these.
        outlet: The outlet of inputs that do not name their own; it wins over the dateline.

    Returns:
        The articles in order. Where there are many inputs or records, one that can't be read comes as a ``Failure``
        in its place and the others go on.

    Raises:
        InputError: The one input given can't be read: it does not exist, has an unknown ending, is no text or holds
            none. What only reading shows is raised at the first step of the iteration.

    >>> [article.outlet for article in read("LIMA, Sept 14 (Reuters) - Miners went back to work.")]
    ['Reuters']
    """
    if isinstance(source, str | os.PathLike | Article | Input):
        return _one(source, outlet)
    if isinstance(source, bytes) or not isinstance(source, Iterable):
        raise InputError(f"{type(source).__name__} is no input.", remedy="Give texts, paths, Inputs or Articles.")
    return _many(source, outlet)
