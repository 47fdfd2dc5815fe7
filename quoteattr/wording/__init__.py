"""Which sayings report one utterance: candidates, a learned score, assignment, groups across outlets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs
import numpy as np

from quoteattr.values import Match, Relation, Saying
from quoteattr.wording.edits import edits
from quoteattr.wording.likeness import name_sounds, speakers_agree
from quoteattr.wording.meaning import sentence_vectors
from quoteattr.wording.relation import relation_of
from quoteattr.wording.resemblance import Seen, covering, features, topics
from quoteattr.wording.substance import changes
from quoteattr.wording.tables import Linear, chance, linear_table, number

# Days that may lie between two reports of one utterance.
DAYS = 3
# In a block of so few that could meet, all pairs are scored.
_ALL = 24
# Else each saying meets so many of its nearest by meaning.
_NEAREST = 8
# A stem that more sayings of a few days have is no sign by itself.
_COMMON = 40
# Two sayings whose sources don't tell meet where they share stems this rare: two names, or three uncommon words.
_SHARED_RARITY = 13.0
# What a saying must add to count as the other half of a split quote: a share of the words of a sentence, by rarity.
_SPLIT_GAIN = 0.15


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


def odds(a: Seen, b: Seen, known: Linear | None = None, unknown: Linear | None = None) -> float:
    """Return the log odds that two sayings report one utterance, by the two of them alone.

    Args:
        a: One saying.
        b: The other.
        known: The table where both speakers are known; the shipped one, if not given.
        unknown: The table where one is not.
    """
    table = known or linear_table("known") if a.saying.speaker and b.saying.speaker else unknown or linear_table("open")
    best = table(features(a, b))
    if a.parts or b.parts:
        # A quote that the other outlet cut or split: its best sentence counts, a little less than the whole.
        for one in a.pieces or (a,):
            for two in b.pieces or (b,):
                if max(covering(one, two)) > 0.35:
                    best = max(best, table(features(one, two)) - _PIECE)
    return best


def score_pair(a: Saying, b: Saying) -> float:
    """Return the chance, 0..1, that two sayings report one utterance, by the two of them alone.

    A logistic regression over the numbers of ``resemblance.NAMES``, trained by ``training/wording.py``; the order of
    the two does not count. ``match`` knows more: what else each article has that could be meant.

    Args:
        a: One saying.
        b: The other.
    """
    return chance(odds(Seen(a, parts=pieces(a)), Seen(b, parts=pieces(b))))


def relation_between(a: Saying, b: Saying) -> Relation:
    """Say how the wordings of two sayings of one utterance relate."""
    return relation_of(Seen(a), Seen(b), edits(a.text, b.text))


def _home(saying: Saying) -> str:
    return saying.article or f"{saying.outlet}|{saying.day}"


def _apart(a: Saying, b: Saying, days: int, same_outlet: bool) -> bool:
    """Tell whether two sayings may meet: other articles, other outlets, close in time."""
    if _home(a) == _home(b) or (not same_outlet and a.outlet is not None and a.outlet == b.outlet):
        return False
    return not (a.day and b.day) or abs((a.day - b.day).days) <= days


def _blocks(seen: Sequence[Seen], days: int) -> Iterator[list[int]]:
    """Return groups of sayings close in time whose sources share a part of a name."""
    index: dict[tuple[str, int], list[int]] = defaultdict(list)
    for i, one in enumerate(seen):
        day = one.saying.day.toordinal() // (days + 1) if one.saying.day else -1
        for sound in name_sounds(one.saying.speaker or one.saying.source):
            index[sound, day].append(i)
    undated: dict[str, list[int]] = {sound: here for (sound, day), here in index.items() if day == -1}
    for (sound, day), here in index.items():
        if day != -1:
            yield here + index.get((sound, day + 1), [])
            if sound in undated:
                undated[sound] = undated[sound] + here
    # An article without a date may be of any day: its sayings meet all of the same name.
    yield from (block for block in undated.values() if block)


def _nearest(block: list[int], vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Iterator[tuple[int, int]]:
    """Return all pairs of a small block, or of a large one each saying with its nearest by meaning."""
    if len(block) <= _ALL:
        for x, i in enumerate(block):
            for j in block[x + 1 :]:
                yield i, j
        return
    # In slices, so that memory stays bounded; a block is what one speaker said in a few days.
    rows = vectors[block]
    for start in range(0, len(block), 512):
        cosines = rows[start : start + 512] @ rows.T
        for x, line in enumerate(cosines):
            line[start + x] = -1
            top = np.argpartition(-line, min(_NEAREST, len(line) - 1))[:_NEAREST]
            for y in top:
                yield block[start + x], block[int(y)]


def _by_rare_words(seen: Sequence[Seen], days: int) -> Iterator[tuple[int, int]]:
    """Return pairs close in time that share rare words, whoever speaks."""
    index: dict[tuple[str, int], list[int]] = defaultdict(list)
    undated = any(one.saying.day is None for one in seen)
    for i, one in enumerate(seen):
        day = one.saying.day.toordinal() // (days + 1) if one.saying.day else -1
        for key, weight in one.stems.items():
            if weight >= 4.0:  # one sentence in fifty or fewer
                index[key, day].append(i)
                if day != -1:
                    index[key, day - 1].append(i)
                    if undated:
                        index[key, -1].append(i)
    shared: dict[tuple[int, int], float] = defaultdict(float)
    counted: set[tuple[int, int, str]] = set()
    for (key, _), here in index.items():
        if 1 < len(here) <= _COMMON:
            weight = seen[here[0]].stems[key]
            for x, i in enumerate(here):
                for j in here[x + 1 :]:
                    if i != j and (i, j, key) not in counted:
                        counted.add((i, j, key))
                        shared[i, j] += weight
    return (pair for pair, weight in shared.items() if weight >= _SHARED_RARITY)


def candidates(seen: Sequence[Seen], days: int = DAYS, same_outlet: bool = False) -> list[tuple[int, int]]:
    """Return the pairs worth scoring, as positions, each once.

    Two sayings meet where their sources share a part of a name and they lie close in time, or where they share rare
    words. Never all pairs of a large set: blocks grow with what one speaker says in a few days.

    Args:
        seen: The sayings with their vectors.
        days: How many days may lie between two.
        same_outlet: Whether two articles of one outlet may meet.
    """
    vectors = np.stack([s.whole for s in seen]) if seen else np.zeros((0, 1), dtype=np.float32)
    found: set[tuple[int, int]] = set()
    for block in _blocks(seen, days):
        found.update((min(p), max(p)) for p in _nearest(block, vectors))
    found.update((min(p), max(p)) for p in _by_rare_words(seen, days))
    kept = []
    for i, j in sorted(found):
        a, b = seen[i], seen[j]
        if not _apart(a.saying, b.saying, days, same_outlet):
            continue
        if speakers_agree(a.saying.speaker or a.saying.source, b.saying.speaker or b.saying.source) < 0.15 and (
            float(vectors[i] @ vectors[j]) < 0.35
        ):
            continue
        kept.append((i, j))
    return kept


def look(sayings: Iterable[Saying]) -> list[Seen]:
    """Work out the sentence vectors of many sayings at once."""
    listed = list(sayings)
    vectors = sentence_vectors([s.text for s in listed])
    return [
        Seen(s, vector=v, parts=pieces(s), topic=t) for s, v, t in zip(listed, vectors, topics(listed), strict=True)
    ]


def _adds(whole: Seen, first: Sequence[Seen], further: Seen) -> bool:
    """Tell whether ``further`` reports a sentence of ``whole`` that ``first`` leave out: half of a split quote."""
    sentences = whole.pieces

    def place(part: Seen) -> int:
        near = [float((s.nearness(part) * s.weights).sum() / max(float(s.weights.sum()), 1e-6)) for s in sentences]
        return near.index(max(near))

    if len(sentences) < 2 or place(further) in {place(f) for f in first}:
        return False
    here = sentences[place(further)]
    before = np.max([here.nearness(f) for f in first], axis=0)
    both = np.maximum(before, here.nearness(further))
    return float(((both - before) * here.weights).sum()) >= _SPLIT_GAIN * float(here.weights.sum())


# How far ahead of a rival counts at most, and what having no rival counts as, in log odds: chosen on own events.
_FAR = 6.0
_NOBODY = -3.0

Scored = tuple[float, int, int]


def margins(scored: Sequence[Scored], seen: Sequence[Seen]) -> list[tuple[float, float]]:
    """Return for each scored pair how far it is ahead of the best rival, for the one saying and for the other.

    A rival is another saying of the same article that the saying could be paired with.

    Args:
        scored: Log odds, and the positions of the two sayings.
        seen: The sayings.
    """
    rivals: dict[tuple[int, str], list[float]] = defaultdict(list)
    for value, i, j in scored:
        rivals[i, _home(seen[j].saying)].append(value)
        rivals[j, _home(seen[i].saying)].append(value)
    best = {key: sorted(values, reverse=True)[:2] for key, values in rivals.items()}

    def ahead(value: float, i: int, j: int) -> float:
        top = best[i, _home(seen[j].saying)]
        rival = top[0] if value < top[0] else top[1] if len(top) > 1 else _NOBODY
        return max(-_FAR, min(_FAR, value - max(rival, _NOBODY)))

    return [(ahead(value, i, j), ahead(value, j, i)) for value, i, j in scored]


def _assigned(scored: Sequence[Scored], seen: Sequence[Seen], least: float) -> list[Scored]:
    """Keep, inside each pair of articles, one counterpart a saying, best first; more where a quote was split.

    The chance of a pair is drawn from its own odds and from how far it is ahead of its rivals in either article.
    """
    table = linear_table("context")
    by_pair: dict[tuple[str, str], list[tuple[float, float, int, int]]] = defaultdict(list)
    for (value, i, j), (first, second) in zip(scored, margins(scored, seen), strict=True):
        homes = _home(seen[i].saying), _home(seen[j].saying)
        if homes[0] > homes[1]:
            homes, i, j, first, second = homes[::-1], j, i, second, first
        full = chance(table((value, min(first, second))))
        # As the lesser part of a split quote, it need only be ahead of its own rivals.
        part = chance(table((value, max(first, second))))
        if part >= least:
            by_pair[homes].append((full, part, i, j))
    kept: list[Scored] = []
    for group in by_pair.values():
        partners: dict[int, list[int]] = defaultdict(list)
        left = []
        for full, part, i, j in sorted(group, key=lambda x: (-x[0], seen[x[2]].saying.id, seen[x[3]].saying.id)):
            if full >= least and not partners[i] and not partners[j]:
                partners[i].append(j)
                partners[j].append(i)
                kept.append((full, i, j))
            else:
                left.append((part, i, j))
        for part, i, j in sorted(left, key=lambda x: (-x[0], seen[x[1]].saying.id, seen[x[2]].saying.id)):
            for whole, further in ((i, j), (j, i)):
                if (
                    partners[whole]
                    and not partners[further]
                    and _adds(seen[whole], [seen[k] for k in partners[whole]], seen[further])
                ):
                    partners[i].append(j)
                    partners[j].append(i)
                    kept.append((part, i, j))
                    break
    return kept


def match(
    sayings: Iterable[Saying],
    *,
    threshold: float | None = None,
    days: int = DAYS,
    same_outlet: bool = False,
) -> tuple[Match, ...]:
    """Find which sayings of different articles report one utterance, and how their wordings differ.

    Args:
        sayings: What was said, in any order; the ids must differ.
        threshold: The least chance to count as a match, 0..1; where F1 was best in training, if not given.
        days: How many days may lie between two reports of one utterance.
        same_outlet: Whether two articles of one outlet are compared as well.

    Returns:
        The matches, best first. Inside a pair of articles each saying has one counterpart, or several that share it
        out between them where one outlet split what the other kept together.
    """
    least = default_threshold() if threshold is None else threshold
    seen = look(sorted(sayings, key=lambda s: (s.article or "", s.start, s.id)))
    scored = [(odds(seen[i], seen[j]), i, j) for i, j in candidates(seen, days, same_outlet)]
    found = [_described(value, seen[i], seen[j]) for value, i, j in _assigned(scored, seen, least)]
    return tuple(sorted(found, key=lambda m: (-m.score, m.a, m.b)))


def _described(value: float, one: Seen, two: Seen) -> Match:
    if one.saying.id > two.saying.id:
        one, two = two, one
    a, b = one.saying, two.saying
    steps = edits(a.text, b.text)
    return Match(
        a=a.id,
        b=b.id,
        score=round(value, 4),
        relation=relation_of(one, two, steps),
        edits=steps,
        changes=changes(a.text, b.text, a_kind=a.kind, b_kind=b.kind, a_cue=a.cue, b_cue=b.cue, steps=steps),
    )


# The least mean score between two groups that are joined, pairs without a match counted as 0: half of them at least
# must be matches, so that a chain of unlike things does not become one group.
_LINKAGE = 0.34


def groups(matches: Iterable[Match], sayings: Iterable[Saying]) -> tuple[tuple[str, ...], ...]:
    """Gather sayings into groups, each reporting one utterance.

    Agglomerative, best match first, with mean linkage over the pairs from different articles: two groups are joined
    only where enough of their pairs match.

    Args:
        matches: Matches between the sayings.
        sayings: The sayings; those without a match come as groups of one.

    Returns:
        The ids of each group, in the order of the sayings; the groups in the order of their first saying.
    """
    listed = list(sayings)
    order = {s.id: n for n, s in enumerate(listed)}
    home = {s.id: _home(s) for s in listed}
    links = {frozenset((m.a, m.b)): m.score for m in matches if m.a in order and m.b in order}
    member = {s.id: n for n, s in enumerate(listed)}
    held: dict[int, list[str]] = {n: [s.id] for n, s in enumerate(listed)}
    for pair, _ in sorted(links.items(), key=lambda x: (-x[1], sorted(x[0]))):
        one, two = (member[i] for i in sorted(pair))
        if one == two or not _close(held[one], held[two], links, home):
            continue
        held[one] += held.pop(two)
        for i in held[one]:
            member[i] = one
    found = [tuple(sorted(ids, key=order.__getitem__)) for ids in held.values()]
    return tuple(sorted(found, key=lambda ids: order[ids[0]]))


def _close(
    one: Sequence[str], two: Sequence[str], links: Mapping[frozenset[str], float], home: Mapping[str, str]
) -> bool:
    crossing = [links.get(frozenset((a, b)), 0.0) for a in one for b in two if home[a] != home[b]]
    return bool(crossing) and sum(crossing) / len(crossing) >= _LINKAGE
