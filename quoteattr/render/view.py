"""What the templates show of a comparison: plain values, made once a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import attrs

from quoteattr.ids import content_id
from quoteattr.render.pieces import Mark, Piece, cut, located, paragraph, quiet, quoted, redline
from quoteattr.spans import Span
from quoteattr.values import Article, Change, Match, Saying, Statement

# Beyond so many columns the outlets that report an utterance wrap, and the others are named in one line.
WIDE = 4
# Speakers with a line of their own in the overview, and changes listed before the others are folded away.
_SPEAKERS = 20
_CHECKS = 12
# With more utterances than this the page holds back all but the first ones, until they are asked for: a browser takes
# seconds to make the nodes of thousands, and an instant to keep them as text.
MANY = 200
FIRST = 50
# Speakers that a selection is titled by; of more, the title only says that there are several.
_TITLED = 3
_MONTHS = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
NOBODY = "no speaker named"
NOWHERE = "unknown outlet"
_KINDS = {"mixed": " [partly in the outlet's words]", "indirect": " [in the outlet's words]"}


def shown_day(day: date | None) -> str:
    """Return a day as text, the same in every locale."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else ""


def anchor(letter: str, key: str) -> str:
    """Return an anchor that is safe in an address, whatever the key holds, and the same on every run."""
    return f"{letter}-{content_id('anchor', key=key)[2:14]}"


@attrs.frozen
class Sources:
    """The articles and statements behind the sayings of a comparison, as far as they are known."""

    statements: Mapping[str, Statement]
    articles: Mapping[str, Article]

    @classmethod
    def of(cls, comparison: Any, articles: Iterable[Article] = ()) -> Sources:
        """Gather them from a comparison, and from articles given beside it."""
        statements = {s.id: s for s in getattr(comparison, "statements", ())}
        carried = getattr(comparison, "articles", ())
        found = {a.id: a for a in (carried.values() if isinstance(carried, Mapping) else carried)}
        found |= {s.article.id: s.article for s in statements.values()}
        return cls(statements, found | {a.id: a for a in articles})

    def content(self, saying: Saying) -> tuple[Span, ...]:
        """Return where the words of a saying stand in its article, or nothing where that is not known."""
        if saying.id in self.statements:
            return self.statements[saying.id].quote.content
        article = self.articles.get(saying.article or "")
        return located(saying, article.text) if article else ()


def chance(score: float) -> str:
    """Return a chance 0..1 as a percentage that never claims to be certain."""
    return ">99%" if score > 0.99 else "<1%" if score < 0.01 else f"{score:.0%}"


def outlet_of(saying: Saying) -> str:
    """Return the outlet of a saying, or that it is not known."""
    return saying.outlet or NOWHERE


def citation(saying: Saying, article: Article | None) -> str:
    """Return a saying as a reference: who, in which outlet, under which title, when, and the exact words."""
    told = saying.speaker or saying.source or NOBODY
    title = f"“{article.title}”" if article and article.title else ""
    where = ", ".join(filter(None, (outlet_of(saying), title, shown_day(saying.day))))
    start = saying.start + (article.offset if article else 0)
    spot = f"article {saying.article or 'unknown'}, from character {start}"
    return f"{told}, in {where}: {saying.text}{_KINDS.get(saying.kind, '')} ({spot})"


def _provenance(saying: Saying, sources: Sources) -> dict[str, Any]:
    article = sources.articles.get(saying.article or "")
    statement = sources.statements.get(saying.id)
    content = sources.content(saying)
    found: dict[str, Any] = {
        "outlet": outlet_of(saying),
        "day": shown_day(saying.day),
        "iso": saying.day.isoformat() if saying.day else "",
        "title": "", "place": "", "url": "", "record": "", "sentence": (), "before": False, "after": False,
        "offsets": f"from character {saying.start}",
        "article": saying.article or "",
        "why": statement.why if statement else "",
        "jump": "",
    }  # fmt: skip
    if article is None:
        return found
    found |= {"title": article.title or "", "place": article.place or "", "record": article.record or ""}
    found["url"] = article.url if (article.url or "").startswith(("https://", "http://")) else ""
    if content:
        part, before, after = paragraph(article, content)
        marks = quoted(statement, "") if statement else [Mark(p, "content") for p in content]
        inside = [m._replace(span=m.span.shift(-part.start)) for m in marks if part.contains(m.span)]
        spots = [(p.start + article.offset, p.end + article.offset) for p in content]
        found |= {
            "sentence": cut(part.of(article.text), inside), "before": before, "after": after,
            "offsets": "characters " + ", ".join(f"{a}–{b}" for a, b in spots),
            "jump": anchor("s", saying.id),
        }  # fmt: skip
    return found


def turned(change: Change, match: Match, saying: Saying) -> dict[str, str]:
    """Return a change as from what a saying is held against to the saying itself."""
    before, after = (change.b, change.a) if match.a == saying.id else (change.a, change.b)
    return {"kind": change.kind, "before": before, "after": after, "note": change.note}


def base_of(ordered: Sequence[Saying], row: Any) -> Saying:
    """Return the saying that the others of a row are held against: matched with most, then the earliest."""

    def rank(place: int) -> tuple[int, date, int]:
        saying = ordered[place]
        return -sum(saying.id in (m.a, m.b) for m in row.matches), saying.day or date.max, place

    return ordered[min(range(len(ordered)), key=rank)]


def held_against(saying: Saying, base: Saying, row: Any) -> tuple[Match | None, Saying | None]:
    """Return what a saying is held against and how it relates to it: the base, or else its best match."""
    if saying.id == base.id:
        return None, None
    known = {s.id: s for s in row.sayings}
    own = [m for m in row.matches if saying.id in (m.a, m.b)]
    direct = next((m for m in own if base.id in (m.a, m.b)), None)
    match = direct or max(own, key=lambda m: m.score, default=None)
    return (match, known.get(match.b if match.a == saying.id else match.a)) if match else (None, None)


def in_columns(row: Any, outlets: Sequence[str]) -> list[Saying]:
    """Return the sayings of a row in the order of the columns; those of other outlets last."""
    rank = {outlet: n for n, outlet in enumerate(outlets)}
    return sorted(row.sayings, key=lambda s: rank.get(outlet_of(s), len(rank)))


def copies(row: Any) -> list[dict[str, str]]:
    """Return the accounts of an utterance that several articles print in the same words: which, and whose they are."""
    known = {s.id: s for s in row.sayings}
    found = []
    for witness in getattr(row, "witnesses", ()):
        printed = [known[i] for i in witness.sayings if i in known]
        if len({outlet_of(s) for s in printed}) > 1:
            outlets = list(dict.fromkeys(outlet_of(s) for s in printed))
            told = {"outlets": ", ".join(outlets), "first": witness.outlet or "", "day": shown_day(printed[0].day)}
            found.append({**told, "agency": witness.agency or ""})
    return found


def printed(saying: Saying, row: Any) -> str:
    """Return which outlet published first what a saying is a print of, or nothing where nobody can tell."""
    for witness in getattr(row, "witnesses", ()):
        if saying.id in witness.sayings[1:] and witness.outlet != saying.outlet:
            return witness.outlet or ""
    return ""


@attrs.define
class View:
    """A comparison on its way to the page."""

    sources: Sources
    outlets: list[str]
    checks: list[dict[str, Any]] = attrs.field(factory=list)
    places: dict[str, list[tuple[Saying, int, str]]] = attrs.field(factory=dict)

    def cell(self, saying: Saying, base: Saying, row: Any) -> dict[str, Any]:
        """Return what is shown of one saying."""
        match, other = held_against(saying, base, row)
        return {
            "saying": saying,
            "anchor": anchor("q", saying.id),
            "pieces": redline(saying, match, other),
            "relation": str(match.relation) if match else "",
            "chance": ("decided by people" if match.decision else chance(match.score)) if match else "",
            "print": printed(saying, row),
            "against": outlet_of(other) if other else "",
            "base": saying.id == base.id and len(row.sayings) > 1,
            "changes": [turned(c, match, saying) for c in match.changes] if match else [],
            "from": self.provenance(saying),
            "citation": citation(saying, self.sources.articles.get(saying.article or "")),
        }

    def provenance(self, saying: Saying) -> dict[str, Any]:
        return _provenance(saying, self.sources)

    def row(self, row: Any, number: int) -> dict[str, Any]:
        """Return what is shown of one utterance, and note what is to be checked in it."""
        ordered = in_columns(row, self.outlets)
        base = base_of(ordered, row)
        cells: dict[str, list[dict[str, Any]]] = {outlet: [] for outlet in self.outlets}
        key = anchor("u", ordered[0].id)
        shown = [self.cell(s, base, row) for s in ordered]
        for saying, cell in zip(ordered, shown, strict=True):
            cells.setdefault(outlet_of(saying), []).append(cell)
            for change in cell["changes"]:
                self._check(number, key, change, cell["against"], cell["from"]["outlet"])
            self.places.setdefault(saying.article or "", []).append((saying, number, key))
        also = self._also(row, shown)
        for change in also:
            self._check(number, key, change, change["from"], change["to"])
        kinds = [c["kind"] for cell in shown for c in cell["changes"]] + [c["kind"] for c in also]
        speakers = list(dict.fromkeys(s.speaker or s.source or NOBODY for s in ordered))
        return {
            "id": key,
            "number": number,
            "columns": list(cells.items()),
            "absent": [o for o, found in cells.items() if not found],
            "speakers": speakers,
            "also": also,
            "single": len(ordered) == 1,
            "reports": len({outlet_of(s) for s in ordered}),
            "witnesses": len(getattr(row, "witnesses", ())),
            "copies": copies(row),
            "facets": {
                "outlet": sorted({outlet_of(s) for s in ordered}),
                "speaker": [s.speaker or NOBODY for s in ordered],
                "kind": sorted({str(s.kind) for s in ordered}),
                "relation": sorted({str(m.relation) for m in row.matches}),
                "change": sorted(set(kinds)),
            },
        }

    def _also(self, row: Any, shown: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
        """Return the changes between sayings neither of which is the one that the others are held against."""
        by_id = {c["saying"].id: c for c in shown}
        found: dict[tuple[str, ...], dict[str, str]] = {}
        for m in row.matches:
            a, b = by_id.get(m.a), by_id.get(m.b)
            if a is None or b is None or a["base"] or b["base"]:
                continue
            told = {c["kind"] for cell in (a, b) for c in cell["changes"]}
            for c in m.changes:
                if c.kind not in told:
                    ends = {"from": a["from"]["outlet"], "to": b["from"]["outlet"]}
                    made = {"kind": c.kind, "before": c.a, "after": c.b, "note": c.note, **ends}
                    found.setdefault((c.kind, c.a, c.b), made)
        return list(found.values())

    def _check(self, number: int, key: str, change: Mapping[str, str], before: str, after: str) -> None:
        self.checks.append({**change, "number": number, "id": key, "from": before, "to": after})

    def articles(self) -> list[dict[str, Any]]:
        """Return the articles that are carried, with every compared statement marked, in the order of the columns."""
        rank = {outlet: n for n, outlet in enumerate(self.outlets)}
        known = [a for key, a in self.sources.articles.items() if key in self.places]
        known.sort(key=lambda a: (rank.get(a.outlet or NOWHERE, len(rank)), a.day or date.min, a.id))
        found = []
        for article in known:
            marks: list[Mark] = quiet(article)
            links = {}
            for saying, number, key in self.places[article.id]:
                spot = anchor("s", saying.id)
                statement = self.sources.statements.get(saying.id)
                note = f"{saying.speaker or NOBODY} ({saying.kind})"
                if statement:
                    marks += quoted(statement, f"{note}: {statement.why}", spot)
                else:
                    marks += [Mark(p, "content", note, spot) for p in self.sources.content(saying)]
                links[spot] = (number, key)
            found.append(
                {
                    "article": article, "day": shown_day(article.day), "count": len(links),
                    "pieces": cut(article.text, marks), "links": links,
                }
            )  # fmt: skip
        return found


def _counts(comparison: Any, outlets: Sequence[str]) -> list[dict[str, Any]]:
    shared = Counter(outlet_of(s) for r in comparison.rows for s in r.sayings)
    alone = Counter(outlet_of(s) for r in comparison.only for s in r.sayings)
    most = max([shared[o] + alone[o] for o in outlets] + [1])
    return [
        {"outlet": o, "shared": shared[o], "only": alone[o], "a": shared[o] / most, "b": alone[o] / most}
        for o in outlets
    ]


def _by_speaker(comparison: Any, outlets: Sequence[str]) -> dict[str, Any]:
    """Return the statements of each speaker in each outlet, those with most first."""
    counts: dict[str, Counter[str]] = {}
    for row in (*comparison.rows, *comparison.only):
        for s in row.sayings:
            counts.setdefault(s.speaker or NOBODY, Counter())[outlet_of(s)] += 1
    ranked = sorted(counts.items(), key=lambda item: (item[0] == NOBODY, -sum(item[1].values()), item[0]))
    most = max([n for _, c in ranked for n in c.values()] + [1])
    lines = [(name, [c[o] for o in outlets], sum(c.values())) for name, c in ranked[:_SPEAKERS]]
    return {"lines": lines, "most": most, "more": max(0, len(ranked) - _SPEAKERS), "all": [name for name, _ in ranked]}


def _title(comparison: Any, speakers: Sequence[str]) -> str:
    """Return whose words are compared: the one speaker, a few, or everybody."""
    named = [name for name in speakers if name != NOBODY]
    if comparison.speaker:
        return str(comparison.speaker)
    return ", ".join(named) if named and len(speakers) == len(named) <= _TITLED else "All speakers"


def _gathered(checks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the changes of one utterance once each, with all outlets that made them."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for c in checks:
        key = (c["id"], c["kind"], c["before"], c["after"], c["from"])
        found.setdefault(key, {**c, "to": []})["to"].append(c["to"])
    return [{**c, "to": ", ".join(dict.fromkeys(c["to"]))} for c in found.values()]


def view_of(comparison: Any, articles: Iterable[Article] = (), *, whole: bool = True) -> dict[str, Any]:
    """Return what the templates need.

    Args:
        comparison: Has ``rows`` and ``only`` (rows of sayings and matches), ``outlets``, ``speaker``, and where they
            are known ``statements`` or ``articles``.
        articles: Articles of the sayings, where the comparison does not carry them.
        whole: Whether the articles are shown too.
    """
    outlets = list(comparison.outlets)
    if any(s.outlet is None for r in (*comparison.rows, *comparison.only) for s in r.sayings):
        outlets.append(NOWHERE)
    view = View(Sources.of(comparison, articles), outlets)
    rows = [view.row(r, n) for n, r in enumerate(comparison.rows, 1)]
    only = [view.row(r, n) for n, r in enumerate(comparison.only, len(rows) + 1)]
    days = sorted({s.day for r in (*comparison.rows, *comparison.only) for s in r.sayings if s.day})
    span = [shown_day(d) for d in (days[:1] + days[-1:] if len(days) > 1 else days)]
    everything = [*rows, *only]
    facets = {
        name: sorted({x for r in everything for x in r["facets"][name]})
        for name in ("speaker", "outlet", "kind", "relation", "change")
    }
    facets["outlet"] = sorted(facets["outlet"], key=lambda o: (outlets.index(o) if o in outlets else len(outlets), o))
    places = {name: {x: n for n, x in enumerate(values)} for name, values in facets.items()}
    for r in everything:
        r["data"] = {k: " ".join(str(places[k][x]) for x in dict.fromkeys(v)) for k, v in r["facets"].items() if v}
    speakers = _by_speaker(comparison, outlets)
    return {
        "speaker": comparison.speaker,
        "title": _title(comparison, speakers["all"]),
        "many": len(everything) > MANY,
        "first_rows": FIRST,
        "first_checks": _CHECKS,
        "outlets": outlets,
        "wide": len(outlets) > WIDE,
        "rows": rows,
        "unpaired": comparison.unpaired(),
        "only": only,
        "alone": [(o, [r for r in only if o in r["facets"]["outlet"]]) for o in facets["outlet"]],
        "checks": _gathered(view.checks),
        "counts": _counts(comparison, outlets),
        "speakers": speakers,
        "span": " to ".join(span),
        "facets": facets,
        "articles": view.articles() if whole else [],
    }


__all__ = ["Piece", "Sources", "View", "base_of", "held_against", "in_columns", "turned", "view_of"]
