"""ninjs, news in JSON of the IPTC: versions 1.x, 2.x and 3.x, structured by cattrs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar

import attrs
from cattrs import Converter
from cattrs.errors import BaseValidationError
from cattrs.v import transform_error

from quoteattr.errors import InputError
from quoteattr.reading.markup import fragment_text, is_markup, paragraphs, parse_xml, says_kind
from quoteattr.reading.nitf import contents
from quoteattr.reading.record import Record, checked, is_main, moment, standing, unsigned
from quoteattr.reading.source import need

_T = TypeVar("_T")
_NOTE = "the text of a ninjs item"
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")


@attrs.frozen
class Source:
    """Who contributed: an agency or a person."""

    name: str | None = None


@attrs.frozen
class Piece:
    """A body or headline: its words, what they are, and how they are marked up."""

    value: str
    role: str | None = None
    contenttype: str | None = None

    @property
    def markup(self) -> bool | None:
        """Tell whether it is markup; None where it is neither that nor text. A role may say so where no type does."""
        role = self.role or ""
        return is_markup(self.contenttype or ("" if "/" in role else role), self.value)

    @property
    def words(self) -> str:
        """Return its words, a line for each paragraph where it is markup."""
        if not self.markup:
            return self.value.strip()
        need("lxml", "nitf", "A body in HTML")
        if "<body.content" in self.value:
            try:
                found = contents(
                    parse_xml(_DECLARATION.sub("", self.value, count=1).encode("utf-8", "surrogatepass"), "it")
                )
            except InputError:
                found = []
            if found:
                return paragraphs(found)
        return fragment_text(self.value)


@attrs.frozen
class Common:
    """The properties that all versions share, 3.x in camel case."""

    uri: str
    title: str | None = None
    language: str | None = None
    located: str | None = None
    versioncreated: str | None = None
    firstcreated: str | None = None
    copyrightholder: str | None = None
    pubstatus: str | None = None
    embargoed: str | None = None


@attrs.frozen
class Ninjs1(Common):
    """An item of version 1.x; its bodies and headlines are properties named ``body_*`` and ``headline_*``."""

    headline: str | None = None
    byline: str | None = None
    mimetype: str | None = None
    infosource: list[Source] = attrs.field(factory=list)


@attrs.frozen
class Ninjs2(Common):
    """An item of version 2.x, or of 3.x with its names in lower case."""

    bodies: list[Piece] = attrs.field(factory=list)
    headlines: list[Piece] = attrs.field(factory=list)
    by: str | None = None
    infosources: list[Source] = attrs.field(factory=list)
    embargoeduntil: str | None = None


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
    return any(key in row for key in ("bodies", "headlines", "infosources", "infoSources", "versionCreated"))


def _lowered(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return an item of 3.x with the names of 2.x, which are the same without capitals."""
    found = {key.lower(): value for key, value in row.items()}
    for key in ("bodies", "headlines", "infosources"):
        if isinstance(pieces := found.get(key), list):
            found[key] = [
                {name.lower(): value for name, value in piece.items()} if isinstance(piece, dict) else piece
                for piece in pieces
            ]
    return found


def _structured(row: Mapping[str, Any], kind: type[_T]) -> _T:
    try:
        return _converter().structure(row, kind)
    except BaseValidationError as error:
        what = "; ".join(message.replace(" @ $", " at ") for message in transform_error(error)[:3])
        raise InputError(f"it is no valid ninjs: {what}.", remedy="Get the item anew from its source.") from None


def _best(found: Iterable[Piece]) -> str:
    """Return the body that says most in paragraphs: the first in plain text with more than one, else markup.

    The main body goes before those of other roles, unless these only say how it is written. What is neither text nor
    markup is left out.
    """
    bodies = [piece for piece in found if piece.markup is not None and piece.value.strip()]
    for chosen in ([p for p in bodies if is_main(p.role) or says_kind(p.role or "")], bodies):
        plain = [piece.words for piece in chosen if not piece.markup]
        lines = [text for text in plain if "\n" in text]
        if lines:
            return lines[0]
        marked = next((words for piece in chosen if piece.markup and (words := piece.words)), "")
        if marked or plain:
            return marked or plain[0]
    return ""


def _named(row: Mapping[str, Any], start: str, mimetype: str | None = None) -> list[Piece]:
    """Return the bodies or headlines of 1.x, whose names say what they are; where they don't, the item's type does."""
    kind = mimetype if mimetype and says_kind(mimetype) else None
    return [
        Piece(value, None, key if says_kind(key) else kind)
        for key, value in row.items()
        if key.startswith(start) and isinstance(value, str)
    ]


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
        item = _structured(_lowered(row), Ninjs2)
        bodies = item.bodies
        titles = [piece.words for piece in sorted(item.headlines, key=lambda piece: not is_main(piece.role))]
        byline, sources, until = item.by, item.infosources, item.embargoed or item.embargoeduntil
    else:
        item = _structured(row, Ninjs1)
        bodies = _named(row, "body_", item.mimetype)
        titles = [item.headline or "", *(piece.words for piece in _named(row, "headline_"))]
        byline, sources, until = item.byline, item.infosource, item.embargoed
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
        title=next(filter(None, titles), None) or item.title,
        url=item.uri if item.uri.startswith(("http://", "https://")) else None,
        byline=unsigned(byline),
        place=item.located,
        language=item.language,
        notes=(_NOTE, *standing(item.pubstatus, until)),
    )
