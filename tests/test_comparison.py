"""Comparisons: rows by utterance, what only one outlet has, and the ways out."""

import html
import json
import re
import sys
from datetime import date
from itertools import permutations

import attrs
import pytest
from rich.console import Console
from store_helpers import FLOOD, RIVER, extractor

from quoteattr.comparison import Pairing, compare
from quoteattr.errors import QuoteattrError
from quoteattr.render.html import comparison_page
from quoteattr.render.terminal import show_comparison
from quoteattr.store import open_store
from quoteattr.values import Kind, Saying


def say(name: str, outlet: str, text: str, start: int, speaker: str = "Ana Pérez", kind: Kind = Kind.DIRECT) -> Saying:
    return Saying(
        id=name,
        text=text,
        kind=kind,
        speaker=speaker,
        outlet=outlet,
        day=date(2025, 6, 11),
        article=outlet,
        start=start,
    )


SAYINGS = [
    say("r1", "Reuters", "“The harbour wall held all night, and not one boat was lost,”", 10),
    say("r2", "Reuters", "“Ask the insurers who is going to pay for the cranes,”", 300),
    say("a1", "AP", "“The harbor wall held all night and one boat was lost,”", 20),
    say("a2", "AP", "“My grandmother baked bread for the whole street,”", 400, "Tom Field"),
    say("u1", "UPI", "the harbor wall had held through the night", 5, kind=Kind.INDIRECT),
]


def test_rows_and_what_only_one_has() -> None:
    found = compare(SAYINGS)
    assert found.outlets == ("AP", "Reuters", "UPI")
    assert [[s.id for s in row.sayings] for row in found.rows] == [["a1", "r1", "u1"]]
    assert [s.id for s in found.only_in("Reuters")] == ["r2"]
    assert [s.id for s in found.only_in("AP")] == ["a2"]
    row = found.rows[0]
    assert row.outlets == ("AP", "Reuters", "UPI")
    assert [s.id for s in row.of("UPI")] == ["u1"]
    between = row.between("r1", "a1")
    assert between is not None
    assert [c.kind for c in between.changes] == ["negation"]
    assert row.between("r1", "r1") is None


@pytest.mark.parametrize("outlets", [*permutations(("AP", "Reuters", "UPI"))], ids=" ".join)
def test_pairs_lead_from_column_to_column(outlets: tuple[str, ...]) -> None:
    (row,) = compare(SAYINGS, outlets=outlets).rows
    texts = {s.id: s.text for s in row.sayings}
    ids = list(texts)
    assert [s.outlet for s in row.sayings] == list(outlets)
    assert row.matches and all(ids.index(m.a) < ids.index(m.b) for m in row.matches)
    for m in row.matches:
        assert "".join(e.a.of(texts[m.a]) for e in m.edits) == texts[m.a]
        assert "".join(e.b.of(texts[m.b]) for e in sorted(m.edits, key=lambda e: e.b)) == texts[m.b]
        assert all((e.op == "insert") <= (not len(e.a)) and (e.op == "delete") <= (not len(e.b)) for e in m.edits)
        for c in m.changes:
            assert ("not" in c.a, "not" in c.b) == (" not " in texts[m.a], " not " in texts[m.b])
    assert [c.kind for m in row.matches for c in m.changes] == ["negation"]


def test_nothing_is_dropped() -> None:
    found = compare(SAYINGS)
    assert sorted(s.id for row in (*found.rows, *found.only) for s in row.sayings) == sorted(s.id for s in SAYINGS)


def test_outlets_and_speaker_are_a_choice() -> None:
    found = compare(SAYINGS, outlets=("Reuters", "AP"), speaker="Ana Pérez")
    assert found.outlets == ("Reuters", "AP")
    assert {s.id for row in (*found.rows, *found.only) for s in row.sayings} == {"r1", "r2", "a1"}


def test_json_is_plain() -> None:
    raw = json.loads(compare(SAYINGS).to_json())
    assert raw["outlets"] == ["AP", "Reuters", "UPI"]
    assert raw["rows"][0]["matches"][0]["relation"] in {"verbatim", "trimmed", "edited", "paraphrase"}
    edits = raw["rows"][0]["matches"][0]["edits"]
    assert all(set(e) == {"op", "a", "b", "variant"} for e in edits)
    assert [s["id"] for s in raw["only"]["Reuters"]] == ["r2"]


def test_records_have_every_saying() -> None:
    records = compare(SAYINGS).records()
    assert {r["id_a"] for r in records} | {r["id_b"] for r in records} - {None} == {s.id for s in SAYINGS}


def test_a_data_frame() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is an extra")
    frame = compare(SAYINGS).df()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns)[:3] == ["utterance", "score", "relation"]


def test_a_data_frame_without_pandas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QuoteattrError, match="pip install pandas"):
        compare(SAYINGS).df()


@pytest.mark.parametrize(
    ("asked", "columns"),
    [
        ("UPI", ("UPI",)),
        (("upi", "ap"), ("UPI", "AP")),
        (["reuters"], ("Reuters",)),
        (("UPI", "The Moon"), ("UPI", "The Moon")),
    ],
    ids=["one", "in small letters", "in a list", "one that has nothing"],
)
def test_outlets_in_whatever_case(asked: str | list[str], columns: tuple[str, ...]) -> None:
    found = compare(SAYINGS, outlets=asked)
    assert found.outlets == columns
    told = {s.id for row in (*found.rows, *found.only) for s in row.sayings}
    assert told == {s.id for s in SAYINGS if s.outlet in columns} != set()


def test_nothing_to_compare() -> None:
    found = compare([])
    assert (found.rows, found.only, found.outlets) == ((), (), ())
    assert found.to_dict()["rows"] == []


def test_it_says_in_a_line_what_it_is() -> None:
    found = compare(SAYINGS)
    assert repr(found) == (
        f"<Comparison of all speakers in AP, Reuters, UPI: {len(found.rows)} utterances told by two outlets or more, "
        f"{len(found.only)} by one alone>"
    )


FAR = attrs.evolve(SAYINGS[2], day=date(2025, 7, 11))
UNPAIRED = {
    "nothing": ([], "No statement fits what was asked for"),
    "one outlet": ([SAYINGS[0]], "Compared were 1 statement of 1 article in 1 outlet. .* only one"),
    "far apart": ([SAYINGS[0], FAR], "2 statements of 2 articles in 2 outlets. No two outlets reported within 3 days"),
    "unlike": ([SAYINGS[1], SAYINGS[3]], "2 statements of 2 articles in 2 outlets. No two were likely enough"),
    "paired": (SAYINGS, "^$"),
}


@pytest.mark.parametrize(("sayings", "why"), UNPAIRED.values(), ids=UNPAIRED)
def test_it_says_why_nothing_is_paired(sayings: list[Saying], why: str) -> None:
    found = compare(sayings)
    assert re.search(why, found.unpaired())
    assert found.unpaired() in html.unescape(comparison_page(found))
    console = Console(record=True, width=200)
    show_comparison(found, console)
    assert found.unpaired() in console.export_text()


def test_an_empty_choice_of_a_store_says_what_there_is() -> None:
    with open_store() as store:
        store.ingest([RIVER, FLOOD], extractor=extractor())
        nobody = store.compare("Nobody Atall")
        assert "The database has 6 statements of 2 articles in 2 outlets; none of these fits" in nobody.unpaired()


PAIRINGS = {
    "apart": (("r1", "a1"), False, [["a1", "u1"], ["r1"]]),
    "together": (("r2", "a2"), True, [["a1", "r1", "u1"], ["a2", "r2"]]),
    "of another comparison": (("r1", "x9"), True, [["a1", "r1", "u1"]]),
}


@pytest.mark.parametrize(("pair", "same", "rows"), PAIRINGS.values(), ids=PAIRINGS)
def test_people_decide(pair: tuple[str, str], same: bool, rows: list[list[str]]) -> None:
    found = compare(SAYINGS, pairings=[Pairing(*pair, same, "d-1")])
    groups = sorted(sorted(s.id for s in row.sayings) for row in found.rows)
    assert all(group in rows for group in groups)
    assert not any(set(pair) <= set(group) for group in groups) or same
    made = [m for row in found.rows for m in row.matches if m.decision]
    assert [(m.a, m.b, m.score, m.decision) for m in made] == ([("a2", "r2", 1.0, "d-1")] if pair[1] == "a2" else [])
    if made:
        assert "decided by people" in str(comparison_page(found))
