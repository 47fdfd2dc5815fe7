"""Every format: a sample of its own making, a broken one, and what tells it from the others."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from quoteattr.errors import InputError
from quoteattr.marks import quotations
from quoteattr.reading import ENDINGS, FORMATS, Failure, Input, read
from quoteattr.reading.formats import sniff
from quoteattr.reading.language import language_of
from quoteattr.reading.mending import MENDED, canonical, mended
from quoteattr.values import Article, Role

SAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "formats"
URL = "https://courier.example.org/2025/11/04/tavira-bridge"
ITEM = "https://items.example.org/2025/11/04/tavira-bridge"
TITLE = "Tavira bridge to stay shut until spring, minister says"
COLUMNS = {"text": "body", "outlet": "source", "published": "day", "url": "link"}
# What stands between marks in the dispatch, in order.
QUOTED = [
    "We will not send a single lorry over a bridge that our own engineers won’t walk on,",
    "somewhere north of",
    "The first crack was a warning.",
    "The second one was an answer,",
    "a death sentence with a ribbon on it",
    "Nobody in Sarn has asked us one question,",
    "They read the word 'crack' and went home.",
]
MOMENT = datetime(2025, 11, 4, 8, 40, tzinfo=UTC)
DAY = date(2025, 11, 4)

# The sample, and what it says: time, url, place, site, whether its text is the input's own.
GOOD: dict[str, tuple[date | None, str | None, str, str | None, bool]] = {
    "dispatch.txt": (None, None, "SARN, Ostmark", None, True),
    "dispatch.jsonl": (None, URL, "SARN, Ostmark", None, True),
    "dispatch.html": (DAY, URL, "SARN, Ostmark", "The Sarn Courier", False),
    "dispatch.newsml": (MOMENT, None, "Sarn", None, False),
    "dispatch.ninjs1.json": (MOMENT, ITEM, "Sarn", None, False),
    "dispatch.ninjs2.json": (MOMENT, ITEM, "Sarn", None, False),
    "dispatch.ninjs3.json": (MOMENT, ITEM, "Sarn", None, False),
    "dispatch.nitf": (MOMENT, None, "Sarn, Ostmark", None, False),
    "dispatch.rss": (MOMENT, URL, "SARN, Ostmark", "The Sarn Courier", False),
    "dispatch.atom": (MOMENT, URL, "SARN, Ostmark", "The Sarn Courier", False),
    "dispatch.warc.gz": (DAY, URL, "SARN, Ostmark", "The Sarn Courier", False),
    "dispatch.csv": (DAY, URL, "SARN, Ostmark", None, True),
    "dispatch.parquet": (DAY, URL, "SARN, Ostmark", None, True),
    "dispatch.txt.gz": (None, None, "SARN, Ostmark", None, True),
    "dispatch.zip": (DAY, URL, "SARN, Ostmark", "The Sarn Courier", False),
}

BROKEN = {
    "broken.txt": "is a binary file",
    "broken.jsonl": "it is no JSON",
    "broken.html": "holds no article",
    "broken.newsml": "is broken XML: Premature end",
    "broken.ninjs1.json": r"no valid ninjs: .*at \.headline",
    "broken.ninjs2.json": r"no valid ninjs: required field missing at \.bodies\[0\]\.value",
    "broken.ninjs3.json": r"no valid ninjs: .*at \.infosources\[0\]\.name",
    "broken.nitf": "is broken XML: Premature end",
    "broken.rss": "holds no entry",
    "broken.atom": "holds no entry",
    "broken.warc.gz": "can't be unpacked",
    "broken.csv": "unexpected end of data",
    "broken.parquet": "is broken Parquet",
    "broken.txt.gz": "can't be unpacked: Compressed file ended",
    "broken.zip": "is no zip",
}


def given(name: str, **more: str) -> Input:
    tables = {"text": "body", "outlet": "source"} if name.startswith("broken") else COLUMNS
    return Input(SAMPLES / name, columns=tables if name.endswith((".csv", ".parquet")) else {}, **more)


def articles(source: object) -> list[Article]:
    found = list(read(source))  # type: ignore[arg-type]
    assert all(isinstance(one, Article) for one in found), found
    return [one for one in found if isinstance(one, Article)]


def failures(source: object) -> list[Failure]:
    return [one for one in read([source]) if isinstance(one, Failure)]  # type: ignore[list-item]


def quoted(article: Article) -> list[str]:
    return [q.inner.of(article.text) for q in quotations(article.text) if q.depth == 0]


# --- the samples ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_a_sample_holds_the_same_quotes_in_every_format(name: str) -> None:
    published, url, place, site, own = GOOD[name]
    article = articles(given(name))[0]
    assert quoted(article) == QUOTED
    assert (article.outlet, article.title, article.byline) == ("Reuters", TITLE, "Petra Lindqvall")
    assert (article.published, article.url, article.place, article.site) == (published, url, place, site)
    assert article.language == "en" and (not article.notes) == own
    body = "".join(part.of(article.text) for part in article.parts(Role.BODY))
    assert body.startswith("The road bridge at Tavira") and body.endswith("published within ten days.")
    assert body.count("\n") == 7, "each paragraph stands on a line of its own"


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_sample_is_an_error_by_name_and_the_others_go_on(name: str) -> None:
    good = SAMPLES / "dispatch.txt"
    found = list(read([given(name), good]))
    assert isinstance(found[-1], Article) and found[-1].record == str(good)
    failed = [one for one in found if isinstance(one, Failure)]
    assert failed and all(name in one.record for one in failed)
    assert re.search(BROKEN[name], failed[0].reason), failed[0].reason


def test_every_format_has_a_sample_and_a_broken_one() -> None:
    others = {"ninjs", "xml", "tsv"}  # read by json, by their root, and by csv; each has a test below
    whole = {FORMATS[0]: "txt"} | {form: form for form in FORMATS[1:]} | {"feed": "rss"}
    for form in set(FORMATS) - others:
        assert any(f".{whole[form]}" in name for name in GOOD) and any(f".{whole[form]}" in name for name in BROKEN)


def test_the_second_entry_of_the_feed_is_a_summary_by_the_site() -> None:
    _, ferry = articles(given("dispatch.rss"))
    assert (ferry.outlet, ferry.record) == ("The Sarn Courier", "courier-20251104-18")
    assert quoted(ferry) == ["We have heard the islands,"] and "summary" in ferry.notes[0]


def test_a_zip_names_its_members() -> None:
    assert [a.record for a in articles(given("dispatch.zip"))] == [
        f"{SAMPLES}/dispatch.zip/2025/tavira.html",
        f"{SAMPLES}/dispatch.zip/2025/tavira.txt",
    ]


def test_a_news_message_of_two_items_one_of_them_broken() -> None:
    item = (SAMPLES / "dispatch.newsml").read_text(encoding="utf-8").partition("?>")[2].strip()
    empty = item.replace("<contentSet>", "<!--").replace("</contentSet>", "-->")
    message = (
        '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-11-04T09:00:00Z</sent></header>'
        f"<itemSet>{item}{empty}</itemSet></newsMessage>"
    )
    good, bad = read(Input(message.encode(), name="message.xml", format="xml"))
    assert isinstance(good, Article) and quoted(good) == QUOTED
    assert isinstance(bad, Failure) and bad.record == "message.xml#2"


def test_the_library_for_newsml_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    raw = (SAMPLES / "dispatch.newsml").read_bytes().replace(b"Standards_38", b"Nowhere_1")
    assert articles(Input(raw, format="newsml"))
    assert capfd.readouterr() == ("", "")


def test_inline_data_of_newsml_keeps_its_paragraphs() -> None:
    raw = (SAMPLES / "dispatch.newsml").read_text(encoding="utf-8")
    start, end = raw.index("<inlineXML"), raw.index("</contentSet>")
    plain = '<inlineData contenttype="text/plain">SARN (Reuters) - It rained.\n\nIt stopped.</inlineData>'
    (article,) = articles(Input((raw[:start] + plain + raw[end:]).encode(), format="newsml"))
    assert article.text == "SARN (Reuters) - It rained.\n\nIt stopped."


def test_nitf_inside_newsml() -> None:
    raw = (SAMPLES / "dispatch.newsml").read_text(encoding="utf-8")
    nitf = (SAMPLES / "dispatch.nitf").read_text(encoding="utf-8")
    nitf = nitf[nitf.index("<body.content>") : nitf.index("</body.content>")] + "</body.content>"
    start, end = raw.index("<html "), raw.index("</inlineXML>")
    inner = f'<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>{nitf}</body></nitf>'
    (article,) = articles(Input((raw[:start] + inner + raw[end:]).encode(), format="newsml"))
    assert quoted(article) == QUOTED


# --- what tells a format --------------------------------------------------------------------------------------------

ROOTS = {
    "newsml": "dispatch.newsml",
    "nitf": "dispatch.nitf",
    "feed": "dispatch.rss",
    "html": "dispatch.html",
    "jsonl": "dispatch.jsonl",
    "parquet": "dispatch.parquet",
    "zip": "dispatch.zip",
    "gz": "dispatch.txt.gz",
    "text": "dispatch.txt",
    "json": "dispatch.ninjs1.json",
}


@pytest.mark.parametrize(("form", "name"), ROOTS.items(), ids=ROOTS)
def test_what_has_no_name_is_told_by_what_it_holds(form: str, name: str) -> None:
    raw = (SAMPLES / name).read_bytes()
    assert sniff(raw[:4096]) == form
    columns = COLUMNS if form == "parquet" else {}
    for what in (raw, io.BytesIO(raw)):
        assert quoted(articles(Input(what, columns=columns))[0]) == QUOTED


@pytest.mark.parametrize("name", ["dispatch.newsml", "dispatch.nitf", "dispatch.rss", "dispatch.atom"])
def test_xml_is_told_by_its_root(tmp_path: Path, name: str) -> None:
    path = tmp_path / "item.XML"
    path.write_bytes((SAMPLES / name).read_bytes())
    assert quoted(articles(path)[0]) == QUOTED


def test_xml_of_no_known_format() -> None:
    with pytest.raises(InputError, match=r"no known format: its root is <svg>"):
        list(read(Input(b"<?xml version='1.0'?><svg/>", format="xml")))


@pytest.mark.parametrize("ending", [".docx", ".tar", ".epub", ""])
def test_an_unknown_ending_is_an_error_by_name(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"page{ending}"
    path.write_text("It rained.")
    with pytest.raises(InputError, match=ending or "no ending") as caught:
        list(read(path))
    assert ".html" in str(caught.value) and str(path) in str(caught.value)
    assert articles(Input(path, format="text"))[0].text == "It rained."


@pytest.mark.parametrize(
    ("name", "real"), [("dispatch.txt.gz", "gz"), ("dispatch.zip", "zip"), ("dispatch.parquet", "parquet")]
)
def test_a_wrong_ending_is_named(tmp_path: Path, name: str, real: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes((SAMPLES / name).read_bytes())
    with pytest.raises(InputError, match=f"is not html, it is {real}"):
        list(read(path))


def test_an_unknown_format_is_named() -> None:
    with pytest.raises(InputError, match="docx is no known format"):
        list(read(Input(b"x", format="docx")))


def test_every_ending_has_one_format() -> None:
    assert len(set(ENDINGS)) == len(ENDINGS)


EXTRAS = {
    "dispatch.html": ("trafilatura", "html"),
    "dispatch.newsml": ("NewsMLG2", "newsml"),
    "dispatch.nitf": ("lxml", "nitf"),
    "dispatch.rss": ("feedparser", "feeds"),
    "dispatch.warc.gz": ("fastwarc", "warc"),
    "dispatch.parquet": ("pyarrow", "parquet"),
}


@pytest.mark.parametrize("name", EXTRAS)
def test_a_missing_extra_says_how_to_get_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    library, extra = EXTRAS[name]
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda module: None if module == library else found(module))
    (failure,) = failures(given(name))
    assert f"pip install 'quoteattr[{extra}]'" in failure.reason and library in failure.reason


# --- tables ---------------------------------------------------------------------------------------------------------


def test_rows_of_a_table_fail_by_line_and_the_others_go_on() -> None:
    table = 'text;outlet;published\n"It rained;\nall day.";AFP;2025-11-04\nshort;AFP\n;AFP;\nIt shone.;UPI;soon\nIt blew.;UPI;\n'
    found = list(read(Input(table.encode(), format="csv", name="t.csv")))
    texts = [one.text if isinstance(one, Article) else one.record for one in found]
    assert texts == ["It rained;\nall day.", "t.csv:4", "t.csv:5", "t.csv:6", "It blew."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_by_tabs_and_its_encodings(encoding: str) -> None:
    table = "headline\ttext\nT\t“Déjà vu,” she said.\n"
    (article,) = articles(Input(table.encode(encoding), format="tsv"))
    assert (article.title, article.text) == ("T", "“Déjà vu,” she said.")


def test_a_missing_column_is_named_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r'no column "text"; its columns are body, source.*--columns text=NAME'):
        list(read(Input(b"body,source\nIt rained.,AFP\n", format="csv")))


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(InputError, match="words is no field"):
        list(read(Input(b"body\nIt rained.\n", format="csv", columns={"words": "body"})))


def test_columns_hold_for_json_lines_too() -> None:
    (article,) = articles(
        Input(b'{"body": "It rained.", "source": "AFP"}', format="jsonl", columns={"text": "body", "outlet": "source"})
    )
    assert (article.text, article.outlet) == ("It rained.", "AFP")


def test_a_list_of_records_in_json() -> None:
    rows = [{"id": "a", "text": "It rained."}, {"id": "b"}, 3]
    found = list(read(Input(json.dumps(rows).encode(), format="json", name="r.json")))
    assert [one.record for one in found] == ["a", "r.json#2", "r.json#3"]


def test_parquet_with_moments_finer_than_ours_and_a_row_that_is_not_utf_8(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    raw = pyarrow.array([b"It rained.", b"\xff\xfe bad", b"It shone."]).cast(pyarrow.binary())
    text = pyarrow.Array.from_buffers(pyarrow.string(), 3, raw.buffers())
    when = pyarrow.array([1762245600000000001] * 3, pyarrow.timestamp("ns", "UTC"))
    parquet.write_table(pyarrow.table({"text": text, "published": when}), tmp_path / "t.parquet")
    first, second, third = read(tmp_path / "t.parquet")
    assert isinstance(first, Article) and first.published == datetime(2025, 11, 4, 8, 40, tzinfo=UTC)
    assert isinstance(second, Failure) and "not UTF-8" in second.reason
    assert isinstance(third, Article) and third.text == "It shone."


# --- archives and streams -------------------------------------------------------------------------------------------


def test_one_member_that_fails_does_not_end_the_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.nitf", "<nitf>")
        archive.writestr("b.docx", "word")
        archive.writestr("c.jsonl.gz", gzip.compress(b'{"id": "c", "text": "It rained."}\n{"id": "d"}\n'))
        archive.writestr("d.txt", "It shone.")
        archive.writestr(".hidden.txt", "no")
        archive.writestr("__MACOSX/d.txt", "no")
    found = list(read(path))
    kinds = [(one.record, isinstance(one, Article)) for one in found]
    assert kinds == [
        (f"{path}/a.nitf", False), (f"{path}/b.docx", False), ("c", True), (f"{path}/c.jsonl.gz:2", False),
        (f"{path}/d.txt", True),
    ]  # fmt: skip


def test_json_lines_come_from_a_stream_as_they_arrive() -> None:
    class Slow(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: object) -> int:
            self.asked += 1
            line = b'{"id": "%d", "text": "It rained."}\n' % self.asked
            memoryview(buffer)[: len(line)] = line  # type: ignore[arg-type]
            return len(line)

    slow = Slow()
    found = read(Input(slow, format="jsonl"))  # type: ignore[arg-type]
    assert next(found).record == "1" and slow.asked < 9, "an endless stream is not read to its end"


# --- encoding, addresses, languages ---------------------------------------------------------------------------------

MOJIBAKE = {
    "quotes and a name": ("â€œNo,â€\x9d said ZoÃ«.", "“No,” said Zoë."),
    "once is enough": ("“No,” said Zoë.", "“No,” said Zoë."),
    "curly stay curly": ("‘It’s on,’ she said – twice…", "‘It’s on,’ she said – twice…"),
    "entities stay": ("A &amp; B, &ldquo;é&rdquo;", "A &amp; B, &ldquo;é&rdquo;"),
    "ligatures and widths stay": ("ﬁne １２ é", "ﬁne １２ é"),
    "line ends stay": ("é\r\n\u2028é\r", "é\r\n\u2028é\r"),
    "controls stay": ("é \x1b[31m \u202e \u200b", "é \x1b[31m \u202e \u200b"),
    "decomposed stays": ("e\u0301 é", "e\u0301 é"),
    "other scripts stay": ("Зеленський сказав: «Ні». 日本", "Зеленський сказав: «Ні». 日本"),
}


@pytest.mark.parametrize(("before", "after"), MOJIBAKE.values(), ids=MOJIBAKE)
def test_encoding_is_repaired_and_nothing_else(before: str, after: str) -> None:
    assert mended(before) == after


def test_a_repair_is_noted_and_comes_before_the_offsets(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("SUVA (AFP) - â€œIt rained,â€\x9d ZoÃ« Rao said.", encoding="utf-8")
    (article,) = articles(path)
    assert article.text == "SUVA (AFP) - “It rained,” Zoë Rao said." and article.notes == (MENDED,)
    assert quoted(article) == ["It rained,"]


def test_a_text_given_as_such_is_never_repaired() -> None:
    assert articles("ZoÃ« said so.")[0].text == "ZoÃ« said so."


ADDRESSES = [
    ("HTTPS://Example.org:443/a/?utm_source=x&b=2&a=1", "https://example.org/a/?a=1&b=2"),
    ("https://example.org/a", "https://example.org/a"),
    ("urn:newsml:example.org:1", "urn:newsml:example.org:1"),
    ("javascript:alert(1)", "javascript:alert(1)"),
    ("not an address", "not an address"),
]


@pytest.mark.parametrize(("before", "after"), ADDRESSES, ids=[a for a, _ in ADDRESSES])
def test_addresses(before: str, after: str) -> None:
    assert canonical(before) == after


def test_copies_of_one_dispatch_are_one_article() -> None:
    line = '{"text": "It rained.", "url": "https://example.org/a%s", "outlet": "AFP"}\n'
    raw = (line % "?utm_source=feed" + line % "").encode()
    assert len({a.id for a in articles(Input(raw, format="jsonl"))}) == 1


LANGUAGES = [
    ("en", "The minister said the talks had failed and that she would resign."),
    ("de", "Der Minister sagte am Dienstag, die Gespräche seien gescheitert, und trat noch am Abend zurück."),
    (
        "nl",
        "De minister zei dinsdag dat de gesprekken waren mislukt en dat hij het niet was die had gelogen; wie was er?",
    ),
    (
        "da",
        "Ministeren sagde tirsdag, at samtalerne er brudt sammen, og at han for sin del er træt af at vente på svar.",
    ),
    ("fr", "Le ministre a déclaré mardi que les négociations avaient échoué, avant de présenter sa démission."),
    ("es", "El ministro dijo el martes que las conversaciones habían fracasado y presentó su dimisión."),
    ("uk", "Міністр заявив у вівторок, що переговори провалилися, і подав у відставку того ж вечора."),
    ("zh", "部长周二表示谈判已经失败并于当晚辞职。" * 4),
    ("ar", "قال الوزير يوم الثلاثاء إن المحادثات فشلت وقدم استقالته في المساء نفسه أمام البرلمان."),
    (None, "Ja."),
    (None, ""),
]


@pytest.mark.parametrize(("code", "text"), LANGUAGES, ids=[str(row[:1]) + row[1][:12] for row in LANGUAGES])
def test_languages(code: str | None, text: str) -> None:
    assert language_of(text) == code


def test_what_is_declared_counts_where_the_text_is_too_short() -> None:
    assert language_of("Ja.", "de-AT") == "de"
    assert language_of("The minister said the talks had failed and that she would resign.", "de") == "en"


def test_the_dispatches_are_english(fixtures: Path) -> None:
    assert {a.language for a in read(fixtures / "dispatches") if isinstance(a, Article)} == {"en"}
