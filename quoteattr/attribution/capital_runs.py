"""Stretches of words with capitals in a text, and the surnames that they show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from quoteattr.attribution.lexicon import is_common, is_given, lexicon
from quoteattr.attribution.months import called_months, in_month, opens_month
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
_STRICT = listed(
    "the a an he she it they we i you his her its their our your my in on at by for from with of to and "
    "but or as if when while after before since until this that these those what which who where why how "
    "there here not no"
)
_ASKED = re.compile(r"[QA][:.] ")
# In lists of given names as well: "Among Supreme Court judges".
_NO_GIVEN = listed("among over as my an said")
_CONTRACTED = re.compile(r"(?:I|You|We|They|He|She|It|That|There)['’](?:m|ve|ll|d|re)$")
# What somebody is called, between the given name and the family name: "Jonas "Jo" Lund". Brackets may hold an acronym.
NICKNAME = re.compile(r"\s(?:[\"“]([A-Z][^\"”\n]{0,20}?)[\"”]|\(([A-Z][a-z]{1,12})\)|‘([A-Z][a-z]{1,12})’)\s(?=[A-Z])")
ADDRESS = listed("mr mr. mrs mrs. ms ms. miss dr dr.")


_DAY = re.compile(r"\.? \d{1,2}\b(?!-year|[.,]?\d)|,? (?:19|20)\d\d\b")  # "May 3", "May 2025"


def _dated(text: str, token: Token) -> bool:
    """Tell whether a word is a day or a month; "Mar" alone may be a name."""
    low = token.word.casefold()
    if in_month(text, token) or (low == "may" and _DAY.match(text, token.end)):
        return True
    return low in _CALENDAR and (
        len(low) > 4 or low in ("may", "june", "july") or bool(re.match(r"\.| \d", text[token.end : token.end + 2]))
    )


# Whose picture it is, before or after the names of a caption: "Getty Images Delia Okun on stage in 1980".
_CREDITS = (
    ("Getty", "Images"), ("PA", "Media"), ("PA", "Wire"), ("PA", "Images"), ("AP", "Photo"), ("Rex", "Features"),
    ("Family", "Handout"), ("Family", "Photo"), ("Alamy", "Stock"), ("Wire", "Image"),
)  # fmt: skip
_CREDIT_LINES = frozenset(("Getty", "Reuters", "Alamy", "Shutterstock", "WireImage", "Handout", "Supplied", "Courtesy"))


def _credit(text: str, words: Sequence[Token], at: int, end: int) -> int:
    """Return where a credit ends that begins at a word of a run, or that word's index where none does."""
    if tuple(w.word for w in words[at : at + 2]) in _CREDITS:
        return at + 2
    lead = text[: words[at].start].rpartition("\n")[2].strip()
    named = end - at > 2 and is_given(words[at + 1].word)
    return at + 1 if not lead and named and words[at].word in _CREDIT_LINES else at


def _without_credits(text: str, words: Sequence[Token], start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the parts of a run, credits apart."""
    begun, at = start, start
    while at < end:
        after = _credit(text, words, at, end)
        if at < after <= end:
            if at > begun:
                yield begun, at
            yield at, after
            begun = at = after
        else:
            at += 1
    if end > begun:
        yield begun, end


def _slogan(text: str, words: Sequence[Token], at: int) -> bool:
    """Tell whether a small word opens the name of a campaign: "Just Stop Oil", "Never Again Brenta"."""
    after = words[at + 1 : at + 3]
    near = len(after) == 2 and text[after[0].end : after[1].start] == " " and capital(after[1].word)
    plain = near and is_common(after[0].word) and after[0].word.casefold() not in lexicon().titles | lexicon().topics
    return plain and words[at].word in ("Just", "Never", "Let")


def _nicknamed(text: str, words: Sequence[Token], at: int, end: int) -> int:
    """Return where a run goes on after a nickname between marks, or 0: "Jonas "Jo" Lund", "Ann (Annie) Reed"."""
    if end - at > 2 or words[end - 1].owns:
        return 0
    found = NICKNAME.match(text, words[end - 1].end)
    if found is None or found.end() >= len(text):
        return 0
    after = next((n for n in range(end, min(end + 4, len(words))) if words[n].start >= found.end()), 0)
    family = words[after] if after else None
    if family is None or family.start != found.end() or not capital(family.word) or family.word.casefold() in _STRICT:
        return 0
    return after + 1


def runs_of(text: str, words: Sequence[Token]) -> Iterable[tuple[int, int]]:
    """Yield the stretches of capitalised words, as pairs of indices."""
    at, count = 0, len(words)
    called = called_months(text, words)
    while at < count:
        token = words[at]
        low = token.word.casefold()
        if (
            len(token.word) == 1
            and _ASKED.match(text, token.start)
            and text[token.start - 1 : token.start] in ("", "\n")
        ):
            at += 1  # "Q: ...", "A: ...": who asks and who answers
            continue
        dated = token.start not in called and (_dated(text, token) or opens_month(text, words, at))
        if not capital(token.word) or low in _STRICT or dated or _CONTRACTED.match(token.word):
            at += 1
            continue
        followed = at + 1 < count and capital(words[at + 1].word) and text[token.end : words[at + 1].start] == " "
        if (
            token.first
            and low in lexicon().openers
            and not (
                followed
                and (
                    (is_given(low) and low not in _NO_GIVEN) or low in ("do", "will", "oh") or _slogan(text, words, at)
                )
            )
        ):
            at += 1
            continue
        end = at + 1
        while end < count and not words[end - 1].owns:
            if over := _nicknamed(text, words, at, end):
                end = over
                continue
            gap = text[words[end - 1].end : words[end].start]
            if gap.strip(" \u00a0\t") not in ("", "&") or not gap:
                break
            word = words[end].word
            if capital(word):
                flat = word.casefold()
                if flat in _STRICT and flat not in ("an", "no", "on", "in", "our"):
                    break
                if words[end].start not in called and _dated(text, words[end]):
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
        yield from _without_credits(text, words, at, end)
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
        lead = [w.word.casefold() for w in words[start : end - 2]]
        called = is_given(before) or (len(before) == 2 and before[1] == "." and bool(lead))  # "Peter T. King"
        alone = before in ADDRESS or (called and all(is_given(w) or lexicon().names_person(w) for w in lead))
        if last in ("republican", "democrat"):
            continue  # "the Ohio Democrat": what somebody is, and of where
        if last not in lexicon().titles or (last in SURNAMES_TOO and alone):
            found.add(last)
    return frozenset(found)
