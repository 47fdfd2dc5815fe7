"""Measure the library on gold files, by its public way from text to statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from quoteattr.annotate import StanzaAnnotator
from quoteattr.attribution import attribute
from quoteattr.comparison import compare
from quoteattr.confidence import Reliability, reliability
from quoteattr.errors import InputError
from quoteattr.gold import read_gold
from quoteattr.pipeline import extract_articles, packaged_registry
from quoteattr.quotes import QuoteModel, find_quotes
from quoteattr.reading import Record, lay_out
from quoteattr.scoring import found_quotes, same_words, score_quotes
from quoteattr.scoring_wording import read_pairs, score_shown
from quoteattr.spans import Span
from quoteattr.speakers import Known, resolve
from quoteattr.values import Article, Kind, Quote, Statement


def _row(statement: Statement, base: int) -> dict[str, Any]:
    def pair(span: Span | None) -> list[list[int]]:
        return [[span.start + base, span.end + base]] if span else []

    quote = statement.quote
    return {
        "content": [[p.start + base, p.end + base] for p in quote.content],
        "cue": pair(quote.cue),
        "source": pair(quote.source),
        "speaker": statement.speaker,
    }


def _given(article: Mapping[str, Any]) -> tuple[Quote, ...]:
    """Return the gold quotes of an article as if they had been found."""
    quotes = []
    for row in article["quotes"]:
        content = tuple(Span(a, b) for a, b in row["content"])
        cue, source = (Span(*row[k][0]) if row.get(k) else None for k in ("cue", "source"))
        quotes.append(Quote(content, Kind(row.get("kind", "indirect")), cue, source))
    return tuple(quotes)


def _articles(gold: Mapping[str, Mapping[str, Any]]) -> list[Article]:
    """Return the articles of gold records, as reading lays them out; a page of several dispatches gives several."""
    return [
        article
        for doc, row in gold.items()
        if row["text"].strip()
        for article in lay_out(Record(row["text"], name=doc))
    ]


def outcomes(
    path: Path, *, model: QuoteModel | None = None, min_confidence: float | None = None
) -> dict[str, list[tuple[float, bool]]]:
    """Find the quotes in the texts of a gold file, and tell for each how sure the model is and whether it is found.

    Args:
        path: A JSON-lines file with ``doc``, ``text`` and ``quotes`` a line.
        model: The quote model; the packaged one where none is given.
        min_confidence: As for `quoteattr.quotes.find_quotes`.

    Returns:
        By article: the confidence of each quote, 0..1, and whether a gold quote stands behind it.
    """
    gold = read_gold(path)
    given: dict[str, list[tuple[float, dict[str, Any]]]] = {doc: [] for doc in gold}
    for article in _articles(gold):
        for quote in find_quotes([article], model, min_confidence=min_confidence)[0]:
            content = [[p.start + article.offset, p.end + article.offset] for p in quote.content]
            given[str(article.record)].append((quote.confidence, {"content": content}))
    result = {}
    for doc, rows in given.items():
        found = found_quotes(gold[doc]["text"], gold[doc]["quotes"], [quote for _, quote in rows])
        result[doc] = [(confidence, right) for (confidence, _), right in zip(rows, found, strict=True)]
    return result


def evaluate_quotes(path: Path, *, gold_quotes: bool = False, model: QuoteModel | None = None) -> dict[str, Any]:
    """Extract from the texts of a gold file and score the result.

    Args:
        path: A JSON-lines file with ``doc``, ``text`` and ``quotes`` a line.
        gold_quotes: Whether quotes and sources are taken from the gold file, so that naming alone is measured.
        model: The quote model; the packaged one where none is given.

    Returns:
        The measures of `quoteattr.scoring.score_quotes`.
    """
    gold = read_gold(path)
    given: dict[str, dict[str, list[dict[str, Any]]]] = {}
    if gold_quotes:
        annotated = StanzaAnnotator(threads=1).annotate(Article(text=g["text"], record=doc) for doc, g in gold.items())
        for (doc, article), one in zip(gold.items(), annotated, strict=True):
            quotes = _given(article)
            attributions = attribute(one, quotes)
            resolutions = resolve(attributions, one.article, packaged_registry(), Known())
            rows = [
                _row(Statement(one.article, q, a, r), 0)
                for q, a, r in zip(quotes, attributions, resolutions, strict=True)
            ]
            given[doc] = {"quotes": rows}
        return score_quotes(gold, given)
    articles = _articles(gold)
    for start in range(0, len(articles), 32):
        for result in extract_articles(articles[start : start + 32], model=model):
            rows = [_row(s, result.article.offset) for s in result.statements]
            given.setdefault(str(result.article.record), {"quotes": []})["quotes"] += rows
    return score_quotes(gold, given)


def evaluate_comparison(pages: Path, pairs: Path, *, model: QuoteModel | None = None) -> dict[str, Any]:
    """Compare the outlets on raw pages, and score the pairs that are shown against those that people found.

    A statement stands for a gold quote where their contents overlap by Dice .5 or more, letters and digits counted, as
    in `evaluate_quotes`. A shown pair is right where its two statements stand for the two quotes of a true pair.

    Args:
        pages: A gold file; a page may hold several dispatches. Only the text is used to compare.
        pairs: Labelled pairs. ``doc`` of a side is the id of its page, alone or followed by ``-`` or ``/`` and a name;
            its ``text`` is the content of a quote of that page, several spans joined by a blank, and ``pub`` is the
            outlet of its dispatch. All pairs of the pages that report one utterance must be listed.

    Returns:
        The measures of `quoteattr.scoring_wording.score_shown`, of all pages and ``by_page``.

    Raises:
        InputError: A file is broken, or a pair names a page or a quote that is not there.
    """
    gold, labelled = read_gold(pages), read_pairs(pairs)
    stands_for: dict[str, frozenset[str]] = {}
    shown: dict[str, list[tuple[str, str]]] = {}
    articles: dict[str, list[Article]] = {doc: _articles({doc: page}) for doc, page in gold.items()}
    for doc, page in gold.items():
        statements = [s for r in extract_articles(articles[doc], model=model) for s in r.statements]
        for statement in statements:
            content = [
                (p.start + statement.article.offset, p.end + statement.article.offset) for p in statement.quote.content
            ]
            stands_for[f"{doc} {statement.id}"] = frozenset(
                f"{doc} {n}"
                for n, quote in enumerate(page["quotes"])
                if same_words(page["text"], content, quote["content"])
            )
        rows = compare(statements).rows
        shown[doc] = [(f"{doc} {m.a}", f"{doc} {m.b}") for row in rows for m in row.matches]
    sides: dict[str, dict[str, set[frozenset[str]]]] = {
        doc: {"yes": set(), "no": set(), "unsure": set()} for doc in gold
    }
    for row in labelled:
        doc, ids = _sides(row, gold, articles)
        sides[doc].setdefault(row["same"], set()).add(ids)

    def score(docs: Iterable[str]) -> dict[str, Any]:
        taken = list(docs)
        return score_shown(
            [pair for doc in taken for pair in shown[doc]],
            {key: ids for key, ids in stands_for.items() if key.rsplit(" ", 1)[0] in taken},
            [ids for doc in taken for ids in sides[doc]["yes"]],
            [ids for doc in taken for ids in sides[doc]["unsure"]],
        )

    return {**score(gold), "by_page": {doc: score([doc]) for doc in gold}}


def _sides(
    row: Mapping[str, Any], gold: Mapping[str, Mapping[str, Any]], articles: Mapping[str, Sequence[Article]]
) -> tuple[str, frozenset[str]]:
    """Return the page of a labelled pair, and its two quotes."""
    found = []
    doc = ""
    for side in ("a", "b"):
        name, words, outlet = str(row[side].get("doc")), row[side]["text"], row[side].get("pub")
        doc = next((d for d in gold if name == d or name.startswith((f"{d}-", f"{d}/"))), "")
        text = gold[doc]["text"] if doc else ""
        quotes = gold[doc]["quotes"] if doc else ()
        here = [n for n, q in enumerate(quotes) if " ".join(text[a:b] for a, b in q["content"]) == words]
        # Two agencies may have the same words: then it is the one in whose dispatch they stand.
        by = [n for n in here if _outlet_at(articles[doc], quotes[n]["content"][0][0]) == outlet]
        if not here:
            raise InputError(
                f"Side {side} of pair {row['id']} is no quote of a page: {words[:60]!r} of {name}.",
                remedy="Give the pages that the pairs are of; see docs/reference/formats.md.",
            )
        found.append(f"{doc} {(by or here)[0]}")
    return doc, frozenset(found)


def _outlet_at(articles: Sequence[Article], place: int) -> str | None:
    return next((a.outlet for a in reversed(articles) if a.offset <= place), None)


def measured_reliability(path: Path, *, model: QuoteModel | None = None) -> Reliability:
    """Return how reliable confidences are on a gold file; the arguments are those of `outcomes`."""
    return reliability([outcome for found in outcomes(path, model=model).values() for outcome in found])


def reliability_table(curve: Reliability) -> str:
    """Return a reliability as lines of text."""
    lines = [
        f"{b.low:.1f} to {b.high:.1f}  {b.quotes:5} quotes  {b.confidence:.3f} sure  {b.right:.3f} right"
        for b in curve.bins
    ]
    return "\n".join([*lines, f"calibration error {curve.error:.3f}  Brier {curve.brier:.3f}  {curve.quotes} quotes"])


def table(result: Mapping[str, Any]) -> str:
    """Return the measures of `evaluate_quotes` as lines of text."""
    lines = []
    for name in ("all", "quoted", "indirect"):
        t = result[name]
        cells = "  ".join(
            f"{k} P {t[k]['p']:.3f} R {t[k]['r']:.3f} F1 {t[k]['f1']:.3f}" for k in ("found", "exact", "attributed")
        )
        lines.append(
            f"{name:9} gold {t['gold']:5} pred {t['pred']:5}  {cells}  source|found {t['source_given_found']:.3f}"
        )
    c = result["chars"]
    lines.append(f"chars     P {c['p']:.3f} R {c['r']:.3f} F1 {c['f1']:.3f}")
    lines.append("elements  " + "  ".join(f"{k} {v:.3f}" for k, v in result["elements"].items()))
    if "speaker" in result:
        lines.append("speaker   " + "  ".join(f"{k} {v}" for k, v in result["speaker"].items()))
    return "\n".join(lines)
