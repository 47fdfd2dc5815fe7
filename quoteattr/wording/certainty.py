"""Certainty: which words stand under "may", and where one wording is surer than the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from quoteattr.values import Change
from quoteattr.wording.polarity import REACH, Marker, before, clause
from quoteattr.wording.words import FUNCTION, Word, listed, stem, words


@lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(w.key) for w in words(text) if w.plain)


# How far a word weakens what it governs: 2 leaves it open, 1 makes it likely or expected, -1 vouches for it.
_LEVELS = {
    **dict.fromkeys(listed("may might could possibly possible perhaps maybe potential potentially possibility "
                    "considering conceivable "
                    "speculated unclear undecided consider"), 2.0),
    **dict.fromkeys(listed("likely unlikely probable probably should appear appears appeared seem seems seemed "
                    "apparently suspected "
                    "suspect suggests suggest suggested suggesting believed thought expected presumably hope hopes "
                    "provisional preliminary reportedly allegedly alleged supposedly believe think guess"), 1.0),
    **dict.fromkeys(listed("certainly definitely undoubtedly surely absolutely inevitably clearly"), -1.0),
}  # fmt: skip
_PHRASES = {
    "at this point": 1.0, "at present": 1.0, "at this stage": 1.0, "for now": 1.0, "too early": 2.0, "not clear": 2.0,
    "not yet clear": 2.0, "no doubt": -1.0, "without doubt": -1.0, "not decided": 2.0, "in my view": 1.0,
    "in our view": 1.0,
    "as far as": 1.0, "to my knowledge": 1.0, "not rule out": 2.0, "not be ruled out": 2.0, "cannot be ruled out": 2.0,
    "at the earliest": 1.0, "what appears": 1.0, "for sure": -1.0, "no immediate": 1.0, "not impossible": 2.0,
    "is certain": -1.0, "are certain": -1.0,
    "am certain": -1.0,
    "before deciding": 2.0, "deciding whether": 2.0, "decide whether": 2.0, "not know whether": 2.0, "not know if": 2.0,
}  # fmt: skip
_PHRASES_BY_WORD: dict[str, list[tuple[str, list[str], float]]] = {}
for _phrase, _far in _PHRASES.items():
    _PHRASES_BY_WORD.setdefault(_phrase.split()[0], []).append((_phrase, _phrase.split(), _far))
_CUE_LEVELS = {
    stem(w): level
    for names, level in (
        ("consider mull weigh study", 2.0), ("hope suggest suspect speculate", 1.0),
        ("believe think expect predict want aim seek fear", 0.5),
    )
    for w in names.split()
} | {"confident": -0.5, "guarante": -0.5, "certain": -1.0, "sure": -1.0}  # fmt: skip
# Verbs of sense and speech after "could" tell of what somebody was able to do.
_ABLE = frozenset(
    stem(w) for w in listed("see hear feel speak smell remember reach breathe walk talk find understand tell")
)
# In so short a wording a hedge governs all of it.
_SHORT = 8


def _weight(found: Sequence[Word], i: int) -> float | None:
    """Return the level of the word at ``i``, or None where it weakens nothing here."""
    w = found[i]
    level = _LEVELS.get(w.key)
    ahead = found[i - 1].key if i else ""
    after = found[i + 1].key if i + 1 < len(found) else ""
    if level is None or (w.text == "May" and i and found[i - 1].plain) or (w.key == "may" and after.isdigit()):
        return None
    if w.key == "could" and (after == "not" or (i + 1 < len(found) and stem(after) in _ABLE)):
        return None
    if w.key in ("think", "guess", "believe", "hope", "suspect") and ahead not in ("i", "we"):
        return None
    if w.key in ("thought", "believed", "expected", "suspected") and ahead not in (
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
    ):
        # "a material believed to be ice" weakens, "he believed it was ice" tells of him.
        return (
            level
            if after == "to" and found[i - 1].plain and ahead not in ("he", "she", "they", "i", "we", "it", "had")
            else None
        )
    return level


@lru_cache(maxsize=8192)
def hedges(text: str) -> tuple[Marker, ...]:
    """Find what weakens or hardens a claim: may, could, likely, I think, at this point, certainly."""
    found = words(text)
    keys = [w.key for w in found]
    result: list[Marker] = []
    for i, w in enumerate(found):
        for phrase, parts, level in _PHRASES_BY_WORD.get(w.key, ()):
            if keys[i : i + len(parts)] == parts:
                scope = clause(found, i + len(parts) - 1, REACH) or before(found, i, REACH)
                result.append(Marker(phrase, i, scope, level))
        weight = _weight(found, i)
        if weight is not None:
            result.append(Marker(w.text, i, clause(found, i, REACH) or before(found, i, REACH), weight))
    return tuple(result)


def _level(
    text: str, cue: str | None, other: frozenset[str], near: Callable[[str, frozenset[str]], str | None], *, loose: bool
) -> tuple[float, str]:
    """Return how far the wording weakens what the other one says too, and the evidence.

    Args:
        text: The wording.
        cue: The words that introduce it.
        other: The stems of the other wording.
        near: Finds the stem of the other side that means much the same, or None.
        loose: Whether every hedge counts, also one over words that the other does not have.
    """
    best, evidence = 0.0, ""
    short = sum(w.plain and w.key not in FUNCTION for w in words(text)) <= _SHORT
    for marker in hedges(text):
        if marker.text.lower() == "should" and not other & {"will", "would", "'ll"}:
            continue  # a demand, not a forecast
        met = loose or short or not marker.scope or any(s in other or near(s, other) is not None for s in marker.scope)
        if met and abs(marker.level) > abs(best):
            best, evidence = marker.level, marker.text
    for w in words(cue or ""):
        level = _CUE_LEVELS.get(stem(w.key), 0.0)
        if abs(level) > abs(best):
            best, evidence = level, cue or ""
    return best, evidence


def hedge_changes(
    a: str,
    b: str,
    a_cue: str | None,
    b_cue: str | None,
    near: Callable[[str, frozenset[str]], str | None],
    bounds: tuple[str, str] = ("", ""),
) -> list[Change]:
    """Return where one wording is surer than the other.

    Args:
        a: One wording.
        b: The other.
        a_cue: The words that introduce a: "hopes" and "plans" differ.
        b_cue: The same of b.
        near: Finds the stem of the other side that means much the same, or None.
        bounds: What stands before a figure that both have: a lower bound, an upper bound, "about"; by side.
    """
    all_a, all_b = _stems(a), _stems(b)
    for flip in (False, True):
        left, left_cue, right, right_cue, stems_l, stems_r = (
            (b, b_cue, a, a_cue, all_b, all_a) if flip else (a, a_cue, b, b_cue, all_a, all_b)
        )
        weak = _level(left, left_cue, stems_r, near, loose=False)
        firm = _level(right, right_cue, stems_l, near, loose=True)
        if _depends(left) and not _depends(right) and _alike(stems_l, stems_r) and firm[0] <= 0.5:
            sides = ("", "if") if flip else ("if", "")
            return [Change("hedge", *sides, "One wording makes it depend on a condition.")]
        # Two steps of doubt are alike ("could be", "is believed to be"): one side must be sure, or nearly.
        if (weak[0] >= 1.0 and firm[0] <= 0.5 and weak[0] - firm[0] >= 1.0) or (weak[0] <= -1.0 and firm[0] == 0.0):
            note = (
                "One wording is less sure than the other."
                if weak[0] > 0
                else "One wording vouches for what the other states."
            )
            sides = (firm[1], weak[1]) if flip else (weak[1], firm[1])
            return [Change("hedge", *sides, note)]
    if bounds[0] and bounds[1] and not strict(bounds) and _CLASS[bounds[0]] != _CLASS[bounds[1]]:
        return [Change("hedge", *bounds, "The wordings bound the same figure differently.")]
    return []


def _depends(text: str) -> bool:
    keys = [w.key for w in words(text)]
    return any(
        k in ("if", "unless", "provided") and keys[max(0, i - 1) : i] not in (["as"], ["ask"])
        for i, k in enumerate(keys)
    )


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Tell whether the shorter wording is nearly all there in the longer one, so that a lost condition was cut."""
    short, long = sorted((frozenset(s for s in x if s not in FUNCTION) for x in (a, b)), key=len)
    return len(short) >= 2 and len(short & long) >= 0.8 * len(short)


def strict(bounds: tuple[str, str]) -> bool:
    """Tell whether two bounds of one figure exclude each other: more than 300, fewer than 300."""
    less = [b in ("fewer than", "less than") for b in bounds]
    return less[0] != less[1] and all(bounds)


_CLASS = {
    "no more than": "<", "at least": ">", "no fewer than": ">", "no less than": ">", "not less than": ">",
    "more than": ">",
    "as many as": "<", "as much as": "<", "up to": "<", "just under": "<", "fewer than": "<", "less than": "<",
    "at most": "<",
    "about": "~", "around": "~", "some": "~", "roughly": "~", "approximately": "~", "nearly": "<", "almost": "<",
}  # fmt: skip


def bound_before(text: str, start: int) -> str:
    """Return the phrase right before ``start`` that bounds a figure, or nothing."""
    head = text[max(0, start - 20) : start].lower().rstrip(" $€£")
    return next((p for p in _CLASS if head.endswith(p)), "")
