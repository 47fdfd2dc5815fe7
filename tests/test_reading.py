"""The door: texts, paths, folders and lists in, articles and named failures out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.reading import Failure, Input, databases, read
from quoteattr.reading.record import moment
from quoteattr.reading.text import decode
from quoteattr.spans import Span
from quoteattr.values import Article, Role, Section

STORY = "SUVA, April 15 (Reuters) - A storm tore roofs off houses in Fiji on Tuesday, the police said."
TWO = f"Storm hits Fiji\n{STORY}\nStorm over, Fiji says\nSuva (AFP) – Fiji said on Wednesday that the storm was over.\n"


def articles(source: object, outlet: str | None = None) -> list[Article]:
    found = list(read(source, outlet=outlet))  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def failures(source: object) -> list[Failure]:
    return [one for one in read(source) if isinstance(one, Failure)]  # type: ignore[arg-type]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def line(**fields: object) -> str:
    return json.dumps(fields)


# --- what a source is -----------------------------------------------------------------------------------------------


def test_a_text() -> None:
    (article,) = articles(STORY)
    assert (article.text, article.record, article.offset, article.outlet) == (STORY, None, 0, "Reuters")


def test_a_page_of_two() -> None:
    first, second = articles(TWO)
    assert (first.outlet, second.outlet) == ("Reuters", "AFP")
    assert first.text + second.text == TWO and TWO[second.offset :] == second.text


@pytest.mark.parametrize("kind", [Path, str])
def test_a_path(tmp_path: Path, kind: type) -> None:
    path = write(tmp_path / "page.txt", TWO)
    found = articles(kind(path))
    assert [(a.record, a.outlet) for a in found] == [(str(path), "Reuters"), (str(path), "AFP")]


def test_a_folder(tmp_path: Path) -> None:
    write(tmp_path / "b" / "one.txt", STORY)
    write(tmp_path / "a.TXT", STORY)
    write(tmp_path / "c.jsonl", line(id="x", text=STORY))
    write(tmp_path / ".hidden.txt", STORY)
    write(tmp_path / ".git" / "one.txt", STORY)
    assert [a.record for a in articles(tmp_path)] == [str(tmp_path / "a.TXT"), str(tmp_path / "b" / "one.txt"), "x"]


def test_an_article_keeps_its_sections() -> None:
    article = Article(text=STORY, sections=(Section(Role.BODY, Span(0, len(STORY))),))
    assert articles(article) == [attrs.evolve(article, language="en")]


def test_an_article_without_sections_gets_them() -> None:
    article = Article(text=TWO, outlet="Mine", record="r")
    (found,) = articles(article)
    assert (found.id, found.text, found.outlet, found.place) == (article.id, TWO, "Mine", None)
    assert [s.role for s in found.sections] == [Role.HEADLINE, Role.DATELINE, Role.BODY] * 2
    assert found.sections[-1].span.of(TWO).startswith("Fiji said on Wednesday")


def test_an_iterable_of_all(tmp_path: Path) -> None:
    path = write(tmp_path / "page.txt", STORY)
    article = Article(text=STORY, record="mine")
    found = articles(iter([STORY, path, str(path), article, tmp_path]))
    assert [a.record for a in found] == [None, str(path), str(path), "mine", str(path)]


def test_the_outlet_given_wins_over_the_dateline_and_yields_to_the_record(tmp_path: Path) -> None:
    assert [a.outlet for a in articles(STORY, outlet="Agence France-Presse")] == ["AFP"]
    path = write(tmp_path / "c.jsonl", "\n".join([line(text=STORY, outlet="UPI"), line(text=STORY)]))
    assert [a.outlet for a in articles(path, outlet="AP")] == ["UPI", "AP"]


@pytest.mark.parametrize(
    "when", ["2025-04-10", "April 10, 2025", date(2025, 4, 10), datetime(2025, 4, 10, 9, 30, tzinfo=UTC)], ids=repr
)
def test_the_day_given_wins_over_the_dateline_and_yields_to_the_record(tmp_path: Path, when: Any) -> None:
    dated = "LIMA, Sept 14, 2024 (Reuters) - Miners went back to work."
    path = write(tmp_path / "c.jsonl", "\n".join([line(text=dated, published="2025-04-11"), line(text=dated)]))
    raw = dated.encode()
    wanted = when if isinstance(when, datetime) else date(2025, 4, 10)
    assert [a.published for a in articles(Input(path))] == [date(2025, 4, 11), date(2024, 9, 14)]
    assert [a.published for a in articles(Input(path, published=when))] == [date(2025, 4, 11), wanted]
    assert [a.published for a in articles(Input(raw, "text", published=when))] == [wanted]
    assert [a.published for a in articles(Input(tmp_path, published=when))] == [date(2025, 4, 11), wanted]


@pytest.mark.parametrize("when", ["soon", "2025-02-30", 1744709400], ids=repr)
def test_a_day_given_that_is_none(when: Any) -> None:
    with pytest.raises(InputError, match="published: .* is no date"):
        Input(b"It rained.", published=when)


TEXTS = [
    "It rained.",
    "one\ntwo.txt",
    "a b/c",
    "He said either/or would do.",
    "word",
    "ä" * 300,
    "x" * 10_000,
    "a\x00b",
]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_texts_that_are_no_paths(text: str) -> None:
    assert articles(text)[0].text == text


MISSING = ["page.txt", "no/such/page", "no/such/page.jsonl", "page.html", "C:\\page.txt"]


@pytest.mark.parametrize("source", [*MISSING, Path("page one.txt"), Path("nowhere")], ids=str)
def test_a_path_to_nothing(source: str | Path) -> None:
    with pytest.raises(InputError, match="does not exist") as caught:
        read(source)
    assert str(source) in str(caught.value) and caught.value.remedy


def test_an_address_is_not_fetched() -> None:
    with pytest.raises(InputError, match="nothing is fetched"):
        read("https://example.org/page.html")


@pytest.mark.parametrize("source", [None, 3, b"bytes"], ids=repr)
def test_what_is_no_source(source: object) -> None:
    with pytest.raises(InputError, match="is no input"):
        read(source)  # type: ignore[arg-type]


# --- broken input ---------------------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[str, str | bytes, str]] = {
    "empty": ("a.txt", "", "holds no text"),
    "blank": ("a.txt", " \n\u00a0\n", "holds no text"),
    "binary": ("a.txt", bytes(range(256)) * 4, "neither UTF-8 nor Windows-1252|binary"),
    "nul": ("a.txt", b"\x00" * 50 + b"word", "binary"),
    "utf-16 without a mark": ("a.txt", STORY.encode("utf-16-le"), "binary"),
    "broken utf-16": ("a.txt", b"\xff\xfea\x00b", "broken UTF-16"),
    "unknown ending": ("a.docx", "word", "no known format"),
    "no ending": ("README", "word", "no known format"),
    "empty jsonl": ("a.jsonl", "\n \n", "holds no record"),
}


@pytest.mark.parametrize(("name", "content", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_an_error_by_itself_and_a_failure_among_others(
    tmp_path: Path, name: str, content: str | bytes, message: str
) -> None:
    path = write(tmp_path / name, content)
    with pytest.raises(InputError, match=message) as caught:
        list(read(path))
    assert str(path) in str(caught.value) and caught.value.remedy
    good = write(tmp_path / "z.txt", STORY)
    found = list(read(tmp_path))
    assert [one.record for one in found] == [str(path), str(good)]
    assert isinstance(found[0], Failure) and isinstance(found[1], Article)
    assert found[0].reason and str(path) not in found[0].reason  # the record says which file it is


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0"], ids=repr)
def test_a_text_that_holds_none(text: str) -> None:
    with pytest.raises(InputError, match="holds no text"):
        read(text)
    assert failures([STORY, text])[0].record == "input 2"
    with pytest.raises(InputError, match="holds no text"):
        read(Article(text=text))


def test_failures_of_a_list_are_named(tmp_path: Path) -> None:
    found = failures([tmp_path / "no.txt", "no.jsonl", 3, "half \ud800 a pair", Article(text="", record="mine")])
    assert [f.record for f in found] == [str(tmp_path / "no.txt"), "no.jsonl", "input 3", "input 4", "mine"]
    assert "surrogate" in found[3].reason


@pytest.mark.parametrize("name", ["news.duckdb", "news.duckdb.wal", "NEWS.DB", "old/news.db"])
def test_a_database_in_a_folder_is_left_alone(tmp_path: Path, name: str) -> None:
    database, story = write(tmp_path / name, b"\x00DUCK"), write(tmp_path / "page.txt", STORY)
    assert [one.record for one in read(tmp_path) if isinstance(one, Article | Failure)] == [str(story)]
    assert databases(tmp_path) == ([] if name.endswith(".wal") else [database])
    with pytest.raises(InputError, match="no known format"):
        read(database)


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no file"):
        list(read(tmp_path))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(tmp_path / name, STORY) for name in ("a.txt", "b.jsonl")]

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    assert [(f.record, "Permission denied" in f.reason) for f in failures(paths)] == [(str(p), True) for p in paths]


# --- encodings ------------------------------------------------------------------------------------------------------

ACCENTED = "Suva (AFP) – “Déjà vu,” said Zoë Đukić."
ENCODED = {
    "utf-8": ACCENTED.encode("utf-8"),
    "utf-8 with a mark": ACCENTED.encode("utf-8-sig"),
    "utf-16 little": ACCENTED.encode("utf-16"),
    "utf-16 big": b"\xfe\xff" + ACCENTED.encode("utf-16-be"),
}


@pytest.mark.parametrize("raw", ENCODED.values(), ids=ENCODED)
def test_encodings(tmp_path: Path, raw: bytes) -> None:
    (article,) = articles(write(tmp_path / "a.txt", raw))
    assert article.text == ACCENTED


def test_windows_1252(tmp_path: Path) -> None:
    (article,) = articles(write(tmp_path / "a.txt", "“Déjà vu,” she said – twice.".encode("cp1252")))
    assert article.text == "“Déjà vu,” she said – twice."


def test_line_ends_and_a_stray_nul_stay(tmp_path: Path) -> None:
    text = "Storm\r\n\r\nSuva (AFP) – A\u2028B\rC\x00." + " He said so." * 20
    (article,) = articles(write(tmp_path / "a.txt", text))
    assert article.text == text


# --- JSON lines -----------------------------------------------------------------------------------------------------


def test_fields(tmp_path: Path) -> None:
    full = line(
        id="a1", text=STORY, outlet="Agence France-Presse", published="2025-04-15T09:30:00+02:00", title="T",
        url="https://example.org/1", byline="B", place="P",
    )  # fmt: skip
    other = line(doc=7, text=STORY, publisher="UPI", date="2025-04-15", headline="H", author="A")
    bare = line(text=STORY, outlet=None, published="")
    path = write(tmp_path / "a.jsonl", "\n".join([full, "", other, bare]))
    first, second, third = articles(path)
    assert (first.record, first.outlet, first.title, first.byline, first.place) == ("a1", "AFP", "T", "B", "P")
    assert first.published == datetime(2025, 4, 15, 7, 30, tzinfo=UTC) and first.url == "https://example.org/1"
    assert (second.record, second.outlet, second.published) == ("7", "UPI", date(2025, 4, 15))
    assert (second.title, second.byline) == ("H", "A")
    assert (third.record, third.outlet, third.published) == (f"{path}:4", "Reuters", None)


BAD_LINES = {
    "no json": "{nope",
    "no object": "[1]",
    "no text": line(id="x"),
    "text no string": line(id="x", text=3),
    "blank text": line(id="x", text=" \n"),
    "no date": line(id="x", text=STORY, published="soon"),
    "outlet no string": line(id="x", text=STORY, outlet=["AFP"]),
    "half a surrogate pair": '{"text": "a \\ud800 b"}',
    "too deep": "[" * 100_000,
    "not utf-8": b'{"text": "caf\xe9"}',
}


@pytest.mark.parametrize("bad", BAD_LINES.values(), ids=BAD_LINES)
def test_a_bad_line_fails_by_name_and_the_others_go_on(tmp_path: Path, bad: str | bytes) -> None:
    raw = bad if isinstance(bad, bytes) else bad.encode("utf-8")
    good = line(id="g", text=STORY).encode()
    path = write(tmp_path / "a.jsonl", b"\n".join([good, raw, good]))
    first, second, third = read(path)
    assert isinstance(first, Article) and isinstance(third, Article)
    assert isinstance(second, Failure) and second.record == f"{path}:2" and second.reason


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marked_json_lines(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path / "a.jsonl", (line(id="é", text=STORY) + "\r\n" + line(id="f", text=STORY)).encode(encoding))
    assert [a.record for a in articles(path)] == ["é", "f"]


def test_a_line_separator_inside_a_string_ends_no_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", json.dumps({"id": "a", "text": "Suva (AFP) – A\u2028B."}, ensure_ascii=False))
    assert articles(path)[0].text == "Suva (AFP) – A\u2028B."


def test_the_title_of_a_page_of_two_is_no_articles_title(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", line(id="a", text=TWO, title="Both"))
    assert [a.title for a in articles(path)] == ["Storm hits Fiji", "Storm over, Fiji says"]


MOMENTS = [
    (None, None),
    ("", None),
    ("2025-04-15", date(2025, 4, 15)),
    ("April 15, 2025", date(2025, 4, 15)),
    ("2025-04-15T09:30:00Z", datetime(2025, 4, 15, 9, 30, tzinfo=UTC)),
    ("2025-04-15 09:30", datetime(2025, 4, 15, 9, 30, tzinfo=UTC)),
    ("2025-04-15T00:30:00+01:00", datetime(2025, 4, 14, 23, 30, tzinfo=UTC)),
    (date(2025, 4, 15), date(2025, 4, 15)),
    (datetime(2025, 4, 15, 9, 30), datetime(2025, 4, 15, 9, 30, tzinfo=UTC)),
]


@pytest.mark.parametrize(("value", "expected"), MOMENTS, ids=lambda value: str(value))
def test_moments(value: object, expected: date | None) -> None:
    assert moment(value) == expected


@pytest.mark.parametrize("value", ["soon", "2025-02-30", 1744709400, "0001-01-01T00:00:00+10:00", []], ids=repr)
def test_no_moments(value: object) -> None:
    with pytest.raises(ValueError, match="is no date"):
        moment(value)


# --- whatever comes -------------------------------------------------------------------------------------------------


@given(st.text(min_size=1).filter(lambda text: bool(text.strip()) and len(text.split()) > 1))
def test_any_text_round_trips(text: str) -> None:
    found = articles(text)
    assert "".join(article.text for article in found) == text
    for article in found:
        for section in article.sections:
            assert section.span.shift(article.offset).of(text) == section.span.of(article.text)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_error(raw: bytes) -> None:
    try:
        text = decode(raw, "page.txt")
    except InputError as error:
        assert "page.txt" in str(error)
    else:
        assert isinstance(text, str)
