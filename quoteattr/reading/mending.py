"""What is put right between the bytes and the article: broken encoding, and what differs from copy to copy of a url."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import attrs

from quoteattr.reading.record import Record

MENDED = "the encoding was repaired"
# What wire copy holds beside ASCII: typographic marks, dashes, the ellipsis and the no-break space. Broken encoding
# never consists of these alone, and most texts hold nothing else; asking ftfy takes most of a millisecond.
_USUAL = re.compile(r"[\x00-\x7f\u00a0\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*")


@lru_cache(maxsize=1)
def _config() -> Any:
    from ftfy import TextFixerConfig

    # The one thing asked for is the encoding. Everything else that ftfy can mend is the text's own business.
    return TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_encoding=True,
        restore_byte_a0=True,
        replace_lossy_sequences=False,
        decode_inconsistent_utf8=True,
        fix_c1_controls=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )


def mended(text: str) -> str:
    """Return a text whose characters were decoded from the wrong encoding as they were meant, and any other unchanged.

    >>> mended("â€œNo,â€\\x9d said ZoÃ«.")
    '“No,” said Zoë.'
    """
    if text.isascii() or _USUAL.fullmatch(text):
        return text
    from ftfy import fix_text

    return fix_text(text, _config())


def canonical(url: str) -> str:
    """Return an address without what differs from copy to copy: case of the host, port, tracking parameters, order.

    What is no address on the web stays as it is.
    """
    if not url.lower().startswith(("http://", "https://")):
        return url
    from courlan import clean_url

    return clean_url(url) or url


def mend(record: Record) -> Record:
    """Return the record with its encoding repaired, which is noted, and its address made canonical."""
    text = mended(record.text)
    told: dict[str, Any] = {
        name: mended(value)
        for name in ("title", "byline", "outlet", "place", "site")
        if (value := getattr(record, name)) is not None
    }
    notes = record.notes if text == record.text else (*record.notes, MENDED)
    return attrs.evolve(record, text=text, notes=notes, url=canonical(record.url) if record.url else None, **told)
