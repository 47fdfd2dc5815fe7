"""NewsML-G2, the news exchange format of the IPTC, by the newsmlg2 library."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.markup import fragment_text, is_markup, paragraphs, parse_xml
from quoteattr.reading.nitf import contents
from quoteattr.reading.record import Failure, Record, checked, is_main, moment, reason_of, standing, unsigned
from quoteattr.reading.source import Blob, need
from quoteattr.reading.text import decode

ENDINGS = (".newsml", ".g2")
_NS = "{http://iptc.org/std/nar/2006-10-01/}"
_ROOTS = ("newsitem", "newsmessage", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "catalogitem")


def is_root(name: str | None) -> bool:
    """Tell whether a root element of this name, in lower case, is one of NewsML-G2's."""
    return name in _ROOTS


def _each(values: Any) -> list[Any]:
    """Return the values of one of the library's arrays.

    It counts an array as false where its values have no attributes, and goes on iterating where it was left.
    """
    return [] if values is None else [values[k] for k in range(len(values))]


def _first(values: Iterable[Any]) -> str | None:
    """Return the words of the first value that has any."""
    for value in values:
        words = (getattr(value, "_text", None) or "").strip()
        if words:
            return str(words)
    return None


def _headline(values: Iterable[Any]) -> str | None:
    """Return the main headline: one of no role goes before those of other roles."""
    return _first(sorted(values, key=lambda one: not is_main(getattr(one, "role", None))))


def _named(value: Any) -> str | None:
    """Return the name of a party or place: spelled out, as a literal, or the code's last part."""
    if not value:
        return None
    name = _first(_each(getattr(value, "name", None)))
    code = getattr(value, "literal", None) or getattr(value, "qcode", None) or getattr(value, "uri", None)
    return name or (str(code).rstrip("/").replace("/", ":").rpartition(":")[2] or None if code else None)


def _text(content: Any, tree: Any, name: str) -> str:
    """Return the words of a content set: inline XML before inline data, as that has the paragraphs."""
    for inline in _each(content.inlinexml):
        found = paragraphs(part for root in inline._xs_any_content for part in contents(root) or [root])
        if found:
            return found
    # The library folds the blanks of inline data, and with them its paragraphs; the words come from the tree.
    for node in tree.iter(f"{_NS}inlineData"):
        words, kind = node.text or "", node.get("contenttype") or ""
        if is_markup(kind, "") is None:
            continue
        if (node.get("encoding") or node.get("encodinguri") or "").lower().rpartition(":")[2] in ("b64", "base64"):
            try:
                words = decode(base64.b64decode(words), name)
            except binascii.Error:
                raise InputError(f"{name}: the inline data is broken base64.", record=name) from None
        found = fragment_text(words) if is_markup(kind, words) else words.strip()
        if found:
            return found
    raise InputError(
        f"{name} holds no text of its own.",
        remedy="Bring the text items; pictures and packages only refer.",
        record=name,
    )


def _record(tree: Any, name: str) -> Record:
    from lxml import etree
    from NewsMLG2 import NewsMLG2Document

    # Catalogs explain codes, which are not needed here; for one that it does not have, the library prints a warning.
    for catalog in tree.findall(f"{_NS}catalogRef"):
        tree.remove(catalog)
    try:
        item = NewsMLG2Document(etree.tostring(tree)).get_item()
    except Exception as error:  # the library raises what it meets: AssertionError, AttributeError, Exception itself
        raise InputError(
            f"{name} is no valid NewsML-G2: {error}.", remedy="Get the item anew from its source.", record=name
        ) from None
    meta, about = item.contentmeta, item.itemmeta
    if not item.contentset:
        raise InputError(f"{name} has no contentSet.", remedy="Get the item anew from its source.", record=name)
    text = checked(_text(item.contentset, tree, name), name)
    when = next((str(w) for w in (about.firstcreated, about.versioncreated) if w), None)
    try:
        published = moment(when)
    except ValueError as error:
        raise InputError(f"{name}: firstCreated: {error}.", record=name) from None
    by = _first(_each(meta.by)) if meta else None
    located = next(iter(_each(meta.located)), None) if meta else None
    spoken = next((str(language.tag) for language in _each(meta.language) if language.tag), None) if meta else None
    status = next((s for key in ("qcode", "uri", "literal") if (s := getattr(about.pubstatus, key, None))), None)
    return Record(
        text=text,
        name=str(tree.get("guid")),
        outlet=_named(about.provider) or (_first(_each(meta.creditline)) if meta else None),
        published=published,
        title=(_headline(_each(meta.headline)) if meta else None) or _first(_each(about.title)),
        byline=unsigned(by),
        place=_named(located),
        language=spoken or tree.get("{http://www.w3.org/XML/1998/namespace}lang"),
        notes=("the text of a NewsML-G2 item", *standing(status, str(about.embargoed or ""))),
    )


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read a news item, or each one of a news message, named by their guid.

    Raises:
        InputError: newsmlg2 is missing, or the document holds no news item.
    """
    need("NewsMLG2", "newsml", "NewsML-G2")
    root = parse_xml(blob.whole(), blob.name)
    items = list(root.iter(f"{_NS}newsItem"))
    if not items:
        raise InputError(f"{blob.name} holds no news item.", remedy="Only items of text can be read.", record=blob.name)
    if len(items) == 1:
        yield _record(items[0], blob.name)
        return
    for number, item in enumerate(items, start=1):
        try:
            yield _record(item, f"{blob.name}#{number}")
        except InputError as error:
            name = f"{blob.name}#{number}"
            yield Failure(name, reason_of(error, name))
