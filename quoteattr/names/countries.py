"""Countries by their names, short names and demonyms: countryinfo's tables, loaded on first use.

countryinfo is plain Python with no dependency of its own. rigour knows more languages, and rests on PyICU, which has no
wheels: it would ask for a compiler and ICU's headers on every machine.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files

from quoteattr.names.sounds import bare_words

# A demonym that two countries share is the larger one's where the other has 30 times fewer people.
_FEWER = 30


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str], frozenset[str], frozenset[str]]:
    """Return codes by name or demonym, names by code, the codes whose names take an article, and the demonyms."""
    from countryinfo import all_countries

    more = tomllib.loads((files("quoteattr") / "data" / "lexicon" / "countries.toml").read_text(encoding="utf-8"))

    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    rows = []
    for country in all_countries():
        code = str(country.iso(2) or "").lower()
        if len(code) == 2:
            also = [str(a) for a in country.alt_spellings() or ()]
            rows.append((int(country.population() or 0), code, str(country.name()), str(country.demonym() or ""), also))
    rows.sort(reverse=True)
    held: dict[str, int] = {}
    for people, code, name, demonym, also in rows:
        names.setdefault(code, name if "," not in name else name.split(",")[0])
        # two letters are words before they are codes ("us", "in"), and three may be
        for spelling in (name, *(a for a in also if len(a) > 3)):
            codes.setdefault(_flat(spelling), code)
        # "French" is France's beside a few islands'; "Congolese" is anybody's of two nations
        key = _flat(demonym)
        if key and key not in held and key not in codes:
            held[key], codes[key] = people, code
        elif people * _FEWER > held.get(key, 0) and codes.get(key) not in (code, None):
            del codes[key]
    for section in ("also", "people"):
        for code, words in more[section].items():
            codes.update(dict.fromkeys(words, code))
    for code, state in more["states"].items():
        codes[state] = f"us-{code}"
        names[f"us-{code}"] = state.title()
    names.update(more["named"])
    codes.pop("", None)
    peoples = {_flat(demonym) for _, _, _, demonym, _ in rows} - {_flat(name) for name in names.values()} - {""}
    peoples.update(word for words in more["people"].values() for word in words)
    return codes, names, frozenset(more["article"]["codes"]), frozenset(peoples)


def _flat(words: str) -> str:
    return " ".join(w for w in bare_words(words) if w != "the")


@lru_cache(maxsize=1 << 15)
def country_code(words: str) -> str | None:
    """Return the code of the country that ``words`` name or describe.

    Args:
        words: A name or a demonym: "Ukraine", "Ukrainian", "U.S.", "the Netherlands".

    Returns:
        An ISO 3166 code in lower case, of American states and British nations too (``us-oh``, ``gb-sct``), or ``eu``;
        None where it is no country.

    >>> country_code("Ukrainian")
    'ua'
    """
    flat = _flat(words)
    return _tables()[0].get(flat) if flat else None


def is_demonym(words: str) -> bool:
    """Tell whether ``words`` are what a country's people are called, and not its name.

    >>> is_demonym("Kenyan"), is_demonym("Spaniard"), is_demonym("Kenya")
    (True, True, False)
    """
    return _flat(words) in _tables()[3]


@lru_cache(maxsize=1 << 10)
def country_name(code: str) -> str:
    """Return the short English name of a country, as it stands in a sentence; the code itself where it is unknown."""
    name = _tables()[1].get(code, code)
    return f"the {name}" if code in _tables()[2] else name


def country_owner(code: str) -> str:
    """Return the short name of a country as it stands before what is the country's: "Peru's", "Honduras'"."""
    name = country_name(code).removeprefix("the ")
    return name + ("'" if name.endswith("s") else "'s")


@lru_cache(maxsize=256)
def leading_countries(text: str) -> tuple[str, ...]:
    """Return the countries that a text speaks of most.

    Names and demonyms in capitals are counted; those with less than a quarter of the mentions are left out.
    """
    counts = Counter(
        code
        for words in re.findall(r"\b(?:[A-Z][a-z]+ (?=[A-Z]))?[A-Z][A-Za-z.]+", text)
        if (code := country_code(words) or country_code(words.split()[-1])) and len(code) == 2
    )
    total = sum(counts.values())
    ranked = [code for code, n in counts.most_common() if n >= max(2, total / 4)]
    return tuple(ranked)
