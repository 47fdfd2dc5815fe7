"""The page in a real browser: no errors, filters, three widths, keyboard, permalinks, accessibility."""

import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import pytest
from bench_page import made

from quoteattr.comparison import Comparison, Row, compare
from quoteattr.render.view import FIRST
from quoteattr.spans import Span
from quoteattr.timeline import timeline
from quoteattr.training.markup import parse
from quoteattr.values import Article, Attribution, Kind, Quote, Resolution, Statement

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
VIEWS = [(width, scheme) for width in (390, 820, 1440) for scheme in ("light", "dark")]


def _span(spans: list[list[int]]) -> Span | None:
    return Span(*spans[0]) if spans else None


def gold_statements(folder: Path) -> list[Statement]:
    """Return the statements of an event as annotated by hand, so that no model is needed."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        if path.name == "pairs.txt":
            continue
        row = parse(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(row["published"])
        article = Article(
            row["text"], row["outlet"], row["headline"], place=row["place"], published=day, record=path.name
        )
        for quote in row["quotes"]:
            content = tuple(Span(*piece) for piece in sorted(quote["content"]))
            made = Quote(content, Kind(quote["kind"]), _span(quote["cue"]), _span(quote["source"]))
            name = quote["speaker"][0] if quote["speaker"] else None
            found.append(Statement(article, made, Attribution(made, reason="Annotated."), Resolution(name)))
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    path = tmp_path_factory.mktemp("page") / "page.html"
    compare(gold_statements(fixtures / "annotated" / "ferry-sinking-samar")).to_html(path)
    return path


@pytest.fixture(scope="module")
def lasting(tmp_path_factory: pytest.TempPathFactory, fixtures: Path) -> Path:
    """A page of a year, with what its speakers said again."""
    path = tmp_path_factory.mktemp("page") / "lasting.html"
    told = gold_statements(fixtures / "annotated" / "pm-pension-age-2025")
    names = sorted({s.speaker for s in told if s.speaker})
    compare(told).to_html(path, [timeline([s for s in told if s.speaker == name], name) for name in names])
    return path


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of so many utterances that most are held back."""
    path = tmp_path_factory.mktemp("page") / "long.html"
    made(320).to_html(path)
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser: Any, report: Path) -> Iterator[Any]:
    """Open the page at a size, and fail where it said anything on the console."""
    contexts, said = [], []

    def open_(width: int = 1280, scheme: str = "light", tail: str = "", path: Path | None = None, **more: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
        page.goto((path or report).as_uri() + tail)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not said


def visible(page: Any) -> int:
    return int(page.locator(".row:visible").count())


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_fits_its_width(opened: Any, width: int, scheme: str) -> None:
    page = opened(width, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_count_what_they_show(opened: Any) -> None:
    page = opened()
    total, told = page.locator(".row").count(), page.locator("#shown")
    for name, label in (("outlet", "dpa"), ("kind", "mixed"), ("relation", "paraphrase"), ("change", "number")):
        page.select_option(f"select[name={name}]", label=label)
        sync_api.expect(told).not_to_have_text(f"{total} of {total} shown")
        shown = visible(page)
        assert 0 < shown < total
        assert page.inner_text("#shown") == f"{shown} of {total} shown"
        page.click("button[type=reset]")
        sync_api.expect(told).to_have_text(f"{total} of {total} shown")
    page.select_option("select[name=change]", "*")
    sync_api.expect(told).not_to_have_text(f"{total} of {total} shown")
    assert 0 < visible(page) < total
    page.fill("input[name=text]", "nothing says this")
    sync_api.expect(page.locator("#shown")).to_contain_text("0 of")
    assert visible(page) == 0 and page.locator(".group:visible").count() == 0


def test_a_filter_is_part_of_the_address(opened: Any) -> None:
    page = opened()
    page.select_option("select[name=outlet]", label="UPI")
    page.wait_for_url("**?outlet=UPI")
    shown = visible(page)
    again = opened(tail="?outlet=UPI")
    assert visible(again) == shown < again.locator(".row").count()


def test_works_by_keyboard(opened: Any) -> None:
    page = opened()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className").startswith("skip")
    reached: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.tagName"))
        if "SUMMARY" in reached:
            break
    assert {"text", "speaker", "outlet", "kind", "relation", "change"} <= set(reached)
    page.keyboard.press("Enter")
    assert page.locator(".saying details[open]").count() == 1
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_permalink_finds_a_row_that_is_filtered_out(opened: Any, report: Path) -> None:
    page = opened()
    last = page.locator(".row").last.get_attribute("id")
    page.fill("input[name=text]", "nothing says this")
    sync_api.expect(page.locator("#shown")).to_contain_text("0 of")
    page.evaluate(f"location.hash = '{last}'")
    page.wait_for_selector(f"#{last}:visible")
    assert page.evaluate("document.querySelector(':target').id") == last


def test_a_statement_leads_to_its_article_and_back(opened: Any) -> None:
    page = opened()
    row = page.locator(".row").first
    row.locator("summary").first.click()
    row.get_by_text("In the full article").first.click()
    mark = page.locator("mark:target")
    mark.wait_for(state="visible")
    assert page.locator(".articles details[open]").count() == 1
    page.locator(".articles a.back:visible").first.click()
    sync_api.expect(page.locator(".row:target")).to_have_count(1)


def test_copies_a_citation(opened: Any) -> None:
    page = opened()
    page.locator(".row .copy.all").first.click()
    sync_api.expect(page.locator("#shown")).to_have_text("Citation copied")


def test_what_was_left_out_can_be_hidden(opened: Any) -> None:
    page = opened()
    assert page.locator(".saying del:visible").count() > 0
    page.uncheck("#dels")
    assert page.locator(".saying del:visible").count() == 0


def test_marks_are_more_than_colour(opened: Any) -> None:
    page = opened()
    line = "e => getComputedStyle(document.querySelector(e)).textDecorationLine"
    assert page.evaluate(line, ".saying ins") == "underline"
    assert page.evaluate(line, ".saying del") == "line-through"


def test_prints_without_controls(opened: Any) -> None:
    page = opened()
    page.emulate_media(media="print")
    assert not page.is_visible("form.filters") and visible(page) == page.locator(".row").count()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_what_was_said_again_fits_and_leads_to_its_statement(
    opened: Any, lasting: Path, width: int, scheme: str
) -> None:
    page = opened(width, scheme, path=lasting)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    threads = page.locator(".time .thread")
    assert threads.count() == 5
    told = threads.nth(2).locator(".tag").all_inner_texts()
    assert told[0] == "first told" and "changed in substance" in told
    # Each occasion has a mark on the strip, in its order from left to right.
    marks = page.evaluate(
        "[...document.querySelectorAll('.thread')[2].querySelectorAll('.strip svg')].map(m => m.getBBox && parseFloat(m.getAttribute('x')))"
    )
    assert len(marks) == threads.nth(2).locator("li").count() and marks == sorted(marks)
    threads.nth(2).locator("a").first.click()
    assert page.evaluate("document.querySelector(':target').classList.contains('saying')")
    page.emulate_media(media="print")
    assert threads.nth(4).locator("li").last.is_visible()


# Many utterances


def test_a_long_page_shows_the_first_and_then_more(opened: Any, long: Path) -> None:
    page = opened(path=long)
    assert visible(page) == FIRST and page.locator(".row").count() == FIRST
    assert page.inner_text("#shown") == f"320 of 320 found, the first {FIRST} shown"
    page.focus("#more")
    page.keyboard.press("Enter")
    assert visible(page) == 2 * FIRST
    new = page.evaluate("[...document.querySelectorAll('.row')].indexOf(document.activeElement.closest('.row'))")
    assert new == FIRST
    while page.is_visible("#more"):
        page.click("#more")
    assert visible(page) == 320 and page.inner_text("#shown") == "320 of 320 shown"


def test_a_filter_reaches_what_is_held_back(opened: Any, long: Path) -> None:
    page = opened(path=long, tail="?speaker=Speaker 199")
    assert visible(page) == page.locator(".row:visible", has_text="Speaker 199").count() == 1
    page.click("button[type=reset]")
    sync_api.expect(page.locator("#shown")).to_contain_text("the first")
    assert visible(page) == FIRST
    words = page.evaluate(
        "document.querySelector('.held[data-id]').textContent.match(/<blockquote[^>]*>([^<]{30})/)[1]"
    )
    page.fill("input[name=text]", words.upper())
    sync_api.expect(page.locator("#shown")).to_have_text("1 of 320 shown")
    assert words in page.inner_text(".row:visible")


def test_a_permalink_finds_what_is_held_back(opened: Any, long: Path) -> None:
    held = "[...document.querySelectorAll('.held[data-id]')].pop()"
    row = opened(path=long).evaluate(f"{held}.dataset.id")
    wording = opened(path=long).evaluate(f"{held}.textContent.match(/id=.(q-[0-9a-f]+)/)[1]")
    place = opened(path=long).evaluate(
        "document.querySelector('.articles .held').textContent.match(/id=.(s-[^\"]+)/)[1]"
    )
    for target in (row, wording, place):
        page = opened(path=long, tail=f"#{target}")
        page.wait_for_selector(f"#{target}:visible")
        assert page.evaluate("document.querySelector(':target').id") == target


def test_a_statement_leads_to_an_article_that_is_held_back(opened: Any, long: Path) -> None:
    page = opened(path=long)
    page.locator(".row summary").first.click()
    page.get_by_text("In the full article").first.click()
    page.locator("mark:target").wait_for(state="visible")
    assert page.locator(".articles .text").count() == 1


def test_a_long_page_prints_everything_that_is_found(opened: Any, long: Path) -> None:
    page = opened(path=long)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert visible(page) == 320


HOSTILE = "</script><script>window.bad = 1</script><!--<img src=x onerror=window.bad=1>&lt;b&gt;\u202e\"'"


def test_hostile_text_runs_nowhere(opened: Any, tmp_path: Path) -> None:
    few = made(6)
    hostile = [
        attrs.evolve(s, article=attrs.evolve(s.article, outlet=HOSTILE, title=HOSTILE), resolution=Resolution(HOSTILE))
        for s in few.statements
    ]
    bad = attrs.evolve(hostile[0].saying, text=HOSTILE, source=HOSTILE, cue=HOSTILE)
    rows = [Row((attrs.evolve(bad, id=f"{bad.id}{n}"),)) for n in range(260)]
    path = tmp_path / "hostile.html"
    Comparison((), tuple(rows), (HOSTILE,), HOSTILE, tuple(hostile)).to_html(path)
    page = opened(path=path)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.wait_for_timeout(100)
    assert visible(page) == 260 and page.evaluate("window.bad") is None
    assert page.locator("img").count() == 0 and page.locator("script:not(.held)").count() == 1
    assert set(page.locator(".row blockquote").all_inner_texts()) == {HOSTILE}
    page.fill("input[name=text]", "<!--<IMG")
    sync_api.expect(page.locator("#shown")).to_contain_text("260 of 260")


def _axe() -> str | None:
    """Return axe-core: the file named by QUOTEATTR_AXE, or what ``make axe`` has put beside the environment."""
    path = Path(os.environ.get("QUOTEATTR_AXE") or Path(sys.prefix) / "axe-core" / "axe.min.js")
    return path.read_text(encoding="utf-8") if path.is_file() else None


@pytest.mark.parametrize("which", ["report", "long", "lasting"])
@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing(opened: Any, width: int, scheme: str, which: str, request: pytest.FixtureRequest) -> None:
    script = _axe()
    if script is None:
        pytest.skip("axe-core is not here: make axe (it takes npm), or set QUOTEATTR_AXE to axe.min.js")
    page = opened(
        width, scheme, path=request.getfixturevalue(which), bypass_csp=True
    )  # the page allows no script but its own
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(script)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert not [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
