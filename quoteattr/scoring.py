"""The measures of quote extraction: how predicted quotes are held against gold ones.

Only letters and digits count, so that blanks, punctuation and marks never decide. A predicted and a gold quote are
paired one to one, best Dice overlap of their contents first; from 0.5 the quote is *found*, at 1.0 *exact*, and it is
*attributed* where the sources overlap by 0.5 too. The definitions are those of the project's bench.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

FOUND = 0.5  # Dice overlap from which a quote counts as found, and a source as right
_BREAKS = re.compile(r"[“«„‟”»\"]|''|\n\s*\n|\n\s*\Z")
_OPENING, _CLOSING, _STRAIGHT = frozenset("“«„‟"), frozenset("”»"), frozenset(('"', "''"))

Places = frozenset[int]


@attrs.frozen
class _Unit:
    content: Places
    source: Places
    quote: Mapping[str, Any]
    quoted: bool


def _places(text: str, spans: Iterable[Sequence[int]]) -> Places:
    return frozenset(i for start, end in spans for i in range(start, min(end, len(text))) if text[i].isalnum())


def same_words(text: str, one: Iterable[Sequence[int]], other: Iterable[Sequence[int]]) -> bool:
    """Tell whether two contents, as spans of one text, overlap enough for the one to count as the other."""
    return _overlap(_places(text, one), _places(text, other)) >= FOUND


def _stretches(text: str) -> list[Places]:
    """Return the stretches between marks; a curly one that a paragraph leaves open ends with the paragraph."""
    found: list[Places] = []
    start: int | None = None
    straight = False
    for mark in _BREAKS.finditer(text):
        sign = mark.group()
        if start is None:
            if sign in _OPENING or sign in _STRAIGHT:
                start, straight = mark.end(), sign in _STRAIGHT
            continue
        if sign in _OPENING:
            start, straight = mark.end(), False
        elif (sign in _CLOSING and not straight) or (sign in _STRAIGHT and straight):
            found.append(_places(text, [(start, mark.start())]))
            start = None
        elif sign[0] == "\n":
            if not straight:
                found.append(_places(text, [(start, mark.start())]))
            start = None
    return [stretch for stretch in found if stretch]


def _overlap(a: Places, b: Places) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 1.0


def _same_source(a: Places, b: Places) -> bool:
    return _overlap(a, b) >= FOUND if a and b else a == b


def _pairs(gold: Sequence[_Unit], given: Sequence[_Unit]) -> list[tuple[int, int, float]]:
    at: dict[int, list[int]] = {}
    for j, unit in enumerate(given):
        for place in unit.content:
            at.setdefault(place, []).append(j)
    ranked = []
    for i, unit in enumerate(gold):
        for j in {j for place in unit.content for j in at.get(place, ())}:
            ranked.append((_overlap(unit.content, given[j].content), i, j))
    ranked.sort(key=lambda row: (-row[0], row[1], row[2]))
    taken_gold: set[int] = set()
    taken_given: set[int] = set()
    pairs = []
    for dice, i, j in ranked:
        if i not in taken_gold and j not in taken_given:
            taken_gold.add(i)
            taken_given.add(j)
            pairs.append((i, j, dice))
    return pairs


def _prf(hits: int, gold: int, given: int) -> dict[str, float]:
    p, r = hits / given if given else 0.0, hits / gold if gold else 0.0
    return {"p": round(p, 4), "r": round(r, 4), "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0}


class _Tally:
    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, gold: int, given: int, pairs: Iterable[tuple[_Unit, _Unit, float]]) -> None:
        self.counts["gold"] += gold
        self.counts["pred"] += given
        for wanted, got, dice in pairs:
            if dice >= FOUND:
                self.counts["found"] += 1
                self.counts["exact"] += dice == 1.0
                self.counts["attributed"] += _same_source(wanted.source, got.source)

    def report(self) -> dict[str, Any]:
        c = self.counts
        measures = {name: _prf(c[name], c["gold"], c["pred"]) for name in ("found", "exact", "attributed")}
        share = round(c["attributed"] / c["found"], 4) if c["found"] else 0.0
        return {"gold": c["gold"], "pred": c["pred"], **measures, "source_given_found": share}


def _units(
    text: str, quotes: Iterable[Mapping[str, Any]], stretches: Sequence[Places]
) -> tuple[list[_Unit], list[_Unit]]:
    """Return the quotes as units, and what of them stands between marks as units."""
    whole, quoted = [], []
    for quote in quotes:
        content, source = _places(text, quote["content"]), _places(text, quote.get("source") or ())
        if not content:
            continue
        shared = [stretch & content for stretch in stretches if not stretch.isdisjoint(content)]
        parts = [
            part
            for part, stretch in zip(shared, (s for s in stretches if not s.isdisjoint(content)), strict=True)
            if 2 * len(part) > len(stretch) or 2 * len(part) > len(content)
        ]
        whole.append(_Unit(content, source, quote, bool(parts)))
        quoted += [_Unit(part, source, quote, True) for part in parts]
    return whole, quoted


def folded(name: str | None) -> str:
    """Return a name without accents and case, for comparing with accepted names."""
    flat = unicodedata.normalize("NFKD", name or "")
    return " ".join("".join(c for c in flat if not unicodedata.combining(c)).casefold().split())


def _see_names(
    names: Counter[str], gold: Sequence[_Unit], given: Sequence[_Unit], pairs: Iterable[tuple[int, int, float]]
) -> None:
    match = {i: given[j] for i, j, dice in pairs if dice >= FOUND}
    for i, unit in enumerate(gold):
        accepted = unit.quote.get("speaker")
        if accepted is None:
            continue
        guess = folded(match[i].quote.get("speaker")) if i in match else ""
        right = bool(guess) and guess in {folded(name) for name in accepted}
        nameable = bool(accepted)
        names["named"] += nameable
        names["named_quoted"] += nameable and unit.quoted
        names["right"] += right
        names["right_quoted"] += right and unit.quoted
        names["found"] += nameable and i in match
        names["given"] += bool(guess)
        names["wrong"] += bool(guess) and not right


def found_quotes(text: str, wanted: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]) -> list[bool]:
    """Tell for each predicted quote of one article whether it is *found*: paired with a gold one, overlap 0.5 or more.

    Args:
        text: The article's text.
        wanted: Its gold quotes.
        got: Its predicted quotes.
    """
    gold = [_Unit(_places(text, quote["content"]), frozenset(), quote, False) for quote in wanted]
    given = [_Unit(_places(text, quote["content"]), frozenset(), quote, False) for quote in got]
    right = {j for _, j, dice in _pairs([u for u in gold if u.content], given) if dice >= FOUND}
    return [number in right for number in range(len(got))]


def score_quotes(gold: Mapping[str, Mapping[str, Any]], given: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Score the predicted quotes of articles against gold ones.

    Args:
        gold: By article: ``text`` and ``quotes``, each with ``content``, ``source``, ``cue`` as offset pairs, and
            ``speaker`` as a list of accepted names (empty for nobody nameable, absent where not annotated).
        given: By article: ``quotes``, the same, with one name or None as ``speaker``.

    Returns:
        ``all``, ``quoted``, ``indirect``: precision, recall, F1 of found, exact and attributed; ``chars``;
        ``elements``: exact F1 of single spans; ``speaker``, where names are annotated. All 0..1.
    """
    tallies = {"all": _Tally(), "quoted": _Tally(), "indirect": _Tally()}
    elements = {name: Counter[str]() for name in ("source", "cue", "content")}
    chars: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for doc, article in gold.items():
        text = article["text"]
        wanted, got = article["quotes"], given.get(doc, {}).get("quotes", [])
        stretches = _stretches(text)
        gold_units, gold_quoted = _units(text, wanted, stretches)
        units, quoted = _units(text, got, stretches)
        for name, counts in elements.items():
            mine = Counter(_places(text, [span]) for q in wanted for span in q.get(name) or ())
            theirs = Counter(_places(text, [span]) for q in got for span in q.get(name) or ())
            counts["hits"] += (mine & theirs).total()
            counts["all"] += mine.total() + theirs.total()
        pairs = _pairs(gold_units, units)
        tallies["all"].add(len(gold_units), len(units), ((gold_units[i], units[j], d) for i, j, d in pairs))
        tallies["quoted"].add(
            len(gold_quoted), len(quoted), ((gold_quoted[i], quoted[j], d) for i, j, d in _pairs(gold_quoted, quoted))
        )
        tallies["indirect"].add(
            sum(not u.quoted for u in gold_units),
            sum(not u.quoted for u in units),
            ((gold_units[i], units[j], d) for i, j, d in pairs if not gold_units[i].quoted and not units[j].quoted),
        )
        inside = frozenset[int]().union(*(u.content for u in gold_units))
        claimed = frozenset[int]().union(*(u.content for u in units))
        chars["hits"] += len(inside & claimed)
        chars["gold"] += len(inside)
        chars["given"] += len(claimed)
        _see_names(names, gold_units, units, pairs)
    result: dict[str, Any] = {"docs": len(gold), **{name: tally.report() for name, tally in tallies.items()}}
    result["chars"] = _prf(chars["hits"], chars["gold"], chars["given"])
    result["elements"] = {n: round(2 * c["hits"] / c["all"], 4) if c["all"] else 0.0 for n, c in elements.items()}
    if names["named"]:

        def share(a: str, b: str) -> float:
            return round(names[a] / names[b], 4) if names[b] else 0.0

        result["speaker"] = {
            "named": names["named"],
            "recall": share("right", "named"),
            "recall_quoted": share("right_quoted", "named_quoted"),
            "given_found": share("right", "found"),
            "wrong": share("wrong", "given"),
        }
    return result
