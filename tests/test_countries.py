"""Countries, demonyms and what news calls them: from the library, with no list of our own of what it has."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.resources import files

import pytest

from quoteattr.names.countries import country_code, country_name, leading_countries

CODES = [
    ("Ukraine", "ua"), ("Ukrainian", "ua"), ("the Netherlands", "nl"), ("Dutch", "nl"), ("French", "fr"),
    ("U.S.", "us"), ("US", "us"), ("American", "us"), ("Britain", "gb"), ("British", "gb"), ("Briton", "gb"),
    ("Scottish", "gb-sct"), ("Scotland", "gb-sct"), ("Welsh", "gb-wls"), ("Northern Ireland", "gb-nir"),
    ("Ohio", "us-oh"), ("EU", "eu"), ("European Union", "eu"), ("Kosovar", "xk"), ("Palestinian", "ps"),
    ("Emirati", "ae"), ("Burmese", "mm"), ("Myanmar", "mm"), ("Türkiye", "tr"), ("Czech", "cz"), ("Swede", "se"),
    ("South Korean", "kr"), ("North Korean", "kp"), ("Chadian", "td"), ("Saudi", "sa"), ("Holy See", "va"),
    ("in", None), ("us government", None), ("Congolese", None), ("Atlantean", None), ("", None),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code"), CODES, ids=[w or "empty" for w, _ in CODES])
def test_code(words: str, code: str | None) -> None:
    assert country_code(words) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [("gb", "the United Kingdom"), ("ua", "Ukraine"), ("us-oh", "Ohio"), ("gb-sct", "Scotland"), ("zz", "zz")],
)
def test_name_in_a_sentence(code: str, name: str) -> None:
    assert country_name(code) == name


def test_the_country_that_a_text_speaks_of() -> None:
    assert leading_countries("Ukraine and the Ukrainian army. Kyiv, Ukraine. A French word.") == ("ua",)


def test_nothing_is_listed_that_the_library_has() -> None:
    from countryinfo import all_countries

    there: dict[str, set[str]] = {}
    for country in all_countries():
        for word in (country.name(), country.demonym(), *(a for a in country.alt_spellings() or () if len(str(a)) > 3)):
            there.setdefault(str(word or "").casefold(), set()).add(str(country.iso(2) or "").lower())
    listed = tomllib.loads((files("quoteattr") / "data" / "lexicon" / "countries.toml").read_text(encoding="utf-8"))
    twice = [
        (code, w)
        for part in ("also", "people")
        for code, words in listed[part].items()
        for w in words
        if there.get(w) == {code}
    ]
    assert twice == []


def test_it_is_loaded_on_first_use() -> None:
    code = "import sys, quoteattr.registry, quoteattr.speakers; sys.exit('countryinfo' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
