"""Exports: every format gives the same rows, every anchor finds its words, and hostile text stays text."""

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_browser import gold_statements

from quoteattr.cli import main
from quoteattr.comparison import Comparison, compare
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.exporting import FORMATS, export
from quoteattr.exporting.annotations import selectors, web_annotations
from quoteattr.exporting.schemaorg import quotation, quotations
from quoteattr.spans import Span
from quoteattr.store import Store, open_store
from quoteattr.values import Article, Attribution, Entity, Kind, Quote, Resolution, Statement

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")
SCHEMAS = Path(__file__).parent / "schemas"
HOSTILE = "</script><script>alert(1)</script>\u202e\"' =cmd|x!A0 \x00\ud83d {{ 7*7 }}"
URL = "https://news.example/ferry"


def valid(name: str, found: Any) -> None:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(found)


def statement(words: str, kind: Kind = Kind.DIRECT, label: str = "PERSON", **article: Any) -> Statement:
    told = f"Before. {words} Ada Marlow said. After: {words}"
    start = len("Before. ")
    source = Span(start + len(words) + 1, start + len(words) + 11)
    quote = Quote((Span(start, start + len(words)),), kind, Span(source.end + 1, source.end + 5), source)
    made = Article(told, **{"outlet": "AFP", "published": date(2025, 3, 4), "record": "a.txt", "offset": 100} | article)
    link = Attribution(quote, Entity("Ada Marlow", label), reason="Named.")
    return Statement(made, quote, link, Resolution("Ada Marlow"))


@pytest.fixture(scope="module")
def event(fixtures: Path) -> list[Statement]:
    return gold_statements(fixtures / "annotated" / "ferry-sinking-samar")


@pytest.fixture(scope="module")
def compared(event: list[Statement]) -> Comparison:
    return compare(event)


# Web Annotations


@given(st.text(st.sampled_from("ab \n“é😀"), min_size=1, max_size=300), st.data())
def test_selectors_find_one_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))
    quote, position = selectors(text, span)
    assert text[position["start"] : position["end"]] == quote["exact"] == span.of(text)
    whole = quote["prefix"] + quote["exact"] + quote["suffix"]
    at = text.find(whole)
    assert at + len(quote["prefix"]) == span.start and text.find(whole, at + 1) < 0


def test_an_event_as_annotations(event: list[Statement], compared: Comparison) -> None:
    matches = [m for row in compared.rows for m in row.matches]
    found = web_annotations(event, matches)
    valid("web-annotation", found)
    items = found["first"]["items"]
    assert found["total"] == len(items) == len(event) + len(matches)
    texts = {f"urn:quoteattr:{s.article.id}": s.article.text for s in event}
    for item, said in zip(items, event, strict=False):
        targets = item["target"] if isinstance(item["target"], list) else [item["target"]]
        assert [t["selector"][1] for t in targets] == [
            {"type": "TextPositionSelector", "start": p.start, "end": p.end} for p in said.quote.content
        ]
        for target in targets:
            quote, position = target["selector"]
            text = texts[target["source"]["id"]]
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert text[: position["start"]].endswith(quote["prefix"])
            assert text[position["end"] :].startswith(quote["suffix"])


SOURCES = {
    "an address": (URL, URL, True),
    "none": (None, "urn", False),
    "a script": ("javascript:alert(1)", "urn", False),
    "blanks": ("https://a b", "urn", False),
}


@pytest.mark.parametrize(("url", "wanted", "cached"), SOURCES.values(), ids=SOURCES)
def test_the_source_of_an_annotation(url: str | None, wanted: str, cached: bool) -> None:
    one = statement("We saw it.", url=url)
    found = web_annotations([one])
    valid("web-annotation", found)
    target = found["first"]["items"][0]["target"]
    assert target["source"]["id"] == (f"urn:quoteattr:{one.article.id}" if wanted == "urn" else wanted)
    assert ("state" in target) == cached


# schema.org

TYPES = {
    "direct": (Kind.DIRECT, "PERSON", "Quotation", "Person"),
    "mixed": (Kind.MIXED, "ORG", "Quotation", "Organization"),
    "indirect": (Kind.INDIRECT, "PERSON", "Claim", "Person"),
    "unknown label": (Kind.DIRECT, "SOURCE", "Quotation", None),
}


@pytest.mark.parametrize(("kind", "label", "type_", "who"), TYPES.values(), ids=TYPES)
def test_a_statement_in_schema_org(kind: Kind, label: str, type_: str, who: str | None) -> None:
    made = statement("We saw it.", kind, label, url=URL, title="Ferry", place="Samar", byline="A. Writer")
    found = quotation(made)
    valid("schema-org", quotations([made]))
    assert found["@type"] == type_ and found["text"] == "We saw it."
    assert found["spokenByCharacter" if type_ == "Quotation" else "author"].get("@type") == who
    assert found["isPartOf" if type_ == "Quotation" else "appearance"]["url"] == URL


def test_a_comparison_as_reviews(compared: Comparison, tmp_path: Path) -> None:
    path = export(compared, tmp_path / "r.json", "claimreviews", reviewer="The desk", url=URL, day=date(2026, 1, 2))
    found = json.loads(path.read_text(encoding="utf-8"))
    valid("schema-org", found)
    assert len(found["@graph"]) == len(compared.rows)
    for review, row in zip(found["@graph"], compared.rows, strict=True):
        assert {a["publisher"]["name"] for a in review["itemReviewed"]["appearance"]} == set(row.outlets)
        kinds = sorted({c.kind for m in row.matches for c in m.changes})
        told = review["reviewRating"]["alternateName"]
        assert told.endswith(", ".join(kinds)) if kinds else "without a change" in told
        assert "ratingValue" not in review["reviewRating"]


def test_a_comparison_without_articles_as_reviews(event: list[Statement], tmp_path: Path) -> None:
    bare = compare([s.saying for s in event])
    found = json.loads(export(bare, tmp_path / "r.json", "claimreviews", reviewer="The desk").read_text("utf-8"))
    valid("schema-org", found)


# Tables


def _rows(path: Path, form: str) -> list[dict[str, Any]]:
    if form == "json":
        return list(json.loads(path.read_text(encoding="utf-8")))
    if form == "jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    if form == "csv":
        return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))
    if form == "arrow":
        pyarrow = pytest.importorskip("pyarrow.ipc", reason="pyarrow is not installed")
        return list(pyarrow.open_file(path).read_all().to_pylist())
    found = duckdb.connect().sql("SELECT * FROM read_parquet(?)", params=[str(path)])
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


TABLES = ["json", "jsonl", "csv", "parquet", "arrow"]


@pytest.fixture(scope="module")
def store(event: list[Statement]) -> Any:
    class Result:
        def __init__(self, article: Article) -> None:
            self.article, self.error = article, ""
            self.statements = [s for s in event if s.article.id == article.id]

    with open_store() as store:
        articles = list({s.article.id: s.article for s in event}.values())
        store.ingest(articles, extractor=lambda given: map(Result, given), recipe={"gold": "1"})  # type: ignore[arg-type,return-value]
        yield store


@pytest.mark.parametrize("form", TABLES)
def test_every_format_has_the_same_rows(form: str, event: list[Statement], store: Store, tmp_path: Path) -> None:
    for found in (event, store.statements(), store.sql("FROM statements WHERE outlet <> ? ORDER BY id", ["nobody"])):
        rows = _rows(export(found, tmp_path / f"x.{form}"), form)
        assert len(rows) == len(event)
        assert {row["id"]: row["text"] for row in rows} == {s.id: s.text for s in event}
        assert {str(row["day"]) for row in rows} == {str(s.article.day) for s in event}
        assert {int(row["start"]) for row in rows} == {s.quote.span.start for s in event}


@pytest.mark.parametrize("form", TABLES[1:])
def test_a_comparison_as_rows(form: str, compared: Comparison, tmp_path: Path) -> None:
    rows = _rows(export(compared, tmp_path / f"x.{form}"), form)
    wanted = compared.records()
    assert [row["id_a"] for row in rows] == [row["id_a"] for row in wanted]
    assert [row["text_b"] or None for row in rows] == [row["text_b"] for row in wanted]


def test_a_comparison_as_json(compared: Comparison, tmp_path: Path) -> None:
    found = json.loads(export(compared, tmp_path / "c.json").read_text(encoding="utf-8"))
    valid("comparison", found)
    assert found == compared.to_dict()


JSON = {
    "statements": lambda store: store.statements(),
    "speakers": lambda store: store.speakers(),
    "a comparison": lambda store: store.compare(),
    "a timeline": lambda store: store.timeline(store.speakers()[0]["speaker"]),
}


@pytest.mark.parametrize("asked", JSON.values(), ids=JSON)
def test_json_is_text_and_is_written(asked: Callable[[Store], Any], store: Store, tmp_path: Path) -> None:
    found = asked(store)
    told = found.to_json(tmp_path / "x.json")
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == told + "\n"
    if hasattr(found, "to_dict"):
        assert json.loads(told) == found.to_dict()
    else:
        assert len(json.loads(told)) == len(found) > 0


FRAMES = {"pandas": "df", "polars": "pl", "pyarrow": "arrow"}


@pytest.mark.parametrize(("package", "method"), FRAMES.items(), ids=FRAMES)
def test_frames(package: str, method: str, store: Store, compared: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    for found, column in ((store.statements(), "day"), (compared, "day_a")):
        frame = getattr(found, method)()
        assert len(frame) == len(found.table()[1])
        kind = frame.schema.field(column).type if package == "pyarrow" else frame[column].dtype
        assert str(kind).lower().startswith("date"), kind
    empty = getattr(compare([]), method)()
    assert len(empty) == 0
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(QuoteattrError, match=f"pip install {package}"):
        getattr(compared, method)()


def test_rows_become_values_again(store: Store, event: list[Statement]) -> None:
    found = store.statements(outlet="dpa").values()
    wanted = [s for s in event if s.outlet == "dpa"]
    assert {(s.id, s.quote.content, s.quote.source, s.quote.cue) for s in found} == {
        (s.id, s.quote.content, s.quote.source, s.quote.cue) for s in wanted
    }
    with pytest.raises(InputError, match="no statements"):
        store.sql("SELECT 1 AS one").values()


# Hostile and odd input


@pytest.mark.parametrize("form", list(FORMATS))
def test_hostile_text_comes_out_as_it_is(form: str, tmp_path: Path) -> None:
    # neither CSV nor Parquet can hold half a character, and NUL is no matter of theirs
    words = HOSTILE if form in ("json", "jsonl", "annotations", "quotations") else HOSTILE.replace("\ud83d", "")
    one = statement(words, title=words, outlet=words)
    if form == "arrow":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    found: Any = [one]
    if form == "claimreviews":
        found = compare([one, statement(words, title=words, outlet="UPI")])
    path = export(found, tmp_path / "hostile", form, reviewer=words)
    if form in TABLES:
        (row,) = _rows(path, form)
        assert row["text"] == words and row["outlet"] == words
        return
    whole = path.read_bytes().decode("utf-8")
    read = json.loads(whole)
    valid("web-annotation" if form == "annotations" else "schema-org", read)
    assert words in (s for s in _strings(read))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [s for part in parts for s in _strings(part)]


def test_a_moment_is_a_date_of_schema_org() -> None:
    valid("schema-org", quotations([statement("We saw it.", published=datetime(2025, 3, 4, 5, 6, tzinfo=UTC))]))


REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no format in the ending": ("x.docx", {}, "names no format"),
    "no such format": ("x.json", {"form": "yaml"}, "'yaml' is no format"),
    "reviews of statements": ("x.json", {"form": "claimreviews", "reviewer": "me"}, "made of a comparison"),
}


@pytest.mark.parametrize(("name", "more", "said"), REFUSED.values(), ids=REFUSED)
def test_refused(name: str, more: dict[str, Any], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        export([statement("We saw it.")], tmp_path / name, **more)
    assert not list(tmp_path.iterdir())


def test_a_review_needs_a_reviewer(compared: Comparison, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="answers for it"):
        export(compared, tmp_path / "x.json", "claimreviews")


# The command line


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory, event: list[Statement]) -> str:
    class Result:
        def __init__(self, article: Article) -> None:
            self.article, self.error = article, ""
            self.statements = [s for s in event if s.article.id == article.id]

    path = tmp_path_factory.mktemp("db") / "news.duckdb"
    with open_store(path) as store:
        articles = list({s.article.id: s.article for s in event}.values())
        store.ingest(articles, extractor=lambda given: map(Result, given), recipe={"gold": "1"})  # type: ignore[arg-type,return-value]
    return str(path)


COMMANDS: dict[str, tuple[list[str], str]] = {
    "statements by the ending": (["-o", "x.parquet", "--outlet", "dpa"], "x.parquet"),
    "annotations": (["--format", "annotations", "-o", "x.json", "--kind", "direct"], "x.json"),
    "annotations of comparisons": (["--format", "annotations", "--what", "comparisons", "-o", "x.json"], "x.json"),
    "reviews": (["--format", "claimreviews", "--reviewer", "Desk", "--outlets", "AFP,UPI", "-o", "x.json"], "x.json"),
    "comparisons": (["--what", "comparisons", "--since", "2025-01-01", "-o", "x.csv"], "x.csv"),
}


@pytest.mark.parametrize(("words", "name"), COMMANDS.values(), ids=COMMANDS)
def test_export_from_the_command_line(
    words: list[str], name: str, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["export", "--db", database, *words])
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).stat().st_size > 100


WRONG = {
    "outlets of statements": (["--outlets", "AFP", "-o", "x.csv"], 2, "--outlets and --kept are for comparisons"),
    "kind of comparisons": (["--what", "comparisons", "--kind", "direct", "-o", "x.csv"], 2, "for statements"),
    "no reviewer": (["--format", "claimreviews", "-o", "x.json"], 1, "Name the reviewer"),
    "no format": (["-o", "x"], 1, "Choose among"),
}


@pytest.mark.parametrize(("words", "code", "said"), WRONG.values(), ids=WRONG)
def test_export_says_what_is_wrong(
    words: list[str], code: int, said: str, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["export", "--db", database, *words])
    assert done.exit_code == code and said in " ".join(done.output.split())


REPORTS = {
    "everybody": ([], 12),
    "a selection": (["--speaker", "Arturo Manlapaz", "--speaker", "Teresita Abrenica"], 2),
    "two outlets": (["--outlets", "AFP,UPI", "--until", "2026-01-01"], 10),
}


@pytest.mark.parametrize(("words", "speakers"), REPORTS.values(), ids=REPORTS)
def test_report_over_many_speakers(words: list[str], speakers: int, database: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    done = CliRunner().invoke(main, ["report", "--db", database, "--html", str(path), *words])
    assert done.exit_code == 0, done.output
    page = path.read_text(encoding="utf-8")
    chosen = re.search(r'<select name="speaker">(.*?)</select>', page, re.S)
    assert chosen and chosen[1].count("<option") == 1 + speakers
