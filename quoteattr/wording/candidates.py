"""Which sayings are worth scoring: an index of names, rare words and phrases that moves along with the days.

Never all pairs: what a saying meets is bounded by the index, and the index holds what lies within a few days, so that
time grows with the number of sayings and memory with what is said in those days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import groupby

import attrs
import numpy as np

from quoteattr.values import Saying
from quoteattr.wording.likeness import name_sounds, speakers_agree
from quoteattr.wording.resemblance import Seen, rarity

# Days that may lie between two reports of one utterance.
DAYS = 3
# Of so few whose names agree, a saying meets all.
_ALL = 24
# Else it meets so many of its nearest by meaning.
_NEAREST = 8
# A stem or phrase that more sayings of one day have is a sign of nothing on that day.
_COMMON = 12
# Of those with the same words altogether, such as prints of one dispatch, a saying meets the last so many of a day.
_PRINTS = 8
# A stem is a sign from this rarity on: one sentence in fifty or fewer.
_RARE = 4.0
# Three words in a row count as a fairly rare stem: five in a row make two sayings meet, whatever the words.
_PHRASE, _PHRASE_WORDS = 4.5, 3
# Two sayings whose sources don't tell meet where they share this much: two names, three uncommon words, five in a row.
_SHARED = 13.0
# Two whose sources have nothing in common must be near in meaning: cosine of their static vectors.
_NEAR = 0.35
_NOTHING_IN_COMMON = 0.15


def home(saying: Saying) -> str:
    """Return the article that a saying stands in, or where none is known its outlet and day."""
    return saying.article or f"{saying.outlet}|{saying.day}"


def ordering(sayings: Sequence[Saying]) -> list[int]:
    """Return the positions of sayings by day, undated ones first, then article and place."""
    return sorted(
        range(len(sayings)),
        key=lambda i: (sayings[i].day or date.min, sayings[i].article or "", sayings[i].start, sayings[i].id),
    )


@attrs.define(eq=False)
class _Shelf:
    """What was said on one day, by stems and phrases, and by the names of its sources."""

    day: date | None
    held: dict[int, Seen] = attrs.field(factory=dict)
    words: dict[str, list[int]] = attrs.field(factory=lambda: defaultdict(list))
    names: dict[str, list[int]] = attrs.field(factory=lambda: defaultdict(list))


def _signs(seen: Seen) -> Iterator[tuple[str, float]]:
    """Yield the stems and phrases that two reports of one utterance may share, with what each is worth."""
    for key in seen.stems:
        if (weight := rarity(key)) >= _RARE:
            yield key, weight
    keys = seen.keys
    for k in range(len(keys) - _PHRASE_WORDS + 1):
        yield " ".join(keys[k : k + _PHRASE_WORDS]), _PHRASE
    if len(keys) > _PHRASE_WORDS:
        yield f"={seen.line}", _SHARED


class Index:
    """Take sayings day by day, and tell which earlier ones each could report the same utterance as.

    Args:
        days: How many days may lie between two.
        same_outlet: Whether two articles of one outlet may meet.
    """

    def __init__(self, days: int = DAYS, same_outlet: bool = False) -> None:
        self.days, self.same_outlet = days, same_outlet
        self._shelves: list[_Shelf] = []

    def seen(self, numbers: Collection[int]) -> dict[int, Seen]:
        """Return the sayings with these numbers, of the days that the index holds."""
        return {n: shelf.held[n] for shelf in self._shelves for n in numbers if n in shelf.held}

    def add(self, batch: Sequence[tuple[int, Seen]]) -> None:
        """Take what was said on one day, so that later days can meet it.

        Args:
            batch: As for `meet`.
        """
        own = self._shelf(batch)
        for number, seen in batch:
            self._put(own, number, seen)

    def meet(self, batch: Sequence[tuple[int, Seen]]) -> list[tuple[int, int]]:
        """Take what was said on one day, and return the pairs worth scoring that it is part of.

        Args:
            batch: Numbers and sayings, all of one day, or all undated; days must come in order, undated ones first.

        Returns:
            Pairs of numbers, each once, the smaller first.
        """
        own = self._shelf(batch)
        found: set[tuple[int, int]] = set()
        for number, seen in batch:
            found.update((min(number, other), max(number, other)) for other in self._sharing(seen))
            self._put(own, number, seen)
        for sound, here in own.names.items():
            found.update(self._named(sound, here))
        held = self.seen({n for pair in found for n in pair})
        return sorted((i, j) for i, j in found if self._may(held[i], held[j]))

    def _shelf(self, batch: Sequence[tuple[int, Seen]]) -> _Shelf:
        """Put what is too old away, and begin the shelf of a day."""
        day = batch[0][1].saying.day if batch else None
        # An article without a date may be of any day: its sayings stay.
        self._shelves = [
            s for s in self._shelves if s.day is None or (day is not None and (day - s.day).days <= self.days)
        ]
        self._shelves.append(_Shelf(day))
        return self._shelves[-1]

    @staticmethod
    def _put(shelf: _Shelf, number: int, seen: Seen) -> None:
        shelf.held[number] = seen
        for key, _ in _signs(seen):
            shelf.words[key].append(number)
        for sound in name_sounds(seen.saying.speaker or seen.saying.source):
            shelf.names[sound].append(number)

    def _sharing(self, seen: Seen) -> list[int]:
        """Return what shares enough rare words or phrases, whoever speaks."""
        shared: dict[int, float] = defaultdict(float)
        for key, weight in _signs(seen):
            for shelf in self._shelves:
                holders = shelf.words.get(key, ())
                for other in holders[-_PRINTS:] if key[0] == "=" else holders if len(holders) <= _COMMON else ():
                    shared[other] += weight
        return [other for other, weight in shared.items() if weight >= _SHARED]

    def _named(self, sound: str, here: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield pairs of sayings whose sources share a part of a name: all, or of many the nearest in meaning."""
        reach = [(n, shelf.held[n]) for shelf in self._shelves for n in shelf.names.get(sound, ())]
        numbers = [n for n, _ in reach]
        if len(reach) <= _ALL:
            yield from ((min(i, j), max(i, j)) for i in here for j in numbers if i != j)
            return
        rows = np.stack([seen.whole for _, seen in reach])
        first = len(numbers) - len(here)  # today's stand last
        # In slices, so that memory stays bounded.
        for start in range(first, len(numbers), 512):
            cosines = rows[start : start + 512] @ rows.T
            for x, line in enumerate(cosines):
                line[start + x] = -1
                for y in np.argpartition(-line, _NEAREST)[:_NEAREST]:
                    i, j = numbers[start + x], numbers[int(y)]
                    yield min(i, j), max(i, j)

    def _may(self, one: Seen, two: Seen) -> bool:
        """Tell whether two sayings may meet: other articles, other outlets, sources that agree or a like meaning."""
        a, b = one.saying, two.saying
        if home(a) == home(b) or (not self.same_outlet and a.outlet is not None and a.outlet == b.outlet):
            return False
        agree = speakers_agree(a.speaker or a.source, b.speaker or b.source)
        return agree >= _NOTHING_IN_COMMON or float(one.whole @ two.whole) >= _NEAR


def candidates(seen: Sequence[Seen], days: int = DAYS, same_outlet: bool = False) -> list[tuple[int, int]]:
    """Return the pairs worth scoring, as positions, each once.

    Two sayings meet where their sources share a part of a name and they lie close in time, or where they share rare
    words or phrases.

    Args:
        seen: The sayings with their vectors.
        days: How many days may lie between two.
        same_outlet: Whether two articles of one outlet may meet.
    """
    index = Index(days, same_outlet)
    order = ordering([s.saying for s in seen])
    found: list[tuple[int, int]] = []
    for _, batch in groupby(order, key=lambda i: seen[i].saying.day):
        found += index.meet([(i, seen[i]) for i in batch])
    return sorted(found)
