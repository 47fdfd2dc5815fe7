"""HTML from values: self-contained pages, and fragments for notebooks.

Texts come from articles and may be hostile: every template is autoescaped, and nothing is fetched from a network.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quoteattr.render.pieces import Mark, cut, quiet, quoted
from quoteattr.render.through_time import through_time
from quoteattr.render.view import NOBODY, shown_day, view_of
from quoteattr.values import Article, Statement

if TYPE_CHECKING:
    import jinja2

# Utterances shown in a notebook's cell: more would make the notebook file heavy; the page shows all.
_FRAGMENT_ROWS = 60


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("quoteattr.render"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(name: str, **values: Any) -> str:
    made = _templates().get_template(name).render(**values)
    # Half a surrogate pair is no character and can't be written to a file; NUL is no character of HTML.
    return made.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def comparison_page(comparison: Any, articles: Iterable[Article] = (), timelines: Iterable[Any] = ()) -> str:
    """Return a self-contained page that shows a comparison: overview, filters, permalinks and provenance.

    Args:
        comparison: A `quoteattr.comparison.Comparison`.
        articles: The articles of its sayings, where it does not carry them: with them the page shows title, place,
            the sentence, and each article in full.
        timelines: `quoteattr.timeline.Timeline` values of its speakers, for a section of what they said again.
    """
    return render("comparison.html.j2", **view_of(comparison, articles), time=through_time(timelines))


def comparison_fragment(comparison: Any) -> str:
    """Return a comparison side by side, for a notebook; only the first utterances of a long one."""
    view = view_of(comparison, whole=False)
    rows = [*view["rows"], *view["only"]]
    return render("fragment.html.j2", **view, shown=rows[:_FRAGMENT_ROWS], total=len(rows))


def statements_table(rows: Sequence[Mapping[str, Any]], limit: int = 50) -> str:
    """Return rows as a table, for a notebook.

    Args:
        rows: Rows by column; of statements the columns that people read are shown, of others all.
        limit: Rows shown at most.
    """
    wanted = ("day", "outlet", "speaker", "kind", "text", "source")
    columns = list(rows[0]) if rows else []
    if "text" in columns:
        columns = [c for c in wanted if c in columns]
    return render("table.html.j2", rows=rows[:limit], columns=columns, total=len(rows))


def articles_fragment(pairs: Sequence[tuple[Article, Sequence[Statement]]]) -> str:
    """Return articles with their quotes highlighted, and below each who said what and why it is thought so.

    Args:
        pairs: Articles, each with its statements.
    """
    shown = []
    for article, statements in pairs:
        marks: list[Mark] = quiet(article)
        for number, s in enumerate(statements, 1):
            marks += quoted(s, f"{number}. {s.speaker or NOBODY} ({s.kind}): {s.why}")
        shown.append(
            {
                "article": article,
                "day": shown_day(article.day),
                "pieces": cut(article.text, marks),
                "statements": statements,
            }
        )
    return render("articles.html.j2", shown=shown, nobody=NOBODY)
