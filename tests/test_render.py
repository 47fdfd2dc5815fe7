"""Pages, fragments and tables: hostile text stays text, every kind of edit shows, nothing is lost."""

import re
from datetime import date
from html.parser import HTMLParser

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from quoteattr.comparison import Comparison, Row, compare
from quoteattr.render.html import articles_fragment, comparison_fragment, comparison_page, statements_table
from quoteattr.render.pieces import Mark, Piece, cut, located, paragraph, redline
from quoteattr.render.terminal import ingest_progress, show_comparison, show_report, show_rows
from quoteattr.render.view import citation, view_of
from quoteattr.spans import Span
from quoteattr.store import Failed, IngestReport
from quoteattr.values import (
    Article,
    Attribution,
    Change,
    Edit,
    Kind,
    Match,
    Quote,
    Relation,
    Resolution,
    Saying,
    Statement,
)
from quoteattr.wording.edits import edits

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> {{ 7*7 }} [bold]x[/bold] \x1b[31m\x00"


class _Page(HTMLParser):
    """Gathers the tags, the ids and the text outside of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text, self._silent = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        self.text += "" if self._silent else data

    def values(self, name: str) -> list[str]:
        return [str(found[name]) for _, found in self.tags if name in found]


def saying(n: int, outlet: str | None, text: str, speaker: str | None = "Ilona Szabo", **more: object) -> Saying:
    made = Saying(
        f"s-{n:024d}", text, Kind.DIRECT, speaker, outlet, date(2026, 3, 4), f"a-{outlet}", "Szabo", "said", n
    )
    return attrs.evolve(made, **more)  # type: ignore[arg-type]


def statement(text: str, outlet: str, speaker: str | None, title: str = HOSTILE) -> Statement:
    told = f"{text} {speaker} said."
    source = Span(len(text) + 1, len(text) + 1 + len(str(speaker)))
    quote = Quote((Span(0, len(text)),), Kind.DIRECT, Span(source.end + 1, source.end + 5), source)
    article = Article(
        told, outlet, title, url="javascript:alert(3)", place=title, published=date(2026, 3, 4), record=title
    )
    return Statement(article, quote, Attribution(quote, reason=title), Resolution(speaker, reason=title))


def pair(a: str, b: str, relation: Relation = Relation.EDITED, changes: tuple[Change, ...] = ()) -> Comparison:
    one, two = saying(1, "AFP", a), saying(2, "UPI", b)
    match = Match(one.id, two.id, 0.93, relation, edits(a, b), changes)
    return Comparison((Row((one, two), (match,)),), (Row((saying(3, "UPI", "Only we have this."),)),), ("AFP", "UPI"))


# Hostile and odd input


def test_hostile_text_stays_text() -> None:
    two = [statement(f"{HOSTILE} one two {n}", outlet, HOSTILE) for n, outlet in (("three", HOSTILE), ("four", "UPI"))]
    comparison = compare(two)
    assert comparison.outlets
    for made in (
        comparison_page(comparison),
        comparison_fragment(comparison),
        statements_table([{"text": HOSTILE, "speaker": HOSTILE, HOSTILE: 1}]),
        statements_table([{HOSTILE: HOSTILE}]),
        articles_fragment([(s.article, [s]) for s in two]),
    ):
        page = _Page(made)
        assert "<script>alert(1)</script>" in page.text
        assert not [tag for tag, _ in page.tags if tag == "img"]
        assert sum(tag == "script" for tag, _ in page.tags) == made.startswith("<!doctype")
        assert not [name for _, found in page.tags for name in found if name.startswith("on")]
        assert not [v for v in page.values("href") if "javascript" in v.lower()]
        assert "{{ 7*7 }}" in page.text and "\0" not in made


def test_values_show_themselves_in_a_line() -> None:
    one = statement("We need ships. " * 20, "AFP", None)
    shown = f"{one!r} {one.article!r}"
    assert "AFP" in shown and "We need ships." in shown and len(shown) < 1000
    assert one.article.text not in shown


def test_half_characters_can_be_written() -> None:
    page = comparison_page(pair("One \ud83d two", "One three"))
    assert page.encode("utf-8") and "One ? two" in page


def test_the_terminal_obeys_no_text() -> None:
    console = Console(record=True, width=160)
    show_comparison(compare([saying(1, "AFP", HOSTILE, "[red]Eve"), saying(2, "UPI", "Yes.\x9b1A")]), console)
    show_rows([{"text": HOSTILE, "[b]c": 1}], console=console)
    show_report(IngestReport(1, failed=(Failed(HOSTILE, HOSTILE),)), console)
    told = console.export_text()
    assert told.count("[bold]x[/bold]") >= 3 and "[b]c" in told
    assert "\x1b[31m" not in told and "\x9b" not in told and "\x00" not in told


# Cutting and marking

WORDS = st.lists(
    st.sampled_from(
        ["we", "will", "not", "go", "to", "40", "ships", ",", "now", ".", "Odesa", "“", "”", "…", "[the]", "may"]
    ),
    max_size=14,
).map(" ".join)


@given(WORDS, WORDS, st.booleans())
def test_a_redline_keeps_the_words_and_invents_none(a: str, b: str, turn: bool) -> None:
    one, two = saying(1, "AFP", a), saying(2, "UPI", b)
    match = Match(one.id, two.id, 0.9, Relation.EDITED, edits(a, b))
    mine, base = (one, two) if turn else (two, one)
    pieces = redline(mine, match, base)
    assert "".join(p.text for p in pieces if p.mark != "removed") == mine.text
    assert all(p.text in base.text for p in pieces if p.mark == "removed")
    if a == b:
        assert not [p for p in pieces if p.mark]


OLD, NEW = "We need 40 ships now, he said", "Now we need 50 big ships"
EDITS = {
    "equal": (Edit("equal", Span(0, 2), Span(4, 6)), [], []),
    "replace": (
        Edit("replace", Span(8, 10), Span(12, 14)),
        [("removed", "50"), ("added", "40")],
        [("removed", "40"), ("added", "50")],
    ),
    "delete": (Edit("delete", Span(22, 29), Span(24, 24)), [("added", "he said")], [("removed", "he said")]),
    "insert": (Edit("insert", Span(11, 11), Span(15, 18)), [("removed", "big")], [("added", "big")]),
    "move": (Edit("move", Span(17, 20), Span(0, 3)), [("moved", "now")], [("moved", "Now")]),
    "variant": (Edit("replace", Span(0, 2), Span(4, 6), "typography"), [("variant", "We")], [("variant", "we")]),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "in_a", "in_b"), EDITS.values(), ids=EDITS)
def test_every_edit_shows(edit: Edit, in_a: list[tuple[str, str]], in_b: list[tuple[str, str]]) -> None:
    a, b = saying(1, "AFP", OLD), saying(2, "UPI", NEW)
    match = Match(a.id, b.id, 0.9, Relation.EDITED, (edit,))
    for one, other, wanted in ((a, b, in_a), (b, a, in_b)):
        pieces = redline(one, match, other)
        assert "".join(p.text for p in pieces if p.mark != "removed") == one.text
        assert [(p.mark, p.text) for p in pieces if p.mark not in ("", "gap")] == wanted
    page = comparison_page(Comparison((Row((a, b), (match,)),), (), ("AFP", "UPI")))
    for mark, words in in_b:
        tag = {"removed": "del", "added": "ins"}.get(mark, "span")
        assert re.search(rf"<{tag}\b[^>]*>{words}</{tag}>", page), mark


def test_a_paraphrase_is_not_marked_word_by_word() -> None:
    a, b = saying(1, "AFP", OLD), saying(2, "UPI", NEW)
    assert redline(a, Match(a.id, b.id, 0.9, Relation.PARAPHRASE, edits(OLD, NEW)), b) == [Piece(OLD)]


SPANS = st.tuples(st.integers(0, 40), st.integers(0, 12)).map(lambda p: Span(p[0], p[0] + max(1, p[1])))


@given(st.text(max_size=40), st.lists(st.builds(Mark, SPANS, st.sampled_from(["content", "cue"]))))
def test_cutting_keeps_the_text_and_every_mark(text: str, marks: list[Mark]) -> None:
    pieces = cut(text, marks)
    assert "".join(p.text for p in pieces) == text
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        wanted = {m.name for m in marks if len(m.span) and m.span.start < end and at < m.span.end}
        assert set(piece.mark.split()) == wanted
        at += len(piece.text)


TEXT = 'Rask spoke. "We saw it," she said on Monday. "We saw it sink." Later: "We saw it."'
PLACES = {
    "one piece": (((13, 24),)),
    "two pieces": ((13, 24), (46, 62)),
    "three pieces": ((13, 24), (46, 62), (70, 82)),
}


@pytest.mark.parametrize(
    "pieces", [((12, 24),), ((12, 24), (45, 62)), ((12, 24), (45, 62), (70, 82))], ids=["one", "two", "three"]
)
def test_a_saying_is_found_in_its_article(pieces: tuple[tuple[int, int], ...]) -> None:
    spans = tuple(Span(*p) for p in pieces)
    said = saying(1, "AFP", " ".join(s.of(TEXT) for s in spans), start=spans[0].start)
    assert located(said, TEXT) == spans


def test_a_saying_of_another_text_is_found_nowhere() -> None:
    assert located(saying(1, "AFP", "Nothing of this", start=3), TEXT) == ()
    assert located(saying(1, "AFP", "Nothing of this", start=3000), TEXT) == ()


def test_a_long_paragraph_is_cut_around_the_statement() -> None:
    text = "many words " * 500 + "the statement" + " and many more" * 500
    start = text.index("the statement")
    span, before, after = paragraph(Article(text), [Span(start, start + 13)])
    assert before and after and len(span) <= 700 and span.of(text).startswith(("many", "words"))


# The page


def test_changes_of_substance_stand_in_words() -> None:
    change = Change("number", "212", "221", "The wordings give different numbers.")
    comparison = pair("There were 212 ships", "There were 221 ships", changes=(change,))
    for made in (comparison_page(comparison), comparison_fragment(comparison)):
        words = " ".join(_Page(made).text.split())
        assert re.search(
            r"number: 212 → became 221 \. The wordings give different numbers\.", words.replace("221.", "221 .")
        )
    console = Console(record=True, width=140)
    show_comparison(comparison, console)
    assert "number: 212 → 221." in console.export_text()


def test_a_change_reads_from_the_basis_whatever_the_direction_of_the_match() -> None:
    a, b = saying(1, "AFP", "212 ships"), saying(2, "UPI", "221 ships")
    match = Match(b.id, a.id, 0.9, Relation.EDITED, edits(b.text, a.text), (Change("number", "221", "212", ""),))
    check = view_of(Comparison((Row((a, b), (match,)),), (), ("AFP", "UPI")))["checks"][0]
    assert (check["before"], check["from"], check["after"], check["to"]) == ("212", "AFP", "221", "UPI")


def test_a_change_between_two_that_are_not_the_basis_is_not_lost() -> None:
    a, b, c = (
        saying(n, o, t) for n, o, t in ((1, "AFP", "Ships came"), (2, "AP", "4 ships came"), (3, "UPI", "5 ships came"))
    )
    said = Change("number", "4", "5", "")
    matches = tuple(
        Match(x.id, y.id, 0.9, Relation.EDITED, edits(x.text, y.text), found)
        for x, y, found in ((a, b, ()), (a, c, ()), (b, c, (said,)))
    )
    checks = view_of(Comparison((Row((a, b, c), matches),), (), ("AFP", "AP", "UPI")))["checks"]
    assert [(x["before"], x["from"], x["after"], x["to"]) for x in checks] == [("4", "AP", "5", "UPI")]


def test_the_page_tells_where_a_statement_comes_from() -> None:
    two = [
        statement(f"We need {n} ships now", o, "Ilona Szabo", f"Title of {o}") for n, o in ((40, "AFP"), (50, "UPI"))
    ]
    text = _Page(comparison_page(compare(two))).text
    for s in two:
        assert f"Title of {s.outlet}" in text and s.article.id in text
        assert f"characters 0–{len(s.text)}" in text
    assert "4 March 2026" in text


def test_articles_can_be_given_beside_the_comparison() -> None:
    two = [
        statement(f"We need {n} ships now", o, "Ilona Szabo", f"Title of {o}") for n, o in ((40, "AFP"), (50, "UPI"))
    ]
    bare = compare([s.saying for s in two])
    assert "Title of AFP" not in comparison_page(bare)
    made = _Page(comparison_page(bare, [s.article for s in two]))
    assert "Title of AFP" in made.text and "Ilona Szabo said." in made.text


def test_links_lead_somewhere_and_ids_are_used_once() -> None:
    two = [statement(f"We need {n} ships now", o, "Ilona Szabo") for n, o in ((40, "AFP"), (50, "UPI"))]
    page = _Page(comparison_page(compare(two)))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert {h[1:] for h in page.values("href") if h.startswith("#")} <= set(ids)


def test_permalinks_are_the_same_on_every_run() -> None:
    first, second = (view_of(pair(OLD, NEW)) for _ in range(2))
    assert [r["id"] for r in first["rows"]] == [r["id"] for r in second["rows"]]


def test_what_one_outlet_alone_has_is_listed() -> None:
    text = _Page(comparison_page(pair(OLD, NEW))).text
    assert "Only in UPI" in text and "Only we have this." in text and "Only in AFP" not in text


def test_an_unknown_outlet_and_speaker_have_their_place() -> None:
    row = Row((saying(1, None, "Nobody knows.", None, source=None, cue=None, article=None, day=None),))
    text = _Page(comparison_page(Comparison((), (row,), ("AFP",)))).text
    assert "unknown outlet" in text and "no source named" in text and "Nobody knows." in text


def test_a_citation_says_who_where_when_and_in_whose_words() -> None:
    said = saying(7, "AFP", "we need ships", kind=Kind.INDIRECT)
    told = citation(said, Article("x", title="Ships wanted", offset=100))
    assert told.startswith("Ilona Szabo, in AFP, “Ships wanted”, 4 March 2026: we need ships [in the outlet's words]")
    assert "from character 107" in told


@pytest.mark.parametrize("outlets", [(), ("AFP", "UPI")])
def test_an_empty_comparison_is_a_page(outlets: tuple[str, ...]) -> None:
    empty = Comparison((), (), outlets, "Ilona Szabo")
    assert "No utterance was found" in comparison_page(empty)
    assert "Ilona Szabo" in comparison_fragment(empty)
    console = Console(record=True)
    show_comparison(empty, console)
    show_rows([], console=console)
    assert "nothing to compare" in console.export_text()
    assert articles_fragment([]) and statements_table([])


def test_a_page_needs_no_network() -> None:
    page = comparison_page(pair(OLD, NEW))
    assert "default-src 'none'" in page
    assert not [v for name in ("src", "href") for v in _Page(page).values(name) if v.startswith(("http", "//"))]
    assert "url(" not in page and "@import" not in page


def test_a_long_comparison_is_cut_in_a_notebook_only() -> None:
    many = Comparison((), tuple(Row((saying(n, "AFP", f"Number {n}."),)) for n in range(200)), ("AFP",))
    assert "140 more" in comparison_fragment(many) and "Number 199." in comparison_page(many)


def test_a_highlighted_article_keeps_its_text_and_says_why() -> None:
    one = statement("We need ships", "AFP", "Ilona Szabo", "Named in the text.")
    page = articles_fragment([(one.article, [one])])
    assert re.search(
        r'<mark class="content" title="1\. Ilona Szabo[^"]*Named in the text[^"]*">We need ships</mark>', page
    )
    assert '<mark class="source"' in page and '<mark class="cue"' in page
    assert one.article.text in _Page(page).text


# The terminal


@pytest.mark.parametrize("width", [60, 100, 200])
def test_side_by_side_or_stacked_every_word_is_there(width: int) -> None:
    console = Console(record=True, width=width)
    show_comparison(pair("We need 40 ships", "We need 50 ships"), console)
    told = " ".join(re.sub(r"[│┃╭╮╰╯─]", " ", console.export_text()).split())
    for words in ("AFP", "UPI", "[-40-]", "{+50+}", "edited 93% with AFP", "Only we have this."):
        assert words in told


@pytest.mark.parametrize("reason", ["no text", "bad.txt: no text"])
def test_a_report_names_what_failed(reason: str) -> None:
    console = Console(record=True, width=120)
    show_report(IngestReport(3, 1, 1, (Failed("bad.txt", reason),), 9, 1.25), console)
    told = console.export_text()
    assert "3 articles read, 1 stored, 1 there already; 9 statements; 1 failed; 1.2 s" in told
    assert "failed: bad.txt: no text" in told


ROWS = [
    {"day": None, "speaker": "Sigrún Halldórsdóttir", "text": "We can make out the lights of the farm by now", "n": 7,
     "source": "governor Sigrún Halldórsdóttir, 57"},
    {"day": None, "speaker": None, "text": "No", "n": 12, "source": None},
]  # fmt: skip


@pytest.mark.parametrize(
    ("width", "columns"),
    [(40, ["text"]), (60, ["speaker", "text", "n"]), (80, ["speaker", "text", "n", "source"])],
)
def test_a_table_breaks_no_word_and_drops_the_last_columns(width: int, columns: list[str]) -> None:
    console = Console(record=True, width=width)
    show_rows(ROWS, console=console)
    told = console.export_text()
    assert [name for name in ROWS[0] if name in told.splitlines()[1].split()] == columns
    words = set(re.sub(r"[│┃]", " ", told).split())
    assert {w for row in ROWS for name in columns for w in str(row[name] or "").split()} <= words
    assert max(map(len, told.splitlines())) <= width


def test_a_word_that_is_longer_than_any_column_is_folded() -> None:
    console = Console(record=True, width=40)
    show_rows([{"record": "x" * 100, "reason": "y" * 100}], console=console)
    told = console.export_text()
    assert told.count("y") == 100 and max(map(len, told.splitlines())) <= 40


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_takes_reports(terminal: bool) -> None:
    console = Console(force_terminal=terminal, width=120, record=True)
    with ingest_progress(console) as tell:
        tell(IngestReport(4, 4, statements=12, seconds=2.0))
    if not terminal:
        assert not console.export_text().strip()
