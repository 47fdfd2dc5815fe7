"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import io
import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.markup import fragment_text, root_of
from quoteattr.reading.record import Failure, Record, checked, reason_of
from quoteattr.reading.source import HEAD, Blob, need

ENDINGS = (".rss", ".atom", ".rdf")
_ROOTS = ("rss", "feed", "rdf")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.I)


def is_root(name: str | None) -> bool:
    """Tell whether a root element of this name, in lower case, is a feed's."""
    return name in _ROOTS


def _when(entry: Any) -> datetime | None:
    parts = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(timegm(parts), UTC) if parts else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _words(value: Any) -> str:
    """Return the words of a piece of content, which is markup unless it says otherwise."""
    return value.value.strip() if value.get("type") == "text/plain" else fragment_text(value.value)


def _entry(entry: Any, name: str, site: str | None, language: str | None) -> Record:
    contents = [_words(content) for content in entry.get("content", ())]
    whole = max(contents, key=len, default="")
    summary = _words(entry.summary_detail) if entry.get("summary_detail") else ""
    text = whole or summary
    if not text:
        raise InputError(
            f"{name} holds no text.", remedy="The feed may only link to the articles; bring their pages.", record=name
        )
    source = entry.get("source", {}).get("title")
    return Record(
        text=checked(text, name),
        name=name,
        outlet=source or None,
        published=_when(entry),
        title=fragment_text(entry.get("title", "")) or None,
        url=entry.get("link") or None,
        byline=entry.get("author") or None,
        site=site,
        language=language,
        notes=("the text of a feed's entry",) if whole else ("the summary of a feed's entry",),
    )


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read each entry of a feed, named by its id; where it has no full text, its summary.

    Raises:
        InputError: feedparser is missing, or it is no feed or an empty one.
    """
    need("feedparser", "feeds", "A feed")
    import feedparser

    raw = blob.whole()
    if _ENTITY.search(raw.replace(b"\x00", b"")):
        raise InputError(
            f"{blob.name} declares entities, which are not read.",
            remedy="Write the characters themselves in place of the entities.",
            record=blob.name,
        )
    if not is_root(root_of(raw[:HEAD])):
        raise InputError(f"{blob.name} is no RSS or Atom feed.", remedy="Check what it holds.", record=blob.name)
    # A stream, not a string: a string that looks like an address would be fetched.
    found = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries:
        why = found.get("bozo_exception")
        raise InputError(
            f"{blob.name} holds no entry{f': {why}' if why else ''}.", remedy="Get the feed anew.", record=blob.name
        )
    site = fragment_text(found.feed.get("title", "")) or None
    language = found.feed.get("language") or None
    for number, entry in enumerate(found.entries, start=1):
        name = entry.get("id") or entry.get("link") or f"{blob.name}#{number}"
        try:
            yield _entry(entry, name, site, language)
        except InputError as error:
            yield Failure(name, reason_of(error, name))
    if found.bozo and isinstance(found.bozo_exception, Exception) and _broken(found.bozo_exception):
        # feedparser reads on past the break as well as it can; what it could not read is gone unless it is said
        yield Failure(blob.name, f"The feed is broken, and entries may be missing: {found.bozo_exception}.")


def _broken(error: Exception) -> bool:
    from xml.sax import SAXException

    return isinstance(error, SAXException)
