"""Which sayings are worth scoring: names, rare words and phrases, joined by DuckDB among what lies a few days apart.

Never all pairs: what a saying meets is bounded by the signs that it shares, and the table holds what lies within a few
days, so that time grows with the number of sayings and memory with what is said in those days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
import numpy.typing as npt

from quoteattr.values import Saying
from quoteattr.wording.likeness import name_sounds, speakers_agree
from quoteattr.wording.resemblance import Seen, rarity

Numbers = npt.NDArray[np.int32]

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

# The day of what has none: long before all others.
_NO_DAY = 0
_WORD, _LINE, _NAME = 0, 1, 2
_SIGNS = "CREATE TABLE signs (number INTEGER, day INTEGER, sort UTINYINT, sign UBIGINT, weight FLOAT)"
# A sign stands as the hash of its text: two that share one by chance cost a needless score, once in many millions.
_TAKE = "INSERT INTO signs SELECT number, day, sort, hash(text), weight FROM taken"
# Which days may meet which: a day, one before it or itself.
_REACH = "CREATE OR REPLACE TABLE reach AS SELECT unnest($1::INTEGER[]) AS day, unnest($2::INTEGER[]) AS other"
_COUNTED = """
CREATE OR REPLACE TABLE counted AS
SELECT *, row_number() OVER (PARTITION BY sort, sign, day ORDER BY number) AS place,
    count(*) OVER (PARTITION BY sort, sign, day) AS many
FROM signs
"""
# Parts of names that so many have within reach that not all of them can meet.
_CROWDS = f"""
CREATE OR REPLACE TABLE crowds AS
SELECT s.sign, r.day FROM (SELECT DISTINCT sign, day, many FROM counted WHERE sort = {_NAME}) s
JOIN reach r ON r.other = s.day GROUP BY ALL HAVING sum(s.many) > {_ALL} AND bool_or(r.other = r.day)
"""
_MEET = f"""
SELECT b.number AS one, a.number AS two
FROM counted a JOIN reach r ON r.day = a.day
JOIN counted b ON b.sort = a.sort AND b.sign = a.sign AND b.day = r.other AND b.number < a.number
WHERE CASE a.sort
    WHEN {_WORD} THEN b.many <= {_COMMON}
    WHEN {_LINE} THEN b.many - b.place < {_PRINTS} OR (b.day = a.day AND a.place - b.place <= {_PRINTS})
    ELSE NOT EXISTS (SELECT 1 FROM crowds c WHERE c.sign = a.sign AND c.day = a.day) END
GROUP BY ALL HAVING sum(a.weight) >= {_SHARED}
"""
_CROWDED = f"""
SELECT c.sign, c.day, list(s.number ORDER BY s.number), count(*) FILTER (s.day = c.day)
FROM crowds c JOIN reach r ON r.day = c.day JOIN signs s ON s.sort = {_NAME} AND s.sign = c.sign AND s.day = r.other
GROUP BY ALL ORDER BY ALL
"""


def home(saying: Saying) -> str:
    """Return the article that a saying stands in, or where none is known its outlet and day."""
    return saying.article or f"{saying.outlet}|{saying.day}"


def ordering(sayings: Sequence[Saying]) -> list[int]:
    """Return the positions of sayings by day, undated ones first, then article and place."""
    return sorted(
        range(len(sayings)),
        key=lambda i: (sayings[i].day or date.min, sayings[i].article or "", sayings[i].start, sayings[i].id),
    )


def _signs(seen: Seen) -> Iterator[tuple[int, str, float]]:
    """Yield the names, stems and phrases that two reports of one utterance may share, with what each is worth."""
    for sound in name_sounds(seen.saying.speaker or seen.saying.source):
        yield _NAME, sound, _SHARED
    for key in seen.stems:
        if (weight := rarity(key)) >= _RARE:
            yield _WORD, key, weight
    keys = seen.keys
    for phrase in {" ".join(keys[k : k + _PHRASE_WORDS]) for k in range(len(keys) - _PHRASE_WORDS + 1)}:
        yield _WORD, phrase, _PHRASE
    if len(keys) > _PHRASE_WORDS:
        yield _LINE, seen.line, _SHARED


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else _NO_DAY


class Index:
    """Take sayings in the order of their days, and tell which earlier ones each could report the same utterance as.

    The signs of what was said within a few days are a table of a DuckDB database in memory.

    Args:
        days: How many days may lie between two.
        same_outlet: Whether two articles of one outlet may meet.
    """

    def __init__(self, days: int = DAYS, same_outlet: bool = False) -> None:
        import duckdb

        self.days, self.same_outlet = days, same_outlet
        self.held: dict[int, Seen] = {}
        # One thread, so that as many processes as are asked for take as many processors.
        self._con: Any = duckdb.connect(config={"threads": 1})
        self._con.execute(_SIGNS)

    def add(self, batch: Sequence[tuple[int, Seen]]) -> None:
        """Take what was said on some days, so that later days can meet it.

        Args:
            batch: As for `meet`.
        """
        first = min((s.saying.day for _, s in batch if s.saying.day), default=None)
        if first is not None:
            # An article without a date may be of any day: its sayings stay.
            last = first.toordinal() - self.days
            self.held = {n: s for n, s in self.held.items() if s.saying.day is None or s.saying.day.toordinal() >= last}
            self._con.execute("DELETE FROM signs WHERE day <> $1 AND day < $2", [_NO_DAY, last])
        self.held.update(batch)
        rows = [(n, _ordinal(s.saying.day), *sign) for n, s in batch for sign in _signs(s)]
        if rows:
            numbers, days, sorts, texts, weights = zip(*rows, strict=True)
            taken = {
                "number": np.array(numbers, dtype=np.int32), "day": np.array(days, dtype=np.int32),
                "sort": np.array(sorts, dtype=np.uint8), "text": np.array(texts, dtype=object),
                "weight": np.array(weights, dtype=np.float32),
            }  # fmt: skip
            self._con.register("taken", taken)
            self._con.execute(_TAKE)
            self._con.unregister("taken")

    def meet(self, batch: Sequence[tuple[int, Seen]]) -> list[tuple[int, int]]:
        """Take what was said on some days, and return the pairs worth scoring that it is part of.

        Args:
            batch: Numbers, ascending, and sayings: whole days, in order, undated ones first.

        Returns:
            Pairs of numbers, each once, the smaller first.
        """
        self.add(batch)
        own = sorted({_ordinal(s.saying.day) for _, s in batch})
        there = sorted({_ordinal(s.saying.day) for s in self.held.values()})
        reach = [(day, d) for day in own for d in there if d == _NO_DAY or day - self.days <= d <= day]
        self._con.execute(_REACH, [[day for day, _ in reach], [d for _, d in reach]])
        self._con.execute(_COUNTED)
        self._con.execute(_CROWDS)
        found = self._con.execute(_MEET).fetchnumpy()
        pairs = np.stack([np.asarray(found["one"]), np.asarray(found["two"])], axis=1).astype(np.int32)
        near = [self._nearest(np.array(among, dtype=np.int32), count) for _, _, among, count in self._crowded()]
        pairs = np.unique(np.concatenate([pairs, *near]), axis=0)
        return [(int(one), int(two)) for one, two in pairs[self._may(pairs)]]

    def _crowded(self) -> list[tuple[Any, ...]]:
        return list(self._con.execute(_CROWDED).fetchall())

    def _nearest(self, among: Numbers, count: int) -> Numbers:
        """Return the last ``count`` of many whose names agree, each with those that are nearest to it in meaning."""
        rows = np.stack([self.held[int(n)].whole for n in among])
        found = []
        # In slices, so that memory stays bounded.
        for start in range(len(among) - count, len(among), 512):
            cosines = rows[start : start + 512] @ rows.T
            here = np.arange(len(cosines))
            cosines[here, here + start] = -1
            best = np.argpartition(-cosines, _NEAREST, axis=1)[:, :_NEAREST]
            ones, others = np.repeat(among[start : start + 512], _NEAREST), among[best.ravel()]
            found.append(np.stack([np.minimum(ones, others), np.maximum(ones, others)], axis=1))
        return np.concatenate(found)

    def _may(self, pairs: Numbers) -> npt.NDArray[np.bool_]:
        """Tell which pairs may meet: other articles, other outlets, sources that agree or a like meaning."""
        numbers, places = np.unique(pairs, return_inverse=True)
        places = places.reshape(pairs.shape)
        seen = [self.held[int(n)] for n in numbers]
        homes: dict[str, int] = {}
        outlets: dict[str | None, int] = {None: -1}
        home_of = np.array([homes.setdefault(home(s.saying), len(homes)) for s in seen], dtype=np.int32)
        outlet_of = np.array([outlets.setdefault(s.saying.outlet, len(outlets)) for s in seen], dtype=np.int32)
        one, two = places[:, 0], places[:, 1]
        may: npt.NDArray[np.bool_] = home_of[one] != home_of[two]
        if not self.same_outlet:
            may &= (outlet_of[one] != outlet_of[two]) | (outlet_of[one] < 0)
        if not may.any():
            return may
        whole = np.stack([s.whole for s in seen])
        left = np.flatnonzero(may)
        for k in range(0, len(left), 4096):
            some = left[k : k + 4096]
            far = some[np.einsum("ij,ij->i", whole[one[some]], whole[two[some]]) < _NEAR]
            for at in far:
                a, b = seen[one[at]].saying, seen[two[at]].saying
                may[at] = speakers_agree(a.speaker or a.source, b.speaker or b.source) >= _NOTHING_IN_COMMON
        return may


def batches(ordered: Iterable[Saying], since: date | None = None) -> Iterator[list[Saying]]:
    """Part sayings in order into batches of whole days; undated ones, and those before ``since``, are apart.

    Args:
        ordered: Sayings in the order of their days, undated ones first.
        since: A day that no batch crosses.
    """
    batch: list[Saying] = []
    early: bool | None = None
    for day, spoken in groupby(ordered, key=lambda s: s.day):
        here, before = list(spoken), None if day is None else since is not None and day < since
        if batch and (before is not early or len(batch) + len(here) > _BATCH):
            yield batch
            batch = []
        batch += here
        early = before
    if batch:
        yield batch


# Sayings that are joined at once: fewer, and setting a join up costs more than the join itself.
_BATCH = 2000


def candidates(seen: Sequence[Seen], days: int = DAYS, same_outlet: bool = False) -> list[tuple[int, int]]:
    """Return the pairs worth scoring, as positions, each once.

    Two sayings meet where their sources share a part of a name and they lie close in time, or where they share rare
    words or phrases.

    Args:
        seen: The sayings with their vectors.
        days: How many days may lie between two.
        same_outlet: Whether two articles of one outlet may meet.
    """
    order = ordering([s.saying for s in seen])
    met = Index(days, same_outlet).meet([(n, seen[i]) for n, i in enumerate(order)])
    return sorted((min(order[i], order[j]), max(order[i], order[j])) for i, j in met)
