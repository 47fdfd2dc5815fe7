"""The lists that names are read with: titles and roles, short forms of given names, family names that come first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib import resources


def listed(words: str) -> frozenset[str]:
    """Return the words of ``words``, parted by blanks, as a set."""
    return frozenset(words.split())


SUFFIXES = {"jr": "Jr.", "junior": "Jr.", "sr": "Sr.", "senior": "Sr."}
# Titles that are surnames as well: Larry King.
SURNAMES_TOO = listed(
    "king prince bishop pope judge dean major marshal baron duke earl abbot sheriff lord chancellor singer constable "
    "head boss"
)
# "General Motors" and its like begin with a title only by chance; "the Ombudsman's Office" is not called Office.
_NO_TITLE_BEFORE = listed(
    "motors electric mills dynamics atomics assembly staff of for and in at the on to "
    "office offices department ministry council court commission committee board bureau union association academy"
)


@lru_cache(maxsize=1)
def _titles() -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]], int]:
    """Return the titles that open a name, those that may stand anywhere before it, and the longest one's length."""
    kinds: dict[str, set[tuple[str, ...]]] = {"lead": set(), "role": set()}
    kind = "lead"
    for line in _lines("titles.txt"):
        if line.startswith("["):
            kind = line.strip("[]")
        else:
            kinds[kind].add(tuple(line.replace("-", " ").split()))
    return frozenset(kinds["lead"]), frozenset(kinds["role"]), max(len(t) for k in kinds.values() for t in k)


@lru_cache(maxsize=1)
def nicknames() -> dict[str, frozenset[int]]:
    """Return the given names that have other forms: each with the numbers of the families that it belongs to."""
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_lines("nicknames.txt")):
        for word in line.split():
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


@lru_cache(maxsize=1)
def family_first() -> frozenset[str]:
    """Return the family names that stand before the given names, in lower case."""
    return frozenset(word for line in _lines("family_first.txt") for word in line.split())


def _lines(name: str) -> list[str]:
    text = resources.files("quoteattr").joinpath("data", name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def title_length(words: Sequence[str]) -> int:
    """Return how many of the first ``words`` are titles and what leads to them; the name itself always stays."""
    if untitled(words) or (len(words) == 2 and words[0] == "don"):  # Don Stewart is no Spanish gentleman
        return 0
    lead, roles, longest = _titles()
    firsts = _first_words()
    cut = 0
    while cut < len(words) and words[cut] in firsts:
        tried = (tuple(words[cut : cut + n]) for n in range(longest, 0, -1))
        size = next((len(t) for t in tried if t in lead or t in roles), 0)
        if not size or not _names(words[cut + size :]):
            break
        cut += size
    for start in range(len(words) - 1, cut, -1):
        if words[start] not in firsts:
            continue
        tried = (tuple(words[start : start + n]) for n in range(longest, 0, -1))
        size = next((len(t) for t in tried if t in roles), 0)
        if size and _names(words[start + size :]):
            return start + size + title_length(words[start + size :])
    return cut


def untitled(words: Sequence[str]) -> bool:
    """Tell whether no title can begin at any of ``words``, in lower case."""
    return _first_words().isdisjoint(words)


@lru_cache(maxsize=1)
def _first_words() -> frozenset[str]:
    lead, roles, _ = _titles()
    return frozenset(title[0] for title in lead | roles)


def _names(rest: Sequence[str]) -> bool:
    return any(w not in SUFFIXES for w in rest) and rest[0] not in _NO_TITLE_BEFORE


def is_title(words: Sequence[str]) -> bool:
    """Tell whether ``words``, in any case, are one title or role of the lists."""
    lead, roles, _ = _titles()
    flat = tuple(w.casefold().strip(".,") for w in words)
    return flat in lead or flat in roles


# Titles cut short, which are family names in this form: Bimal Sen, Maria Col.
_CUT_SHORT = listed("sen rep gov gen col maj capt sgt lt prof dr rev adm del hon sens reps")


def ends_as_title(words: Sequence[str]) -> bool:
    """Tell whether the last word or two of a name are a title: "Energy Secretary", and not "Bimal Sen"."""
    return (is_title(words[-1:]) and words[-1].casefold() not in _CUT_SHORT) or is_title(words[-2:])
