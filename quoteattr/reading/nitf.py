"""NITF, the News Industry Text Format of the IPTC, by lxml."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.markup import paragraphs, parse_xml, words_of
from quoteattr.reading.record import Failure, Record, checked, moment
from quoteattr.reading.source import Blob, need

ENDINGS = (".nitf",)


def _find(root: Any, path: str) -> Any:
    """Return the first element at a path, whatever namespace the document is in."""
    return root.find("/".join(f"{{*}}{step}" for step in path.split("/")))


def _attribute(root: Any, path: str, name: str) -> str | None:
    node = _find(root, path)
    return None if node is None else (node.get(name) or "").strip() or None


def _byline(node: Any) -> str | None:
    """Return who a byline names, without "By" and the job below the name."""
    if node is None:
        return None
    person = node.find("{*}person")
    words = words_of(person if person is not None else node) or ""
    return words[3:].strip() if words[:3].casefold() == "by " else words or None


def record_of(root: Any, name: str) -> Record:
    """Return the record of an ``nitf`` element.

    Raises:
        InputError: It has no body, or a date that is none.
    """
    content = _find(root, "body/body.content")
    if content is None:
        raise InputError(f"{name} has no body.content.", remedy="Get the item anew from its source.", record=name)
    try:
        published = moment(_attribute(root, "head/docdata/date.issue", "norm")) or moment(
            _attribute(root, "body/body.head/dateline/story.date", "norm")
        )
    except ValueError as error:
        raise InputError(f"{name}: date.issue: {error}.", record=name) from None
    headline = _find(root, "body/body.head/hedline/hl1")
    outlet = (
        words_of(_find(root, "body/body.head/distributor"))
        or _attribute(root, "head/pubdata", "name")
        or _attribute(root, "head/docdata/doc-id", "regsrc")
    )
    return Record(
        text=checked(paragraphs([content]), name),
        name=name,
        outlet=outlet,
        published=published,
        title=words_of(headline) or words_of(_find(root, "head/title")),
        byline=_byline(_find(root, "body/body.head/byline")),
        place=words_of(_find(root, "body/body.head/dateline/location")),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        notes=("the text of an NITF document",),
    )


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read an NITF document: its text, headline, byline, place, distributor and date of issue.

    Raises:
        InputError: lxml is missing, or it is no NITF with a body.
    """
    need("lxml", "nitf", "NITF")
    root = parse_xml(blob.whole(), blob.name)
    if root.tag.rpartition("}")[2] != "nitf":
        raise InputError(f"{blob.name} is no NITF: its root is {root.tag}.", record=blob.name)
    yield record_of(root, blob.name)
