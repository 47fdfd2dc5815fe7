"""HTML pages: the article of a page, found by trafilatura."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from quoteattr.errors import InputError
from quoteattr.reading.agencies import known, outlet_name
from quoteattr.reading.markup import too_deep, write_out_marks
from quoteattr.reading.record import Failure, Record, checked, moment
from quoteattr.reading.source import Blob, need

ENDINGS = (".html", ".htm", ".xhtml")
_LEAST_WORDS = 8  # a flash has some; what is less is what is left of a menu
# The date that the page itself states; one guessed from any year on the page is a wrong day, which is worse than none.
_DATES = {"extensive_search": False, "original_date": True}


@lru_cache(maxsize=1)
def _library() -> tuple[Any, Any]:
    """Return what is used of trafilatura; its part for downloads, which is not, warns of what it can't do."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from trafilatura import bare_extraction
        from trafilatura.utils import load_html
    return bare_extraction, load_html


def _tree(raw: bytes, name: str, load_html: Any) -> Any:
    tree = load_html(raw)
    if tree is None:
        raise InputError(f"{name} is no HTML page.", remedy="Save the page as the browser shows it.", record=name)
    if too_deep(tree):
        raise InputError(f"{name} is nested too deeply for a page.", remedy="Save the text of the page.", record=name)
    write_out_marks(tree)
    return tree


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read the article of a page: its text, title, byline, site, address and day.

    Navigation, comments, link lists and small print around the article are left out by trafilatura.

    Raises:
        InputError: trafilatura is missing, or the page holds no article.
    """
    need("trafilatura", "html", "HTML")
    bare_extraction, load_html = _library()
    page: Any = bare_extraction(
        _tree(blob.whole(), blob.name, load_html),
        url=blob.url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=_DATES,
    )
    text = page.text if page is not None else None
    if page is None or text is None or len(text.split()) < _LEAST_WORDS:
        raise InputError(
            f"{blob.name} holds no article that could be found.",
            remedy="Save the text of the page as .txt.",
            record=blob.name,
        )
    try:
        published = moment(page.date)
    except ValueError:
        published = None
    # An agency's copy on somebody's site names the agency as its author.
    agency = page.author if page.author and known(page.author) else None
    yield Record(
        text=checked(text, blob.name),
        name=blob.name,
        outlet=outlet_name(agency) if agency else None,
        published=published,
        title=page.title or None,
        url=blob.url or page.url or None,
        byline=None if agency else page.author or None,
        site=page.sitename or None,
        notes=("the text of an HTML page",),
    )
