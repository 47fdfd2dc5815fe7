"""What an article's descriptions tell of a person: the office, and who holds it that day; the country, and the post."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from quoteattr.names.countries import country_code
from quoteattr.registry import Registry, Speaker


class Told:
    """Descriptions, each read once.

    Args:
        registry: Who holds which office.
        day: The article's day.
    """

    def __init__(self, registry: Registry, day: date | None) -> None:
        self.registry, self.day = registry, day
        self._read: dict[str, tuple[frozenset[str], frozenset[str], frozenset[str]]] = {}

    def fits(self, speaker: Speaker, hints: Iterable[str]) -> bool:
        """Tell whether a description names an office of the speaker, or a country that is his or hers and a post."""
        for hint in filter(None, hints):
            holders, codes, words = self._of(hint)
            if speaker.id in holders:
                return True
            if speaker.country in codes and any(
                not words.isdisjoint(text.split()) for role in speaker.roles for text in (role.office, *role.also)
            ):
                return True
        return False

    def _of(self, hint: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """Return who holds an office that a description names, the countries in it, and its words."""
        if hint not in self._read:
            words = frozenset(re.findall(r"[\w.]+", hint.lower()))
            codes = frozenset(code for word in words if (code := country_code(word)))
            self._read[hint] = (frozenset(s.id for s in self.registry.by_role(hint, self.day)), codes, words)
        return self._read[hint]
