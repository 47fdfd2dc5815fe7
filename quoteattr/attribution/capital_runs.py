"""Stretches of words with capitals in a text, and the surnames that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quoteattr.attribution.lexicon import is_common, is_given, lexicon
from quoteattr.attribution.surface import Token, capital
from quoteattr.names.titles import SURNAMES_TOO, listed

PARTICLES = listed(
    "de del dela della delle dei di da das do dos du la le las los van von der den ter ten bin ibn al el bint "
    "abu zu zur af av 't ’t st y e da-"
)
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september october november december jan feb mar apr jun jul aug sep sept oct nov dec"
)
# Months that are names as well, and what stands before a month: "In May Reed told reporters".
_GIVEN_TOO = listed("april may june august")
_IN_MONTH = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Ll]ate|[Ee]arly|[Mm]id) $")
# Where they are names: "His wife, June, waved", "June Ferris", and not "the June Reuters poll".
_KIN = re.compile(r"\b(?:his|her|their|['’]s) (?:wife|husband|mother|daughter|sister|aunt|niece|son|partner),? $", re.I)
_NEXT_NAME = re.compile(r" ([A-Z][a-z]{2,})\b")
_DETERMINED = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Oo]f|[Ff]rom|\d{1,2}(?:st|nd|rd|th)?) $")
_STRICT = listed(
    "the a an he she it they we i you his her its their our your my in on at by for from with of to and "
    "but or as if when while after before since until this that these those what which who where why how "
    "there here not no"
)
_CONTRACTED = re.compile(r"(?:I|You|We|They|He|She|It|That|There)['’](?:m|ve|ll|d|re)$")
ADDRESS = listed("mr mr. mrs mrs. ms ms. miss dr dr.")


def _dated(text: str, token: Token) -> bool:
    """Tell whether a word is a day or a month; "Mar" alone may be a name."""
    low = token.word.casefold()
    if low in _GIVEN_TOO:
        before = text[max(0, token.start - 40) : token.start]
        if _IN_MONTH.search(before):
            return True
        surname = _NEXT_NAME.match(text, token.end)
        named = surname is not None and not is_common(surname[1]) and surname[1].casefold() not in _CALENDAR
        if _KIN.search(before) or (named and not _DETERMINED.search(before)):
            return False
    return low in _CALENDAR and (
        len(low) > 4 or low in ("may", "june", "july") or bool(re.match(r"\.| \d", text[token.end : token.end + 2]))
    )


def runs_of(text: str, words: Sequence[Token]) -> Iterable[tuple[int, int]]:
    """Yield the stretches of capitalised words, as pairs of indices."""
    at, count = 0, len(words)
    while at < count:
        token = words[at]
        low = token.word.casefold()
        if not capital(token.word) or low in _STRICT or _dated(text, token) or _CONTRACTED.match(token.word):
            at += 1
            continue
        followed = at + 1 < count and capital(words[at + 1].word) and text[token.end : words[at + 1].start] == " "
        if (
            token.first
            and low in lexicon().openers
            and not (followed and (is_given(low) or low in ("do", "will", "oh")))
        ):
            at += 1
            continue
        end = at + 1
        while end < count and not words[end - 1].owns:
            gap = text[words[end - 1].end : words[end].start]
            if gap.strip(" \u00a0\t") not in ("", "&") or not gap:
                break
            word = words[end].word
            if capital(word):
                flat = word.casefold()
                if (flat in _STRICT and flat not in ("an", "no", "on", "in", "our")) or _dated(text, words[end]):
                    break
                end += 1
                continue
            ahead = end
            if word == "in" and words[end + 1 : end + 2] and words[end + 1].word in ("'t", "’t"):
                ahead += 1  # "Sophie in 't Veld"
            while ahead < count and words[ahead].word in PARTICLES and ahead - end < 3:
                ahead += 1
            joined = ahead > end and ahead < count and capital(words[ahead].word)
            if not joined or text[words[ahead - 1].end : words[ahead].start].strip(" \u00a0"):
                break
            end = ahead + 1
        yield at, end
        at = end


def led_surnames(words: Sequence[Token], runs: Sequence[tuple[int, int]]) -> frozenset[tuple[str, ...]]:
    """Return the surnames that begin with small particles, as the full names of the text show them."""
    found = set()
    for start, end in runs:
        at = next((i for i in range(start + 1, end - 1) if words[i].word in PARTICLES), 0)
        if at and end - at <= 4:
            found.add(tuple(w.word for w in words[at:end]))
    return frozenset(found)


def surnames_of(words: Sequence[Token], runs: Iterable[tuple[int, int]]) -> frozenset[str]:
    """Return the last words of full names, folded; a title is one after a form of address or a given name.

    "Mr. King" and "Larry King" are people whose name is King, where "Jordan's King" is none.
    """
    found = set()
    for start, end in runs:
        last = words[end - 1].word.casefold()
        if end - start < 2:
            continue
        before = words[end - 2].word.casefold()
        alone = before in ADDRESS or (end - start == 2 and is_given(before))
        if last not in lexicon().titles or (last in SURNAMES_TOO and alone):
            found.add(last)
    return frozenset(found)
