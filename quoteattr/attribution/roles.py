"""Whether a description means a role that the article gives to somebody: "the education secretary", "the champion".

The noun alone tells little: the general secretary of a union is no education secretary, and who was champion once is
not the champion. So what stands beside the noun on both sides must have something in common, and a role that is over
answers only to a description that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.phrases import Phrase, described
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed

# What may stand beside a role and tells no role from another.
_PLAIN = listed(
    "former ex old year local same late new current one own young- retired onetime one-time erstwhile only main "
    "and or of for in at on to by with from who as than now then also very more most "
    "first last two three both other another several"
)
# Forms of address and ranks, which say nothing against another office: "a coast guard spokesman ... Commodore Reed".
_RANKS = listed(
    "mr mr. mrs mrs. ms ms. dr dr. prof professor sir dame general lieutenant colonel major captain commander "
    "commodore admiral rear vice brigadier sergeant corporal lieutenant-colonel wing group squadron"
)
# Offices of state and of justice, of which each has one holder, and what makes an attorney one.
_HELD_BY_ONE = listed("minister president premier chancellor secretary governor mayor speaker ambassador commissioner")
_PUBLIC_ATTORNEY = listed("u.s us district state federal general county prosecuting crown")
_PROSECUTES = re.compile(r"\b(?:district|state|states|county|commonwealth|u\.?s\.?)['’]?s? attorney\b")
_OVER = re.compile(r"\b(?:former|formerly|retired|one-?time|erstwhile|ex)\b")
_ASKED_OVER = listed("former ex retired onetime one-time erstwhile")
# Roles side by side: "former nurse and mayor".
_PARTS = re.compile(r"\s(?:and|or|now|turned|who)\s|-turned-|[,;]")
_ADJECTIVE = re.compile(r".+(?:ed|ing|ful|ous|less|ish|able|ible|est)$")
_ELSEWHERE = re.compile(r"\d|-(?:based|born|trained|educated|elect)$")
# What a role is of, up to the next role: "mother of the victim", "leader of the party and mayor".
_COMPLEMENT = re.compile(
    r"\s(?:of|for|to|with|against|from|at|in|on|behind|by)\s[^,;]*?(?=[,;]|$|\sand (?!(?:the|both|his|her|its)\b))"
)


def roles_of(called: str) -> frozenset[str]:
    """Return the folded words of a description that may be the role itself: nobody is the victim whose mother she is.

    >>> sorted(roles_of("mother of the victim and former mayor"))
    ['and', 'former', 'mayor', 'mother']
    """
    found = described(_COMPLEMENT.sub(" ", called))
    return found | {"prosecutor"} if _PROSECUTES.search(called) else found


def likeness(head: str, words: frozenset[str]) -> float:
    """Return how surely one of some words is what a description says: 2 the same word, 0 none."""
    lex = lexicon()
    if head in words:
        return 2.0
    if len(head) > 4 and any(w.endswith(head) for w in words):
        return 1.6
    return 1.3 if any(lex.may_mean(head, w) for w in words) else 0.0


def is_over(called: str, words: Iterable[str]) -> bool:
    """Tell whether somebody is called so for a role that is over.

    Args:
        called: What the article calls somebody, in lower case: "former champion and coach".
        words: The words for the role; those of them that stand there count.
    """
    parts = [p for p in _PARTS.split(called) if not described(p).isdisjoint(words)] or [called]
    return all(_OVER.search(part) for part in parts)


def only_ranks(called: Iterable[str]) -> bool:
    """Tell whether descriptions give no more than forms of address and ranks, or there are none."""
    return all(described(words) <= _RANKS for words in called)


def asks_for_past(phrase: Phrase) -> bool:
    """Tell whether a description itself says that a role is over: "the former champion"."""
    return phrase.head.startswith("ex-") or not _ASKED_OVER.isdisjoint(phrase.words)


def telling(words: Iterable[str]) -> frozenset[str]:
    """Return the words of a description that tell its role from others of the kind: neither adjective nor country."""
    lex = lexicon()
    return frozenset(
        w
        for w in words
        if len(w) > 2
        and w not in _PLAIN
        and w not in lex.modifiers
        and not _ELSEWHERE.search(w)
        and not _ADJECTIVE.fullmatch(w)
        and country_code(w) is None
        and (w in lex.topics or not (lex.names_person(w) or w in lex.titles))
    )


def is_no_holder(figure: Figure, phrase: Phrase, text: str) -> bool:
    """Tell whether somebody is not whom "The Education Secretary" or "the U.S. attorney in Lima" takes up.

    Such a description is that of one certain office, whose holder need not be anybody of whom the article has told;
    "the mayor" rather is. Whoever has a role or, as people without an office have, an age by then does not hold it.
    """
    if not _is_told_office(phrase, text):
        return False
    lex, held = lexicon(), frozenset(w for called in figure.called for w in roles_of(called) - _RANKS)
    return figure.age is not None or any(lex.names_person(w) or w in lex.titles - lex.topics for w in held)


def _is_told_office(phrase: Phrase, text: str) -> bool:
    if phrase.head == "attorney":
        return not phrase.words.isdisjoint(_PUBLIC_ATTORNEY)
    if phrase.head not in _HELD_BY_ONE:
        return False
    words = phrase.span.of(text).split()
    capital = any(w.casefold().startswith(phrase.head) and w[0].isupper() for w in words[1:])
    return capital or bool(telling(phrase.words - {phrase.head}))
