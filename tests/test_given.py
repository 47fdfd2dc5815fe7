"""Articles that bring their statements along: JSON lines and Parquet, good ones and broken ones."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from datetime import date
from itertools import count, pairwise
from pathlib import Path
from threading import Event
from typing import Any

import attrs
import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from store_helpers import FLOOD, RIVER, article, dump, extractor

from quoteattr import exchange
from quoteattr.errors import InputError
from quoteattr.exporting import export
from quoteattr.reading import read
from quoteattr.store import Store, open_store, staging
from quoteattr.store import ingest as ingesting
from quoteattr.values import Article

TEXT = "VELM (AFP) - “Ça va 🦆 e\u0301,” said Ada Marlow. It rained, the mayor added."
START = TEXT.index("Ça")
QUOTE = {
    "content": [[START, START + 10]],
    "cue": [[TEXT.index("said"), TEXT.index("said") + 4]],
    "source": [[TEXT.index("Ada"), TEXT.index("Ada") + 10]],
    "kind": "direct",
    "speaker": "Ada Marlow",
    "why": "She is named.",
}
LINE = {"id": "one", "text": TEXT, "outlet": "AFP", "published": "2025-03-04", "quotes": [QUOTE]}


def lines(path: Path, *rows: Any) -> Path:
    """Write rows, or lines as they are, as JSON lines."""
    told = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(told) + "\n", encoding="utf-8")
    return path


def quote(**changes: Any) -> Mapping[str, Any]:
    return {**LINE, "quotes": [{**QUOTE, **changes}]}


@pytest.fixture
def store() -> Any:
    with open_store() as opened:
        yield opened
        assert opened.check() == ()


def test_a_line_is_stored_as_it_says(store: Store, tmp_path: Path) -> None:
    report = store.ingest(lines(tmp_path / "in.jsonl", LINE), given=True)
    assert (report.stored, report.statements, report.failed, report.share) == (1, 1, (), 1.0)
    row = store.statements(speaker="Marlow")[0]
    assert (row["text"], row["cue"], row["source"], row["kind"]) == ("Ça va 🦆 e\u0301", "said", "Ada Marlow", "direct")
    assert (row["outlet"], row["day"], row["record"], row["why"]) == ("AFP", date(2025, 3, 4), "one", "She is named")
    assert store.ingest(tmp_path / "in.jsonl", given=True).already == 1


def test_two_pieces_and_nobody(store: Store, tmp_path: Path) -> None:
    pieces = [[START, START + 5], [START + 6, START + 7]]
    bare = {"content": pieces, "kind": "direct"}
    store.ingest(lines(tmp_path / "in.jsonl", {**LINE, "quotes": [bare]}), given=True)
    row = store.statements()[0]
    assert (row["text"], row["speaker"], row["cue"], row["confidence"]) == ("Ça va 🦆", None, None, 1.0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "no JSON"),
        ("[1]", "no JSON object"),
        ("[" * 10000, "used"),
        ({"id": "x", "quotes": []}, 'no "text"'),
        ({"id": "x", "text": TEXT}, 'no "quotes"'),
        ({**LINE, "quotes": None}, 'no "quotes"'),
        ({**LINE, "text": 7}, 'no "text"'),
        ({**LINE, "text": "  "}, "no text"),
        ({**LINE, "published": "yesterday"}, "no date"),
        ({**LINE, "sections": [["body", 0, 4000]]}, "sections"),
        ({**LINE, "sections": [["elsewhere", 0, 4]]}, "sections"),
        (quote(content=[[10, 4000]]), "content"),
        (quote(content=[[-1, 4]]), "content"),
        (quote(content=[[4, 4]]), "content"),
        (quote(content=[[5, 6], [1, 2]]), "content"),
        (quote(content=[[1, 2, 3]]), "content"),
        (quote(content="words"), "content"),
        (quote(content=None), "content"),
        (quote(kind="shouted"), "kind"),
        (quote(kind=None), "kind"),
        (quote(cue=[[1, 4000]]), "cue"),
        (quote(cue="said"), "cue"),
        (quote(cue=[["a", 2]]), "cue"),
        (quote(source=7), "source"),
        (quote(speaker=["Ada Marlow"]), "speaker"),
        (quote(id="s-altered"), "id"),
        ({**LINE, "quotes": [7]}, "content"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "line",
)
def test_what_is_broken_is_named_and_the_others_stored(store: Store, tmp_path: Path, row: Any, said: str) -> None:
    good = {**LINE, "id": "two", "url": "https://example.org/two"}
    report = store.ingest(lines(tmp_path / "in.jsonl", row, good), given=True)
    assert (report.stored, len(report.failed)) == (1, 1)
    assert said in report.failed[0].reason
    assert [r["reason"] for r in store.failures()] == [report.failed[0].reason]


@pytest.mark.parametrize("given", [True, False], ids=["with statements", "as articles"])
@pytest.mark.parametrize("ending", ["jsonl", "json", "csv", "parquet"])
def test_what_was_exported_is_no_article(store: Store, tmp_path: Path, ending: str, given: bool) -> None:
    pytest.importorskip("pyarrow")
    with open_store() as full:
        full.ingest(lines(tmp_path / "in.jsonl", LINE), given=True)
        path = export(full.statements(), tmp_path / f"statements.{ending}")
    report = store.ingest([path], given=given, dry=not given)
    assert (report.read, [re.sub(r"[#:]1$", "", f.record) for f in report.failed]) == (0, [str(path)])
    told = {"json": "no format", "csv": "no format", "parquet": "no column content", "jsonl": "exported statement"}
    assert (told[ending] if given else "exported statement") in report.failed[0].reason


def test_a_mended_line_leaves_the_list(store: Store, tmp_path: Path) -> None:
    source = lines(tmp_path / "in.jsonl", quote(content=[[10, 4000]]))
    assert len(store.ingest(source, given=True).failed) == 1
    lines(source, LINE)
    assert (store.ingest(source, given=True).stored, store.ingest(source, given=True, retry=True).stored) == (0, 1)
    assert len(store.failures()) == 0


def test_a_failure_is_closed_when_its_input_no_longer_gives_it(store: Store, tmp_path: Path) -> None:
    # the mended line has an id of its own, and is stored under that, not under the line's number
    source = lines(tmp_path / "in.jsonl", "{", "[")
    store.ingest(source, given=True)
    assert [r["record"] for r in store.failures()] == [f"{source}:1", f"{source}:2"]
    store.ingest(lines(tmp_path / "other.jsonl", {**LINE, "id": "other"}), given=True)
    assert len(store.failures()) == 2
    lines(source, LINE, "[")
    store.ingest(source, given=True)
    assert [r["record"] for r in store.failures()] == [f"{source}:2"]
    told = store.failures(closed=True).rows()
    assert [(r["record"], r["closed"] is None) for r in told] == [(f"{source}:1", False), (f"{source}:2", True)]
    lines(source, "{")
    store.ingest(source, given=True)
    assert [r["record"] for r in store.failures()] == [f"{source}:1"]
    assert len(store.failures(closed=True)) == 3


@pytest.mark.parametrize("dry", [True, False], ids=["dry", "stored"])
def test_a_dry_run_closes_nothing(store: Store, tmp_path: Path, dry: bool) -> None:
    source = lines(tmp_path / "in.jsonl", "{")
    store.ingest(source, given=True)
    store.ingest(lines(source, LINE), given=True, dry=dry)
    assert len(store.failures()) == dry


def test_a_line_that_is_not_utf8(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b'{"id": "a", "text": "caf\xe9"}\n' + json.dumps(LINE).encode() + b"\n")
    report = store.ingest(source, given=True)
    assert (report.stored, report.failed[0].record) == (1, f"{source}:1")
    assert "UTF-8" in report.failed[0].reason


@pytest.mark.parametrize("name", ["nowhere.jsonl", "in.txt", "empty.jsonl", "broken.parquet", "other.parquet"])
def test_a_file_that_can_not_be_used(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "in.txt").write_text("x")
    (tmp_path / "empty.jsonl").write_text("")
    (tmp_path / "broken.parquet").write_text("PAR1 no more")
    store._open.execute("COPY (SELECT 1 AS x) TO '" + str(tmp_path / "other.parquet") + "'")
    with pytest.raises(InputError, match=name):
        store.ingest(tmp_path / name, given=True)
    good = lines(tmp_path / "good.jsonl", LINE)
    report = store.ingest([tmp_path / name, good], given=True)
    assert (report.stored, [Path(f.record).name for f in report.failed]) == (1, [name])
    assert name not in report.failed[0].reason  # the record says which file it is


def parquet(path: Path, rows: list[exchange.Row]) -> Path:
    """Write rows of `quoteattr.exchange` by pyarrow."""
    pytest.importorskip("pyarrow")
    from pyarrow import Table
    from pyarrow.parquet import write_table

    write_table(Table.from_batches([exchange.record_batch(rows)]), path)
    return path


RECIPE = {"model": "1"}


def extracted(*articles: Article) -> list[exchange.Row]:
    return [
        row
        for result in extractor()([a for a in read(articles) if isinstance(a, Article)])
        for row in exchange.rows(result.article, result.statements, recipe=RECIPE, error=result.error)
    ]


MANY = [article(f"Day {n}. “The count is {n},” said Ada Marlow. “No,” said Pell.", record=str(n)) for n in range(9)]
QUIET = article("Nothing was said.", record="quiet")


def once(rows: list[exchange.Row]) -> list[exchange.Row]:
    """Leave out the text where the row before has the same article."""
    of, at = (list(exchange.COLUMNS).index(column) for column in ("article", "text"))
    repeated = [False, *(row[of] == before[of] for before, row in pairwise(rows))]
    return [(*row[:at], None if gone else row[at], *row[at + 1 :]) for row, gone in zip(rows, repeated, strict=True)]


@pytest.mark.parametrize("texts", [list, once])
@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_parquet_gives_what_a_local_run_gives(tmp_path: Path, batch: int, texts: Any) -> None:
    articles = [RIVER, FLOOD, *MANY, QUIET]
    source = parquet(tmp_path / "out.parquet", texts(extracted(*articles)))
    with open_store() as local, open_store() as loaded:
        local.ingest(articles, extractor=extractor(), recipe=RECIPE)
        report = loaded.ingest(source, given=True, batch=batch)
        assert (report.stored, report.failed) == (12, ())
        assert dump(loaded) == dump(local)
        assert loaded.ingest(source, given=True).already == 12


@pytest.mark.parametrize("batch", [1, 2, 3, 100])
def test_the_same_article_in_batches_under_way(store: Store, tmp_path: Path, batch: int) -> None:
    wrong = quote(content=[[0, 9999]])
    report = store.ingest(lines(tmp_path / "in.jsonl", LINE, LINE, wrong, LINE, LINE), given=True, batch=batch)
    assert (report.stored, report.already, report.statements, report.failed) == (1, 4, 1, ())


@pytest.mark.parametrize("batch", [2, 3])
def test_it_does_not_matter_what_is_stored_while_it_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    wrong, other = quote(content=[[0, 9999]]), {**LINE, "text": TEXT + " It snowed."}
    bad = {**wrong, "text": TEXT + " It snowed."}
    source = lines(tmp_path / "in.jsonl", LINE, bad, other, wrong, LINE, other, bad, LINE, other)
    both = []
    for lanes in (1, 3):
        monkeypatch.setattr(ingesting, "_LANES", lanes)
        calls, second = count(1), Event()

        def check(*args: Any, calls: Any = calls, second: Event = second) -> Any:
            told = staging.check(*args)
            if next(calls) == 2:
                second.set()
            return told

        def settle(*args: Any, lanes: int = lanes, second: Event = second) -> Any:
            assert lanes == 1 or second.wait(60)  # until the next batch has been checked without knowing of this one
            return staging.settle(*args)

        monkeypatch.setattr(ingesting, "check", check)
        monkeypatch.setattr(ingesting, "settle", settle)
        with open_store() as store:
            report = store.ingest(source, given=True, batch=batch)
            both.append((attrs.evolve(report, seconds=0.0), dump(store)))
    assert both[0] == both[1]


class Stop(Exception):
    """Raised by a test."""


def _fails(monkeypatch: pytest.MonkeyPatch, step: str, nth: int) -> None:
    """Let a step of ingesting fail the nth time."""
    done = getattr(ingesting, step)
    calls = count(1)

    def failing(*args: Any) -> Any:
        if next(calls) == nth:
            raise Stop
        return done(*args)

    monkeypatch.setattr(ingesting, step, failing)


@pytest.mark.parametrize("nth", [1, 2, 3, 6])
@pytest.mark.parametrize("step", ["check", "settle", "write"])
def test_after_a_batch_that_fails_none_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, nth: int
) -> None:
    source = parquet(tmp_path / "out.parquet", extracted(RIVER, FLOOD, *MANY, QUIET))
    seen: list[int] = []
    with open_store() as whole, open_store() as store:
        whole.ingest(source, given=True)
        with monkeypatch.context() as patched:
            _fails(patched, step, nth)
            with pytest.raises(Stop):
                store.ingest(source, given=True, batch=2, progress=lambda report: seen.append(report.stored))
        stored = len(store.sql("FROM articles"))
        assert len(seen) == nth - 1 and stored == max([0, *seen]) < 12
        assert store.ingest(source, given=True).stored == 12 - stored
        assert dump(store) == dump(whole)


def test_whoever_stops_it_waits_for_one_batch(tmp_path: Path) -> None:
    source = parquet(tmp_path / "out.parquet", extracted(RIVER, FLOOD, *MANY, QUIET))

    def stop(report: Any) -> None:
        raise Stop

    with open_store() as whole, open_store() as store:
        whole.ingest(source, given=True)
        with pytest.raises(Stop):
            store.ingest(source, given=True, batch=1, progress=stop)
        assert 1 <= len(store.sql("FROM articles")) <= 3
        assert store.sql("SELECT table_name FROM duckdb_tables() WHERE temporary").rows() == []
        store.ingest(source, given=True)
        assert dump(store) == dump(whole)


def test_a_failure_travels_along(store: Store, tmp_path: Path) -> None:
    bad = article("BROKEN. “No,” said Pell.", record="bad.txt")
    unread = (*exchange.failure_row("page.xml", "it is no XML"), *exchange.NOTHING)
    report = store.ingest(parquet(tmp_path / "out.parquet", [*extracted(bad, RIVER), unread]), given=True)
    assert report.stored == 1
    assert [(f.record, f.reason) for f in report.failed] == [
        ("bad.txt", "the text says that it is broken"),
        ("page.xml", "it is no XML"),
    ]


@pytest.mark.parametrize("column", ["text", "id", "words", "cue", "source", "article"])
def test_altered_rows_are_refused(store: Store, tmp_path: Path, column: str) -> None:
    at = list(exchange.COLUMNS).index(column)
    rows = [tuple("altered" if n == at else v for n, v in enumerate(row)) for row in extracted(RIVER)]
    report = store.ingest(parquet(tmp_path / "out.parquet", rows + extracted(FLOOD)), given=True)
    assert (report.stored, len(report.failed)) == (1, 1)


def test_a_dry_run_writes_nothing(store: Store, tmp_path: Path) -> None:
    before = dump(store)
    source = lines(tmp_path / "in.jsonl", LINE, "{")
    report = store.ingest(source, given=True, dry=True)
    assert (report.read, report.stored, report.statements, len(report.failed)) == (1, 1, 1, 1)
    report = store.ingest([RIVER, FLOOD], dry=True)
    assert (report.read, report.stored, report.statements) == (2, 2, 0)
    assert dump(store) == before


@settings(max_examples=30, deadline=None)
@for_all(text=st.text(min_size=3, max_size=60), data=st.data())
def test_words_are_cut_as_python_cuts_them(text: str, data: st.DataObject) -> None:
    text = text.encode("utf-8", "ignore").decode() + "x y"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    row = {"id": "a", "text": text, "quotes": [{"kind": "indirect", "content": [[start, end]], "cue": [[0, start]]}]}
    with open_store() as opened:
        with tempfile.TemporaryDirectory() as folder:
            opened.ingest(lines(Path(folder) / "in.jsonl", row), given=True)
        found = opened.statements()[0]
        assert (found["text"], found["cue"]) == (text[start:end], text[:start])
        assert opened.check() == ()
