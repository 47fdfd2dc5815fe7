"""Changes of substance between two wordings of one utterance, each found by a check of its own, with its evidence.

Kinds: negation, number, unit, date, name, hedge, tense, addressee, marks. What one wording merely leaves out is no
change: a check speaks up where both wordings say something about the same thing, and it differs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from quoteattr.values import Change, Edit, Kind
from quoteattr.wording.address import addressee_changes
from quoteattr.wording.amounts import comparable, same_figure
from quoteattr.wording.certainty import bound_before, hedge_changes, strict
from quoteattr.wording.edits import edits, marked
from quoteattr.wording.figures import Figure, figures
from quoteattr.wording.frames import tense_changes
from quoteattr.wording.likeness import name_parts, same_name_part
from quoteattr.wording.meaning import NEAR, nearest_word, word_vectors
from quoteattr.wording.polarity import negation_changes
from quoteattr.wording.resemblance import UNSEEN, rarity
from quoteattr.wording.units import CALENDAR
from quoteattr.wording.words import FUNCTION, Word, stem, words


def _fit(f: Figure, g: Figure, alone: bool, others: bool) -> float:
    """Say how likely two figures that differ stand for the same thing, 0 or more; from 1 on they are compared.

    Args:
        f: A figure of one wording that the other does not have.
        g: The same of the other wording.
        alone: Whether neither could be compared with another figure.
        others: Whether the wordings have figures in common.
    """
    if not comparable(f, g):
        return 0.0
    if f.kind == "date" and f.unit != g.unit and bool(f.value) != bool(g.value):
        return 0.0
    score = 0.0
    head_f, head_g = f.context[:2], g.context[:2]
    if set(head_f) & set(head_g):
        score += 1.0
    elif head_f and head_g:
        cosines = word_vectors(head_f) @ word_vectors(head_g).T
        score += 0.7 if float(cosines.max()) >= NEAR else 0.0
    score += 0.5 * min(2, len(set(f.context) & set(g.context)))
    if f.kind in ("money", "measure", "date", "year"):
        score += 0.6 if f.dimension != "time" else 0.4
    if alone:
        score += 0.2 if others else 0.6
    if f.lead and f.lead == g.lead and f.lead not in ("the", "a", "of", "and"):
        score += 0.3
    score += _slip(f, g)
    return score - (0.4 if f.weak or g.weak else 0.0)


def _slip(f: Figure, g: Figure) -> float:
    """Return more than 0 for figures that differ as slips do: digits swapped, one digit changed, a nought lost."""
    one, two = f"{f.value:.10g}", f"{g.value:.10g}"
    if sorted(one) == sorted(two) or (f.value and g.value and f.value in (g.value * 10, g.value / 10)):
        return 0.8
    if len(one) == len(two) >= 2 and sum(x != y for x, y in zip(one, two, strict=True)) == 1:
        return 0.5
    return 0.0


_NOTES = {
    "date": "The wordings give different dates.",
    "unit": "The same number stands with different units.",
    "number": "The wordings give different numbers.",
}


def _figure_changes(a: str, b: str) -> tuple[list[Change], tuple[str, str]]:
    """Return the changes of numbers, units and dates, and what bounds the first figure that both have."""
    left, right = list(figures(a)), list(figures(b))
    bounds = ("", "")
    others = False
    for f in tuple(left):
        twin = next((g for g in right if same_figure(f, g)), None)
        if twin is not None:
            left.remove(f)
            right.remove(twin)
            others = True
            if (
                f.dimension == twin.dimension in ("count", "money")
                and not f.weak
                and f.base == twin.base
                and bounds == ("", "")
            ):
                bounds = (bound_before(a, f.span.start), bound_before(b, twin.span.start))
    # A figure that one side says twice is no change.
    left = [f for f in left if not any(same_figure(f, g) for g in figures(b))]
    right = [g for g in right if not any(same_figure(f, g) for f in figures(a))]
    ranked = sorted(
        (
            (
                -_fit(f, g, sum(comparable(f, x) for x in right) == 1 == sum(comparable(x, g) for x in left), others),
                i,
                j,
            )
            for i, f in enumerate(left)
            for j, g in enumerate(right)
        )
    )
    found: list[Change] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for score, i, j in ranked:
        if -score < 1.0 or i in used[0] or j in used[1]:
            continue
        used[0].add(i)
        used[1].add(j)
        f, g = left[i], right[j]
        kind = "number"
        if f.kind in ("date", "weekday", "year", "relative", "season"):
            kind = "date"
        elif f.value == g.value and f.unit != g.unit:
            kind = "unit"
        found.append(Change(kind, f.text, g.text, _NOTES[kind]))
    if strict(bounds):
        found.append(Change("number", *bounds, "One wording gives more than a figure, the other less."))
    return found, bounds


@lru_cache(maxsize=4096)
def _names(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the runs of capitalised words that are names, as tuples of parts."""
    found: list[tuple[str, ...]] = []
    for match in re.finditer(
        r"(?:[^\W\d_a-z][\w'’.-]*)(?:\s+(?:(?:al|el|bin|ibn|de|da|del|van|von|der)\s+)?[^\W\d_a-z][\w'’-]*)*", text
    ):
        parts = name_parts(match.group())
        before = text[: match.start()].rstrip(" \"“'‘«[(")
        if not before or before[-1] in ".!?:…":
            # The first word of a sentence is capitalised anyway: it counts as part of a longer name only.
            parts = parts if len(parts) > 1 else ()
        parts = tuple(p for p in parts if p.lower() not in FUNCTION and len(p) > 1)
        if parts:
            found.append(parts)
    return tuple(found)


def _name_changes(a: str, b: str, steps: Sequence[Edit]) -> list[Change]:
    """Return names that share a part and differ in another, or that stand in for each other between equal words."""
    found: list[Change] = []
    flat = {p for parts in _names(a) for p in parts}, {p for parts in _names(b) for p in parts}

    def strange(part: str, others: set[str]) -> bool:
        return not any(same_name_part(part, o) for o in others)

    for one in _names(a):
        for two in _names(b):
            if len(one) > 1 and len(two) > 1 and len(one) == len(two):
                agree = [same_name_part(p, q) for p, q in zip(one, two, strict=True)]
                odd = [(p, q) for p, q, same in zip(one, two, agree, strict=True) if not same]
                new = len(odd) == 1 and strange(odd[0][0], flat[1]) and strange(odd[0][1], flat[0])
                if any(agree) and new and min(map(len, odd[0])) > 2:
                    found.append(
                        Change("name", " ".join(one), " ".join(two), "The wordings name different people or things.")
                    )
    if found:
        return found[:1]
    for number, step in enumerate(steps):
        if step.op != "replace" or step.variant:
            continue
        sides = [w for w in words(step.a.of(a)) if w.plain], [w for w in words(step.b.of(b)) if w.plain]
        if not all(0 < len(s) <= 3 and all(map(_names_something, s)) for s in sides):
            continue
        around = [steps[k] for k in (number - 1, number + 1) if 0 <= k < len(steps)]
        # At the start every word is capitalised: there only a word that no sentence of the language has is a name.
        start = step.a.start == 0 or step.b.start == 0
        if start and not all(rarity(stem(w.key)) >= UNSEEN for s in sides for w in s):
            continue
        if not all(e.op == "equal" or e.variant for e in around):
            continue
        held = sum(sum(w.plain for w in words(e.a.of(a))) for e in around)
        one_name, two_name = (tuple(w.text for w in s) for s in sides)
        new = all(strange(p, flat[1]) for p in one_name) and all(strange(q, flat[0]) for q in two_name)
        if held >= 3 and new and not _abbreviates(one_name, two_name):
            return [Change("name", " ".join(one_name), " ".join(two_name), "Another name stands at the same place.")]
    places = _placed(a), _placed(b)
    for slot in (s for s in places[0] if s in places[1]):
        first, second = places[0][slot], places[1][slot]
        if strange(first, flat[1]) and strange(second, flat[0]) and not _abbreviates((first,), (second,)):
            return [Change("name", first, second, "Another name stands at the same place.")]
    return []


@lru_cache(maxsize=4096)
def _placed(text: str) -> dict[tuple[str, str], str]:
    """Return the single names that follow a preposition, by the content word before it: "fishing in Michigan"."""
    found: dict[tuple[str, str], str] = {}
    plain = [w for w in words(text) if w.plain]
    for i, w in enumerate(plain[2:], 2):
        before = plain[i - 1].key
        name = w.text[0].isupper() and w.key not in FUNCTION and w.key not in CALENDAR
        alone = i + 1 == len(plain) or not plain[i + 1].text[0].isupper()
        if name and alone and before in ("in", "at", "from", "to", "near", "for", "with", "by"):
            found[stem(plain[i - 2].key), before] = w.text
    return found


def _names_something(w: Word) -> bool:
    return w.text[0].isupper() and w.key not in FUNCTION and w.key not in CALENDAR


def _abbreviates(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    short, long = sorted((one, two), key=lambda parts: sum(map(len, parts)))
    letters = "".join(short).replace(".", "")
    return letters.isupper() and letters[0] == long[0][0]


def _marks_changes(a: str, b: str, steps: Sequence[Edit], a_kind: Kind, b_kind: Kind) -> list[Change]:
    """Return words that stand in quotation marks in one wording and outside them in the other."""
    # 4: shorter runs of equal words are chance, or a term that anybody would use.
    inside = marked(a) if a_kind is not Kind.INDIRECT else (), marked(b) if b_kind is not Kind.INDIRECT else ()
    for step in steps:
        if step.op != "equal":
            continue
        run = [w for w in words(step.a.of(a)) if w.plain]
        if len(run) < 4 or all(w.key in FUNCTION for w in run):
            continue
        quoted = any(s.overlaps(step.a) for s in inside[0]), any(s.overlaps(step.b) for s in inside[1])
        bare = Kind.INDIRECT in (a_kind, b_kind)
        if quoted[0] != quoted[1] and (bare or Kind.MIXED in (a_kind, b_kind)):
            return [
                Change(
                    "marks",
                    step.a.of(a).strip(),
                    step.b.of(b).strip(),
                    "The same words are quoted in one and reported in the other.",
                )
            ]
    for span, text, other, kinds in (
        *((s, a, b, (a_kind, b_kind)) for s in inside[0]),
        *((s, b, a, (b_kind, a_kind)) for s in inside[1]),
    ):
        held = [w.key for w in words(span.of(text)) if w.plain]
        line = " " + " ".join(w.key for w in words(other) if w.plain) + " "
        quoted_there = " ".join(w.key for s in marked(other) for w in words(s.of(other)) if w.plain)
        few = 1 <= len(held) <= 3 and kinds[0] is Kind.MIXED and kinds[1] is Kind.INDIRECT
        if few and f" {' '.join(held)} " in line and " ".join(held) not in quoted_there:
            return [
                Change(
                    "marks",
                    *((span.of(text), "") if text is a else ("", span.of(text))),
                    "Marks were put around single words.",
                )
            ]
    return []


_REPORTED = re.compile(r"(?:that|whether|if|how)\b")


def changes(
    a: str,
    b: str,
    *,
    a_kind: Kind = Kind.DIRECT,
    b_kind: Kind = Kind.DIRECT,
    a_cue: str | None = None,
    b_cue: str | None = None,
    steps: Sequence[Edit] | None = None,
) -> tuple[Change, ...]:
    """Find what differs in substance between two wordings of one utterance.

    Args:
        a: One wording.
        b: The other.
        a_kind: Direct, mixed or indirect.
        b_kind: The same of b.
        a_cue: The words that introduce a, such as "denied".
        b_cue: The same of b.
        steps: The edits from a to b, where they are known.

    Returns:
        The changes, each with its evidence on either side; at most one for each kind but numbers.

    >>> [c.kind for c in changes("We need 412 men by May 1.", "We do not need 421 men by May 1.")]
    ['negation', 'number']
    """
    steps = edits(a, b) if steps is None else steps
    # "that the ship is seaworthy" is no direct speech, whatever it was taken for.
    both_direct = a_kind is b_kind is Kind.DIRECT and not any(_REPORTED.match(text) for text in (a, b))
    turned = addressee_changes(a, b, steps, both_direct)
    numbers, bounds = _figure_changes(a, b)
    denials = negation_changes(a, b, a_cue, b_cue, nearest_word)
    doubts = hedge_changes(a, b, a_cue, b_cue, nearest_word, bounds)
    if denials:
        # "ruled out" against "can't be ruled out" is one change, not two.
        doubts = [d for d in doubts if not re.search(r"\brule[sd]? out", d.a + d.b)]
    return (
        *denials,
        *numbers,
        *(() if turned else _name_changes(a, b, steps)),
        *doubts,
        *tense_changes(a, b, steps, both_direct),
        *turned,
        *_marks_changes(a, b, steps, a_kind, b_kind),
    )
