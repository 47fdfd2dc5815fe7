"""Comparisons: rows by utterance, what only one outlet has, and the ways out."""

import json
import sys
from datetime import date

import pytest

from quoteattr.comparison import compare
from quoteattr.errors import QuoteattrError
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


def test_nothing_is_dropped() -> None:
    found = compare(SAYINGS)
    assert sorted(s.id for row in (*found.rows, *found.only) for s in row.sayings) == sorted(s.id for s in SAYINGS)


def test_outlets_and_speaker_are_a_choice() -> None:
    found = compare(SAYINGS, outlets=("Reuters", "AP"), speaker="Ana Pérez")
    assert found.outlets == ("Reuters", "AP")
    assert {s.id for row in (*found.rows, *found.only) for s in row.sayings} == {"r1", "r2", "a1"}


def test_json_is_plain() -> None:
    raw = json.loads(json.dumps(compare(SAYINGS).to_json()))
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
    assert found.to_json()["rows"] == []


def test_it_says_in_a_line_what_it_is() -> None:
    found = compare(SAYINGS)
    assert repr(found) == (
        f"<Comparison of all speakers in AP, Reuters, UPI: {len(found.rows)} utterances told by two outlets or more, "
        f"{len(found.only)} by one alone>"
    )
