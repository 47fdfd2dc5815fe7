"""Charts as Altair objects, for notebooks: who is reported where, when, and how the wordings relate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from quoteattr.errors import InputError
from quoteattr.exporting.tables import needed
from quoteattr.render.view import NOBODY, NOWHERE

# Speakers with a line of their own: more can't be read; those with most statements are kept.
_SPEAKERS = 20
# One hue for counts; relations in the order of growing distance, told apart by brightness alone too.
_DOT = "#14507a"
_RELATIONS = {"verbatim": "#14507a", "trimmed": "#5b93b8", "edited": "#d59a4a", "paraphrase": "#8a4b08"}


def _altair() -> Any:
    return needed("altair", "A chart", "charts")


def _speakers(rows: Iterable[Mapping[str, Any]]) -> Any:
    alt = _altair()
    counts = Counter((r.get("speaker") or NOBODY, r.get("outlet") or NOWHERE) for r in rows)
    totals: Counter[str] = Counter()
    for (speaker, _), n in counts.items():
        totals[speaker] += n
    kept = [name for name, _ in totals.most_common(_SPEAKERS)]
    values = [{"speaker": s, "outlet": o, "statements": n} for (s, o), n in counts.items() if s in kept]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("outlet:N", title=None, axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False)),
        y=alt.Y("speaker:N", title=None, sort=kept, axis=alt.Axis(domain=False, ticks=False, labelLimit=240)),
        tooltip=["speaker:N", "outlet:N", "statements:Q"],
    )
    size = alt.Size("statements:Q", legend=None, scale=alt.Scale(range=[90, 800], domainMin=1))
    dots = base.mark_circle(color=_DOT, opacity=0.25).encode(size=size)
    return (dots + base.mark_text().encode(text="statements:Q")).properties(
        title="Statements by speaker and outlet", width=alt.Step(64), height=alt.Step(32)
    )


def _timeline(rows: Iterable[Mapping[str, Any]]) -> Any:
    alt = _altair()
    names = ("speaker", "outlet", "kind", "text", "source")
    values = []
    for r in rows:
        day = r.get("day")
        if day is not None:
            made = {name: r.get(name) or "" for name in names}
            values.append(made | {"day": day.isoformat() if isinstance(day, date) else str(day)})
    return (
        alt.Chart(alt.Data(values=values))
        .mark_point(size=110, filled=True, opacity=0.7)
        .encode(
            x=alt.X("day:T", title=None, axis=alt.Axis(grid=False)),
            y=alt.Y("outlet:N", title=None),
            yOffset=alt.YOffset("kind:N", sort=["direct", "mixed", "indirect"]),
            color=alt.Color("kind:N", sort=["direct", "mixed", "indirect"], title="kind"),
            shape=alt.Shape("kind:N", sort=["direct", "mixed", "indirect"], title="kind"),
            tooltip=["day:T", "outlet:N", "speaker:N", "kind:N", "text:N"],
        )
        .properties(title="Statements by day and outlet", width=560, height=alt.Step(22))
    )


def _relations(rows: Iterable[Mapping[str, Any]]) -> Any:
    alt = _altair()
    counts = Counter(
        (" and ".join(sorted((r["outlet_a"] or NOWHERE, r["outlet_b"] or NOWHERE))), r["relation"])
        for r in rows
        if r.get("relation")
    )
    order = list(_RELATIONS)
    values = [{"outlets": o, "relation": r, "pairs": n, "rank": order.index(r)} for (o, r), n in counts.items()]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar()
        .encode(
            x=alt.X("pairs:Q", title="pairs of wordings", axis=alt.Axis(tickMinStep=1, format="d")),
            y=alt.Y("outlets:N", title=None, sort="-x"),
            color=alt.Color("relation:N", scale=alt.Scale(domain=order, range=list(_RELATIONS.values()))),
            order=alt.Order("rank:Q"),
            tooltip=["outlets:N", "relation:N", "pairs:Q"],
        )
        .properties(title="How the outlets' wordings relate", width=420, height=alt.Step(26))
    )


_CHARTS = {"speakers": _speakers, "timeline": _timeline, "relations": _relations}


def chart(what: str, rows: Sequence[Mapping[str, Any]], among: Sequence[str] = ("speakers", "timeline")) -> Any:
    """Return a chart of rows.

    Args:
        what: ``speakers`` (dots, speakers by outlets), ``timeline`` (days by outlets), or of pairs of wordings
            ``relations`` (bars by outlets).
        rows: Statements or pairs, by column.
        among: The charts that these rows can make.

    Returns:
        An ``altair.Chart``, which shows itself in a notebook.

    Raises:
        InputError: There is no such chart.
        QuoteattrError: Altair is not installed.
    """
    if what not in among:
        raise InputError(f"There is no chart {what!r}.", remedy=f"Choose among {', '.join(among)}.", chart=what)
    return _CHARTS[what](rows)
