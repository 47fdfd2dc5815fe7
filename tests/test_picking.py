"""Statements put together from the tables are those of the view; what a query gave is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_helpers import FLOOD, RIVER, article, extractor

from quoteattr.errors import StoreError
from quoteattr.store import Store, filters, open_store, results
from quoteattr.store.filters import Part
from quoteattr.store.picking import ORDER

UNDATED = article("Nobody knows when. “It was dark,” said Pell. “It was not,” told us a guard.", "UPI", None)
LATER = article("Days on. “The river is calm,” said Ada Marlow.", "Reuters", date(2025, 3, 9))


@pytest.fixture(scope="module")
def ruled() -> Any:
    """A store in which people named, moved, added and rejected statements."""
    with open_store() as store:
        store.ingest([RIVER, FLOOD, UNDATED, LATER], extractor=extractor(), recipe={"model": "1"})
        rows = store.sql("FROM statements WHERE article = ? ORDER BY start", [RIVER.id]).rows()
        store.correct(rows[0]["id"], speaker="Una Quill")
        store.correct(rows[1]["id"], content=[(rows[1]["start"], rows[1]["end"] - 2)])
        store.correct(rows[2]["id"], quote=False)
        at = LATER.text.index("Days")
        store.correct(article=LATER.id, content=[(at, at + 4)])  # no machine said a word of it
        yield store


def viewed(store: Store, condition: str, *values: Any) -> list[dict[str, Any]]:
    return store.sql(f"FROM statements WHERE {condition} ORDER BY {ORDER}", values).rows()


# What may be asked for, and the same as a condition over the view.
ASKED: dict[str, list[tuple[dict[str, Any], str]]] = {
    "speaker": [({}, "true"), ({"speaker": "Pell"}, "speaker = 'Ivo Pell'"), ({"speaker": "Nobody"}, "false")],
    "outlet": [({}, "true"), ({"outlet": "uPi"}, "outlet = 'UPI'"), ({"outlet": "x') OR ('1'='1"}, "false")],
    "days": [
        ({}, "true"),
        ({"since": "2025-03-04"}, "day >= '2025-03-04'"),
        ({"until": date(2025, 3, 8)}, "day <= '2025-03-08'"),
    ],
    "kind": [({}, "true"), ({"kind": "direct"}, "kind = 'direct'"), ({"kind": "indirect"}, "kind = 'indirect'")],
    "text": [({}, "true"), ({"text": "RIVER"}, "text ILIKE '%river%'"), ({"text": "%"}, "false")],
    "act": [({}, "true"), ({"act": ("speech", "thought")}, "act IN ('speech', 'thought')")],
    "limit": [({}, "0"), ({"limit": 1}, "1"), ({"limit": 3}, "3")],
}


@given(
    st.fixed_dictionaries({name: st.sampled_from(values) for name, values in ASKED.items()}),
    st.sampled_from([0, 1000]),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_gives_what_the_view_gives(ruled: Store, asked: dict[str, tuple[dict[str, Any], str]], few: int) -> None:
    limit = int(asked["limit"][1]) or None
    wanted = viewed(ruled, " AND ".join(f"({sql})" for name, (_, sql) in asked.items() if name != "limit"))[:limit]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filters, "_FEW", few)
        found = ruled.statements(**{key: value for part, _ in asked.values() for key, value in part.items()})
    at_once = found.relate(lambda rows: rows.fetchall())
    assert len(found) == len(wanted)
    assert found[:2] == wanted[:2]
    assert found.rows() == wanted
    assert [tuple(row.values()) for row in wanted] == at_once == found.relate(lambda rows: rows.fetchall())


def test_what_only_people_know_of_is_among_them(ruled: Store) -> None:
    (row,) = ruled.statements(outlet="reuters", text="days")
    assert (row["text"], row["source"], row["act"], row["speaker"]) == ("Days", None, None, None)
    assert list(row) == list(ruled.sql("FROM statements").columns)


@pytest.mark.parametrize(
    "wanted", [0, 3, -1, slice(2), slice(1, 3), slice(None, None, -1), slice(9, 12), slice(0)], ids=str
)
@pytest.mark.parametrize("page", [1, 2, 500])
def test_a_few_of_them(ruled: Store, monkeypatch: pytest.MonkeyPatch, wanted: Any, page: int) -> None:
    monkeypatch.setattr(results, "_PAGE", page)
    whole, found = ruled.statements().rows(), ruled.statements()
    assert found[wanted] == whole[wanted]
    assert found[2:4] == whole[2:4]
    assert [found[at] for at in range(len(found))] == whole


def test_none_beyond_the_last(ruled: Store) -> None:
    found = ruled.statements()
    with pytest.raises(IndexError):
        found[len(found)]


@given(
    st.lists(
        st.sampled_from([Part(), Part("a = ?", (1,)), Part("b IN (?, ?)", (2, 3), machine=True), Part("c", few=True)]),
        max_size=5,
    )
)
def test_parts_keep_their_values_in_order(parts: list[Part]) -> None:
    whole = Part()
    for part in parts:
        whole &= part
    assert whole.sql.count("?") == len(whole.values)
    assert whole.values == sum((part.values for part in parts), ())
    assert whole.machine == any(part.machine for part in parts)
    assert whole.few == any(part.few for part in parts)
    assert (whole == Part()) == all(part == Part() for part in parts)


LOOKS: dict[str, Callable[[Any], Any]] = {
    "len": len,
    "columns": lambda found: found.columns,
    "rows": lambda found: found.rows(),
    "item": lambda found: found[0],
}


@pytest.mark.parametrize("look", list(LOOKS.values()), ids=list(LOOKS))
def test_later_looks_see_what_the_first_saw(look: Callable[[Any], Any], tmp_path: Any) -> None:
    with open_store(tmp_path / "x.duckdb") as store:
        store.ingest(RIVER, extractor=extractor())
        found, whole = store.statements(outlet="AFP"), store.statements(outlet="AFP").rows()
        look(found)
        store.ingest(article("Later. “Yes,” said Pell."), extractor=extractor())
        store.correct(whole[0]["id"], quote=False)
        assert (len(found), found.rows(), len(store.statements(outlet="AFP"))) == (len(whole), whole, len(whole))


@pytest.mark.parametrize("look", list(LOOKS.values()), ids=list(LOOKS))
def test_what_was_looked_at_outlives_the_store(look: Callable[[Any], Any], tmp_path: Any) -> None:
    store = open_store(tmp_path / "x.duckdb")
    store.ingest(RIVER, extractor=extractor())
    seen, unseen, whole = store.statements(), store.statements(), store.statements().rows()
    look(seen)
    store.close()
    assert (len(seen), seen.rows()) == (len(whole), whole)
    assert f"{len(whole)} rows" in repr(seen)
    with pytest.raises(StoreError, match="closed"):
        look(unseen)
    with open_store(tmp_path / "x.duckdb") as again:  # nothing holds the file
        assert len(again.statements()) == len(whole)
