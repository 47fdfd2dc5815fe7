"""One speaker through time: the same matter again, and how its wording drifted."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import quoteattr as qa
from quoteattr.cli import main
from quoteattr.render.through_time import through_time
from quoteattr.timeline import timeline
from quoteattr.training.pairs import read_sayings
from quoteattr.values import Kind, Saying


def say(day: date | None, text: str, outlet: str = "AFP") -> Saying:
    return Saying(
        id=f"{outlet}{day}",
        text=text,
        kind=Kind.DIRECT,
        speaker="Sunniva Rask",
        outlet=outlet,
        day=day,
        article=f"{outlet}{day}",
    )


@pytest.mark.parametrize(
    ("later", "drift", "changes"),
    [
        ("“We have no plans to raise the pension age,”", "repeated", []),
        ("“We have no immediate plans to raise the pension age,”", "changed", ["hedge"]),
        ("“We have plans to raise the pension age,”", "changed", ["negation"]),
    ],
    ids=["repeated", "hedged", "turned"],
)
def test_what_became_of_the_words(later: str, drift: str, changes: list[str]) -> None:
    first = say(date(2025, 1, 9), "“We have no plans to raise the pension age,”")
    other = say(date(2025, 3, 2), "“The ferry to Holm will be free for children,”")
    found = timeline([say(date(2025, 7, 1), later, "UPI"), other, first], "Sunniva Rask")
    (thread,) = found.threads
    assert [(o.day, o.drift) for o in thread.occasions] == [(date(2025, 1, 9), "first"), (date(2025, 7, 1), drift)]
    after = thread.occasions[1].after
    assert after is not None and [c.kind for c in after.changes] == changes
    assert [o.sayings for o in found.once] == [(other,)]


def test_reports_of_one_day_are_one_occasion() -> None:
    text = "“We have no plans to raise the pension age,”"
    found = timeline([say(date(2025, 1, 9), text), say(date(2025, 1, 10), text, "UPI"), say(date(2025, 5, 1), text)])
    (thread,) = found.threads
    assert [len(o.sayings) for o in thread.occasions] == [2, 1]
    assert [r["outlets"] for r in found.records()] == ["AFP, UPI", "AFP"]


def test_what_is_undated_stands_last_and_did_not_drift() -> None:
    text = "“We have no plans to raise the pension age,”"
    undated = say(None, text.replace("no plans", "no immediate plans"), "UPI")
    (thread,) = timeline([undated, say(date(2025, 1, 9), text), say(date(2025, 5, 1), text)]).threads
    assert [(o.day, o.drift) for o in thread.occasions] == [
        (date(2025, 1, 9), "first"),
        (date(2025, 5, 1), "repeated"),
        (None, "undated"),
    ]
    assert thread.occasions[-1].after is None
    shown = through_time([timeline([undated, say(date(2025, 1, 9), text)])])
    assert [o["told"] for o in shown["speakers"][0]["threads"][0]["occasions"]] == [
        "first told",
        "before or after is not known",
    ]


def test_a_year_of_one_speaker(fixtures: Path) -> None:
    known = read_sayings(fixtures / "annotated" / "pm-pension-age-2025")
    sayings = [s for s, _ in known.values() if s.speaker == "Sunniva Rask"]
    found = timeline(sayings, "Sunniva Rask")
    everything = [s.id for thread in found.threads for o in thread.occasions for s in o.sayings]
    everything += [s.id for o in found.once for s in o.sayings]
    assert sorted(everything) == sorted(s.id for s in sayings)
    longest = max(found.threads, key=lambda t: len(t.occasions))
    assert len(longest.occasions) >= 3
    assert "changed" in {o.drift for t in found.threads for o in t.occasions}
    assert json.loads(found.to_json())["speaker"] == "Sunniva Rask"


def test_nothing_said() -> None:
    assert timeline([]).records() == []


def test_the_store_and_the_command(tmp_path: Path, fixtures: Path) -> None:
    rows = [
        {"doc": f"d{n}", "outlet": outlet, "published": day, "text": text}
        for n, (outlet, day, text) in enumerate(
            [
                (
                    "AFP",
                    "2025-01-09",
                    '"We have no plans to raise the pension age," Prime Minister Sunniva Rask told parliament.',
                ),
                (
                    "UPI",
                    "2025-07-01",
                    '"We have no immediate plans to raise the pension age," Prime Minister Sunniva Rask told parliament.',
                ),
            ]
        )
    ]
    source = tmp_path / "news.jsonl"
    source.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    database = tmp_path / "news.duckdb"
    with qa.open(database) as store:
        store.ingest(source)
        found = store.timeline("Rask")
        assert [[o.drift for o in t.occasions] for t in found.threads] == [["first", "changed"]]
        assert store.timelines() == store.timelines(["Rask"]) == (found,)
        assert store.timelines(since="2025-03-01") == ()
        assert found.to_csv().splitlines()[0].startswith("thread,day,drift")
    shown = CliRunner().invoke(main, ["timeline", "--db", str(database), "--speaker", "Rask", "--format", "json"])
    assert shown.exit_code == 0, shown.output
    assert len(json.loads(shown.output)["threads"]) == 1
    page = tmp_path / "page.html"
    CliRunner().invoke(main, ["report", "--db", str(database), "--html", str(page)])
    told = page.read_text(encoding="utf-8")
    assert 'id="time"' in told and "changed in substance" in told
    CliRunner().invoke(main, ["report", "--db", str(database), "--html", str(page), "--since", "2025-03-01"])
    assert 'id="time"' not in page.read_text(encoding="utf-8")
