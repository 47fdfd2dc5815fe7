"""Plain text: a file is one record, decoded and otherwise left as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from quoteattr.errors import InputError
from quoteattr.reading.record import Failure, Record, checked
from quoteattr.reading.source import Blob

ENDINGS = (".txt", ".text")

# Control characters that no editor writes; tab, line ends, form feed and escape are left out.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# One in a hundred: a stray NUL is a slip of the copy, more is UTF-16 without its mark, a picture or an archive.
_MOST_CONTROL = 0.01


def decode(raw: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 with a byte-order mark, or Windows-1252, in this order; line ends stay as they are.

    Args:
        raw: The bytes of the file.
        name: What to call it in an error.

    Returns:
        The text, without the byte-order mark.

    Raises:
        InputError: The bytes are no text.
    """
    remedy = "Save it as UTF-8 text; text that holds such characters on purpose can be given as a string."
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError as error:
            raise InputError(f"{name} is broken UTF-16: {error.reason}.", remedy=remedy, record=name) from None
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = raw.decode("cp1252")
            except UnicodeDecodeError:
                raise InputError(
                    f"{name} is neither UTF-8 nor Windows-1252 text.", remedy=remedy, record=name
                ) from None
    if len(_CONTROL.findall(text)) > len(text) * _MOST_CONTROL:
        raise InputError(f"{name} is a binary file, not text.", remedy=remedy, record=name)
    return text


def records(blob: Blob) -> Iterator[Record | Failure]:
    """Read a text as one record.

    Raises:
        InputError: The file can't be opened, is no text or holds none.
    """
    yield Record(text=checked(decode(blob.whole(), blob.name), blob.name), name=blob.name, url=blob.url)
