"""NITF, the News Industry Text Format of the IPTC, by lxml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.dateline import read_dateline
from quoteattr.reading.markup import paragraphs, parse_xml, words_of
from quoteattr.reading.places import is_place
from quoteattr.reading.record import Failure, Record, checked, moment, standing, unsigned
from quoteattr.reading.source import Blob, need

ENDINGS = (".nitf",)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Parts of a byline or dateline that name neither a person nor a place.
_ASIDE = frozenset(("byttl", "function", "location", "story.date", "virtloc"))
# The standard writes a day without a time as midnight where it was filed, with the T or without.
_MIDNIGHT = re.compile(r"(\d{8})T?0{6}(?:Z|[+-]\d\d:?\d\d)?")


def _find(root: Any, path: str) -> Any:
    """Return the first element at a path, whatever namespace the document is in."""
    return next(_all(root, path), None)


def _all(root: Any, path: str) -> Iterator[Any]:
    """Yield each element at a path, whatever namespace the document is in."""
    return iter(root.findall("/".join(f"{{*}}{step}" for step in path.split("/"))))


def _attribute(root: Any, path: str, name: str) -> str | None:
    """Return an attribute of the first element at a path that has it."""
    return next((said for node in _all(root, path) if (said := (node.get(name) or "").strip())), None)


def _moment(norm: str | None) -> date | datetime | None:
    match = _MIDNIGHT.fullmatch(norm or "")
    return moment(match[1] if match else norm)


def _spelled(node: Any, between: str) -> str:
    """Return the words of an element but those of its asides, and ``between`` where its parts stand side by side."""
    words, gap = node.text or "", None
    for part in node.iterchildren("*"):
        if part.tag.rpartition("}")[2] not in _ASIDE and (said := words_of(part)):
            words += between if gap is not None and not gap.strip() else ""
            words, gap = words + said, ""
        words += part.tail or ""
        gap = None if gap is None else gap + (part.tail or "")
    return " ".join(words.split()).replace(" ,", ",").strip(" ,;")


def _byline(nodes: Iterable[Any]) -> str | None:
    """Return whom the bylines name, without "By" and the jobs below the names."""
    names: list[str] = []
    for node in nodes:
        people = [_spelled(person, " ") for person in node.iterchildren("{*}person")]
        names += [name for one in people or [_spelled(node, ", ")] if (name := unsigned(one))]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:]))) or None


def _place(datelines: Iterable[Any]) -> str | None:
    """Return the place of the first dateline that has one, marked as such or in its words."""
    for node in datelines:
        location = node.find("{*}location")
        if location is not None and (place := _spelled(location, ", ")):
            return place
        words = _spelled(node, ", ")
        found = read_dateline(words)
        if found and found.place:
            return found.place
        if words and is_place(words):
            return words
    return None


def contents(root: Any) -> list[Any]:
    """Return what holds the text of an NITF document, made ready for reading; nothing where it is no NITF.

    The tree is changed: fractions get their stroke, and what is not meant for readers is emptied.
    """
    found = [root] if root.tag.rpartition("}")[2] == "body.content" else list(_all(root, "body/body.content"))
    for content in found:
        for node in content.iter("{*}note"):
            if node.get("type") == "npa":  # an advisory that is not for publication
                node.clear(keep_tail=True)
        for node in content.iterfind(".//{*}block/{*}classifier"):
            node.clear(keep_tail=True)
        for node in content.iterfind(".//{*}frac"):
            if node.find("{*}frac-sep") is None and (over := node.find("{*}numer")) is not None:
                over.tail = "/"
    return found


def record_of(root: Any, name: str) -> Record:
    """Return the record of an ``nitf`` element.

    Raises:
        InputError: It has no body, or a date that is none.
    """
    found = contents(root)
    if not found:
        raise InputError(f"{name} has no body.content.", remedy="Get the item anew from its source.", record=name)
    norm = _attribute(root, "head/docdata/date.issue", "norm") or _attribute(
        root, "body/body.head/dateline/story.date", "norm"
    )
    release = _attribute(root, "head/docdata/date.release", "norm")
    try:
        published = _moment(norm or release or _attribute(root, "head/pubdata", "date.publication"))
    except ValueError as error:
        raise InputError(f"{name}: date.issue: {error}.", record=name) from None
    outlet = (
        words_of(_find(root, "body/body.head/distributor"))
        or _attribute(root, "head/pubdata", "name")
        or _attribute(root, "head/docdata/doc-id", "regsrc")
        or _attribute(root, "head/docdata/doc.copyright", "holder")
    )
    status = _attribute(root, "head/docdata", "management-status") or ""
    link = _attribute(root, "head/pubdata", "ex-ref") or ""
    return Record(
        text=checked(paragraphs(found), name),
        name=name,
        outlet=outlet,
        published=published,
        title=words_of(_find(root, "body/body.head/hedline/hl1")) or words_of(_find(root, "head/title")),
        url=link if link.startswith(("http://", "https://")) else None,
        byline=_byline(_all(root, "body/body.head/byline")),
        place=_place(_all(root, "body/body.head/dateline")),
        language=root.get(_LANG) or root.get("baselang") or _attribute(root, "body", _LANG),
        notes=("the text of an NITF document", *standing(status, release if status == "embargoed" else None)),
    )


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read an NITF document: its text, headline, bylines, place, distributor, date of issue, language and address.

    Raises:
        InputError: lxml is missing, or it is no NITF with a body.
    """
    need("lxml", "nitf", "NITF")
    root = parse_xml(blob.whole(), blob.name)
    if root.tag.rpartition("}")[2] != "nitf":
        raise InputError(f"{blob.name} is no NITF: its root is {root.tag}.", record=blob.name)
    yield record_of(root, blob.name)
