"""Which part of a country a body is of that is called by what it is: "the provincial government"."""

from __future__ import annotations

import re

from quoteattr.attribution.phrases import Phrase
from quoteattr.names.countries import country_code

# The parts that a country has, by the adjective beside a body of theirs.
_PARTS = {
    "provincial": "province",
    "regional": "region",
    "state": "state",
    "cantonal": "canton",
    "prefectural": "prefecture",
    "county": "county",
    "district": "district",
    "municipal": "municipality",
}
# A place by what it is: "Nasse province", "the province of Nasse", "the Nasse provincial capital".
_NAMED = r"(?P<{group}>[A-Z][\w’'-]+(?: (?:de |do |da |del )?[A-Z][\w’'-]+)?)"
_SMALL = frozenset(("the", "a", "this", "that", "in", "of", "each", "every"))


def part_of_country(phrase: Phrase) -> str:
    """Return the noun for the part of a country whose body is meant and not named: "province", or an empty string."""
    if phrase.affiliations or any(country_code(w) is not None for w in phrase.words):
        return ""
    return next((noun for adjective, noun in _PARTS.items() if adjective in phrase.words), "")


def only_place(text: str, noun: str) -> str:
    """Return the one place that a text calls a province, a region ..., or an empty string.

    >>> only_place("Floods in Nasse province; the province of Nasse is cut off.", "province")
    'Nasse'
    """
    adjective = next(a for a, n in _PARTS.items() if n == noun)
    before = _NAMED.format(group="before")
    found = set()
    for match in re.finditer(
        rf"\b{before}(?:['’]s)? (?:{noun}|{noun.capitalize()}|{adjective} (?=capital|governor|government))\b"
        rf"|\b(?:{noun}|{noun.capitalize()}) of {_NAMED.format(group='after')}",
        text,
    ):
        name = (match["before"] or match["after"]).removesuffix("'s").removesuffix("’s")
        words = name.split()
        if words[0].casefold() in _SMALL:
            words = words[1:]
        if words and country_code(" ".join(words)) is None:
            found.add(" ".join(words))
    return found.pop() if len(found) == 1 else ""
