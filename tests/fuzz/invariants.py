"""What holds whatever comes in; the fuzzer looks for input that breaks it, and the tests replay what was found."""

from __future__ import annotations

import time
from collections.abc import Callable

from quoteattr.errors import InputError
from quoteattr.marks import quotations
from quoteattr.reading import FORMATS, Failure, Input, read
from quoteattr.values import Article

# Seconds of processor time. An input that takes longer than this grows worse than linearly: the slowest honest format
# reads some 200 KB a second under instrumentation, and the first page of a process loads its library.
BASE, PER_BYTE = 5.0, 5e-5


def check_article(article: Article) -> None:
    """Check that every offset of an article is one."""
    size = len(article.text)
    article.text.encode("utf-8")
    last = 0
    for section in article.sections:
        assert last <= section.span.start < section.span.end <= size, (section, size)
        last = section.span.end
    for quotation in quotations(article.text):
        assert 0 <= quotation.span.start < quotation.span.end <= size, (quotation, size)
    assert article.id


def check(data: bytes, find: Callable[[Article], None] | None = None) -> list[Article | Failure]:
    """Read input whose first byte chooses the format, and check what comes of it.

    Args:
        data: The format and the bytes.
        find: What else to do with an article, such as finding its quotes.

    Returns:
        What was read.
    """
    form = FORMATS[data[0] % len(FORMATS)] if data else FORMATS[0]
    raw = data[1:]
    begun = time.process_time()
    found: list[Article | Failure] = []
    try:
        for item in read(Input(raw, format=form, name="input")):
            found.append(item)
            if isinstance(item, Article):
                check_article(item)
            else:
                assert item.record and item.reason
    except InputError as error:
        assert str(error) and error.remedy is not None
        found.append(Failure("input", str(error)))
    spent = time.process_time() - begun
    assert spent < BASE + PER_BYTE * len(raw), f"{form}: {len(raw)} bytes took {spent:.1f} s"
    if find is not None:
        for item in found:
            if isinstance(item, Article):
                find(item)
    return found
