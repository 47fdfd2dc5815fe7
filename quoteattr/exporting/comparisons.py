"""A comparison as plain values: nested for JSON, flat for tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from quoteattr.values import Change, Edit, Match, Saying

COLUMNS = {"utterance": "BIGINT", "score": "DOUBLE", "relation": "VARCHAR", "changes": "VARCHAR"} | {
    f"{name}_{side}": {"day": "DATE", "witness": "BIGINT"}.get(name, "VARCHAR")
    for side in "ab"
    for name in ("speaker", "outlet", "day", "kind", "text", "id", "witness", "agency")
}
COLUMNS |= {"witnesses": "BIGINT", "decision": "VARCHAR"}


_TURNED = {"insert": "delete", "delete": "insert"}


def facing(m: Match, order: Sequence[str]) -> Match:
    """Return a match as it leads from the saying that stands first in an order of ids to the one that stands later."""
    if order.index(m.a) < order.index(m.b):
        return m
    edits = [Edit(_TURNED.get(e.op, e.op), e.b, e.a, e.variant) for e in m.edits]
    edits.sort(key=lambda e: (e.a.start, e.a.end))  # an insertion stands before the words at its place
    changes = tuple(Change(c.kind, c.b, c.a, c.note) for c in m.changes)
    return attrs.evolve(m, a=m.b, b=m.a, edits=tuple(edits), changes=changes)


def pair_record(row: Any, a: Saying, b: Saying | None, m: Match | None) -> dict[str, Any]:
    """Return a matched pair of a row, or a saying without a counterpart, by the names of `COLUMNS`."""
    record: dict[str, Any] = {
        "witnesses": len(row.witnesses) or None,
        "decision": m.decision if m else None,
        "score": m.score if m else None,
        "relation": m.relation.value if m else None,
        "changes": ", ".join(c.kind for c in m.changes) if m else None,
    }
    for side, saying in (("a", a), ("b", b)):
        record[f"speaker_{side}"] = (saying.speaker or saying.source) if saying else None
        record[f"outlet_{side}"] = saying.outlet if saying else None
        record[f"day_{side}"] = saying.day if saying else None
        record[f"kind_{side}"] = saying.kind.value if saying else None
        record[f"text_{side}"] = saying.text if saying else None
        record[f"id_{side}"] = saying.id if saying else None
        number = row.witness(saying.id) if saying else None
        record[f"witness_{side}"] = None if number is None else number + 1
        record[f"agency_{side}"] = None if number is None else row.witnesses[number].agency
    return record


def saying_json(saying: Saying) -> dict[str, Any]:
    """Return a saying as plain values."""
    return {
        "id": saying.id, "speaker": saying.speaker, "source": saying.source, "cue": saying.cue, "outlet": saying.outlet,
        "day": saying.day.isoformat() if saying.day else None, "article": saying.article, "kind": saying.kind.value,
        "text": saying.text, "start": saying.start,
    }  # fmt: skip


def match_json(m: Match) -> dict[str, Any]:
    """Return a match as plain values: edits as op, offsets in a and b, and variant."""
    return {
        "a": m.a, "b": m.b, "score": m.score, "relation": m.relation.value, "decision": m.decision,
        "changes": [attrs.asdict(c) for c in m.changes],
        "edits": [
            {"op": e.op, "a": [e.a.start, e.a.end], "b": [e.b.start, e.b.end], "variant": e.variant} for e in m.edits
        ],
    }  # fmt: skip


def row_json(row: Any) -> dict[str, Any]:
    """Return an utterance as plain values: what each outlet has of it, how the wordings relate, who witnesses it."""
    return {
        "outlets": [o for o in row.outlets if o is not None],
        "score": row.score,
        "sayings": [saying_json(s) for s in row.sayings],
        "matches": [match_json(m) for m in row.matches],
        "witnesses": [
            {
                "sayings": list(w.sayings), "agency": w.agency, "outlet": w.outlet,
                "published": w.published.isoformat() if w.published else None,
            }
            for w in row.witnesses
        ],
    }  # fmt: skip
