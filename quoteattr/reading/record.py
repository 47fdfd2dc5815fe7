"""What a format module hands on: one record of text with what is known of it, or a failure by name."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import attrs

from quoteattr.errors import InputError
from quoteattr.reading.dateline import parse_date


def reason_of(error: Exception, name: str) -> str:
    """Return what an error says, without the name where it stands first: who lists a failure lists its name."""
    said = str(error)
    return f"It {said[len(name) + 1 :]}" if said.startswith(f"{name} ") else said


@attrs.frozen
class Failure:
    """An input, or one record of it, that could not be read while the others go on.

    Args:
        record: Its name: a path, ``file.jsonl:LINE``, or ``input N`` in a list.
        reason: What is wrong, and what to do about it.
    """

    record: str
    reason: str


@attrs.frozen
class Record:
    """The text of one input and what the input itself says about it.

    Args:
        text: The text as decoded.
        name: A path or an id; None for text given as such.
        outlet: Who published it, where the input says so.
        published: When, where the input says so.
        title: Its headline, where the input says so.
        url: Where it was published.
        byline: Who wrote it.
        place: Where it was filed.
        site: The site or feed that it was found on, its outlet where nothing else names one.
        language: Its language, where the input says so.
        notes: What was done on the way from the input to the text; empty where the text is the input's own.
    """

    text: str
    name: str | None = None
    outlet: str | None = None
    published: date | datetime | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    place: str | None = None
    site: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


# What a provider says of an item that it holds back or has taken back, by the codes of the IPTC.
_HELD = ("withheld", "canceled", "embargoed")


def unsigned(byline: str | None) -> str | None:
    """Return who a byline names, without the "By" in front."""
    words = (byline or "").strip()
    return (words[3:].strip() if words[:3].casefold() == "by " else words) or None


def _code(said: str | None) -> str:
    """Return a code alone, which may stand at the end of a qualified code or an address."""
    return re.split("[:/#]", (said or "").strip().lower())[-1]


def is_main(role: object) -> bool:
    """Tell whether a headline or body is the main one by its role; one of no role is."""
    return not role or _code(str(role)) == "main"


def standing(status: str | None, until: str | None) -> tuple[str, ...]:
    """Return the notes on an item that is not free to be used, as its provider says.

    Args:
        status: The code of its status, alone or at the end of a qualified code or address.
        until: When an embargo ends.
    """
    word = _code(status)
    notes = [f"marked as {word} by its provider"] if word in _HELD else []
    try:
        when = moment(until)
    except ValueError:
        when = None
    if when is not None:
        notes.append(f"under embargo until {when.isoformat()}")
    return tuple(notes)


def checked(text: str, name: str | None) -> str:
    """Return ``text`` unchanged if it can be worked on.

    Raises:
        InputError: It holds no text, or half a surrogate pair, which no file or database can store.
    """
    what = name or "the text given"
    if not text.strip():
        raise InputError(f"{what} holds no text.", remedy="Leave it out, or give the dispatch itself.", record=name)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InputError(
            f"{what} holds half a surrogate pair at offset {error.start}.",
            remedy="Decode it as UTF-8 or UTF-16 before it comes here.",
            record=name,
            offset=error.start,
        ) from None
    return text


def moment(value: object) -> date | datetime | None:
    """Read the time of publication: an ISO 8601 date or moment, or a date in words.

    Args:
        value: What the record says; a moment without an offset is taken as UTC.

    Returns:
        A date, or an aware moment in UTC, or None where nothing is said.

    Raises:
        ValueError: It is no date.
    """
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        words = value.strip()
        try:
            return date.fromisoformat(words)
        except ValueError:
            pass
        try:
            return moment(datetime.fromisoformat(words))
        except (ValueError, OverflowError):
            pass
        day = parse_date(words)
        if day is not None:
            return day
    raise ValueError(f"{value!r} is no date; write it as 2025-04-15 or 2025-04-15T09:30:00Z")
