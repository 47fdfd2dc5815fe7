"""What a page shows of speakers through time: the matters that they came back to, and how the words drifted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from quoteattr.render.pieces import redline
from quoteattr.render.view import anchor, outlet_of, shown_day, turned

# Matters that a page shows: those with most occasions. More can't be read; the command `timeline` has all.
_THREADS = 40
# What the marks at the ends of the chart need, in hundredths of its width.
_EDGE = 4
_DRIFTS = {
    "first": "first told",
    "repeated": "the same words again",
    "reworded": "in other words",
    "changed": "changed in substance",
}


def _place(day: date | None, first: date, last: date) -> float:
    share = ((day or first) - first).days / max(1, (last - first).days)
    return round(_EDGE + share * (100 - 2 * _EDGE), 1)


def _occasion(occasion: Any, earlier: dict[str, Any], first: date, last: date) -> dict[str, Any]:
    said, after = occasion.words, occasion.after
    was = earlier.get(after.a) if after else None
    return {
        "day": shown_day(occasion.day) or "undated",
        "iso": occasion.day.isoformat() if occasion.day else "",
        "x": _place(occasion.day, first, last),
        "drift": occasion.drift,
        "told": _DRIFTS.get(occasion.drift, "before or after is not known"),
        "relation": str(after.relation) if after else "",
        "since": shown_day(was.day) if was is not None else "",
        "outlets": ", ".join(dict.fromkeys(outlet_of(s) for s in occasion.sayings)),
        "kind": str(said.kind),
        "outlet": outlet_of(said),
        "pieces": redline(said, after, was),
        "changes": [turned(c, after, said) for c in after.changes] if after else [],
        "link": anchor("q", said.id),
    }


def through_time(timelines: Iterable[Any]) -> dict[str, Any]:
    """Return what the template needs of timelines: speakers with the matters that they came back to.

    Args:
        timelines: `quoteattr.timeline.Timeline` values, in the order in which they are shown.
    """
    ranked: list[tuple[int, int, int]] = []
    listed = list(timelines)
    for n, line in enumerate(listed):
        ranked += [(-len(thread.occasions), n, k) for k, thread in enumerate(line.threads)]
    shown = {(n, k) for _, n, k in sorted(ranked)[:_THREADS]}
    speakers = []
    for n, line in enumerate(listed):
        kept = [thread for k, thread in enumerate(line.threads) if (n, k) in shown]
        if not kept:
            continue
        days = [o.day for thread in kept for o in thread.occasions if o.day] or [date.min]
        threads = [_thread(thread.occasions, min(days), max(days)) for thread in kept]
        span = [shown_day(d) for d in (min(days), max(days)) if d != date.min]
        speakers.append({"name": line.speaker or "", "span": span, "threads": threads, "once": len(line.once)})
    return {"speakers": speakers, "more": len(ranked) - len(shown), "drifts": _DRIFTS}


def _thread(occasions: Sequence[Any], first: date, last: date) -> dict[str, Any]:
    earlier: dict[str, Any] = {}
    found = []
    for occasion in occasions:
        found.append(_occasion(occasion, earlier, first, last))
        earlier |= {s.id: s for s in occasion.sayings}
    counts = {drift: sum(o["drift"] == drift for o in found) for drift in _DRIFTS}
    told = [f"{count} {drift}" for drift, count in counts.items() if count and drift != "first"]
    return {"occasions": found, "told": ", ".join(told)}
