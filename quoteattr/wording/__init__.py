"""Which sayings report one utterance: candidates, a learned score, assignment, groups across outlets."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import attrs

from quoteattr.confidence import checked_chance
from quoteattr.errors import QuoteattrError
from quoteattr.values import Match, Relation, Saying
from quoteattr.wording.assignment import assigned
from quoteattr.wording.candidates import DAYS, Index, batches, ordering
from quoteattr.wording.edits import edits
from quoteattr.wording.grouping import groups
from quoteattr.wording.meaning import sentence_vectors
from quoteattr.wording.relation import relation_of
from quoteattr.wording.resemblance import NAMES, Seen, covering, features, topics
from quoteattr.wording.substance import changes
from quoteattr.wording.tables import Linear, chance, fingerprint, linear_table, number
from quoteattr.workers import Lost, work

__all__ = [
    "DAYS",
    "Asked",
    "default_threshold",
    "describe",
    "fingerprint",
    "groups",
    "in_order",
    "look",
    "match",
    "matches",
    "odds",
    "ordering",
    "pairs",
    "pieces",
    "relation_between",
    "score_pair",
]


def default_threshold() -> float:
    """Return the score from which two sayings count as one utterance: where F1 was best in training."""
    return number("threshold")


def pieces(saying: Saying) -> tuple[Saying, ...]:
    """Return the sentences of a saying as sayings of their own, or nothing where it has one.

    Another outlet may report one of them alone. Bits of fewer than three words are left with what is before them.
    """
    parts = re.split(r"(?<=[.!?])[\"”'’»]*\s+(?=[\"“'‘«]?[^\W\d_])|(?<=[\"”»])\s+(?=[\"“«])", saying.text)
    joined: list[str] = []
    for part in parts:
        if joined and len(part.split()) < 3:
            joined[-1] = f"{joined[-1]} {part}"
        else:
            joined.append(part)
    if len(joined) < 2:
        return ()
    return tuple(attrs.evolve(saying, text=part) for part in joined)


# What a sentence that meets another counts less than two whole quotes that meet, in log odds.
_PIECE = 0.7
_DENIALS = NAMES.index("contradicted")
# "earlier said": what one outlet tells as said before is seldom what the other tells as news. A third of the odds, set
# by hand, since labelled pairs hold hardly any of the kind.
_EARLIER = re.compile(r"\b(?:earlier|previously)\b", re.I)
_ANOTHER_TIME = 1.1
# "discussed the attacks", "spoke about the attacks": that names a matter and nobody's words, so it seldom is what the
# other outlet gives words of. As much against a pair, for the same reason.
_MATTER = re.compile(
    r"\bdiscuss(?:ed|es|ing)?\b|\b(?:talk(?:ed|s|ing)?|spoken?|speaks?|speaking)\b.* about\b", re.I | re.S
)
_ONLY_A_MATTER = 1.1


def _names_a_matter(saying: Saying) -> bool:
    """Tell whether the cue, with what the content begins with, names what was talked about and not what was said."""
    return bool(_MATTER.search(f"{saying.cue or ''} {saying.text[:6]}"))


def odds(a: Seen, b: Seen, known: Linear | None = None, unknown: Linear | None = None) -> float:
    """Return the log odds that two sayings report one utterance, by the two of them alone.

    Args:
        a: One saying.
        b: The other.
        known: The table where both speakers are known; the shipped one, if not given.
        unknown: The table where one is not.
    """
    table = known or linear_table("known") if a.saying.speaker and b.saying.speaker else unknown or linear_table("open")
    denials = table.weights[_DENIALS] != 0
    best = table(features(a, b, denials))
    if a.parts or b.parts:
        # A quote that the other outlet cut or split: its best sentence counts, a little less than the whole.
        for one in a.pieces or (a,):
            for two in b.pieces or (b,):
                if max(covering(one, two)) > 0.35:
                    best = max(best, table(features(one, two, denials)) - _PIECE)
    told_before = [bool(_EARLIER.search(s.saying.cue or "")) for s in (a, b)]
    matters = [_names_a_matter(s.saying) for s in (a, b)]
    return best - _ANOTHER_TIME * (told_before[0] != told_before[1]) - _ONLY_A_MATTER * (matters[0] != matters[1])


def score_pair(a: Saying, b: Saying) -> float:
    """Return how likely, 0..1, two sayings are to report one utterance, by the two of them alone.

    A logistic regression over the numbers of ``resemblance.NAMES``, trained by ``training/wording.py``; the order of
    the two does not count. It ranks pairs and is no calibrated chance: how many with one score are true depends on how
    pairs were chosen. ``match`` knows more: what else each article has that could be meant.

    Args:
        a: One saying.
        b: The other.
    """
    return chance(odds(Seen(a, parts=pieces(a)), Seen(b, parts=pieces(b))))


def relation_between(a: Saying, b: Saying) -> Relation:
    """Say how the wordings of two sayings of one utterance relate."""
    return relation_of(Seen(a), Seen(b), edits(a.text, b.text))


def look(sayings: Iterable[Saying]) -> list[Seen]:
    """Work out the sentence vectors of many sayings at once."""
    listed = list(sayings)
    vectors = sentence_vectors([s.text for s in listed])
    return [
        Seen(s, vector=v, parts=pieces(s), topic=t) for s, v, t in zip(listed, vectors, topics(listed), strict=True)
    ]


def _chance(_: object, field: attrs.Attribute[float | None], value: float | None) -> None:
    checked_chance(value, field.name)


@attrs.frozen
class Asked:
    """How sayings are paired.

    Args:
        threshold: The least chance to count as a match, 0..1; where F1 was best in training, if not given.
        days: How many days may lie between two reports of one utterance.
        same_outlet: Whether two articles of one outlet are compared as well.
        described: Whether each pair is described as well: edits, relation, changes of substance.
    """

    threshold: float | None = attrs.field(default=None, validator=_chance)
    days: int = DAYS
    same_outlet: bool = False
    described: bool = False


# A pair: the chance, the two sayings, and where it was asked for how their wordings differ.
Paired = tuple[float, Saying, Saying, Match | None]


def pairs(
    sayings: Iterable[Saying],
    *,
    threshold: float | None = None,
    days: int = DAYS,
    same_outlet: bool = False,
    workers: int = 1,
) -> Iterator[tuple[float, Saying, Saying]]:
    """Yield which sayings of different articles report one utterance, day by day, without saying how they differ.

    Time grows with the number of sayings, memory with what is said within a few days.

    Args:
        sayings: What was said, in any order; the ids must differ.
        threshold: The least chance to count as a match, 0..1; where F1 was best in training, if not given.
        days: How many days may lie between two reports of one utterance.
        same_outlet: Whether two articles of one outlet are compared as well.
        workers: How many processes share the days; the result is the same.

    Yields:
        The chance, and the two sayings. Inside a pair of articles each saying has one counterpart, or several that
        share it out between them where one outlet split what the other kept together.
    """
    listed = list(sayings)
    found = in_order(
        (listed[i] for i in ordering(listed)),
        Asked(threshold, days, same_outlet),
        workers=workers if len(listed) >= _WORTHWHILE else 1,
        share=max(1, -(-len(listed) // max(1, workers))),
    )
    return ((value, a, b) for value, a, b, _ in found)


# Below so many sayings a process of its own costs more time than it saves; a share of so many repeats little of its
# neighbour's work, and few of them fill no memory.
_WORTHWHILE = 20_000
_SHARE = 50_000


def in_order(
    ordered: Iterable[Saying],
    asked: Asked | None = None,
    *,
    since: date | None = None,
    workers: int = 1,
    share: int = _SHARE,
) -> Iterator[Paired]:
    """Yield which of many sayings report one utterance, reading them as they come.

    Args:
        ordered: Sayings by day, undated ones first, and within a day by article and place, as a store can stream them.
        asked: How they are paired.
        since: Only pairs whose later saying is of this day or after.
        workers: How many processes share the days; the result is the same.
        share: So many sayings go to a process at once, or those of one day where it has more; at most 50,000.
    """
    asked = asked or Asked()
    if workers <= 1:
        yield from _paired(ordered, since, asked)
        return
    sent: deque[dict[str, Saying]] = deque()

    def tasks() -> Iterator[list[tuple[list[Saying], date | None]]]:
        for part, first in _shares(ordered, since, min(share, _SHARE), asked.days):
            sent.append({s.id: s for s in part})
            yield [(part, first)]

    for (result,) in work(tasks(), workers, _crew, asked):
        known = sent.popleft()
        if isinstance(result, Lost):
            raise QuoteattrError(
                f"Comparing failed: {result.reason}.", remedy="See that there is memory for each worker, or use one."
            )
        for value, a, b, match in result:
            yield value, known[a], known[b], match


def _crew(asked: Asked) -> Callable[[Sequence[Any]], list[list[tuple[float, str, str, Match | None]]]]:
    """Return what a process does with the shares that it is given."""
    return lambda shares: [
        [(value, a.id, b.id, match) for value, a, b, match in _paired(part, since, asked)] for part, since in shares
    ]


def _shares(
    ordered: Iterable[Saying], since: date | None, size: int, days: int
) -> Iterator[tuple[list[Saying], date | None]]:
    """Part sayings in order into runs of whole days, each with the days before it that it may meet."""
    undated: list[Saying] = []
    before: list[Saying] = []  # of the days that the next run may meet
    run: list[Saying] = []
    first: date | None = None  # where the run begins
    for day, spoken in groupby(ordered, key=lambda s: s.day):
        here = list(spoken)
        if day is None:
            undated = here
            if since is None:
                yield undated, None
        elif since is not None and day < since:
            before += here
        else:
            if run and len(run) + len(here) > size:
                yield undated + before + run, first
                before, run = before + run, []
            if not run:
                first = day
                before = [s for s in before if s.day and (day - s.day).days <= days]
            run += here
    if run:
        yield undated + before + run, first


def _paired(ordered: Iterable[Saying], since: date | None, asked: Asked) -> Iterator[Paired]:
    """Yield the pairs of sayings in order whose later one is of ``since`` or after."""
    least = default_threshold() if asked.threshold is None else asked.threshold
    index = Index(asked.days, asked.same_outlet)
    taken = 0
    for batch in batches(ordered, since):
        held = list(enumerate(look(batch), taken))
        taken += len(batch)
        if since is not None and (batch[0].day is None or batch[0].day < since):
            index.add(held)
            continue
        met = index.meet(held)
        seen = index.held
        for value, i, j in assigned([(odds(seen[i], seen[j]), i, j) for i, j in met], seen, least):
            a, b = seen[i].saying, seen[j].saying
            yield value, a, b, describe(a, b, value) if asked.described else None


def matches(
    sayings: Iterable[Saying],
    *,
    threshold: float | None = None,
    days: int = DAYS,
    same_outlet: bool = False,
    workers: int = 1,
) -> Iterator[Match]:
    """Yield which sayings of different articles report one utterance and how their wordings differ, day by day.

    Args:
        sayings: As for `pairs`.
        threshold: As for `pairs`.
        days: As for `pairs`.
        same_outlet: As for `pairs`.
        workers: As for `pairs`.
    """
    found = pairs(sayings, threshold=threshold, days=days, same_outlet=same_outlet, workers=workers)
    return (describe(a, b, value) for value, a, b in found)


def match(
    sayings: Iterable[Saying],
    *,
    threshold: float | None = None,
    days: int = DAYS,
    same_outlet: bool = False,
) -> tuple[Match, ...]:
    """Find which sayings of different articles report one utterance, and how their wordings differ.

    Args:
        sayings: As for `matches`.
        threshold: As for `matches`.
        days: As for `matches`.
        same_outlet: As for `matches`.

    Returns:
        The matches, best first.
    """
    found = matches(sayings, threshold=threshold, days=days, same_outlet=same_outlet)
    return tuple(sorted(found, key=lambda m: (-m.score, m.a, m.b)))


def describe(a: Saying, b: Saying, score: float = 1.0, *, in_order: bool = False) -> Match:
    """Say how the wordings of two sayings of one utterance differ.

    Args:
        a: One saying.
        b: The other.
        score: The chance that they report one utterance.
        in_order: Whether the edits lead from ``a`` to ``b`` as given; else from the smaller id, so that a pair is
            described alike whichever comes first.
    """
    if a.id > b.id and not in_order:
        a, b = b, a
    steps = edits(a.text, b.text)
    return Match(
        a=a.id,
        b=b.id,
        score=round(score, 4),
        relation=relation_of(Seen(a), Seen(b), steps),
        edits=steps,
        changes=changes(a.text, b.text, a_kind=a.kind, b_kind=b.kind, a_cue=a.cue, b_cue=b.cue, steps=steps),
    )
