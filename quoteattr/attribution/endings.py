"""Where the name of a body ends: "of" and "for" in it, "and", possessives, crowds that are bodies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.attribution.borders import at_home
from quoteattr.attribution.capital_runs import ADDRESS
from quoteattr.attribution.lexicon import fold, is_common, is_given, lexicon
from quoteattr.attribution.surface import POSSESSIVE_NAMES, Token, acronym
from quoteattr.names.titles import listed

_OF_PLACES = frozenset(("University", "College"))
_UNIONS = frozenset(("Alliance", "Campaign", "Coalition", "Committee", "Movement", "Project", "Center", "Centre"))
_JOINS = frozenset(("of", "for", "on"))
_STATE_BODIES = listed("ministry navy army parliament")
# What somebody's name stands before with a possessive ending, and is a part of its name: "Marlow's Bakery".
_SHOPS = listed(
    "bakery diner cafe café restaurant bar pub inn hotel grill pizzeria brewery kitchen bookshop bookstore pharmacy "
    "garage hospital church college"
)
# Crowds that have a capital wherever they stand.
_ALWAYS_CAPITAL = listed(
    "republicans democrats conservatives liberals americans europeans hispanics latinos asians muslims christians jews "
    "mps meps catholics protestants hindus buddhists sikhs orthodox communists socialists"
)


def is_person(words: Sequence[str]) -> bool:
    """Tell whether the words before the last one make a name a person's: "Mr. Band", "Douglas J. Band"."""
    initial = len(words) == 3 and re.fullmatch(r"[A-Z]\.?", words[1]) is not None
    return (len(words) == 2 and words[0].casefold() in ADDRESS) or (initial and is_given(words[0]))


def is_org(words: Sequence[str]) -> bool:
    """Tell whether the words of a name make it an organisation's."""
    lex = lexicon()
    flat = [w.casefold() for w in words]
    if is_person(words):
        return False
    if flat[-1] in lex.org_words or fold(flat[-1]) in POSSESSIVE_NAMES or (len(flat) > 1 and flat[-1] in lex.bodies):
        return True
    return len(words) == 1 and acronym(words[0])


def extended(text: str, words: Sequence[Token], start: int, end: int, ends: dict[int, int]) -> int:
    """Return where an organisation's name ends that goes on with "of" and "for"; ``ends`` maps run starts to ends."""
    if words[start].word in _UNIONS and words[end : end + 1] and words[end].word == "to" and end + 1 in ends:
        end = ends[end + 1]  # "the Alliance to Restore Our Rivers"
    while end + 1 < len(words) and words[end].word in _JOINS and not words[end - 1].owns:
        ahead = end + 1
        if words[ahead].word == "the":
            ahead += 1
        if ahead not in ends or text[words[end - 1].end : words[end].start] != " ":
            break
        if words[end].word == "of" and at_home(words[start:end]):
            break
        end = ends[ahead]
        if words[start].word in _OF_PLACES and words[end : end + 1] and words[end].word == "at" and end + 1 in ends:
            end = ends[end + 1]  # "the University of Ruritania at Strelsau"
        # "of Science, Space and Technology": a list of common nouns belongs to the name
        while end + 1 < len(words) and not words[end - 1].owns:
            link = words[end].word == "and"
            gap = text[words[end - 1].end : words[end].start]
            after = end + 1 if link else end
            if (not link and gap != ", ") or after not in ends or not is_common(words[after].word):
                break
            if not link and not any(w.word == "and" for w in words[end : end + 4]):
                break
            end = ends[after]
    return end


def joined_org(words: Sequence[Token], start: int, end: int, ends: dict[int, int]) -> bool:
    """Tell whether "and" joins two parts of one body's name: "Ruritania Citizenship and Immigration Services"."""
    if end + 1 not in ends or words[end].word != "and" or words[end - 1].owns:
        return False
    lex, last = lexicon(), words[end - 1].word.casefold()
    plain = (
        is_common(last) and last not in lex.titles | lex.groups and not lex.names_person(last) and not is_given(last)
    )
    second = [w.word for w in words[end + 1 : ends[end + 1]]]
    return plain and last not in lex.bodies and len(second) > 1 and is_common(second[0]) and is_org(second)


def ends_elsewhere(flat: Sequence[str]) -> bool:
    """Tell whether the last word of a run is what is meant beside the name: a flight, a poll, a show."""
    if flat[-1] in ("flight", "poll"):
        return True
    return flat[-1] == "show" and len(flat) > 2 and is_given(flat[0])


def for_a_cause(words: Sequence[Token], start: int, end: int, ends: dict[int, int]) -> int:
    """Return where a body's name ends that is a crowd with what it is for or of, or 0 where it is none.

    "a group called Citizens for Reed", "the Sons of Brenta": with a small letter they would be people without a name.
    At the head of a sentence they may be, unless the text has the same words inside one.
    """
    lex, crowd = lexicon(), words[end - 1].word.casefold()
    links = ("for", "against", "without", "of")
    if end - start > 2 or words[end - 1].owns or end + 1 >= len(words) or words[end].word not in links:
        return 0
    many = crowd in lex.groups or (crowd.endswith("s") and (crowd[:-1] in lex.kin or lex.names_person(crowd[:-1])))
    if not many or crowd in _ALWAYS_CAPITAL:
        return 0
    ahead = end + 1 + (words[end].word == "of" and words[end + 1].word == "the")
    if ahead not in ends:
        return 0
    till = ends[ahead]
    if end - start == 2 and (words[end].word == "of" or not is_common(words[start].word)):
        return 0  # "Tarvel residents for Reed", but "Worried Neighbours for Quiet"
    if not words[start].first:
        return till
    own = [w.word for w in words[start:till]]
    again = (i for i, w in enumerate(words) if w.word == own[0] and not w.first)
    return till if any([w.word for w in words[i : i + len(own)]] == own for i in again) else 0


def possessive_org(text: str, words: Sequence[Token], start: int, end: int, ends: dict[int, int]) -> int:
    """Return where a body's name ends that has a possessive in it: "the Mineworkers' Union"."""
    last = words[end - 1]
    if not last.owns or end not in ends or words[end].start - last.end > 3:
        return end
    lex, head = lexicon(), words[ends[end] - 1].word.casefold()
    if (end - start == 1 or last.word[0].isupper()) and ends[end] - end <= 2 and head in _STATE_BODIES:
        return ends[end]  # "Russia's Defense Ministry": every country has one
    plain = is_common(last.word) or last.word.casefold() in lex.groups or text[last.end : last.end + 2] in ("' ", "’ ")
    named = end - start == 1 and not plain
    saint = end - start == 2 and words[start].word in ("St", "St.", "Saint")
    if saint and (head in lex.org_words or head in lex.bodies):
        return ends[end]  # "St Columba's Primary School"
    if head in _SHOPS and ends[end] - end == 1 and words[end].word[0].isupper():
        return ends[end]  # "Marlow's Bakery"
    return ends[end] if plain and not named and (head in lex.org_words or head in lex.bodies) else end
