"""Firms of one word, by the words beside them, also those with the surname of somebody who is named later."""

from __future__ import annotations

import re

from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrases import Layout
from quoteattr.names.titles import listed
from quoteattr.spans import Span

# What is held of a firm: "6.2% of Brennet", "its stake in Brennet".
_HELD = re.compile(
    r"(?:\d ?%|\bper ?cent|\b(?:stakes?|shares?|stock|holding) (?:in|of)|\bshareholders? (?:in|of)) (?:of )?$"
)
# What a firm is, right before its name: "Irish confectioner Brennet", "chocolate maker Brennet".
_KIND = re.compile(
    r"\b(?:maker|confectioner|retailer|brewer|lender|insurer|carrier|airline|carmaker|drugmaker|chipmaker|supplier|distiller|"
    r"developer|miner|grocer|publisher|operator|conglomerate|company|firm|group|giant|startup|start-up|manufacturer) $"
)
_BEFORE = 2  # mentions by the surname alone before anybody of that name: news names people in full first
# What a firm makes or deals in, beside the bodies of the lexicon: "Irish confectioner Brenta".
_TRADES = listed(
    "confectioner brewer brewery distiller baker bakery grocer jeweller jeweler tailor outfitter shipbuilder carmaker "
    "automaker chipmaker drugmaker toymaker shoemaker watchmaker steelmaker planemaker caterer butcher builder "
    "housebuilder bookmaker undertaker winemaker dairy insurer wholesaler importer exporter"
)
_NOUN = re.compile(r"([\w-]+) $")
_OWNED = re.compile(
    r"['’]s? (?:[\w-]+ ){0,2}?(?:shares?|stock|shareholders|subsidiary|factory|factories|fleet|revenues?|sales|"
    r"net profit|earnings|customers|passengers)\b"
)
# Who works for it, or what it runs: one word for a name, and no fans or critics as people have them.
_AN = re.compile(r"\b[Aa]n? $")
_RUNS = re.compile(
    r"\s(?:captain|pilot|jet|plane|flight|ship|ferry|store|shop|factory|plant|employee|worker|engineer|driver|manager|"
    r"executive|customer|shareholder|subsidiary|product)\b"
)
_WORKS = re.compile(r"\b([A-Za-z][a-z]+s|staff|crew) at $")  # "pilots at Lufthansa"
_AHEAD = 40


def firms_of_a_surname(layout: Layout) -> frozenset[str]:
    """Return the single names, folded, that are a firm's though somebody of that surname is named later."""
    bare: dict[str, list[int]] = {}
    full: dict[str, int] = {}
    for name in layout.names:
        words = fold(name.span.of(layout.text)).split()
        if len(words) == 1 and not name.titles:
            bare.setdefault(words[0], []).append(name.start)
        elif len(words) > 1 and words[-1] not in lexicon().org_words:
            full.setdefault(words[-1], name.start)
    found = set()
    for word, spots in bare.items():
        if word not in full or sum(s < full[word] for s in spots) < _BEFORE or spots[0] > full[word]:
            continue
        before = [layout.text[max(0, s - 40) : s] for s in spots]
        if any(_HELD.search(b) or _KIND.search(b) for b in before):
            found.add(word)
    return frozenset(found)


def _many_work(noun: str) -> bool:
    return noun in lexicon().groups or noun in ("staff", "crew") or lexicon().names_person(noun[:-1])


def treated_as_firm(text: str, spot: Span) -> bool:
    """Tell whether the words right beside a name are those that go with a firm's, and with no person's."""
    before = text[max(0, spot.start - _AHEAD) : spot.start]
    kind = _NOUN.search(before)
    if (
        kind is not None
        and kind[1] in _TRADES
        and re.match(r"\s(?!said\b|says\b|told\b)[a-z]", text[spot.end : spot.end + 6])
    ):
        return True
    if _HELD.search(before) or _OWNED.match(text, spot.end):
        return True
    if (works := _WORKS.search(before)) and (_many_work(works[1].casefold())):
        return True
    return _AN.search(before) is not None and _RUNS.match(text, spot.end) is not None
