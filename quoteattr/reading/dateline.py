"""Datelines, as a rule set of its own: place, date and agency at the head of a dispatch, in the agencies' styles.

A dateline stands at the start of its line. It is put together from a place, a date and an agency in any order, with
commas or full stops between, and closed by a dash ("LIMA, Sept 14 (Reuters) - "), by slashes ("MOSCOW, March 3.
/TASS/."), by an agency after place and date ("Kyiv, 3 March 2025 (Ukrinform)") or by the end of its line. An agency
in the middle of a sentence ("told (AFP) - ") has no place before it and is none.
"""

from __future__ import annotations

import re
from datetime import date

import attrs

from quoteattr.reading.agencies import BARE, BRACKETED, known, outlet_name
from quoteattr.reading.places import is_capitals, is_place, stands_alone
from quoteattr.spans import Span

REACH = 200  # code points of a line that a dateline can take; what lies further is never looked at

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?"
_YEAR = r"(?:,?\s{1,2}(?P<y%d>(?:19|20)\d\d)(?![\d,.]\d))?"
_DATE = (
    rf"(?i:(?:{_WEEKDAY},?\s{{1,2}})?"
    rf"(?:(?P<m1>{_MONTH})\s{{0,2}}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.,:]\d){_YEAR % 1}"
    rf"|(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\s{{1,2}}(?:of\s)?(?P<m2>{_MONTH}){_YEAR % 2}"
    r"|(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d\d)[-/](?P<d3>\d\d)(?!\d)"
    r"|(?P<d4>\d{1,2})\.(?P<m4>\d{1,2})\.(?P<y4>(?:19|20)\d\d)(?!\d)))"
)
_DATE_AT = re.compile(_DATE)
_DASH = r"(?:--+|[-‐‑–—―−_]+)"
_PIECE = re.compile(
    rf"(?P<bracket>[(\[/]\s?(?P<inner>{BRACKETED})(?:\s?[/,-]\s?[\w .-]{{2,20}})?\s?[)\]/])"
    rf"|(?P<unknown>\((?P<initials>[A-Z][A-Za-z]{{1,11}})\)(?=\s{{0,2}}\.?\s{{0,2}}{_DASH}))"
    rf"|(?<![\w/])(?P<date>{_DATE})(?!\w)"
    rf"|(?<![\w/.@-])(?P<bare>{BARE})(?![\w/@'’]|[-.]\w)"
    rf"|(?P<dash>(?<=\s){_DASH}(?=\s|$)|(?:--+|[–—―])(?=\s|$)|(?<=\s)(?:--+|[–—―]))"
)
_GAP = re.compile(r"\s{0,3}[,.;:|·]?\s{0,3}")
_BLANK = re.compile(r"\s{0,3}")
_CLOSE = re.compile(rf"\s{{0,3}}\.?\s{{0,3}}{_DASH}(?=\s|$|[\"“'‘A-Z])")


@attrs.frozen
class Dateline:
    """What the dateline of a dispatch says.

    Args:
        span: Where it stands in the line, the closing dash included and the blank after it not.
        place: The place as written, or None.
        outlet: The agency by its kept name, or None.
        day: The date, where the year is given.
        month_day: Month and day, where the year is not given.
        alone: Whether nothing else stands on the line.
        strong: Whether it names an agency together with a place, a date or a closing mark, so that it can begin
            a dispatch by itself.
    """

    span: Span
    place: str | None = None
    outlet: str | None = None
    day: date | None = None
    month_day: tuple[int, int] | None = None
    alone: bool = False
    strong: bool = False

    def on(self, near: date | None) -> date | None:
        """Return the date; where the year is not given, in the year that brings it closest to ``near``."""
        if self.day is not None or self.month_day is None or near is None:
            return self.day
        month, day = self.month_day
        found = [d for year in (near.year - 1, near.year, near.year + 1) if (d := _day(year, month, day))]
        return min(found, key=lambda d: abs(d - near), default=None)


@attrs.define
class _Parts:
    """What was read of a line so far."""

    end: int = 0
    place: str | None = None
    outlet: str | None = None
    bracketed: bool = False
    when: tuple[int | None, int, int] | None = None
    closed: bool = False
    gap: str = ""

    @property
    def count(self) -> int:
        return sum(part is not None for part in (self.place, self.outlet, self.when))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _when(match: re.Match[str]) -> tuple[int | None, int, int] | None:
    """Return year or None, month and day of a match of ``_DATE``; None where there is no such day."""
    for form in "1234":
        named = match[f"d{form}"]
        if named is None:
            continue
        month = match[f"m{form}"]
        number = _MONTHS.index(month[:3].casefold()) + 1 if form in "12" else int(month)
        year = int(match[f"y{form}"]) if match[f"y{form}"] else None
        return (year, number, int(named)) if _day(year or 2000, number, int(named)) else None
    return None


def parse_date(words: str) -> date | None:
    """Return the date that ``words`` are, such as ``April 15, 2025`` or ``15.04.2025``; None for anything else."""
    match = _DATE_AT.fullmatch(words.strip())
    when = _when(match) if match else None
    return _day(when[0], when[1], when[2]) if when and when[0] else None


def find_date(words: str) -> date | None:
    """Return the first date with a year anywhere in ``words``, or None."""
    for match in _DATE_AT.finditer(words):
        when = _when(match)
        if when and when[0]:
            return _day(when[0], when[1], when[2])
    return None


def _place(head: str, start: int, piece: re.Match[str] | None) -> str | None:
    """Return the place between ``start`` and the first piece, if what stands there is one."""
    end = piece.start() if piece else len(head)
    words = head[start:end].strip().rstrip(",;:|·").rstrip()
    if re.search(r"[A-ZÀ-Þ]{4}\.$", words):
        words = words[:-1]  # "KYIV. April 15 (Interfax-Ukraine)", not "HEMPSTEAD, N.Y."
    return words if is_place(words) and words[-1] not in "/&-" else None


def _pieces(head: str, start: int, parts: _Parts) -> None:
    """Read date, agency and dash from ``start`` on, as long as one follows the other."""
    at = start
    while not parts.closed:
        gap = _GAP.match(head, at)
        assert gap is not None  # it matches the empty string
        close = _CLOSE.match(head, at)
        if close and (parts.outlet or parts.when or parts.place):
            parts.end, parts.closed = close.end(), True
            return
        piece = _PIECE.match(head, gap.end())
        if piece is None or piece["dash"]:
            return
        if piece["date"]:
            when = _when(piece)
            if when is None or parts.when is not None:
                return
            parts.when = when
        elif parts.outlet is not None:
            return
        elif piece["bracket"]:
            parts.outlet, parts.bracketed = outlet_name(piece["inner"]), True
        elif piece["unknown"]:
            if not (parts.place and stands_alone(parts.place)):
                return
            parts.outlet, parts.bracketed = piece["initials"], True
        else:
            parts.outlet = outlet_name(piece["bare"])
        parts.gap = gap.group()
        at = parts.end = piece.end()


def _second_place(head: str, parts: _Parts) -> None:
    """Read a place that comes later: "(ANSA) - ROME, AUG 14 - ", "BBC News, Nairobi", "15.04.2025, KYIV"."""
    start = len(head) - len(head[parts.end :].lstrip(" \t\u00a0,.;:|·\n"))
    parted = head[parts.end : start].strip() or parts.bracketed or not parts.outlet
    piece = _PIECE.search(head, start)
    place = _place(head, start, piece)
    if place is None or (piece is None and not (parted and parts.outlet)):
        return
    if parts.closed:
        assert piece is not None or place
        if piece is None or not (piece["date"] or (piece["dash"] and is_capitals(place.split(",")[0]))):
            return
        more = _Parts(end=len(head[: piece.start()].rstrip(" \t,.")), place=place)
        _pieces(head, more.end, more)
        if more.closed and more.outlet is None:
            parts.end, parts.place, parts.when = more.end, place, parts.when or more.when
    elif parted and piece is None:
        parts.place, parts.end = place, len(head.rstrip())
    elif parted and piece is not None:
        before = parts.end
        parts.end = len(head[: piece.start()].rstrip(" \t,."))
        parts.place = place
        _pieces(head, parts.end, parts)
        if not parts.closed and head[parts.end :].strip():
            parts.place, parts.end = None, before


def read_dateline(line: str) -> Dateline | None:
    """Read the dateline at the start of ``line``, if there is one.

    Args:
        line: A line of text without blanks at its start; its first 200 code points are looked at.

    Returns:
        The dateline with its span in the line, or None.

    >>> found = read_dateline("LIMA, Sept 14, 2025 (Reuters) - Peruvian miners went back.")
    >>> found.place, found.outlet, found.day.isoformat()
    ('LIMA', 'Reuters', '2025-09-14')
    """
    head = line[:REACH]
    first = _PIECE.search(head)
    if first is None:
        return None
    parts = _Parts()
    if head[: first.start()].strip():
        parts.place = _place(head, 0, first)
        if parts.place is None:
            return None
        parts.end = len(head[: first.start()].rstrip(" \t\u00a0,.;:|·"))
        if first["dash"] and not _sound_after(line, first.end()):
            return None
    _pieces(head, parts.end, parts)
    if parts.place is None and (parts.outlet or not parts.closed):
        _second_place(head, parts)
    alone = not line[parts.end :].strip(" \t\u00a0\n\r.;|·")
    if not _holds(parts, line, alone):
        return None
    return _value(parts, line, alone)


def _sound_after(line: str, at: int) -> bool:
    """Tell whether what follows a dash begins a sentence: a capital, a figure, a mark, or the end of the line."""
    rest = line[at:].lstrip()[:1]
    return not rest or not (rest.isalpha() and rest.islower())


def _holds(parts: _Parts, line: str, alone: bool) -> bool:
    """Tell whether what was read is a dateline and not the start of a sentence, a credit or a headline."""
    ends = parts.closed or alone
    follows = _sound_after(line, parts.end)
    if parts.outlet:
        if parts.bracketed and parts.count == 3:
            return follows or ends
        if parts.bracketed and parts.count == 2:
            slashed = line[: parts.end].rstrip().endswith("/")
            # "NEW DELHI (PTI) The": Indian agencies put no dash; believed after a place in capitals or a known city.
            indian = parts.place is not None and stands_alone(parts.place) and is_capitals(parts.place)
            return ends or slashed or (indian and follows)
        if parts.bracketed:
            return parts.closed
        if parts.count == 1:
            # "Reuters - " in small print is a link list as often; a long dash and a sentence are asked for.
            return parts.closed and bool(re.search(r"(?:--|[–—―])\s*$", line[: parts.end])) and follows
        # "Jim Ray, Reuters" alone on a line credits a picture; a place before a bare name must be known as one.
        first = parts.place is None or parts.when or not line.startswith(parts.place)
        return ends and (bool(first) or parts.closed or stands_alone(parts.place or ""))
    if parts.place and parts.when:
        return (parts.closed and follows) or alone
    if parts.when:
        return (parts.closed and follows and not alone) or alone
    return bool(parts.closed and parts.place and stands_alone(parts.place) and follows and not alone)


def _value(parts: _Parts, line: str, alone: bool) -> Dateline:
    end = len(line.rstrip()) if alone else parts.end
    if not parts.closed and not alone and line[end : end + 1] == ".":
        end += 1  # "/TASS/."
    year, month, day = parts.when or (None, 0, 0)
    return Dateline(
        span=Span(0, end),
        place=parts.place,
        outlet=parts.outlet,
        day=_day(year, month, day) if year else None,
        month_day=(month, day) if month and not year else None,
        alone=alone,
        strong=parts.outlet is not None and (known(parts.outlet) or parts.count > 1),
    )
