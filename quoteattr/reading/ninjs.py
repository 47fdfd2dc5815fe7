"""ninjs, news in JSON of the IPTC: versions 1.x and 2.x, structured by cattrs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.v import transform_error

from quoteattr.errors import InputError
from quoteattr.reading.markup import fragment_text
from quoteattr.reading.record import Record, checked, moment
from quoteattr.reading.source import need

_T = TypeVar("_T")
_NOTE = "the text of a ninjs item"
# Names of bodies that are markup in the 1.x versions, which have no content type beside them.
_MARKUP = ("html", "richtext")


@attrs.frozen
class Source:
    """Who contributed: an agency or a person."""

    name: str | None = None


@attrs.frozen
class Piece:
    """A body or headline of version 2.x: its words, what they are, and how they are marked up."""

    value: str
    role: str | None = None
    contenttype: str | None = None


@attrs.frozen
class Common:
    """The properties that both versions share."""

    uri: str
    title: str | None = None
    language: str | None = None
    located: str | None = None
    versioncreated: str | None = None
    firstcreated: str | None = None
    copyrightholder: str | None = None


@attrs.frozen
class Ninjs1(Common):
    """An item of version 1.x; its bodies and headlines are properties named ``body_*`` and ``headline_*``."""

    headline: str | None = None
    byline: str | None = None
    infosource: list[Source] = attrs.field(factory=list)


@attrs.frozen
class Ninjs2(Common):
    """An item of version 2.x."""

    bodies: list[Piece] = attrs.field(factory=list)
    headlines: list[Piece] = attrs.field(factory=list)
    by: str | None = None
    infosources: list[Source] = attrs.field(factory=list)


@lru_cache(maxsize=1)
def _converter() -> Converter:
    converter = Converter()

    @converter.register_structure_hook
    def _string(value: Any, _: type) -> str:
        # cattrs would turn whatever comes into a string
        if not isinstance(value, str):
            raise TypeError(f"must be a string, not {type(value).__name__}")
        return value

    return converter


def is_item(row: Mapping[str, Any]) -> bool:
    """Tell whether a JSON object is an item of ninjs: it has a uri, and what only ninjs calls so."""
    return "uri" in row and (_is_2(row) or any(key.startswith("body_") for key in row) or "versioncreated" in row)


def _is_2(row: Mapping[str, Any]) -> bool:
    return any(key in row for key in ("bodies", "headlines", "infosources"))


def _structured(row: Mapping[str, Any], kind: type[_T]) -> _T:
    try:
        return _converter().structure(row, kind)
    except BaseValidationError as error:
        what = "; ".join(message.replace(" @ $", " at ") for message in transform_error(error)[:3])
        raise InputError(f"it is no valid ninjs: {what}.", remedy="Get the item anew from its source.") from None


def _plain(words: str, markup: bool) -> str:
    if not markup:
        return words.strip()
    need("lxml", "nitf", "A body in HTML")
    return fragment_text(words)


def _best(found: list[tuple[str, bool]]) -> str:
    """Return the body that says most in paragraphs: the first in plain text with more than one, else markup.

    Args:
        found: The bodies in order, and whether each is markup.
    """
    plain = [text.strip() for text, markup in found if not markup and text.strip()]
    lines = [text for text in plain if "\n" in text]
    if lines:
        return lines[0]
    marked = next((words for text, markup in found if markup and (words := _plain(text, True))), "")
    return marked or (plain[0] if plain else "")


def _is_markup(contenttype: str | None, role: str | None) -> bool:
    return any(word in (contenttype or role or "").lower() for word in _MARKUP)


def record_of(row: Mapping[str, Any], name: str) -> Record:
    """Return the record of an item.

    Args:
        row: The JSON object.
        name: What to call it where its uri is empty.

    Raises:
        InputError: It breaks the form of ninjs, or has no body.
    """
    item: Ninjs1 | Ninjs2
    if _is_2(row):
        item = _structured(row, Ninjs2)
        bodies = [(p.value, _is_markup(p.contenttype, p.role)) for p in item.bodies]
        titles = sorted(item.headlines, key=lambda piece: piece.role not in (None, "main"))
        title = next((_plain(p.value, _is_markup(p.contenttype, None)) for p in titles), None)
        byline, sources = item.by, item.infosources
    else:
        item = _structured(row, Ninjs1)
        bodies = [
            (value, _is_markup(None, key))
            for key, value in row.items()
            if key.startswith("body_") and isinstance(value, str)
        ]
        title = item.headline or next(
            (v for k, v in row.items() if k.startswith("headline_") and isinstance(v, str)), None
        )
        byline, sources = item.byline, item.infosource
    text = _best(bodies)
    if not text:
        raise InputError("it has no body.", remedy="Bring the full item; pictures and packages only refer.")
    try:
        published = moment(item.firstcreated or item.versioncreated)
    except ValueError as error:
        raise InputError(f"versioncreated: {error}.") from None
    return Record(
        text=checked(text, "the item"),
        name=item.uri or name,
        outlet=next((s.name for s in sources if s.name), None) or item.copyrightholder,
        published=published,
        title=title or item.title,
        url=item.uri if item.uri.startswith(("http://", "https://")) else None,
        byline=byline,
        place=item.located,
        language=item.language,
        notes=(_NOTE,),
    )
