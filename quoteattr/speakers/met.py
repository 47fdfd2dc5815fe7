"""The names of speakers met before: what a later spelling of a name joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from rapidfuzz import fuzz

from quoteattr.names import Agreement, agree, asked_keys, kept_keys, name_key, parse_name

# Below it two spellings of a full name are not taken for one (names.agree: a surname and a given name, both varied).
JOINS = 0.8
# Namesakes under one key that are compared: spellings of one full name are few, and without a bound a million
# statements by bare family names would compare each with all that came before.
_LOOKED_AT = 64


class Known:
    """Names of speakers met before, by key and by the sound of the family name; a value, never altered.

    Args:
        names: Canonical names.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        # The lists are shared by all the values that grew out of one another: each sees only what it has met itself,
        # so that a run over a million statements does not copy them a million times.
        self._keys: dict[str, tuple[int, str]] = {}
        self._families: dict[str, list[tuple[int, str]]] = {}
        self._size = 0
        self._newest = [0]
        for name in names:
            self._put(name)
        self._newest[0] = self._size

    def _put(self, name: str) -> None:
        key = name_key(name).value
        if not key or key in self._keys:
            return
        self._size += 1
        self._keys[key] = (self._size, name)
        if parse_name(name).given:
            for family in kept_keys(name):
                self._families.setdefault(family, []).append((self._size, name))

    def including(self, names: Iterable[str]) -> Known:
        """Return a value that knows ``names`` as well."""
        fresh = [n for n in dict.fromkeys(names) if n and name_key(n).value not in self]
        if not fresh:
            return self
        if self._newest[0] != self._size:  # another value has grown from this one: part from it
            grown = Known(self)
        else:
            grown = Known()
            grown._keys, grown._families = self._keys, self._families
            grown._size, grown._newest = self._size, self._newest
        for name in fresh:
            grown._put(name)
        grown._newest[0] = grown._size
        return grown

    def __contains__(self, key: object) -> bool:
        held = self._keys.get(key) if isinstance(key, str) else None
        return held is not None and held[0] <= self._size

    def __iter__(self) -> Iterator[str]:
        return iter([name for number, name in self._keys.values() if number <= self._size])

    def __len__(self) -> int:
        return self._size

    def __bool__(self) -> bool:
        return True

    def by_key(self, name: str) -> str | None:
        """Return the name met before that has the key of ``name``."""
        held = self._keys.get(name_key(name).value)
        return held[1] if held is not None and held[0] <= self._size else None

    def near(self, name: str) -> list[tuple[str, Agreement]]:
        """Return the names that may be the same person's as ``name``, the best first.

        A full name looks for its spellings. For a bare family name, the first that were met are looked at: it joins
        none of them, and they are no more than something to begin with for whoever decides.
        """
        met = dict.fromkeys(
            n
            for key in asked_keys(name, initials=False)
            for at, n in islice(self._families.get(key, ()), _LOOKED_AT)
            if at <= self._size
        )
        found = [(other, agree(name, other)) for other in met]
        return sorted((f for f in found if f[1].verdict != "different"), key=lambda f: (-f[1].score, f[0]))


def spelt_alike(a: str, b: str) -> bool:
    """Tell whether two given names are spellings of one (Yuriy, Yurii), not short forms (Bill, William)."""
    one, other = parse_name(a).given, parse_name(b).given
    # 70 of 100: two letters of six may differ, which no short form keeps to
    return bool(one and other) and fuzz.ratio(one[0].casefold(), other[0].casefold()) >= 70


def is_family_of(name: str, full: str) -> bool:
    """Tell whether a bare name is the family name of a full one, as it is spelt."""
    return name_key(parse_name(full).family) == name_key(name)
