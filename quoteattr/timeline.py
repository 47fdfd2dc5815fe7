"""One speaker through time: what was said again, and how its wording drifted from one occasion to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import attrs

from quoteattr.exporting.comparisons import match_json
from quoteattr.exporting.tables import Relation as Table
from quoteattr.exporting.tables import Tabular, json_text, relation
from quoteattr.values import Kind, Match, Relation, Saying, Statement
from quoteattr.wording import DAYS, describe, match

T = TypeVar("T")


@attrs.frozen
class Occasion:
    """What was said on one day or within a few, as one outlet or several report it.

    Args:
        sayings: The reports, the earliest first.
        words: The report that stands for it: the nearest to what was said before, or else the first in direct speech.
        after: How those words differ from the nearest of the occasions before, or None for the first
            and for what is undated.
        drift: ``first``, ``repeated`` (the same words, or fewer), ``reworded``, ``changed`` (in substance), or
            ``undated``: it stands last in its thread, and whether it was said before or after the others is not known.
    """

    sayings: tuple[Saying, ...]
    words: Saying
    after: Match | None = None
    drift: str = "first"

    @property
    def day(self) -> date | None:
        """When it was first reported."""
        return self.sayings[0].day


@attrs.frozen
class Thread:
    """One matter that a speaker came back to.

    Args:
        occasions: The occasions, two or more, by day.
    """

    occasions: tuple[Occasion, ...]


@attrs.frozen
class Timeline(Tabular):
    """What one speaker said over time.

    Args:
        threads: Matters spoken of on two occasions or more, by their first day.
        once: What was said on one occasion only, by day.
        speaker: Whose words these are.
    """

    threads: tuple[Thread, ...]
    once: tuple[Occasion, ...]
    speaker: str | None = None

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record an occasion: thread, day, drift, relation, changes, outlets, kind, text, id."""
        found: list[dict[str, Any]] = []
        threads = [*self.threads, *(Thread((o,)) for o in self.once)]
        for number, thread in enumerate(threads, 1):
            for occasion in thread.occasions:
                said, after = occasion.words, occasion.after
                found.append(
                    {
                        "thread": number, "day": occasion.day, "drift": occasion.drift,
                        "relation": after.relation.value if after else None,
                        "changes": ", ".join(c.kind for c in after.changes) if after else None,
                        "outlets": ", ".join(sorted({s.outlet for s in occasion.sayings if s.outlet})),
                        "kind": said.kind.value, "text": said.text, "id": said.id,
                    }
                )  # fmt: skip
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the timeline as plain values: dates in ISO form."""

        def plain(occasion: Occasion) -> dict[str, Any]:
            return {
                "day": occasion.day.isoformat() if occasion.day else None,
                "drift": occasion.drift,
                "sayings": [
                    {"id": s.id, "outlet": s.outlet, "kind": s.kind.value, "text": s.text} for s in occasion.sayings
                ],
                "after": match_json(occasion.after) if occasion.after else None,
            }

        return {
            "speaker": self.speaker,
            "threads": [[plain(o) for o in thread.occasions] for thread in self.threads],
            "once": [plain(o) for o in self.once],
        }

    def to_json(self, path: str | Path | None = None) -> str:
        """Return what `to_dict` returns as JSON, and write it to ``path`` if one is given."""
        return json_text(self.to_dict(), path)

    def relate(self, take: Callable[[Table], T]) -> T:
        """Return what ``take`` makes of ``records`` as a DuckDB relation: `df`, `pl`, `arrow` and the files use it."""
        return take(relation(_COLUMNS, self.records()))


_COLUMNS = {
    "thread": "BIGINT", "day": "DATE", "drift": "VARCHAR", "relation": "VARCHAR", "changes": "VARCHAR",
    "outlets": "VARCHAR", "kind": "VARCHAR", "text": "VARCHAR", "id": "VARCHAR",
}  # fmt: skip


def timeline(statements: Iterable[Statement | Saying], speaker: str | None = None, *, days: int = DAYS) -> Timeline:
    """Follow what was said through time: the same matter again, and how its wording drifted.

    Args:
        statements: What one speaker said.
        speaker: Whose words these are, as shown.
        days: Reports of one thread so many days apart at most count as one occasion.

    Returns:
        Threads of two occasions or more, and what was said once. A thread follows its matter from one occasion to the
        next, so that its last words may be far from its first: that is the drift.
    """
    sayings = [s.saying if isinstance(s, Statement) else s for s in statements]
    sayings.sort(key=_when)
    # Months between two count against one utterance, not against one matter: here they don't count.
    apart = [attrs.evolve(s, day=None, article=s.article or f"{s.outlet}|{s.day}") for s in sayings]
    head = {s.id: s.id for s in sayings}

    def root(name: str) -> str:
        while head[name] != name:
            name = head[name]
        return name

    links = match(apart, same_outlet=True)
    for found in links:
        first, second = root(found.a), root(found.b)
        head[max(first, second)] = min(first, second)
    held: dict[str, list[Saying]] = defaultdict(list)
    for saying in sayings:
        held[root(saying.id)].append(saying)
    threads, once = [], []
    for group in held.values():
        occasions = _occasions(group, links, days)
        if len(occasions) > 1:
            threads.append(Thread(occasions))
        else:
            once.append(occasions[0])
    return Timeline(tuple(threads), tuple(once), speaker)


def _when(saying: Saying) -> tuple[date, str, int, str]:
    return saying.day or date.max, saying.article or "", saying.start, saying.id


def _occasions(sayings: Sequence[Saying], links: Sequence[Match], days: int) -> tuple[Occasion, ...]:
    """Part the reports of one matter, by day, into occasions, and say how each differs from what was said before."""
    parts: list[list[Saying]] = []
    for saying in sayings:
        begun = parts[-1][0].day if parts else None
        near = begun is not None and saying.day is not None and (saying.day - begun).days <= days
        if parts and (near or begun == saying.day):
            parts[-1].append(saying)
        else:
            parts.append([saying])
    found = [Occasion(tuple(parts[0]), _direct(parts[0]))]
    earlier = {s.id: s for s in parts[0]}
    for part in parts[1:]:
        if part[0].day is None:
            found.append(Occasion(tuple(part), _direct(part), None, "undated"))
            continue
        here = {s.id: s for s in part}
        # Links come best first.
        link = next((m for m in links if {m.a, m.b} & here.keys() and {m.a, m.b} & earlier.keys()), None)
        was, now = found[-1].words, _direct(part)
        if link is not None:
            was = earlier[link.a if link.a in earlier else link.b]
            now = here[link.b if link.b in here else link.a]
        after = describe(was, now, link.score if link else 0.0, in_order=True)
        found.append(Occasion(tuple(part), now, after, _drift(after)))
        earlier |= here
    return tuple(found)


def _direct(part: Sequence[Saying]) -> Saying:
    return next((s for s in part if s.kind is Kind.DIRECT), part[0])


def _drift(after: Match) -> str:
    if after.changes:
        return "changed"
    return "repeated" if after.relation in (Relation.VERBATIM, Relation.TRIMMED) else "reworded"
