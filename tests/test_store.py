"""The store: ingest, queries, what others may see of it, and its invariants."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from store_helpers import FLOOD, FULL, RIVER, article, dump, extractor

from quoteattr.errors import InputError, QuoteattrError, StoreError
from quoteattr.spans import Span
from quoteattr.store import Failed, Store, open_store
from quoteattr.values import Article, Kind, Role, Section

FIRST, SECOND = {"model": "1"}, {"model": "2"}


@pytest.fixture
def store() -> Any:
    with open_store() as opened:
        opened.ingest([RIVER, FLOOD], extractor=extractor(), recipe=FIRST)
        yield opened
        assert opened.check() == ()


def test_ingest_reports(store: Store) -> None:
    report = store.ingest([RIVER, article("New. “Yes,” said Pell.")], extractor=extractor(), recipe=FIRST)
    assert (report.read, report.stored, report.already, report.failed, report.statements) == (2, 1, 1, (), 1)


def test_what_comes_twice_is_counted(store: Store) -> None:
    new = article("New. “Yes,” said Pell.")
    report = store.ingest([RIVER, new, new], extractor=extractor(), recipe=FIRST)
    assert (report.read, report.stored, report.already, report.failed) == (3, 1, 2, ())


def test_ingest_twice_leaves_identical_tables(store: Store) -> None:
    before = dump(store)
    report = store.ingest([RIVER, FLOOD], extractor=extractor(), recipe=FIRST)
    assert (report.stored, report.already) == (0, 2)
    assert dump(store) == before


def test_batches_do_not_matter() -> None:
    many = [article(f"Day {n}. “The count is {n},” said Ada Marlow.", record=str(n)) for n in range(30)]
    dumps = []
    for size in (1, 7, 64):
        with open_store() as opened:
            seen: list[int] = []
            report = opened.ingest(
                many, extractor=extractor(), recipe=FIRST, batch=size, progress=lambda r, s=seen: s.append(r.stored)
            )
            assert (report.stored, seen[-1]) == (30, 30)
            assert len(seen) == -(-30 // size)
            dumps.append(dump(opened))
    assert dumps[0] == dumps[1] == dumps[2]


def test_statement_rows(store: Store) -> None:
    row = store.statements(text="ROSE BY")[0]
    assert row["text"] == "The river rose by two metres,"
    assert RIVER.text[row["start"] : row["end"]] == row["text"]
    assert (row["speaker"], row["kind"], row["source"], row["cue"]) == ("Ada Marlow", "direct", "Ada Marlow", "said")
    assert (row["outlet"], row["day"], row["published"]) == ("AFP", date(2025, 3, 4), datetime(2025, 3, 4))
    assert (row["article"], row["record"], row["confidence"]) == (RIVER.id, "AFP.txt", 0.9)
    assert row["why"] == "“Ada Marlow” is named; It is Ada Marlow"


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ({}, 6),
        ({"speaker": "Ada Marlow"}, 3),
        ({"speaker": "Ms. Ada Marlow"}, 3),
        ({"speaker": "Marlow"}, 3),
        ({"speaker": "A. Marlow"}, 3),
        ({"speaker": "Marlowe, the poet"}, 0),
        ({"speaker": "Nobody Atall"}, 0),
        ({"outlet": "afp"}, 4),
        ({"outlet": "AFP", "speaker": "Marlow"}, 2),
        ({"kind": "direct"}, 6),
        ({"kind": Kind.INDIRECT}, 0),
        ({"since": "2025-03-04"}, 6),
        ({"since": date(2025, 3, 5)}, 0),
        ({"until": "2025-03-03"}, 0),
        ({"text": "bridge"}, 2),
        ({"text": "%"}, 0),
        ({"limit": 2}, 2),
        ({"speaker": "x' OR '1'='1"}, 0),
        ({"outlet": "x') OR ('1'='1"}, 0),
    ],
    ids=str,
)
def test_statements_by(store: Store, wanted: dict[str, Any], number: int) -> None:
    assert len(store.statements(**wanted)) == number


@pytest.mark.parametrize("outlet", [None, "AFP", "nobody"])
def test_a_limit_gives_the_first_of_all(outlet: str | None) -> None:
    days = [date(2025, 3, 4), None, date(2025, 3, 2), date(2025, 3, 4), None, date(2025, 3, 9)]
    made = [
        article(f"Day {n}. “It is {n},” said Pell. “No, {n},” said Ada Marlow.", ("AFP", "UPI")[n % 3 == 0], day)
        for n, day in enumerate(days)
    ]
    with open_store() as opened:
        opened.ingest(made, extractor=extractor())
        whole = opened.statements(outlet=outlet).rows()
        for limit in range(len(whole) + 2):
            assert opened.statements(outlet=outlet, limit=limit).rows() == whole[:limit]


@pytest.mark.parametrize("wrong", [{"since": "yesterday"}, {"kind": "shouted"}], ids=str)
def test_a_condition_that_is_none(store: Store, wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        store.statements(**wrong)


def test_a_family_name_that_fits_two() -> None:
    names = {"Ada Marlow": "Ada Marlow", "Tom Marlow": "Tom Marlow"}
    both = article("“One,” said Ada Marlow. “Two,” said Tom Marlow.")
    with open_store() as opened:
        opened.ingest(both, extractor=extractor(names))
        with pytest.raises(QuoteattrError, match=r"Ada Marlow .* Tom Marlow"):
            opened.statements(speaker="Marlow")
        assert [r["text"] for r in opened.statements(speaker="Tom Marlow")] == ["Two,"]


@pytest.mark.parametrize(("asked", "said"), [("Pell", "One,"), ("Ivo Pell and Ada Marlow", "Two,")], ids=str)
def test_two_who_spoke_together_are_asked_for_by_both_names(asked: str, said: str) -> None:
    text = article("“One,” said Ivo Pell. “Two,” said the two leaders.")
    names = {"Ivo Pell": "Ivo Pell", "the two leaders": "Ivo Pell and Ada Marlow"}
    with open_store() as opened:
        opened.ingest(text, extractor=extractor(names))
        assert [r["text"] for r in opened.statements(speaker=asked)] == [said]


@pytest.mark.parametrize("asked", ["Volodymyr Zelenskyy", "Zelenskyy", "Zelenskiy", "President Zelensky", "Зеленський"])
def test_spellings(asked: str) -> None:
    text = article("“We hold,” said Zelensky. “I am well,” said Olena Zelenska.")
    names = {"Zelensky": "Volodymyr Zelensky", "Olena Zelenska": "Olena Zelenska"}
    with open_store() as opened:
        opened.ingest(text, extractor=extractor(names))
        assert [r["text"] for r in opened.statements(speaker=asked)] == ["We hold,"]


def test_speakers_and_unresolved(store: Store) -> None:
    assert [(r["speaker"], r["statements"], r["outlets"]) for r in store.speakers()] == [
        ("Ada Marlow", 3, 2),
        ("Ivo Pell", 1, 1),
    ]
    assert [(r["name"], r["statements"], r["articles"]) for r in store.unresolved()] == [("the mayor", 2, 2)]


def test_a_new_recipe_is_a_new_run(store: Store) -> None:
    report = store.ingest([RIVER], extractor=extractor({}), recipe=SECOND)
    assert (report.stored, report.already) == (1, 0)
    assert [r["outlet"] for r in store.statements(speaker="Marlow")] == ["UPI"]
    assert len(store.statements()) == 6
    again = store.ingest([RIVER], extractor=extractor(), recipe=FIRST)
    assert again.already == 1
    assert [r["statements"] for r in store.sql("SELECT count(*) AS statements FROM attributions")] == [10]


def test_an_article_comes_back_as_it_was(store: Store) -> None:
    when = datetime(2025, 3, 4, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
    odd = Article(
        "Nul \0, 🦆, é, \r\n“Yes,” said Pell.",
        *("UPI", "A title", "https://example.org/x", "By Jo Bly", "VELM", when),
        sections=(Section(Role.HEADLINE, Span(0, 3)), Section(Role.BODY, Span(3, 10))),
        record="odd'; DROP TABLE articles; --.txt",
        offset=12,
    )
    store.ingest(odd, extractor=extractor(), recipe=FIRST)
    back = store.article(odd.id)
    assert attrs_of(back) == attrs_of(odd)
    row = store.sql("SELECT published, day, record_start, start FROM statements WHERE article = ?", [odd.id])[0]
    assert (row["published"], row["day"]) == (datetime(2025, 3, 5, 2, 30), date(2025, 3, 4))
    assert row["record_start"] == row["start"] + 12


def attrs_of(one: Article) -> tuple[Any, ...]:
    return (
        one.text,
        one.outlet,
        one.title,
        one.url,
        one.byline,
        one.place,
        one.published,
        one.record,
        one.offset,
        one.id,
    )


@pytest.mark.parametrize(
    "published", [None, date(2025, 1, 2), datetime(2025, 1, 2, 3, 4, 5, 6), datetime(2025, 1, 2, tzinfo=UTC)], ids=str
)
def test_dates_come_back(published: Any) -> None:
    one = Article("“Yes,” said Pell.", published=published)
    with open_store() as opened:
        opened.ingest(one, extractor=extractor())
        assert (opened.article(one.id).published, opened.article(one.id).id) == (published, one.id)


def test_no_such_article(store: Store) -> None:
    with pytest.raises(InputError, match="a-nothing"):
        store.article("a-nothing")


def test_sayings(store: Store) -> None:
    said = store.sayings(speaker="Marlow", outlets=("UPI",))
    assert [(s.text, s.kind, s.speaker, s.outlet, s.day) for s in said] == [
        ("The river rose two meters,", Kind.DIRECT, "Ada Marlow", "UPI", date(2025, 3, 4))
    ]
    assert (said[0].article, said[0].source, said[0].cue) == (FLOOD.id, "Marlow", "said")


def test_versions_of_one_url(store: Store) -> None:
    later = article(RIVER.text.replace("two metres", "three metres"), url=RIVER.url)
    store.ingest(later, extractor=extractor(), recipe=FIRST)
    assert [a.id for a in store.versions(str(RIVER.url))] == [RIVER.id, later.id]


def test_one_dispatch_in_two_inputs_is_one_article(store: Store) -> None:
    again = article(RIVER.text, url=RIVER.url, record="page.txt", offset=400)
    assert store.ingest(again, extractor=extractor(), recipe=FIRST).already == 1
    found = store.sql("SELECT record, record_offset FROM positions WHERE article_number = 1")
    assert [tuple(r.values()) for r in found] == [("AFP.txt", 0), ("page.txt", 400)]


class TestFailures:
    def test_a_broken_article_is_named_and_the_others_stored(self, store: Store) -> None:
        bad = article("BROKEN. “No,” said Pell.", record="bad.txt")
        good = article("Fine. “Yes,” said Pell.", record="good.txt")
        report = store.ingest([bad, good], extractor=extractor(), recipe=FIRST)
        assert (report.stored, report.failed) == (1, (Failed("bad.txt", "the text says that it is broken"),))
        assert store.failures().rows() == [{"record": "bad.txt", "reason": "the text says that it is broken"}]

    def test_it_is_tried_again_when_asked(self, store: Store) -> None:
        bad = article("BROKEN. “No,” said Pell.", record="bad.txt")
        mended = extractor(broken="never")
        store.ingest(bad, extractor=extractor(), recipe=FIRST)
        report = store.ingest(bad, extractor=mended, recipe=FIRST)
        assert (report.stored, len(report.failed)) == (0, 1)
        report = store.ingest(bad, extractor=mended, recipe=FIRST, retry=True)
        assert (report.stored, report.failed, len(store.failures())) == (1, (), 0)

    def test_a_new_recipe_tries_again(self, store: Store) -> None:
        bad = article("BROKEN. “No,” said Pell.", record="bad.txt")
        store.ingest(bad, extractor=extractor(), recipe=FIRST)
        assert store.ingest(bad, extractor=extractor(broken="never"), recipe=SECOND).stored == 1
        assert len(store.failures()) == 0

    def test_a_mended_input_leaves_the_list(self, store: Store, tmp_path: Path) -> None:
        bad, good = tmp_path / "bad.txt", tmp_path / "good.txt"
        bad.write_bytes(b"\xff\xfe\xff")
        good.write_text("VELM (AFP) March 4, 2025 - “Yes, it rose,” said Pell.", encoding="utf-8")
        report = store.ingest([bad, good], extractor=extractor(), recipe=FIRST)
        assert (report.stored, [Path(f.record).name for f in report.failed]) == (1, ["bad.txt"])
        assert len(store.failures()) == 1 and "bad.txt" not in report.failed[0].reason
        bad.write_text("VELM (UPI) March 4, 2025 - “No, it fell,” said Pell.", encoding="utf-8")
        report = store.ingest([bad, good], extractor=extractor(), recipe=FIRST)
        assert (report.stored, report.failed, len(store.failures())) == (1, (), 0)

    def test_what_no_file_can_hold(self, store: Store) -> None:
        report = store.ingest([article("“Yes,” said Pell.", outlet="A\ud800")], extractor=extractor(), recipe=FIRST)
        assert (report.stored, len(report.failed)) == (0, 1)
        assert "surrogate" in report.failed[0].reason

    def test_an_extractor_that_stops_leaves_whole_batches(self, tmp_path: Path) -> None:
        many = [article(f"Day {n}. “The count is {n},” said Ada Marlow.", record=str(n)) for n in range(10)]
        plain = extractor()

        def stopping(batch: Any) -> Any:
            if any("Day 7" in a.text for a in batch):
                raise KeyboardInterrupt
            return plain(batch)

        with open_store(tmp_path / "q.db") as opened, pytest.raises(KeyboardInterrupt):
            opened.ingest(many, extractor=stopping, recipe=FIRST, batch=3)
        with open_store(tmp_path / "q.db") as opened:
            assert (opened.check(), len(opened.statements())) == ((), 6)
            assert opened.ingest(many, extractor=plain, recipe=FIRST, batch=3).stored == 4
            resumed = dump(opened)
        with open_store() as undisturbed:
            undisturbed.ingest(many, extractor=plain, recipe=FIRST, batch=3)
            assert dump(undisturbed) == resumed


class TestResults:
    def test_it_is_lazy(self, store: Store) -> None:
        found = store.statements()
        assert "not fetched" in repr(found)
        store.ingest(article("Later. “Yes,” said Pell."), extractor=extractor(), recipe=FIRST)
        assert len(found) == 7
        assert "7 rows" in repr(found)

    def test_json_and_csv(self, store: Store, tmp_path: Path) -> None:
        found = store.statements(outlet="UPI")
        told = json.loads(found.to_json(tmp_path / "x.json"))
        assert (told[0]["day"], told[0]["speaker"]) == ("2025-03-04", "Ada Marlow")
        rows = list(csv.DictReader(io.StringIO(found.to_csv(tmp_path / "x.csv"))))
        assert [r["text"] for r in rows] == [r["text"] for r in found]
        assert (tmp_path / "x.csv").read_text(encoding="utf-8") == found.to_csv()

    def test_items_and_slices(self, store: Store) -> None:
        found = store.statements()
        assert found[0] == found.rows()[0] == next(iter(found))
        assert found[1:3] == found.rows()[1:3]

    def test_a_data_frame(self, store: Store) -> None:
        pytest.importorskip("pandas")
        frame = store.statements().df()
        assert list(frame["outlet"]) == ["AFP"] * 4 + ["UPI"] * 2
        assert str(frame["published"].dtype).startswith("datetime64")

    def test_without_pandas(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pandas", None)
        with pytest.raises(QuoteattrError, match="pip install pandas"):
            store.statements().df()

    def test_a_closed_store(self) -> None:
        opened = open_store()
        found = opened.statements()
        opened.close()
        opened.close()
        for look in (lambda: len(found), opened.statements, opened.speakers):
            with pytest.raises(StoreError, match="closed"):
                look()


class TestSql:
    def test_values_are_bound(self, store: Store) -> None:
        found = store.sql("FROM statements WHERE outlet = ? AND speaker = ?", ["AFP", "Ada Marlow"])
        assert [r["text"] for r in found] == ["The river rose by two metres,", "Nobody was hurt,"]
        assert store.sql("SELECT $name AS x", {"name": "'; DROP TABLE shown; --"}).rows() == [
            {"x": "'; DROP TABLE shown; --"}
        ]

    @pytest.mark.parametrize(
        "query",
        [
            "DELETE FROM shown",
            "SELECT 1; DROP TABLE shown",
            "INSERT INTO shown SELECT * FROM shown RETURNING id",
            "COPY shown TO 'shown.csv'",
            "ATTACH 'other.db'",
            "SET threads = 1",
            "INSTALL httpfs",
            "",
            "nonsense",
            "SELECT * FROM no_such_table",
        ],
    )
    def test_only_queries_run(self, store: Store, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        before = dump(store)
        with pytest.raises(StoreError):
            store.sql(query).rows()
        assert dump(store) == before
        assert list(tmp_path.iterdir()) == []

    def test_no_extension_is_fetched(self, store: Store) -> None:
        names = ("autoinstall_known_extensions", "autoload_known_extensions")
        for name in names:
            assert store.sql("SELECT current_setting(?) AS x", [name])[0]["x"] is False

    def test_views_are_there(self, store: Store) -> None:
        for view in ("statements", "unresolved", "comparisons", "orphaned_decisions"):
            assert isinstance(store.sql(f"FROM {view}").rows(), list)


class TestFiles:
    def test_it_is_there_the_next_time(self, tmp_path: Path) -> None:
        path = tmp_path / "q.db"
        with open_store(path) as opened:
            opened.ingest(RIVER, extractor=extractor())
        with open_store(path, read_only=True) as opened:
            assert (len(opened.statements()), opened.check()) == (4, ())
            for write in (lambda: opened.ingest(FLOOD), lambda: opened.decide("Pell", "Ivo Pell")):
                with pytest.raises(StoreError, match="reading only"):
                    write()

    def test_nothing_to_read(self, tmp_path: Path) -> None:
        with pytest.raises(StoreError, match="no database"):
            open_store(tmp_path / "none.db", read_only=True)
        with pytest.raises(StoreError, match="can't be opened"):
            open_store(tmp_path / "none" / "q.db")

    def test_another_kind_of_file(self, tmp_path: Path) -> None:
        (tmp_path / "q.db").write_text("no database " * 1000)
        with pytest.raises(StoreError, match="no DuckDB database"):
            open_store(tmp_path / "q.db")

    @pytest.mark.parametrize("read_only", [False, True])
    def test_another_process_holds_it(self, tmp_path: Path, read_only: bool) -> None:
        path = tmp_path / "q.db"
        code = "import sys, quoteattr; s = quoteattr.open(sys.argv[1]); print(1, flush=True); input()"
        with subprocess.Popen(
            [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None
            other.stdout.readline()
            with pytest.raises(StoreError, match=f"pid {other.pid}") as caught:
                open_store(path, read_only=read_only)
            assert caught.value.data["pid"] == other.pid
            assert "Wait" in caught.value.remedy
            other.communicate("\n")
        with open_store(path) as opened:
            assert len(opened.statements()) == 0


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("UPDATE quotes SET text = 'Nobody was harmed,' WHERE text = 'Nobody was hurt,'", "is stored"),
        ("UPDATE quotes SET span_start = span_start + 1 WHERE text = 'Nobody was hurt,'", "start and end"),
        ("UPDATE articles SET outlet = 'AP' WHERE outlet = 'UPI'", "derives as"),
        ("DELETE FROM quotes WHERE text = 'Nobody was hurt,'", "not among the quotes"),
        ("DELETE FROM speakers WHERE name = 'Ivo Pell'", "not among the speakers"),
        ("UPDATE attributions SET speaker = 99 WHERE source = 'Ivo Pell'", "not among the speakers"),
        ("DELETE FROM attributions WHERE source = 'Ivo Pell'", "statements were found"),
        ("UPDATE attributions SET source_start = 0 WHERE source = 'Ivo Pell'", "source's offsets"),
        ("INSERT INTO aliases SELECT * FROM aliases LIMIT 1", "2 times"),
        ("DELETE FROM shown WHERE speaker IS NULL", "should be there, and is not"),
    ],
)
def test_check_finds(harm: str, told: str) -> None:
    with open_store() as opened:
        opened.ingest([RIVER, FLOOD], extractor=extractor(FULL))
        assert opened.check() == ()
        opened._open.execute(harm)
        before = dump(opened)
        assert any(told in problem.what for problem in opened.check())
        assert dump(opened) == before
