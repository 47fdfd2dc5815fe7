"""Figures in words: numbers, amounts, shares, measures and dates, brought to values that can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import attrs

from quoteattr.spans import Span
from quoteattr.wording.units import (
    DAYS,
    MONEY,
    MONTHS,
    ORDINALS,
    PARTS,
    RELATIVE,
    SEASONS,
    SIGNS,
    TIMES,
    UNIT_STEMS,
    VAGUE,
)
from quoteattr.wording.words import FUNCTION, SMALL, Word, listed, stem, words


@attrs.frozen
class Figure:
    """A figure and what it measures.

    Args:
        span: Where it stands.
        text: As it stands, with its unit.
        kind: ``number``, ``money``, ``measure``, ``ordinal``, ``date``, ``weekday``, ``year`` or ``vague``.
        value: Its value in its own unit; for a date the day of the month, 0 where none is said.
        unit: The unit, currency or month; empty for a bare number.
        dimension: What the unit measures.
        base: The value in the base unit of its dimension.
        context: Stems of the content words around it, the one after it first.
        weak: Whether it may be no figure at all: "one", "a year".
        also: The same amount in other units, given in brackets after it.
        bound: ``<`` for "less than" and the like, ``>`` for "more than", ``~`` for "about" and "nearly".
        lead: The word before it.
        other: Whether it counts what is there besides: "10 other", "another 31".
    """

    span: Span
    text: str
    kind: str
    value: float
    unit: str = ""
    dimension: str = ""
    base: float = 0.0
    context: tuple[str, ...] = ()
    weak: bool = False
    also: tuple[Figure, ...] = ()
    bound: str = ""
    lead: str = ""
    other: bool = False


def _number(found: Sequence[Word], i: int) -> tuple[float, int, bool] | None:
    """Read a number at word ``i``: its value, the position after it, and whether it is weak."""
    key, text = found[i].key, found[i].text
    weak = text.lower() == "one"
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(bn|mn|tn|m|k)?", key)
    if not match:
        if key in ("hundred", "thousand", "million", "billion", "dozen") and found[i - 1].text.lower() in ("a", "an"):
            value, at = TIMES[key], i + 1
            while at < len(found) and found[at].key in TIMES:
                value *= TIMES[found[at].key]
                at += 1
            return value, at, False
        return None
    total, value, at = 0.0, float(match[1]), i + 1
    if match[2]:
        return value * TIMES[match[2]], at, False
    worded = text.lower() in SMALL
    while at < len(found):
        here = found[at]
        if here.key in TIMES and here.text.lower() not in ("m", "score"):
            value *= TIMES[here.key]
            if value >= 1000:
                total, value = total + value, 0.0
            weak = False
            at += 1
        elif (worded and here.text == "-" and at + 1 < len(found) and found[at + 1].text.lower() in SMALL) or (
            worded
            and here.key == "and"
            and at + 1 < len(found)
            and found[at + 1].text.lower() in SMALL
            and value >= 100
        ):
            value += SMALL[found[at + 1].text.lower()]
            at += 2
        elif (
            worded and here.text.lower() in SMALL and value >= 20 and value % 10 == 0 and SMALL[here.text.lower()] < 10
        ):
            value += SMALL[here.text.lower()]
            at += 1
        else:
            break
    return total + value, at, weak


def _context(found: Sequence[Word], i: int, end: int) -> tuple[str, ...]:
    after = [stem(w.key) for w in found[end : end + 7] if w.plain and w.key not in FUNCTION and not w.key[0].isdigit()]
    before = [
        stem(w.key) for w in found[max(0, i - 6) : i] if w.plain and w.key not in FUNCTION and not w.key[0].isdigit()
    ]
    return tuple(after[:4] + before[::-1][:3])


# Words that tell the month of May from the verb.
_AHEAD = frozenset(listed("in of since until by before after early late this next last mid"))


def _date(found: Sequence[Word], i: int) -> tuple[Figure, int] | None:
    """Read a date at word ``i``: April 27, 27 April, Apr. 27, each with or without its year."""
    key = found[i].key
    month, day, end = 0, 0, i
    if key in MONTHS and (
        found[i].text[0].isupper()
        and (
            key != "may"
            or (i + 1 < len(found) and found[i + 1].key.isdigit())
            or (i > 0 and found[i - 1].key in _AHEAD)
        )
    ):
        month, end = MONTHS[key], i + 1
        if end + 1 < len(found) and found[end].text == "." and len(key) <= 4 and found[end + 1].key[:1].isdigit():
            end += 1
        if end < len(found) and re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", found[end].key):
            day, end = int(re.sub(r"\D", "", found[end].key)), end + 1
    elif re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", key) and i + 1 < len(found):
        after = found[i + 1]
        month, end = (MONTHS[after.key], i + 2) if after.key in MONTHS and after.text[0].isupper() else (0, i)
        day = int(re.sub(r"\D", "", key))
    if not month:
        return None
    span = Span(found[i].span.start, found[end - 1].span.end)
    return Figure(span, "", "date", float(day), str(month), "date", month * 31.0 + day), end


@lru_cache(maxsize=16384)
def figures(text: str) -> tuple[Figure, ...]:
    """Find the figures of ``text``: numbers in digits or words, amounts, shares, measures, dates, weekdays, years.

    "Two dozen" is 24, "$23bn" and "23 billion dollars" are one amount, "one in four" is a share of .25; a figure in
    brackets right after another is taken as the same one in another unit.

    >>> [(f.kind, f.value, f.unit) for f in figures("two dozen men paid $23bn, or 5% more, on 27 April")]
    [('number', 24.0, ''), ('money', 23000000000.0, 'dollar'), ('measure', 5.0, 'percent'), ('date', 27.0, '4')]
    """
    found = words(text)
    result: list[Figure] = []
    i = 0
    while i < len(found):
        read = _read(found, i, text)
        if read is None:
            i += 1
            continue
        figure, i = read
        gap = text[result[-1].span.end : figure.span.start] if result else ""
        if (
            result
            and re.fullmatch(r"\s*\(\s*(?:about |some |around |US|A|C)?", gap)
            and figure.kind in ("measure", "money")
        ):
            result[-1] = attrs.evolve(result[-1], also=(*result[-1].also, figure))
        else:
            result.append(figure)
    return tuple(result)


def _read(found: Sequence[Word], i: int, text: str) -> tuple[Figure, int] | None:
    here = found[i]
    if not here.plain:
        return None

    def make(kind: str, value: float, end: int, **more: object) -> tuple[Figure, int]:
        span = Span(found[i].span.start, found[end - 1].span.end)
        bound, lead = _bound(found, i)
        more = {"context": _context(found, i, end), "bound": bound, "lead": lead, **more}
        near = [w.key for w in (*found[end : end + 2], *found[max(0, i - 1) : i])]
        other = "other" in near or "others" in near or "another" in near or "further" in near
        return Figure(span, span.of(text), kind, value, other=other, **more), end  # type: ignore[arg-type]

    keys = [w.key for w in found[i : i + 6]]
    if (
        keys[1:3] == ["quarter", "of"]
        or keys[1:3] == ["half", "of"]
        or keys[:1] == ["half"]
        or keys[:2] == ["quarter", "of"]
    ):
        at = i + (1 if keys[0] in ("a", "1") else 0)
        part = PARTS.get(found[at].key, 0.0)
        after = at + 1 + (at + 1 < len(found) and found[at + 1].key == "of")
        if part and after + 1 < len(found) and found[after].key in ("a", "an"):
            unit, scale = found[after + 1].key, found[after + 1].key
            if scale in TIMES:
                return make(
                    "number", part * TIMES[scale], after + 2, dimension="count", base=part * TIMES[scale], bound="~"
                )
            if stem(unit) in UNIT_STEMS:
                dimension, size = UNIT_STEMS[stem(unit)]
                return make("measure", part, after + 2, unit=stem(unit), dimension=dimension, base=part * size)
    if keys[:1] in (["a"], ["1"]) and keys[2:5] == ["and", "a", "half"] and stem(keys[1]) in UNIT_STEMS:
        dimension, size = UNIT_STEMS[stem(keys[1])]
        return make("measure", 1.5, i + 5, unit=stem(keys[1]), dimension=dimension, base=1.5 * size)
    if date := _date(found, i):
        figure, end = date
        return attrs.evolve(figure, text=figure.span.of(text), context=_context(found, i, end)), end
    if here.key in DAYS and here.text[0].isupper() and len(here.key) > 3:
        return make("weekday", float(DAYS[here.key]), i + 1, dimension="weekday", base=float(DAYS[here.key]))
    if here.key in VAGUE:
        return make("vague", VAGUE[here.key], i + 1, dimension="count", base=VAGUE[here.key])
    if here.key in ("twice", "thrice"):
        value = 2.0 if here.key == "twice" else 3.0
        return make("measure", value, i + 1, unit="time", dimension="times", base=value)
    if here.key in RELATIVE and here.text.lower() in RELATIVE:
        return make("relative", RELATIVE[here.key], i + 1, unit="day", dimension="relative", base=RELATIVE[here.key])
    if keys[0] in ("last", "this", "next") and len(keys) > 1 and keys[1] in ("week", "month", "year"):
        value = {"last": -1.0, "this": 0.0, "next": 1.0}[keys[0]]
        return make("relative", value, i + 2, unit=keys[1], dimension="relative", base=value)
    if (here.key in SEASONS and keys[1:2] in (["of"], [])) or (
        here.key in SEASONS and i and found[i - 1].key in ("this", "last", "next", "the")
    ):
        return make("season", SEASONS[here.key], i + 1, dimension="season", base=SEASONS[here.key])
    fraction = here.key in ("third", "quarter", "fifth", "tenth") and i and found[i - 1].key in ("a", "one", "1")
    if fraction and keys[1:2] == ["of"]:
        return make("measure", PARTS[here.key] * 100, i + 1, unit="percent", dimension="share", base=PARTS[here.key])
    match = re.fullmatch(r"(\d+)(st|nd|rd|th)", here.key)
    if match or here.key in ORDINALS:
        value = float(match[1]) if match else float(ORDINALS[here.key])
        return make("ordinal", value, i + 1, base=value)
    if (
        here.key in ("half", "quarter", "third") and found[i - 1].key in ("a", "the", "one", "1", "about", "nearly")
    ) or (here.key == "half"):
        return make(
            "measure", PARTS[here.key] * 100, i + 1, unit="percent", dimension="share", base=PARTS[here.key], weak=True
        )
    if re.fullmatch(r"(?:1[89]|20)\d\ds?", here.text) and not _unit_at(found, i + 1):
        return make("year", float(here.text.rstrip("s")), i + 1, dimension="year", base=float(here.text.rstrip("s")))
    article = here.key in ("a", "an", "another") and i + 1 < len(found) and UNIT_STEMS.get(stem(found[i + 1].key))
    if (
        here.text.lower() == "one"
        and i
        and found[i - 1].key in ("no", "any", "every", "some", "each", "this", "that", "the")
    ):
        return None
    number = (1.0, i + 1, True) if article and article[0] in ("time", "length", "mass") else _number(found, i)
    if number is None:
        return None
    value, end, weak = number
    # Shares: one in four, two out of five, two thirds.
    if (end + 1 < len(found) and found[end].key in ("in", "of")) or (end + 2 < len(found) and found[end].key == "out"):
        out = found[end].key == "out"
        after = end + (2 if out else 1)
        other = _number(found, after) if found[end].key != "of" and after < len(found) else None
        if other and value < other[0] <= 100 and (out or value <= 3):
            share = value / other[0]
            return make("measure", share * 100, other[1], unit="percent", dimension="share", base=share)
    if end < len(found) and (
        found[end].key in PARTS or (found[end].text == "-" and end + 1 < len(found) and found[end + 1].key in PARTS)
    ):
        after = end + (found[end].text == "-")
        if value < 10:
            share = value * PARTS[found[after].key]
            return make("measure", share * 100, after + 1, unit="percent", dimension="share", base=share)
    sign = found[i - 1].text if i else ""
    if sign in SIGNS:
        figure, end = make("money", value, end, unit=SIGNS[sign], dimension="money", base=value)
        return attrs.evolve(figure, span=Span(found[i - 1].span.start, figure.span.end), text=sign + figure.text), end
    minus = -1.0 if i and found[i - 1].key == "minus" else 1.0
    measure = _unit_at(found, end)
    if measure:
        name, after = measure
        if name in MONEY:
            return make("money", value, after, unit=name, dimension="money", base=value)
        if name == "degree":
            scale = next((w.key for w in found[after : after + 1] if w.key in ("celsius", "fahrenheit", "c", "f")), "")
            base = (value * minus - 32) / 1.8 if scale[:1] == "f" else value * minus
            return make("measure", value * minus, after, unit=scale[:1] or name, dimension="heat", base=base)
        dimension, size = UNIT_STEMS[name]
        return make("measure", value, after, unit=name, dimension=dimension, base=value * size, weak=weak)
    follows = found[end].key if end < len(found) else ""
    if follows in ("celsius", "fahrenheit"):
        base = (value * minus - 32) / 1.8 if follows == "fahrenheit" else value * minus
        return make("measure", value * minus, end + 1, unit=follows[0], dimension="heat", base=base)
    return make("number", value, end, dimension="count", base=value, weak=weak)


_BOUNDS = (
    ("<", "less than|fewer than|under|below|up to|as much as|as many as|at most|no more than|within"),
    (">", "more than|over|at least|no fewer than|above|upwards of|exceeding|no less than"),
    (
        "~",
        "about|around|some|nearly|almost|roughly|approximately|close to|just under|just over|estimated|circa",
    ),
)


def _bound(found: Sequence[Word], i: int) -> tuple[str, str]:
    back = [w.key for w in found[max(0, i - 3) : i] if w.plain or w.text in SIGNS]
    while back and back[-1] in SIGNS:
        back.pop()
    line = " ".join(back)
    for sign, phrases in _BOUNDS:
        if any(line.endswith(p) for p in phrases.split("|")):
            size = next(len(p.split()) for p in phrases.split("|") if line.endswith(p))
            ahead = back[:-size] if back[-1] != "within" else back
            return sign, ahead[-1] if ahead else ""
    return "", back[-1] if back else ""


def _unit_at(found: Sequence[Word], at: int) -> tuple[str, int] | None:
    """Return the unit that follows a number, and the position after it: "U.S. dollars", "-hour"."""
    while at < len(found) and (
        found[at].text == "-" or found[at].key in ("us", "square", "metric", "more", "other", "full")
    ):
        at += 1
    if at < len(found):
        name = stem(found[at].key)
        if found[at].key == "percentage" and at + 1 < len(found) and stem(found[at + 1].key) == "point":
            return "point", at + 2
        if found[at].key == "m" and found[at].text == "m":
            return None
        if name == stem("degree"):
            return "degree", at + 1
        if name in UNIT_STEMS:
            return name, at + 1
        currency = found[at].key if found[at].key in MONEY else found[at].key.removesuffix("s")
        if currency in MONEY:
            return currency, at + 1
    return None
