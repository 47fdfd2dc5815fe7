"""What people decide: it wins over the machine, it outlives every re-run, and it can be undone."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from store_helpers import FLOOD, RIVER, article, dump, extractor

from quoteattr.errors import DecisionError, InputError
from quoteattr.spans import Span
from quoteattr.store import Decision, Store, open_store
from quoteattr.values import Article

FIRST, SECOND, THIRD = {"model": "1"}, {"model": "2"}, {"model": "3"}
RISE, HURT, BRIDGE, HELP = (
    "The river rose by two metres,",
    "Nobody was hurt,",
    "We lost the bridge,",
    "Help is on its way,",
)


@pytest.fixture
def store() -> Any:
    with open_store() as opened:
        opened.ingest([RIVER, FLOOD], extractor=extractor(), recipe=FIRST)
        yield opened
        assert opened.check() == ()


def said(store: Store, one: Article = RIVER) -> dict[str, str | None]:
    """Return who said what in an article, as it is shown."""
    return {r["text"]: r["speaker"] for r in store.sql("FROM statements WHERE article = ? ORDER BY start", [one.id])}


def statement(store: Store, text: str) -> str:
    return str(store.statements(text=text)[0]["id"])


def what_is_shown(store: Store) -> dict[str, Any]:
    tables = dump(store)
    return {name: sorted(map(str, rows)) for name, rows in tables.items() if name in ("shown", "anchors")}


class TestCorrections:
    def test_wrong_speaker(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill", by="rk", note="she is the mayor")
        assert said(store)[BRIDGE] == "Una Quill"
        row = store.statements(text=BRIDGE)[0]
        assert (row["confidence"], row["source"], row["kind"]) == (1.0, "the mayor", "direct")
        assert "rk decided on" in row["why"]
        assert "she is the mayor" in row["why"]
        assert [r["text"] for r in store.statements(speaker="Quill")] == [BRIDGE]

    def test_nobody_can_tell(self, store: Store) -> None:
        store.correct(statement(store, HELP), speaker=None)
        assert said(store)[HELP] is None
        assert [r["name"] for r in store.unresolved()] == ["the mayor", "Ivo Pell"]

    def test_no_quote(self, store: Store) -> None:
        store.correct(statement(store, HURT), quote=False)
        assert list(said(store)) == [RISE, BRIDGE, HELP]

    def test_other_borders(self, store: Store) -> None:
        start = RIVER.text.index("rose by")
        store.correct(statement(store, RISE), content=[(start, start + len("rose by two"))])
        assert said(store)["rose by two"] == "Ada Marlow"
        assert RISE not in said(store)
        row = store.statements(text="rose by two")[0]
        assert (row["start"], row["cue"], row["kind"]) == (start, "said", "direct")
        assert "It is Ada Marlow." in row["why"]

    def test_two_pieces(self, store: Store) -> None:
        pieces = [Span(RIVER.text.index(w), RIVER.text.index(w) + len(w)) for w in ("The river rose", "two metres")]
        store.correct(statement(store, RISE), content=pieces)
        assert said(store)["The river rose two metres"] == "Ada Marlow"

    @pytest.mark.parametrize(
        ("content", "shown"),
        [("rose by two", "rose by two"), (["The river", (18, 21)], "The river two"), (["“Nobody"], "“Nobody")],
        ids=["words", "words and offsets", "elsewhere"],
    )
    def test_borders_by_the_words(self, store: Store, content: Any, shown: str) -> None:
        start = RIVER.text.index("The river")
        wanted = [c if isinstance(c, str) else (start + c[0], start + c[1]) for c in content]
        store.correct(statement(store, RISE), content=content if isinstance(content, str) else wanted)
        assert shown in said(store)
        assert RISE not in said(store)

    def test_words_that_occur_twice_are_those_nearest_to_the_statement(self) -> None:
        twice = article("“Yes, we can,” said Pell. “No,” said Marlow. “Yes, we may,” said Marlow.")
        with open_store() as opened:
            opened.ingest(twice, extractor=extractor(), recipe=FIRST)
            opened.correct(statement(opened, "Yes, we may,"), content="Yes")
            assert said(opened, twice) == {"Yes, we can,": "Ivo Pell", "No,": "Ada Marlow", "Yes": "Ada Marlow"}

    def test_kind_is_told_by_the_marks(self, store: Store) -> None:
        start = RIVER.text.index("We lost the bridge,”")
        for end, kind in ((start + 7, "direct"), (RIVER.text.index("mayor"), "mixed")):
            store.correct(store.sql("FROM statements WHERE start = ?", [start])[0]["id"], content=[(start, end)])
            assert store.sql("FROM statements WHERE start = ?", [start])[0]["kind"] == kind

    def test_a_quote_that_was_missed(self, store: Store) -> None:
        start = RIVER.text.index("VELM")
        added = store.correct(article=RIVER.id, content=[(start, start + 4)])
        assert said(store)["VELM"] is None
        store.correct(statement(store, "VELM"), speaker="Una Quill")
        assert said(store)["VELM"] == "Una Quill"
        store.undo(added)
        assert said(store)["VELM"] == "Una Quill"  # who names its speaker takes it for a statement

    def test_one_upon_another(self, store: Store) -> None:
        start = RIVER.text.index("river rose")
        store.correct(statement(store, RISE), speaker="Una Quill")
        borders = store.correct(statement(store, RISE), content=[(start, start + 10)])
        assert said(store)["river rose"] == "Una Quill"
        reject = store.correct(statement(store, "river rose"), quote=False)
        assert list(said(store)) == [HURT, BRIDGE, HELP]
        store.undo(reject)
        store.undo(borders)
        assert said(store)[RISE] == "Una Quill"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"statement": "s-none", "quote": False},
            {},
            {"quote": False, "speaker": "Una Quill"},
            {"content": []},
            {"content": [(0, 10_000)]},
            {"content": [(0, 9), (5, 12)]},
            {"content": [(4, 5)]},
            {"content": "words that are not there"},
            {"content": ""},
            {"speaker": "?!"},
            {"statement": None, "content": [(0, 4)]},
            {"statement": None, "article": "a-none", "content": [(0, 4)]},
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_refused(self, store: Store, wrong: dict[str, Any]) -> None:
        before = dump(store)
        with pytest.raises(DecisionError):
            store.correct(**{"statement": statement(store, RISE), **wrong})
        assert dump(store) == before


class TestNames:
    def test_an_alias_in_one_article(self, store: Store) -> None:
        store.decide("the mayor", "Una Quill", article=RIVER.id)
        assert said(store)[BRIDGE] == "Una Quill"
        assert said(store, FLOOD)["The bridge is gone,"] is None

    def test_an_alias_everywhere(self, store: Store) -> None:
        store.decide("the mayor", "Una Quill")
        assert said(store)[BRIDGE] == said(store, FLOOD)["The bridge is gone,"] == "Una Quill"
        assert len(store.unresolved()) == 0
        assert len(store.statements(speaker="the mayor")) == 2

    def test_an_alias_that_was_a_speaker_of_its_own(self) -> None:
        both = article("“One,” said Ada Marlow. “Two,” said Marlow.")
        with open_store() as opened:
            opened.ingest(both, extractor=extractor({"Marlow": "Marlow", "Ada Marlow": "Ada Marlow"}))
            assert len(opened.statements(speaker="Marlow")) == 1
            made = opened.decide("Marlow", "Ada Marlow")
            assert [len(opened.statements(speaker=name)) for name in ("Marlow", "Ada Marlow")] == [2, 2]
            opened.undo(made)
            assert len(opened.statements(speaker="Marlow")) == 1

    def test_the_article_wins_over_everywhere(self, store: Store) -> None:
        store.decide("the mayor", "Olav Brandt", article=FLOOD.id)
        store.decide("the mayor", "Una Quill")
        assert said(store)[BRIDGE] == "Una Quill"
        assert said(store, FLOOD)["The bridge is gone,"] == "Olav Brandt"

    def test_the_later_one_wins(self, store: Store) -> None:
        store.decide("the mayor", "Una Quill")
        store.decide("the mayor", "Olav Brandt")
        assert said(store)[BRIDGE] == "Olav Brandt"

    def test_a_later_article_is_ruled_too(self, store: Store) -> None:
        store.decide("the mayor", "Una Quill")
        more = article("More. “We will build a new one,” said the mayor.", outlet="AP")
        store.ingest(more, extractor=extractor(), recipe=FIRST)
        assert said(store, more) == {"We will build a new one,": "Una Quill"}

    def test_two_are_one(self, store: Store) -> None:
        store.decide("Ivo Pell", same_as="Ada Marlow")
        assert said(store)[HELP] == "Ada Marlow"
        assert [r["speaker"] for r in store.speakers()] == ["Ada Marlow"]
        assert len(store.statements(speaker="Ivo Pell")) == 4

    def test_joining_goes_on(self, store: Store) -> None:
        store.decide("the mayor", "Una Quill")
        store.decide("Ivo Pell", same_as="Una Quill")
        store.decide("Una Quill", same_as="Ada Marlow")
        assert set(said(store).values()) == {"Ada Marlow"}

    def test_two_are_not_one(self) -> None:
        names = {"Tom Marlow": "Ada Marlow", "Ada Marlow": "Ada Marlow"}
        both = article("“One,” said Ada Marlow. “Two,” said Tom Marlow.")
        with open_store() as opened:
            opened.ingest(both, extractor=extractor(names))
            made = opened.decide("Tom Marlow", not_same_as="Ada Marlow")
            assert said(opened, both) == {"One,": "Ada Marlow", "Two,": "Tom Marlow"}
            joined = opened.decide("Tom Marlow", same_as="Ada Marlow")
            assert said(opened, both) == {"One,": "Ada Marlow", "Two,": "Ada Marlow"}
            opened.undo(joined)
            assert said(opened, both) == {"One,": "Ada Marlow", "Two,": "Tom Marlow"}
            opened.undo(made)
            assert said(opened, both) == {"One,": "Ada Marlow", "Two,": "Ada Marlow"}
            assert opened.check() == ()

    def test_who_was_told_apart_is_not_joined_by_the_way(self, store: Store) -> None:
        store.decide("Ada Marlow", not_same_as="Ivo Pell")
        store.decide("Una Quill", same_as="Ada Marlow")
        store.decide("Ivo Pell", same_as="Una Quill")
        assert (said(store)[RISE], said(store)[HELP]) == ("Ada Marlow", "Ivo Pell")

    def test_a_bare_name_says_nothing_of_who_bears_it_with_another(self) -> None:
        both = article("“One,” said Marlow. “Two,” said Tom Marlow.")
        with open_store() as opened:
            opened.ingest(both, extractor=extractor({"Tom Marlow": "Tom Marlow"}))
            opened.decide("Marlow", "Ada Marlow")
            assert said(opened, both) == {"One,": "Ada Marlow", "Two,": "Tom Marlow"}

    @pytest.mark.parametrize(
        ("name", "wrong"),
        [
            ("the mayor", {}),
            ("the mayor", {"speaker": "Una Quill", "same_as": "Ada Marlow"}),
            ("the mayor", {"speaker": " "}),
            ("“”", {"speaker": "Una Quill"}),
            ("the mayor", {"speaker": "Una Quill", "article": "a-none"}),
            ("Ada Marlow", {"same_as": "Ada Marlow"}),
            ("Ada Marlow", {"not_same_as": "Ms. Ada Marlow"}),
            ("Ada Marlow", {"same_as": "Ivo Pell", "article": RIVER.id}),
        ],
        ids=str,
    )
    def test_what_does_not_fit_is_refused(self, store: Store, name: str, wrong: dict[str, Any]) -> None:
        before = dump(store)
        with pytest.raises(DecisionError):
            store.decide(name, **wrong)
        assert dump(store) == before


class TestUndo:
    @pytest.mark.parametrize(
        "act",
        [
            lambda s: s.correct(statement(s, RISE), speaker="Una Quill"),
            lambda s: s.correct(statement(s, RISE), quote=False),
            lambda s: s.correct(statement(s, RISE), content=[(12, 20)]),
            lambda s: s.decide("the mayor", "Una Quill"),
            lambda s: s.decide("the mayor", "Una Quill", article=RIVER.id),
            lambda s: s.decide("Ivo Pell", same_as="Ada Marlow"),
            lambda s: s.decide("Marlow", not_same_as="Ada Marlow"),
        ],
        ids=["speaker", "reject", "borders", "alias", "alias here", "same", "distinct"],
    )
    def test_it_leaves_things_as_they_were_and_can_be_undone(self, store: Store, act: Any) -> None:
        before = what_is_shown(store)
        made = act(store)
        after = what_is_shown(store)
        assert after != before
        undo = store.undo(made, by="rk", note="a slip")
        assert what_is_shown(store) == before
        store.undo(undo)
        told = [r["text"] for r in store.statements()]
        assert len(told) == len(after["shown"])
        assert [d.action for d in store.decisions()] == [
            store.decisions()[0].action,
            "undo",
            store.decisions()[0].action,
        ]
        assert [d.undone_by for d in store.decisions()] == [undo, None, None]

    def test_what_is_not_there_or_undone(self, store: Store) -> None:
        made = store.decide("the mayor", "Una Quill")
        store.undo(made)
        for wrong in (made, "d-none"):
            with pytest.raises(DecisionError):
                store.undo(wrong)


class TestReruns:
    """A new run, a new model, a new version of the article: what people decided stays."""

    def test_the_same_quotes_again(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        store.correct(statement(store, HURT), quote=False)
        store.decide("Ivo Pell", same_as="Ada Marlow")
        before = said(store)
        store.ingest([RIVER, FLOOD], extractor=extractor(), recipe=SECOND)
        assert said(store) == before

    def test_a_model_that_sees_other_borders(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        store.correct(statement(store, HURT), quote=False)
        start = RIVER.text.index("rose by")
        store.correct(statement(store, RISE), content=[(start, start + 11)])
        store.ingest([RIVER], extractor=extractor(shift=3), recipe=SECOND)
        assert said(store) == {"rose by two": "Ada Marlow", BRIDGE[3:]: "Una Quill", HELP[3:]: "Ivo Pell"}

    def test_a_model_that_misses_it(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        store.ingest([RIVER], extractor=extractor(skip=(BRIDGE, HELP)), recipe=SECOND)
        assert said(store) == {RISE: "Ada Marlow", HURT: "Ada Marlow", BRIDGE: "Una Quill"}

    def test_a_model_that_finds_it_no_more_and_then_again(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        before = said(store)
        store.ingest([RIVER], extractor=extractor(skip=(BRIDGE,)), recipe=SECOND)
        store.ingest([RIVER], extractor=extractor(), recipe=THIRD)
        assert said(store) == before

    def test_a_new_version_of_the_article(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        store.correct(statement(store, HURT), quote=False)
        store.decide("Ivo Pell", "Ivo Pellinen", article=RIVER.id)
        later = article(
            "UPDATE 1. " + RIVER.text.replace("two metres", "three metres"), url=RIVER.url, record="new.txt"
        )
        store.ingest(later, extractor=extractor(), recipe=FIRST)
        assert said(store, later) == {
            "The river rose by three metres,": "Ada Marlow",
            BRIDGE: "Una Quill",
            HELP: "Ivo Pellinen",
        }
        assert len(store.orphaned_decisions()) == 0

    def test_a_version_without_the_words(self, store: Store) -> None:
        made = store.correct(statement(store, BRIDGE), speaker="Una Quill")
        later = article(RIVER.text.replace("We lost", "They lost"), url=RIVER.url)
        store.ingest(later, extractor=extractor(), recipe=FIRST)
        assert said(store)[BRIDGE] == "Una Quill"
        assert said(store, later)["They lost the bridge,"] is None
        assert [(r["id"], r["missing_in"]) for r in store.orphaned_decisions()] == [(made, later.id)]
        store.undo(made)
        assert len(store.orphaned_decisions()) == 0

    def test_the_same_words_in_another_outlet_are_left_alone(self, store: Store) -> None:
        store.correct(statement(store, BRIDGE), speaker="Una Quill")
        copy = article(RIVER.text, outlet="AP", url=RIVER.url)
        store.ingest(copy, extractor=extractor(), recipe=FIRST)
        assert said(store, copy)[BRIDGE] is None

    def test_words_that_occur_twice(self) -> None:
        twice = article("“Yes,” said Pell. “No,” said Marlow. “Yes,” said Marlow.", url="https://example.org/twice")
        with open_store() as opened:
            opened.ingest(twice, extractor=extractor(), recipe=FIRST)
            last = opened.sql("FROM statements ORDER BY start DESC")[0]
            opened.correct(last["id"], speaker="Una Quill")
            later = article("Well. " + twice.text, url=twice.url)
            opened.ingest(later, extractor=extractor(), recipe=FIRST)
            rows = opened.sql("FROM statements WHERE article = ? ORDER BY start", [later.id])
            assert [r["speaker"] for r in rows] == ["Ivo Pell", "Ada Marlow", "Una Quill"]


class TestLines:
    def test_into_another_database(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "decisions.jsonl"
        store.correct(statement(store, BRIDGE), speaker="Una Quill", by="rk", note="“odd” \U0001f986\n\u2028 note")
        slip = store.correct(statement(store, HURT), quote=False)
        store.undo(slip)
        store.decide("Ivo Pell", same_as="Ada Marlow")
        assert store.export_decisions(path) == 4
        with open_store() as other:
            assert other.import_decisions(path) == 4
            assert len(other.orphaned_decisions()) == 1  # its article is not there yet
            other.ingest([FLOOD, RIVER], extractor=extractor(), recipe=SECOND)
            assert said(other) == said(store)
            assert other.decisions() == store.decisions()
            assert len(other.orphaned_decisions()) == 0
            before = dump(other)
            assert other.import_decisions(path) == 0
            assert dump(other) == before
            assert other.check() == ()
        assert store.import_decisions(path) == 0

    def test_after_the_articles(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "decisions.jsonl"
        store.decide("the mayor", "Una Quill", article=RIVER.id)
        store.export_decisions(path)
        with open_store() as other:
            other.ingest([RIVER, FLOOD], extractor=extractor(), recipe=FIRST)
            other.import_decisions(path)
            assert what_is_shown(other) == what_is_shown(store)

    @pytest.mark.parametrize("harm", ["not json", "{}", '{"id": "d-1", "action": "shout"}', "[1]", "null"])
    def test_a_broken_line(self, store: Store, tmp_path: Path, harm: str) -> None:
        path = tmp_path / "decisions.jsonl"
        store.decide("the mayor", "Una Quill")
        store.export_decisions(path)
        path.write_text(path.read_text(encoding="utf-8") + harm + "\n", encoding="utf-8")
        with open_store() as other:
            with pytest.raises(InputError):
                other.import_decisions(path)
            assert other.decisions() == ()

    def test_an_altered_line(self, store: Store, tmp_path: Path) -> None:
        path = tmp_path / "decisions.jsonl"
        store.decide("the mayor", "Una Quill")
        store.export_decisions(path)
        told = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**told, "by": "somebody else"}), encoding="utf-8")
        with pytest.raises(InputError, match="does not match"):
            store.import_decisions(path)

    def test_no_such_file(self, store: Store, tmp_path: Path) -> None:
        with pytest.raises(InputError):
            store.import_decisions(tmp_path / "none.jsonl")


def test_who_and_when(store: Store) -> None:
    when = datetime(2025, 5, 6, 7, 8, 9)
    store.decide("the mayor", "Una Quill", by="Jo; DROP TABLE decisions", note="n", when=when)
    made = store.decisions()[0]
    assert (made.by, made.at, made.note, made.alias, made.speaker) == (
        *("Jo; DROP TABLE decisions", when, "n"),
        *("the mayor", "Una Quill"),
    )
    store.decide("Ivo Pell", "Ivo Pellinen")
    first, second = store.decisions()
    assert second.at > first.at
    assert second.by


def test_a_clock_that_was_set_back(store: Store) -> None:
    store.decide("the mayor", "Olav Brandt", when=datetime(2999, 1, 1))
    made = store.decide("the mayor", "Una Quill")
    assert said(store)[BRIDGE] == "Una Quill"
    store.undo(made)
    assert said(store)[BRIDGE] == "Olav Brandt"


def test_round_trip_of_one_decision() -> None:
    made = Decision("borders", "a-1", "AFP", pieces=(Span(1, 4),), content=(Span(2, 3),), words="abc", by="x")
    assert Decision.from_json(made.to_json()) == made
    assert Decision.from_json(made.to_json()).id == made.id
