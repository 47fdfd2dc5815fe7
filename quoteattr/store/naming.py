"""What people decided about names, made ready to be joined with what the machine found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs

from quoteattr.store.decisions import Decision
from quoteattr.store.rows import key_of

Ruling = tuple[str, str, str]  # the speaker's id, the decision's id, the sentence


@attrs.frozen
class Rulings:
    """People's decisions about names.

    Args:
        aliases: By article (empty: everywhere) and key of the name: whose name it is.
        apart: By key of the name and the speaker that it is not: who it is instead.
        joined: By speaker: the one that they are.
        speakers: Id and name of every speaker that a decision names.
    """

    aliases: Mapping[tuple[str, str], Ruling] = attrs.field(factory=dict)
    apart: Mapping[tuple[str, str], Ruling] = attrs.field(factory=dict)
    joined: Mapping[str, Ruling] = attrs.field(factory=dict)
    speakers: Sequence[tuple[str, str]] = ()

    def one(self, speaker: str | None) -> str | None:
        """Return the speaker that ``speaker`` is, after all joinings."""
        return self.joined[speaker][0] if speaker and speaker in self.joined else speaker

    def group(self, speakers: Iterable[str | None]) -> set[str]:
        """Return all speakers that are one with any of ``speakers``."""
        ones = {self.one(s) for s in speakers if s}
        return {str(o) for o in ones} | {s for s, (into, _, _) in self.joined.items() if into in ones}

    def columns(self) -> list[list[str]]:
        """Return the three tables as lists, a list a column."""
        lists: list[list[str]] = []
        pairs: tuple[Mapping[tuple[str, str], Ruling], ...] = (
            {(key, article): ruling for (article, key), ruling in self.aliases.items()},
            self.apart,
        )
        for table in pairs:
            rows = [(*names, *ruling) for names, ruling in table.items()]
            lists += [[row[at] for row in rows] for at in range(5)]
        joined = [(speaker, *ruling) for speaker, ruling in self.joined.items()]
        return lists + [[row[at] for row in joined] for at in range(4)]


def _pair(decision: Decision) -> frozenset[str]:
    return frozenset({str(decision.alias_id), str(decision.speaker_id)})


def _joined(decisions: Sequence[Decision]) -> dict[str, Ruling]:
    """Join speakers decision after decision; none that would make one of two that are decided to differ."""
    last = {_pair(d): d for d in decisions if d.action in ("same", "distinct")}
    apart = [pair for pair, d in last.items() if d.action == "distinct"]
    into: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    by: dict[str, Decision] = {}
    for d in decisions:
        if d.action != "same" or last[_pair(d)].action != "same":
            continue
        one, other = (into.get(str(s), str(s)) for s in (d.alias_id, d.speaker_id))
        all_of = members.get(one, {one}) | members.get(other, {other})
        if one == other or any(pair <= all_of for pair in apart):
            continue
        members[other] = all_of
        for speaker in members.pop(one, {one}):
            into[speaker], by[speaker] = other, d
    return {s: (one, by[s].id, by[s].sentence()) for s, one in into.items() if s != one}


def rulings(decisions: Sequence[Decision], versions: Mapping[str, Sequence[str]] | None = None) -> Rulings:
    """Return what people decided about names.

    Args:
        decisions: The decisions that hold, in the order in which they were made: the later one wins.
        versions: By decision, the articles that it holds in; only its own where nothing is said.
    """
    aliases: dict[tuple[str, str], Ruling] = {}
    apart: dict[tuple[str, str], Ruling] = {}
    speakers: dict[str, str] = {}
    for d in decisions:
        for who, name in ((d.speaker_id, d.speaker), (d.alias_id, d.alias)):
            if who and name:
                speakers.setdefault(who, name)
        key, ruling = key_of(d.alias), (str(d.speaker_id), d.id, d.sentence())
        if d.action == "alias" and key:
            places = (versions or {}).get(d.id, (d.article,)) if d.article else ("",)
            for place in places:
                aliases.pop((str(place), key), None)
                aliases[str(place), key] = ruling
        elif d.action == "distinct":
            # Both ways: neither one's name may stand for the other.
            for name, who, wrong in ((d.alias, d.alias_id, d.speaker_id), (d.speaker, d.speaker_id, d.alias_id)):
                if name and who and wrong and (own := key_of(name)):
                    apart[own, wrong] = (who, d.id, d.sentence())
        elif d.action == "same":
            for name, wrong in ((d.alias, d.speaker_id), (d.speaker, d.alias_id)):
                apart.pop((str(key_of(name)), str(wrong)), None)
    return Rulings(aliases, apart, _joined(decisions), tuple(speakers.items()))
