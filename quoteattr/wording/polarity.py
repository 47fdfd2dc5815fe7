"""Negation: which words stand under "not", and where one wording denies what the other affirms.

Embeddings can't see it: "we need" and "we do not need" are nearly the same vector. So it is compared as itself: a
negator, and the words in its scope, looked up in the other wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import zip_longest

import attrs

from quoteattr.values import Change
from quoteattr.wording.words import FUNCTION, Word, listed, stem, words

_NEGATORS = frozenset(listed("not no none never nobody nothing neither nor without cannot nowhere"))
# Verbs and adjectives that deny what follows: enough to answer a "not", too little to count by themselves.
_DENYING = frozenset(
    stem(w)
    for w in listed(
        "deny refuse reject dismiss refute fail lack oppose avoid prevent stop cease decline exclude unable "
        "impossible unlikely false untrue absent absence missing hardly barely scarcely few little ban forbid "
        "prohibit halt against free zero instead rather unanswered undecided unclear unharmed uninjured unhurt "
        "intact"
    )
)
_DENY_CUES = frozenset(stem(w) for w in listed("deny refute denial"))
_REJECT_CUES = frozenset(stem(w) for w in listed("reject dismiss"))
_AFFIRM_CUES = frozenset(stem(w) for w in listed("admit acknowledge concede confirm confess"))
# Fixed phrases in which the negator denies nothing.
_IDIOMS = (
    "not only", "not just", "not least", "no doubt", "no matter", "no sooner", "not merely", "not simply",
    "no fewer than",
    "no less than", "not less than", "no more than", "not to mention", "no later than", "whether or not", "or not",
    "no longer than", "nothing but", "why not", "not until", "nothing short of", "none other than", "not a day goes",
    "not decided", "not yet decided", "no bigger than", "no larger than", "no smaller than", "no secret",
)  # fmt: skip
_AGES = frozenset(listed("years months weeks days decades centuries year month"))
_STOPS = frozenset(listed(". ; : ? !"))
# Words that lead to the verb that counts: "need to examine" is about examining.
_LIGHT = frozenset(
    listed("need needs needed want wants wanted plan plans planned intend intends intended seek try tried able asked")
)
# How many content words a negator reaches over, in its clause.
REACH = 3


@attrs.frozen
class Marker:
    """A word that changes the standing of what follows.

    Args:
        text: The marker as it stands.
        at: Its position among the words.
        scope: Stems of the content words it governs, the nearest first.
        level: How far it weakens (positive) or hardens (negative) what it governs; 0 for a negator.
        before: Stems of the content words before it.
    """

    text: str
    at: int
    scope: tuple[str, ...]
    level: float = 0.0
    before: tuple[str, ...] = ()


def clause(found: Sequence[Word], at: int, reach: int) -> tuple[str, ...]:
    """Return the stems of the next content words after position ``at``, within their clause."""
    after: list[str] = []
    if at + 1 < len(found) and found[at + 1].text == ",":
        # An aside right after the marker: "will not, whatever they say, resign".
        at = next((k for k in range(at + 2, min(at + 12, len(found))) if found[k].text == ","), at)
    for i, w in enumerate(found[at + 1 :], at + 2):
        if w.text in _STOPS or (w.text == "," and after):
            break
        if w.key in _LIGHT and i < len(found) and found[i].key == "to":
            continue
        if w.key in ("but", "although", "though", "because", "while", "whereas"):
            break
        if w.plain and (w.key not in FUNCTION or w.key.isdigit()):
            after.append(stem(w.key))
        if len(after) >= reach:
            break
    return tuple(after)


def before(found: Sequence[Word], at: int, reach: int) -> tuple[str, ...]:
    """Return the stems of the last content words before position ``at``, the nearest first, within their clause."""
    back: list[str] = []
    for w in reversed(found[max(0, at - 6) : at]):
        if w.text in _STOPS or w.key in ("but", "although", "though", "while", "whereas"):
            break
        if w.plain and w.key not in FUNCTION:
            back.append(stem(w.key))
    return tuple(back[:reach])


def _plain_stems(found: Sequence[Word], earlier: Sequence[Marker], at: int) -> list[str]:
    """Return the stems that no negator governs, but for the ten words after ``at``."""
    covered = {k for m in earlier for k in range(m.at, m.at + 7)} | set(range(max(0, at - 2), at + 10))
    return [stem(w.key) for i, w in enumerate(found) if i not in covered and w.plain and w.key not in FUNCTION]


@lru_cache(maxsize=8192)
def negations(text: str) -> tuple[Marker, ...]:
    """Find what denies something: not, n't, no, none, never, nobody, nothing, neither, nor, without, cannot.

    Phrases such as "not only" and "no doubt" deny nothing; two negators with nothing between them cancel out.
    """
    found = words(text)
    keys = [w.key for w in found]
    result: list[Marker] = []
    for i, w in enumerate(found):
        if not (w.key in _NEGATORS or w.key.endswith("n't")):
            continue
        if keys[i + 1 : i + 3] == ["agree", "more"]:
            continue
        ahead, around = " ".join(keys[i : i + 3]), " ".join(keys[max(0, i - 2) : i + 2])
        if any(ahead.startswith(idiom) or (idiom in around and idiom.endswith(w.key)) for idiom in _IDIOMS):
            continue
        if w.key == "no" and (i + 1 >= len(found) or not found[i + 1].plain):
            continue  # an answer, "No, ...", not a denial inside the sentence
        later = keys[i + 1 : i + 8]
        due = next((found[i + 2 + k].text for k, x in enumerate(later[:-1]) if x == "before"), "")
        early = due[:1].isdigit() or due[:1].isupper()
        if "until" in later or early or "unless" in later or ("for" in later and any(k in _AGES for k in later)):
            continue  # "not before May" and "in May at the earliest" are one
        scope = clause(found, i, REACH) or before(found, i, 2)
        if {scope[0] if scope else ""} & set(_plain_stems(found, result, i)):
            continue  # the same wording affirms it too, of something else
        result.append(Marker(w.text, i, scope, before=before(found, i, 2)))
    kept: list[Marker] = []
    skip = False
    for one, two in zip_longest(result, result[1:]):
        if skip:
            skip = False
            continue
        # "not without", "no one did not": the pair affirms. "not A nor B" and "no A, no B" do not.
        if two is not None and two.at - one.at <= 2 and two.text.lower() not in ("nor", "neither", "no"):
            skip = True
            continue
        kept.append(one)
    return tuple(kept)


@lru_cache(maxsize=8192)
def denied_stems(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the stems that stand near a negator or a denying word, and all stems."""
    found = words(text)
    near: set[str] = set()
    markers = {m.at for m in negations(text)}
    every = {i for i, w in enumerate(found) if w.key in _NEGATORS}
    # A negator that counts for nothing, in an idiom or cancelled by another, denies nothing; one that waits for a
    # day or a condition does.
    waiting = {i for i in every - markers if {"until", "unless", "before"} & {w.key for w in found[i + 1 : i + 8]}}
    for i, w in enumerate(found):
        low = w.key
        soft = stem(low) in _DENYING or (
            low in ("ruled", "rule", "rules", "ruling") and any(x.key == "out" for x in found[i + 1 : i + 3])
        )
        if i in markers or i in waiting or soft:
            near |= set(clause(found, i, 4))
            near |= set(before(found, i, 3))
        # Prefixes: unanswered, dissatisfied. The word itself is denied.
        if w.plain and len(low) > 6 and low.startswith(("un", "dis", "non")):
            near.add(stem(low))
            near.add(stem(low.removeprefix("un").removeprefix("dis").removeprefix("non")))
    return frozenset(near), frozenset(stem(w.key) for w in found if w.plain)


_CHARGES = frozenset(stem(w) for w in listed("allegation claim accusation charge report suggestion rumour"))


def _cue_sign(cue: str | None, text: str) -> int:
    stems = {stem(w.key) for w in words(cue or "")}
    if stems & _REJECT_CUES and {stem(w.key) for w in words(text)} & _CHARGES:
        return -1
    if stems & _DENY_CUES or ({"rule", "rul"} & stems and "out" in stems):
        return -1
    return 1 if stems & _AFFIRM_CUES else 0


# Words that contradict each other: where one wording has the one, and the other the other, neither under a negation.
_OPPOSITES = tuple(
    (frozenset(stem(w) for w in one.split(",")), frozenset(stem(w) for w in two.split(",")))
    for one, two in (
        pair.split("/")
        for pair in listed(
            "accept,accepted/reject,refuse support/oppose win,won/lose,lost guilty/innocent "
            "rise,rose,increase/fall,fell,decrease help/hurt legal/illegal lawful/unlawful safe/unsafe,dangerous "
            "allow,permit/ban,forbid,prohibit approve/reject able/unable true/false possible/impossible "
            "open,opened/closed agree/disagree,refuse same/different"
        )
    )
)
# Each of their words, and what stands against it.
_AGAINST: dict[str, frozenset[str]] = {}
for _one, _other in _OPPOSITES:
    _AGAINST |= {x: _AGAINST.get(x, frozenset()) | _other for x in _one}
    _AGAINST |= {y: _AGAINST.get(y, frozenset()) | _one for y in _other}


def _opposed(a: frozenset[str], b: frozenset[str], denied: frozenset[str]) -> tuple[str, str] | None:
    for one, two in _OPPOSITES:
        for first, second in ((one, two), (two, one)):
            left, right = a & first, b & second
            if left and right and not a & second and not b & first and not (left | right) & denied:
                return min(left), min(right)
    for mine, theirs in ((a, b), (b, a)):
        for word in sorted(mine - theirs):
            for prefix in _PREFIXES:
                bare = word.removeprefix(prefix)
                if bare != word and word not in _LOOKS and len(bare) > 3 and bare in theirs and bare not in mine:
                    return (word, bare) if mine is a else (bare, word)
    return None


# What turns a word into its opposite. The rest must stand alone in the other wording.
_PREFIXES = ("un", "dis", "non", "im", "il", "ir", "in")
# Words that only look turned.
_LOOKS = frozenset(stem(w) for w in listed("undoubtedly undoubted invaluable discover include increase import"))


def negation_changes(
    a: str, b: str, a_cue: str | None, b_cue: str | None, near: Callable[[str, frozenset[str]], str | None]
) -> list[Change]:
    """Return what one wording denies and the other affirms.

    Args:
        a: One wording.
        b: The other.
        a_cue: The words that introduce a: "denied" turns it.
        b_cue: The same of b.
        near: Finds the stem of the other side that means much the same, or None.
    """
    signs = _cue_sign(a_cue, a), _cue_sign(b_cue, b)
    one, two = negations(a), negations(b)
    (denied_a, all_a), (denied_b, all_b) = denied_stems(a), denied_stems(b)
    if (signs[0] == -1) != (signs[1] == -1):
        # One is introduced by a denial. It contradicts the other, unless just one of the two is negated inside as well.
        shared = {s for s in all_a & all_b if s not in FUNCTION and len(s) > 2}
        inside = bool(one or shared & denied_a), bool(two or shared & denied_b)
        if inside[0] == inside[1] and (shared or 1 in signs):
            return [
                Change(
                    "negation",
                    (a_cue or "").strip(),
                    (b_cue or "").strip(),
                    "One wording denies what the other affirms.",
                )
            ]
        return []
    for mine, denied, stems, flip in ((one, denied_b, all_b, False), (two, denied_a, all_a, True)):
        for marker in mine:
            met = _contradicted(marker, denied, stems, near)
            if met:
                evidence = " ".join((marker.text, *marker.scope[:1]))
                return [
                    Change(
                        "negation",
                        *((met, evidence) if flip else (evidence, met)),
                        "A negation stands in one wording only.",
                    )
                ]
    for sides, flip in (((a, b), False), ((b, a), True)):
        if _NONE.search(sides[0]) and _ALL.search(sides[1]) and not _NONE.search(sides[1]):
            said = ("all of", "none of") if flip else ("none of", "all of")
            return [Change("negation", *said, "One wording says none, the other all.")]
    if not one and not two:
        opposite = _opposed(all_a, all_b, denied_a | denied_b) or _swapped(a, b)
        if opposite:
            return [Change("negation", *opposite, "One wording says the opposite of the other.")]
    return []


def _swapped(a: str, b: str) -> tuple[str, str] | None:
    """Return two opposites that stand at the same place, between the same words: "more to help", "more to hurt"."""
    left, right = ([stem(w.key) for w in words(text) if w.plain] for text in (a, b))
    if not any(x in _AGAINST for x in left):
        return None
    there: dict[tuple[str, str], list[str]] = {}
    for before_y, y, after_y in zip(right, right[1:], right[2:], strict=False):
        there.setdefault((before_y, after_y), []).append(y)
    for before_x, x, after_x in zip(left, left[1:], left[2:], strict=False):
        for y in there.get((before_x, after_x), ()) if x in _AGAINST else ():
            if y in _AGAINST[x]:
                return x, y
    return None


_NONE, _ALL = re.compile(r"\bnone of\b", re.IGNORECASE), re.compile(r"\b(?:all|every one|each) of\b", re.IGNORECASE)
_RULE = frozenset({stem("rule")})


def _contradicted(
    marker: Marker,
    denied: frozenset[str],
    stems: frozenset[str],
    near: Callable[[str, frozenset[str]], str | None],
) -> str | None:
    """Return the stem by which the other wording affirms what ``marker`` denies, or None.

    The other wording must have the first denied word itself, and one more word of its surroundings or its like: the
    denied word alone may stand there for another reason.
    """
    first = marker.scope[0] if marker.scope else ""
    noun = marker.text.lower() in ("no", "none", "nothing", "nobody", "neither", "without")
    if first not in stems or first in denied:
        return None
    rest = marker.scope[1:]
    met = [s for s in rest if s in stems or near(s, stems) is not None]
    if rest and (not met or (noun and rest[0] not in met)):
        return None
    # What is denied besides, in a clause of its own, does not count.
    kept = [s for s in (*met, *(x for x in marker.before if x in stems)) if s not in denied or first in _RULE]
    return first if kept or not rest else None
