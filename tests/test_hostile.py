"""Hostile input: what the user sees of each trick, and that nothing is expanded, fetched, followed or run."""

from __future__ import annotations

import gzip
import io
import socket
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.errors import InputError
from quoteattr.marks import quotations
from quoteattr.reading import FORMATS, Failure, Input, read
from quoteattr.render.html import articles_fragment
from quoteattr.values import Article, Attribution, Kind, Quote, Resolution, Statement

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))
from invariants import check, check_article

SAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "formats"
CORPUS = Path(__file__).parent / "fuzz" / "corpus"
SECRET = "the words of a file that nobody gave"


def only(raw: bytes, form: str) -> Article | Failure:
    """Read one input among others, so that what is wrong with it comes as a failure."""
    (found,) = read([Input(raw, format=form, name="input")])
    return found


def text_of(raw: bytes, form: str) -> str:
    found = only(raw, form)
    assert isinstance(found, Article), found
    return found.text


@pytest.fixture
def secret(tmp_path: Path) -> str:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path.as_uri()


# --- XML ------------------------------------------------------------------------------------------------------------

_BOMB = "<!DOCTYPE {root} [<!ENTITY a 'ha '>" + "".join(
    f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
DOCTYPES = {
    "a billion laughs": _BOMB + "]>",
    "an external entity": "<!DOCTYPE {root} [<!ENTITY j SYSTEM '{secret}'>]>",
    "an external parameter entity": "<!DOCTYPE {root} [<!ENTITY % p SYSTEM '{secret}'> %p; <!ENTITY j 'x'>]>",
    "a quadratic blow-up": "<!DOCTYPE {root} [<!ENTITY j '" + "x" * 50_000 + "'>]>",
}
DOCUMENTS = {
    "nitf": ("nitf", "<nitf><body><body.content><p>It rained. &j;</p></body.content></body></nitf>"),
    "newsml": ("newsItem", '<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><itemMeta/>&j;</newsItem>'),
    "feed": (
        "rss",
        "<rss version='2.0'><channel><item><description>It rained. &j;</description></item></channel></rss>",
    ),
}


@pytest.mark.parametrize("form", DOCUMENTS)
@pytest.mark.parametrize("trick", DOCTYPES)
def test_entities_are_refused(trick: str, form: str, secret: str) -> None:
    root, document = DOCUMENTS[form]
    raw = DOCTYPES[trick].replace("{root}", root).replace("{secret}", secret) + document
    for encoded in (raw.encode("utf-8"), raw.encode("utf-16")):
        found = only(encoded, form)
        assert isinstance(found, Failure) and SECRET not in found.reason
        assert "entit" in found.reason.lower(), found.reason


def test_a_dtd_by_its_address_is_not_loaded(secret: str) -> None:
    raw = f"<!DOCTYPE nitf SYSTEM '{secret}'>" + DOCUMENTS["nitf"][1].replace("&j;", "&rsquo;&nbsp;x")
    assert text_of(raw.encode(), "nitf") == "It rained. ’\u00a0x"


def test_an_entity_that_nobody_knows_is_named() -> None:
    raw = "<!DOCTYPE nitf SYSTEM 'nitf.dtd'>" + DOCUMENTS["nitf"][1]
    found = only(raw.encode(), "nitf")
    assert isinstance(found, Failure) and "&j;" in found.reason


def test_inclusion_and_stylesheets_are_words_like_any() -> None:
    raw = (
        "<?xml-stylesheet href='http://example.org/x.xsl'?><nitf xmlns:xi='http://www.w3.org/2001/XInclude'>"
        "<body><body.content><p>It rained.<xi:include href='file:///etc/hostname' parse='text'/></p></body.content>"
        "</body></nitf>"
    )
    assert text_of(raw.encode(), "nitf") == "It rained."


DEEP = 20_000


@pytest.mark.parametrize(
    ("form", "raw"),
    [
        ("html", "<html><body>" + "<div>" * DEEP + "It rained in Suva on Tuesday, and the river rose again."),
        ("html", "<html><body>" + "<b><p>" * DEEP + "It rained in Suva on Tuesday, and the river rose again."),
        ("nitf", "<nitf><body><body.content>" + "<p>" * DEEP),
        ("newsml", "<newsItem>" * DEEP),
        ("feed", "<rss>" + "<item>" * DEEP),
        ("feed", "<rss><channel><item><description>" + "&lt;div&gt;" * DEEP + "It rained.</description></item></channel></rss>"),
        ("ninjs", '{"uri": "u", "body_html": "' + "<div>" * DEEP + 'It rained."}'),
        ("json", "[" * DEEP),
        ("jsonl", '{"text": ' * DEEP),
    ],
    ids=["html", "html that can't be", "nitf", "newsml", "feed", "markup in a feed", "markup in ninjs", "json", "jsonl"],
)  # fmt: skip
def test_deep_nesting_is_read_or_refused(form: str, raw: str) -> None:
    for found in read([Input(raw.encode(), format=form, name="input")]):
        if isinstance(found, Article):
            check_article(found)
        else:
            assert found.reason


# --- archives -------------------------------------------------------------------------------------------------------


def packed(**members: bytes | zipfile.ZipInfo) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def test_a_zip_bomb_is_stopped_and_its_neighbours_are_read() -> None:
    bomb, good = read(
        Input(
            packed(**{"a.jsonl": (b" " * 1000 + b"\n") * 200_000, "b.txt": b"It rained."}), format="zip", name="a.zip"
        )
    )
    assert isinstance(bomb, Failure) and "unpacks to more than 200 times its size" in bomb.reason
    assert isinstance(good, Article) and good.text == "It rained."


def test_a_gz_bomb_is_stopped_after_the_lines_before_it() -> None:
    raw = gzip.compress(b'{"text": "It rained."}\n' + b" " * 200_000_000)
    good, bomb = read([Input(raw, format="gz", name="a.jsonl.gz")])
    assert isinstance(good, Article) and isinstance(bomb, Failure)
    assert "unpacks to more than 200 times its size" in bomb.reason


def test_a_gz_in_a_gz_in_a_gz_is_bounded_at_every_step(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz.gz.gz"
    path.write_bytes(gzip.compress(gzip.compress(gzip.compress(b"a" * 300_000_000))))
    (found,) = read([path])
    assert isinstance(found, Failure) and "times its size" in found.reason


def test_an_archive_in_an_archive_is_not_opened() -> None:
    found = only(packed(**{"a.zip": packed(**{"b.txt": b"It rained."})}), "zip")
    assert isinstance(found, Failure) and "an archive in an archive" in found.reason


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x.txt", "/etc/x.txt", "..\\..\\x.txt", "C:\\x.txt", "a/../../x.txt"], ids=str
)
def test_a_member_whose_name_leads_out_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = only(packed(**{name: b"It rained."}), "zip")
    assert isinstance(found, Failure) and "leads out of the archive" in found.reason
    assert not list(tmp_path.iterdir()), "nothing is ever written"


def test_a_link_is_not_followed() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    found = only(raw.getvalue(), "zip")
    assert isinstance(found, Failure) and "links are not followed" in found.reason


def test_an_encrypted_member_is_named() -> None:
    raw = bytearray(packed(**{"a.txt": b"It rained."}))
    raw[raw.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory
    found = only(bytes(raw), "zip")
    assert isinstance(found, Failure) and "encrypted" in found.reason


def test_two_members_of_one_name_are_both_read() -> None:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.txt", "It rained.")
        archive.writestr("a.txt", "It shone.")
    assert [one.text for one in read(Input(raw.getvalue(), format="zip")) if isinstance(one, Article)] == [
        "It rained.",
        "It shone.",
    ]


# --- long and odd text ----------------------------------------------------------------------------------------------

MEGABYTE = 2**20
LONG = {
    "one word": "a",
    "words": "word ",
    "double marks": '"',
    "opening marks": "“",
    "single marks": "'a ",
    "possessives": "officers’ ",
    "nested marks": "‘a „b «c ",
    "brackets": "(",
    "dashes": " - ",
    "blanks": " ",
    "datelines": "SUVA, April 15 (Reuters) - ",
    "bytes of UTF-8": "â€œ",
    "zero-width": "\u200b",
}


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_a_line_of_a_megabyte_is_read(piece: str) -> None:
    line = "It rained. " + piece * (MEGABYTE // len(piece)) + " It shone."
    found = only(line.encode(), "text")
    assert isinstance(found, Article) and len(found.text) > MEGABYTE // 4
    check_article(found)


def test_a_document_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from quoteattr.reading import jsonl, source, tables

    for module in (jsonl, source, tables):
        monkeypatch.setattr(module, "LARGEST", 1000)
    for form in ("text", "html", "nitf", "json", "jsonl"):
        found = only(b"a " * 1000, form)
        assert isinstance(found, Failure) and "0 MB" in found.reason
    found = only(b"text\n" + b"a " * 1000, "csv")
    assert isinstance(found, Failure)


ODD = {
    "bidi": "\u202eSUVA\u202c, April 15 (Reuters) - \u2067“It rained,”\u2069 Zoë Rao said.",
    "zero-width": "SUVA, April 15 (Reuters) - \u200b“It\u200d rained,\u200b” Zoë\ufeff Rao said.",
    "no-break": "SUVA,\u00a0April 15 (Reuters)\u202f- “It rained,” Zoë Rao said.",
    "combining": "SUVA, April 15 (Reuters) - “It rained,” Zoe\u0308 Rao said.",
    "beyond the basic plane": "SUVA, April 15 (Reuters) - “It 🌧️ rained,” Zoë Rao said. 𝔖he said.",
    "controls": "SUVA, April 15 (Reuters) - “It rained,”\x07 Zoë Rao said.\x1b[31m" + " She said so." * 20,
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_characters_stay_and_offsets_hold(text: str) -> None:
    assert text_of(text.encode(), "text") == text
    said = next(iter(quotations(text))).inner.of(text)
    assert said.replace("\u200d", "").startswith("It ")


# --- names that are code --------------------------------------------------------------------------------------------

NAMES = [
    "Robert'); DROP TABLE articles;--",
    '<script>alert("x")</script>',
    '"><img src=x onerror=alert(1)>',
    "{{ 7 * 7 }}{% include 'x' %}",
    "\x1b]0;owned\x07\u202e",
    "%s %d {0.__class__}",
]


def statement(name: str) -> Statement:
    text = f"“It rained,” {name} said."
    from quoteattr.spans import Span

    quote = Quote((Span(1, 11),), Kind.DIRECT, Span(len(text) - 5, len(text) - 1), Span(13, 13 + len(name)))
    article = Article(text, outlet=name, title=name, url=name, record=name)
    return Statement(article, quote, Attribution(quote), Resolution(speaker=name, reason=name))


@pytest.mark.parametrize("name", NAMES)
def test_names_that_are_code_are_stored_and_shown_as_words(name: str) -> None:
    from attrs import frozen

    import quoteattr as qa

    @frozen
    class Found:
        article: Article
        statements: tuple[Statement, ...]
        error: str | None = None
        skipped: str | None = None

    said = statement(name)
    with qa.open() as store:
        store.ingest([said.article], extractor=lambda _: [Found(said.article, (said,))])
        (row,) = store.statements(outlet=name).rows()
        assert (row["speaker"], row["outlet"], row["text"]) == (name, name, "It rained,"[:10])
        assert store.statements(speaker=name).rows()
    page = articles_fragment([(said.article, (said,))])
    assert "<script>" not in page and "<img" not in page and "49" not in page


def test_the_command_line_shows_names_without_what_steers_a_terminal(tmp_path: Path) -> None:
    from quoteattr.cli import _shown

    assert _shown("a\x1b]0;owned\x07\u202eb.txt") == "a\\x1b]0;owned\\x07\\u202eb.txt"
    assert _shown("Zoë 日本 “x”") == "Zoë 日本 “x”"


# --- the network ----------------------------------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    tried: list[object] = []

    def refuse(*what: object, **_: object) -> None:
        tried.append(what)
        raise OSError("the network is not to be used")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    yield tried


def test_no_sample_of_any_format_uses_the_network(offline: list[object]) -> None:
    tables = {"text": "body"}
    for path in sorted(SAMPLES.iterdir()):
        if path.suffix not in (".py", ".md"):
            assert list(read([Input(path, columns=tables if path.suffix in (".csv", ".parquet") else {})]))
    assert not offline


REMOTE = {
    "a feed that is an address": ("feed", b"http://127.0.0.1:9/feed"),
    "a page with everything remote": (
        "html",
        b"<html><head><base href='http://127.0.0.1:9/'><link rel='stylesheet' href='x'><meta http-equiv='refresh' "
        b"content='0;url=http://127.0.0.1:9/'></head><body><article><iframe src='http://127.0.0.1:9/'></iframe><p>It "
        b"rained in Suva on Tuesday, and the river rose again.</p><img src='http://127.0.0.1:9/x.png'></article></body>",
    ),
    "a catalog": (
        "newsml",
        b'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="g"><catalogRef href="http://127.0.0.1:9/c.xml"/>'
        b"<itemMeta><itemClass qcode='ninat:text'/></itemMeta><contentSet><inlineData>It rained.</inlineData>"
        b"</contentSet></newsItem>",
    ),
    "a schema": (
        "nitf",
        b"<nitf xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a http://127.0.0.1:9/a.xsd'>"
        b"<body><body.content><p>It rained.</p></body.content></body></nitf>",
    ),
}


@pytest.mark.parametrize("trick", REMOTE)
def test_nothing_is_fetched(trick: str, offline: list[object]) -> None:
    form, raw = REMOTE[trick]
    only(raw, form)
    assert not offline


def test_an_address_is_refused_in_words(offline: list[object]) -> None:
    with pytest.raises(InputError, match="nothing is fetched"):
        read("https://example.org/page.html")
    assert not offline


# --- whatever comes -------------------------------------------------------------------------------------------------

_BYTES = st.binary(max_size=400)
_SAMPLES = [path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.name.startswith("dispatch.")]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A sample with a stretch of it cut out, replaced or doubled."""
    raw = draw(st.sampled_from(_SAMPLES))
    start = draw(st.integers(0, len(raw)))
    stop = draw(st.integers(start, min(len(raw), start + 200)))
    return raw[:start] + draw(st.one_of(st.binary(max_size=20), st.just(raw[start:stop] * 2))) + raw[stop:]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(FORMATS))), _BYTES)
def test_any_bytes_are_articles_or_failures(form: int, raw: bytes) -> None:
    assert check(bytes([form]) + raw) or raw is not None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(range(len(FORMATS))), damaged())
def test_damaged_samples_are_articles_or_failures(form: int, raw: bytes) -> None:
    assert check(bytes([form]) + raw)


_MARKED = st.lists(st.sampled_from([*"'’‘“”\"«»„‚‛ sSa.,\n()", "officers", "'em"]), max_size=80).map("".join)


@settings(max_examples=300, deadline=None)
@given(_MARKED)
def test_quotations_of_any_text_stand_in_it(text: str) -> None:
    for quotation in quotations(text):
        assert (
            0 <= quotation.span.start < quotation.inner.start <= quotation.inner.end <= quotation.span.end <= len(text)
        )


@settings(max_examples=40, deadline=None)
@given(st.one_of(_MARKED, st.text(max_size=200)).filter(lambda text: bool(text.strip())))
def test_quotes_of_any_text_stand_in_it(text: str) -> None:
    from quoteattr.quotes import find_quotes

    (quotes,) = find_quotes([Article(text)])
    for quote in quotes:
        spans = (*quote.content, *filter(None, (quote.cue, quote.source)))
        assert all(0 <= s.start < s.end <= len(text) for s in spans) and 0 <= quote.confidence <= 1


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()) if CORPUS.is_dir() else [], ids=lambda path: path.name)
def test_what_the_fuzzer_found_stays_mended(path: Path) -> None:
    check(path.read_bytes())
