"""Statements put together from the tables are those of the view; what a query gave is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_helpers import FLOOD, RIVER, article, extractor

from quoteattr.errors import StoreError
from quoteattr.store import Store, open_store
from quoteattr.store.filters import Part, conditions
from quoteattr.store.picking import ORDER, ordered

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


def viewed(store: Store, asked: Any) -> list[dict[str, Any]]:
    whole = asked.whole
    return store.sql(f"FROM statements WHERE {whole.sql} ORDER BY {ORDER}", whole.values).rows()


@pytest.mark.parametrize(
    ("outlets", "days", "kind", "text", "act"),
    list(
        product(
            (None, ["afp"], ["UPI", "reuters"], ["x') OR ('1'='1"]),
            ((None, None), ("2025-03-04", None), (None, date(2025, 3, 8)), ("2025-03-05", "2025-03-09")),
            (None, "direct", "indirect"),
            (None, "RIVER", "days", "%"),
            (None, ("speech", "thought")),
        )
    ),
    ids=str,
)
def test_it_gives_what_the_view_gives(ruled: Store, outlets: Any, days: Any, kind: Any, text: Any, act: Any) -> None:
    asked = conditions(ruled._open, None, outlets, *days, kind, text, act)
    assert ruled._result(ordered(asked).sql, ordered(asked).values).rows() == viewed(ruled, asked)


def test_what_only_people_know_of_is_among_them(ruled: Store) -> None:
    (row,) = ruled.statements(outlet="reuters", text="days")
    assert (row["text"], row["source"], row["act"], row["speaker"]) == ("Days", None, None, None)
    assert list(row) == list(ruled.sql("FROM statements").columns)


def test_a_speaker_in_an_outlet(ruled: Store) -> None:
    asked = conditions(ruled._open, "Pell", ["UPI"], None, None)
    assert ruled.statements(speaker="Pell", outlet="UPI").rows() == viewed(ruled, asked) != []


@given(st.lists(st.sampled_from([Part(), Part("a = ?", (1,)), Part("b IN (?, ?)", (2, 3))]), max_size=5))
def test_parts_keep_their_values_in_order(parts: list[Part]) -> None:
    whole = Part()
    for part in parts:
        whole &= part
    assert whole.sql.count("?") == len(whole.values)
    assert whole.values == sum((part.values for part in parts), ())
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
