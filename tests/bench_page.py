"""Measure the page with many utterances in Chromium: size, first paint, and how long a filter takes.

python tests/bench_page.py 5000
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from quoteattr.comparison import Comparison, Row
from quoteattr.spans import Span
from quoteattr.values import Article, Attribution, Change, Kind, Match, Quote, Relation, Resolution, Statement
from quoteattr.wording.edits import edits

OUTLETS = ("AFP", "AP", "Reuters", "UPI")
TEXT = (
    "the ferry took on water faster than pumps could throw it out and crew tried to close doors of lower deck while "
    "passengers waited for boats that came at dawn from port with divers who will go down again when weather allows"
)
WORDS = TEXT.split()
# From the change of a field to the page laid out again and the next frame drawn.
FILTER = """([name, value]) => new Promise(done => {
  const form = document.querySelector("form.filters"), told = document.getElementById("shown"), was = told.textContent;
  form.elements[name].value = value;
  form.elements[name].dispatchEvent(new Event("input", {bubbles: true}));
  const look = () => told.textContent === was
    ? setTimeout(look, 0)
    : requestAnimationFrame(() => setTimeout(() => done(document.body.offsetHeight), 0));
  look();
})"""
FILTERS = (("speaker", "3"), ("speaker", ""), ("change", "*"), ("change", ""), ("text", "dawn 4"), ("text", ""))


def made(utterances: int) -> Comparison:
    """Return a comparison of so many utterances, a third of them told by one outlet alone."""
    draw = random.Random(1)
    rows, only, statements = [], [], []
    articles: dict[tuple[str, int], list[str]] = {}
    waiting: list[tuple[list[tuple[str, int, int, int]], str]] = []
    for number in range(utterances):
        words = draw.choices(WORDS, k=draw.randint(8, 30))
        told = draw.sample(OUTLETS, 1 if number % 3 == 0 else draw.randint(2, 3))
        places = []
        for nth, outlet in enumerate(sorted(told)):
            own = list(words)
            if nth:
                own[draw.randrange(len(own))] = str(draw.randint(2, 99))
            sentences = articles.setdefault((outlet, number // 20), [])
            sentences.append(" ".join(own))
            places.append((outlet, number // 20, len(sentences) - 1, len(" ".join(own))))
        waiting.append((places, f"Speaker {number % 200:03d}"))
    values, starts = {}, {}
    for (outlet, batch), sentences in articles.items():
        text, at = "", []
        for sentence in sentences:
            at.append(len(text) + 1)
            text += f"“{sentence},” the speaker said on Monday.\n\n"
        day = date(2025, 1, 1) + timedelta(days=batch % 300)
        values[outlet, batch] = Article(text, outlet, f"What {outlet} wrote on matter {batch}", published=day)
        starts[outlet, batch] = at
    for places, speaker in waiting:
        own = []
        for outlet, batch, nth, length in places:
            start = starts[outlet, batch][nth]
            quote = Quote(
                (Span(start, start + length),), Kind.DIRECT, None, Span(start + length + 3, start + length + 14)
            )
            own.append(
                Statement(values[outlet, batch], quote, Attribution(quote, reason="Named."), Resolution(speaker))
            )
        statements += own
        first = own[0].saying
        matches = tuple(
            Match(
                first.id, s.id, 0.97, Relation.EDITED, edits(first.text, s.text),
                (Change("number", "", "7", "The wordings give different numbers."),) if len(matches_of(s.id)) else (),
            )
            for s in own[1:]
        )  # fmt: skip
        (rows if matches else only).append(Row(tuple(s.saying for s in own), matches))
    return Comparison(tuple(rows), tuple(only), OUTLETS, None, tuple(statements))


def matches_of(key: str) -> str:
    """Return something for one id in five, the same on every run."""
    return key if int(key[-2:], 16) % 5 == 0 else ""


def busy(client: Any) -> float:
    """Return the milliseconds of processor time that the page's main thread has taken so far."""
    told = {m["name"]: m["value"] for m in client.send("Performance.getMetrics")["metrics"]}
    return float(told["TaskDuration"] * 1000)


def run(utterances: int) -> dict[str, Any]:
    """Make the page, open it in Chromium, and return what was measured; times in the browser in ms."""
    from playwright.sync_api import sync_playwright

    comparison = made(utterances)
    page_path = Path(tempfile.mkdtemp()) / "page.html"
    start = time.process_time()
    comparison.to_html(page_path)
    found: dict[str, Any] = {"utterances": utterances, "made_cpu_s": round(time.process_time() - start, 2)}
    found["megabytes"] = round(page_path.stat().st_size / 1e6, 2)
    args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=args)
        for width in (390, 1440):
            page = browser.new_page(viewport={"width": width, "height": 900})
            client = page.context.new_cdp_session(page)
            client.send("Performance.enable", {"timeDomain": "threadTicks"})
            page.goto(page_path.as_uri(), wait_until="load")
            page.wait_for_timeout(500)
            told: dict[str, float] = {"load, cpu": busy(client)}
            told["first paint, wall"] = page.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
            )
            told["interactive, wall"] = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
            told["elements"] = page.evaluate("document.getElementsByTagName('*').length")
            for name, value in FILTERS:
                before = busy(client)
                page.evaluate(FILTER, [name, value])
                told[f"filter {name}={value or 'any'}, cpu"] = busy(client) - before
            found[f"at {width} px"] = {k: round(v) for k, v in told.items()}
            page.close()
        browser.close()
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else 5000), indent=1) + "\n")
