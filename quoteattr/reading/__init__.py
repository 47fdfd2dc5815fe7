"""Reading: from texts, files and folders to articles, one module a format behind one door."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

import attrs

from quoteattr.errors import InputError
from quoteattr.reading import jsonl, text
from quoteattr.reading.agencies import outlet_name
from quoteattr.reading.layout import lay_out, with_sections
from quoteattr.reading.record import Failure, Record, checked
from quoteattr.values import Article

__all__ = ["ENDINGS", "Failure", "Record", "Source", "lay_out", "outlet_name", "read"]

One: TypeAlias = str | os.PathLike[str] | Article
Source: TypeAlias = One | Iterable[One]

_READERS: dict[str, Callable[[Path], Iterator[Record | Failure]]] = {
    ending: module.records for module in (text, jsonl) for ending in module.ENDINGS
}
# The endings that can be read.
ENDINGS = tuple(sorted(_READERS))
# A string is taken for a path that is missing, not for a text, where it has no blank and a separator or such an ending.
_PATH_LIKE = re.compile(
    rf"\S*[/\\]\S*|\S+(?:{'|'.join(map(re.escape, ENDINGS))}|\.(?:html?|json|xml|csv|tsv|parquet|gz|zip|pdf|docx?|md))",
    re.I,
)
_LONGEST_NAME = 200  # characters; a longer string names itself badly in a report
_LONGEST_PATH = 4096  # bytes; what no file system takes need not be asked for


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


def _file(path: Path) -> Iterator[Record | Failure]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        ending = path.suffix or "no ending"
        raise InputError(
            f"{path} can't be read: {ending} is no known format.",
            remedy=f"Files may end in {', '.join(ENDINGS)}.",
            record=str(path),
        )
    return reader(path)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files below ``folder`` in the order of their names, hidden ones left out."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _articles(records: Iterator[Record | Failure], outlet: str | None) -> Iterator[Article | Failure]:
    for record in records:
        if isinstance(record, Failure):
            yield record
        else:
            yield from lay_out(attrs.evolve(record, outlet=record.outlet or outlet))


def _one(source: One, outlet: str | None) -> Iterator[Article | Failure]:
    """Read one input; what is wrong with it as a whole is raised."""
    if isinstance(source, Article):
        checked(source.text, source.record)
        return iter((source if source.sections else with_sections(source),))
    path = _path(source) if isinstance(source, str) else Path(source)
    if path is None:
        assert isinstance(source, str)
        return _articles(iter((Record(text=checked(source, None)),)), outlet)
    if path.is_dir():
        return _many(_files(path), outlet, str(path))
    if not path.exists():
        raise InputError(f"{path} does not exist.", remedy="Check the path.", record=str(path))
    return _articles(_file(path), outlet)


def _named(source: object, number: int) -> str:
    if isinstance(source, Article):
        return source.record or f"input {number}"
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
            if not isinstance(source, str | os.PathLike | Article):
                raise InputError(f"{type(source).__name__} is no input.", remedy="Give texts, paths or Articles.")
            yield from _one(source, outlet)
        except InputError as error:
            yield Failure(_named(source, number), str(error))
    if folder is not None and number == 0:
        raise InputError(f"{folder} holds no file.", remedy=f"Files may end in {', '.join(ENDINGS)}.", record=folder)


def read(source: Source, *, outlet: str | None = None) -> Iterator[Article | Failure]:
    """Read texts, files and folders as articles.

    A string is a path if a file or folder of that name exists, and a text otherwise; a path is read by its ending, a
    folder with all below it. A page that holds several dispatches gives an article for each. An Article is passed on
    as it is, its sections told where it has none. Offsets refer to the text as decoded; it is never altered.

    Args:
        source: A text, a path, an Article, or an iterable of these.
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
    if isinstance(source, str | os.PathLike | Article):
        return _one(source, outlet)
    if isinstance(source, bytes) or not isinstance(source, Iterable):
        raise InputError(f"{type(source).__name__} is no input.", remedy="Give texts, paths or Articles.")
    return _many(source, outlet)
