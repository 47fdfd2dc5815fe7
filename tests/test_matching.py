"""Pairs kept in a store: found by a run, replaced by the next, and overruled by people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import attrs
import pytest
from store_helpers import article, dump, extractor

from quoteattr.errors import DecisionError, StoreError
from quoteattr.store import Store, open_store
from quoteattr.store.decisions import Decision
from quoteattr.values import Article

DAY = date(2025, 3, 4)
WIRE = (
    "The wooden footbridge over the Velm was swept away before dawn, and the ferry that replaces it is moored at Orlo. "
    "“The old footbridge was beyond repair after the flood,” said Ada Marlow. "
    "Villagers have been walking to the next crossing, eleven kilometres upstream, since the beginning of the week."
)
AFP = article(
    f"{WIRE}\n\nThe council met in the evening. “We will rebuild the footbridge by June,” said Ada Marlow. "
    "“Not one of the eleven farms has been paid,” said Ivo Pell.",
    byline="Agence France-Presse",
)
PRINT = article(f"{WIRE}\n\nThe paper's own report follows.", outlet="Velm Gazette", day=date(2025, 3, 5))
UPI = article(
    "“The footbridge will be rebuilt by June,” said Ada Marlow. “The footbridge was old and beyond repair,” said Marlow. "
    "“None of the eleven farms was paid,” said Pell.",
    outlet="UPI",
    day=date(2025, 3, 5),
)
LATER = article("“We will rebuild the footbridge by July,” said Ada Marlow.", outlet="dpa", day=date(2025, 3, 6))


def filled(*articles: Article, path: Path | None = None) -> Store:
    store = open_store(path)
    store.ingest(list(articles), extractor=extractor())
    return store


@pytest.fixture
def store() -> Iterator[Store]:
    with filled(AFP, PRINT, UPI) as opened:
        yield opened


def ids(store: Store) -> dict[tuple[str, str], str]:
    """Return the ids of the statements by outlet and first words."""
    return {(r["outlet"], " ".join(r["text"].split()[:4])): r["id"] for r in store.statements()}


def told(store: Store) -> list[tuple[int, int, int, str]]:
    """Return statements, outlets, witnesses and the first outlet of each utterance."""
    sql = "SELECT statements, outlets, witnesses, first_outlet FROM utterances ORDER BY first_text"
    return [tuple(r.values()) for r in store.sql(sql)]  # type: ignore[misc]


def paired(store: Store) -> set[frozenset[str]]:
    return {frozenset((r["a"], r["b"])) for r in store.sql("FROM comparisons")}


def test_nothing_is_kept_before_it_is_asked_for(store: Store) -> None:
    assert not len(store.sql("FROM comparisons")) and not len(store.sql("FROM utterances"))


def test_pairs_and_utterances_are_kept(store: Store) -> None:
    done = store.match()
    assert (done.statements, done.utterances) == (7, 3)
    assert done.pairs == len(store.sql("FROM comparisons"))
    # The footbridge was beyond repair: AFP and the paper that prints it are one witness, UPI is the other.
    assert told(store) == [(2, 2, 2, "AFP"), (3, 3, 2, "AFP"), (2, 2, 2, "AFP")]
    (row,) = store.sql("FROM utterances WHERE statements = 3")
    assert (row["speaker"], row["agencies"]) == ("Ada Marlow", "AFP, UPI")
    kinds = {r["relation"] for r in store.sql("FROM comparisons")}
    assert "verbatim" in kinds
    assert all(r["utterance"] for r in store.sql("FROM comparisons"))
    assert store.check() == ()


def test_a_second_run_changes_nothing(store: Store) -> None:
    store.match()
    before = dump(store)
    store.match()
    assert dump(store) == before


def test_a_run_with_another_threshold_takes_the_place_of_the_first(store: Store) -> None:
    store.match()
    store.match(threshold=0.9999)
    assert all(r["score"] >= 0.9999 for r in store.sql("FROM comparisons"))
    assert store.check() == ()


def test_only_late_days_are_compared_anew() -> None:
    with filled(AFP, PRINT, UPI) as store, filled(AFP, PRINT, UPI, LATER) as whole:
        store.match()
        store.ingest([LATER], extractor=extractor())
        store.match(since=date(2025, 3, 6))
        whole.match()
        rows = "SELECT a, b, score, utterance FROM comparisons ORDER BY a, b"
        assert store.sql(rows).rows() == whole.sql(rows).rows()
        assert any(
            LATER.id == r["article"]
            for r in store.sql("SELECT s.article FROM tellings t JOIN statements s ON s.id = t.statement")
        )


def test_a_comparison_takes_what_is_kept(store: Store) -> None:
    store.match()
    fresh, kept = store.compare(), store.compare(kept=True)
    assert kept == fresh
    assert [w.agency for row in kept.rows for w in row.witnesses if len(w.sayings) > 1] == ["AFP"]


DECISIONS = {
    "apart": (("AFP", "We will rebuild the"), ("UPI", "The footbridge will be"), False),
    "together": (("AFP", "We will rebuild the"), ("UPI", "None of the eleven"), True),
}


@pytest.mark.parametrize("name", DECISIONS)
@pytest.mark.parametrize("when", ["before", "after"])
def test_people_decide_what_is_a_pair(store: Store, name: str, when: str) -> None:
    one, other, same = DECISIONS[name]
    known = ids(store)
    pair = frozenset((known[one], known[other]))
    if when == "after":
        store.match()
    machine = paired(store)
    decision = store.pair(known[one], known[other], same, by="desk")
    if when == "before":
        store.match()
    assert (pair in paired(store)) is same
    comparison = store.compare()
    assert any(pair <= {s.id for s in row.sayings} for row in comparison.rows) is same
    assert store.compare(kept=True) == comparison
    if same:
        (row,) = store.sql("FROM comparisons WHERE decision = ?", [decision])
        assert (row["score"], row["run"]) == (1.0, "people")
        assert {r["utterance"] for r in store.sql("FROM comparisons WHERE decision = ?", [decision])} != {None}
    assert store.check() == ()
    store.undo(decision)
    if when == "after":
        assert paired(store) == machine
    assert (pair in paired(store)) is not same or name == "together"
    assert store.check() == ()


def test_the_later_decision_holds(store: Store) -> None:
    known = ids(store)
    one, other, _ = DECISIONS["apart"]
    store.match()
    store.pair(known[one], known[other], False)
    store.pair(known[other], known[one])
    assert frozenset((known[one], known[other])) in paired(store)


def test_a_decision_outlives_a_run_that_sees_other_borders(store: Store) -> None:
    known = ids(store)
    one, other, _ = DECISIONS["apart"]
    store.match()
    store.pair(known[one], known[other], False, by="desk")
    store.ingest([AFP, UPI], extractor=extractor(shift=3), recipe={"model": "another"})
    store.match()
    moved = {s.id: s for s in store.sayings()}
    assert known[one] not in moved
    shown = {r["a_text"][:20] for r in store.sql("FROM comparisons")}
    assert not any(text.startswith(("will rebuild", "footbridge will")) for text in shown)
    assert not len(store.orphaned_decisions())


def test_a_decision_whose_words_are_gone_is_orphaned(store: Store) -> None:
    known = ids(store)
    one, other, _ = DECISIONS["apart"]
    decision = store.pair(known[one], known[other], False)
    store.correct(known[one], quote=False)
    assert [r["id"] for r in store.orphaned_decisions()] == [decision]


def test_decisions_about_pairs_are_carried_over(store: Store, tmp_path: Path) -> None:
    known = ids(store)
    one, other, _ = DECISIONS["together"]
    store.pair(known[one], known[other], note="one speech")
    store.export_decisions(tmp_path / "decisions.jsonl")
    with filled(AFP, PRINT, UPI) as second:
        assert second.import_decisions(tmp_path / "decisions.jsonl") == 1
        assert second.decisions() == store.decisions()
        second.match()
        assert frozenset((known[one], known[other])) in paired(second)


def test_ids_of_other_decisions_stay_as_they_were() -> None:
    # This id was made before decisions had a second anchor.
    made = Decision("alias", alias="Marlow", speaker="Ada Marlow", speaker_id="n-1", by="desk", note="why")
    assert made.id == OLD_ID
    assert attrs.evolve(made, other_article="a-1").id == OLD_ID


OLD_ID = "d-328102e8770edb639df355a1"


def test_two_statements_of_one_article_are_no_pair(store: Store) -> None:
    known = ids(store)
    with pytest.raises(DecisionError, match="one article"):
        store.pair(known["AFP", "We will rebuild the"], known["AFP", "Not one of the"])
    with pytest.raises(DecisionError, match="no statement"):
        store.pair(known["AFP", "We will rebuild the"], "s-nowhere")


def test_a_store_for_reading_keeps_nothing(tmp_path: Path) -> None:
    filled(AFP, path=tmp_path / "q.db").close()
    with open_store(tmp_path / "q.db", read_only=True) as store, pytest.raises(StoreError, match="reading only"):
        store.match()
