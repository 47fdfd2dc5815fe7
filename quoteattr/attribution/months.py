"""Months that are given names as well: who is called June, and what happened in June."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.attribution.lexicon import is_common
from quoteattr.attribution.surface import Token, capital
from quoteattr.names.titles import listed

_NAMES_TOO = listed("april may june august")
_CALENDAR = listed(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december"
)
# What a month begins that is no person: "May Day", "the April Fools", "the August Bank Holiday".
_FEASTS = listed("day days fools fool bank bill quarter fourth revolution uprising the")
# What stands before a month: "In May Reed told reporters", "the last June Reed spent there", "in April and May Reed".
_IN_MONTH = re.compile(
    r"(?:\b(?:in|since|until|till|by|before|after|during|from|through|throughout|between|last|next|this|every|each|"
    r"late|early|mid|on|for|of|an?|the|that|its|their)[ -]|"
    r"\d(?:st|nd|rd|th)? |(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December)(?: and| or| to|,|-) ?)$",
    re.I,
)
_SURELY_IN = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Ll]ast|[Nn]ext|[Ll]ate|[Ee]arly|[Mm]id) $")
_KIN = re.compile(
    r"\b(?:his|her|their|my|['’]s) (?:[\w-]+ )?(?:husband|wife|widow|partner|mother|grandmother|daughter|stepdaughter|"
    r"granddaughter|sister|niece|aunt|cousin|friend|son|brother|father),? $",
    re.I,
)
_DAY_AFTER = re.compile(r",? \d")
# After a name at the head of a sentence, where "May" may be a verb: "May Reed said", "May Reed, 71".
_TOLD = re.compile(
    r"(?:['’]s?)?(?:, | (?:\w+ly |also )?(?:said|says|was|is|has|had|told|who|and|wrote|thinks|thought)\b)"
)


def in_month(text: str, word: Token) -> bool:
    """Tell whether nothing but a month can be meant: "in May"."""
    before = text[max(0, word.start - 8) : word.start]
    return word.word.casefold() in _NAMES_TOO and _SURELY_IN.search(before) is not None


def opens_month(text: str, words: Sequence[Token], n: int) -> bool:
    """Tell whether "May" is the month though a name follows: "In May Reed told reporters"."""
    word = words[n]
    if word.word != "May" or n + 1 == len(words) or text[word.end : words[n + 1].start] != " ":
        return False
    return capital(words[n + 1].word) and _IN_MONTH.search(text[max(0, word.start - 60) : word.start]) is not None


def called_months(text: str, words: Sequence[Token]) -> frozenset[int]:
    """Return where the words stand that are somebody's given name and no month.

    Args:
        text: The article's text.
        words: Its words.
    """
    spots = [n for n, w in enumerate(words) if w.word.casefold() in _NAMES_TOO and w.word[:1].isupper()]
    if not spots:
        return frozenset()
    pairs: dict[int, tuple[str, str]] = {}
    free: set[int] = set()
    kin: set[int] = set()
    for n in spots:
        word, before = words[n], text[max(0, words[n].start - 60) : words[n].start]
        months = _IN_MONTH.search(before) is not None
        after = words[n + 1] if n + 1 < len(words) else None
        beside = (
            after is not None
            and not word.owns
            and capital(after.word)
            and text[word.end : after.start] == " "
            and after.word.casefold() not in _CALENDAR | _FEASTS
            and not is_common(after.word)
        )
        if after is not None and beside:
            pairs[n] = (word.word, after.word)
            verb = word.first and word.word == "May" and not _TOLD.match(text, after.end)
            if not months and not verb:
                free.add(n)
        elif not _DAY_AFTER.match(text, word.end) and not months and _KIN.search(before):
            kin.add(n)
    sure = {pairs[n] for n in free}
    named = {first for first, _ in sure} | {words[n].word for n in kin}
    found = {n for n, pair in pairs.items() if pair in sure} | kin
    for n in spots:
        # who is called June is "June" further on, where nothing makes it a month
        word, before = words[n], text[max(0, words[n].start - 60) : words[n].start]
        alone = n not in pairs and not _IN_MONTH.search(before) and not _DAY_AFTER.match(text, word.end)
        if word.word in named and alone and not (word.first and word.word == "May" and not _TOLD.match(text, word.end)):
            found.add(n)
    return frozenset(words[n].start for n in found)
