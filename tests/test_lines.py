"""What a line of a page looks like by itself."""

from __future__ import annotations

import pytest

from quoteattr.reading.lines import Look, look_at, read_lines
from quoteattr.reading.smallprint import byline_words

LOOKS = [
    ("A storm has hit Fiji.", Look.SENTENCE),
    ('"It is over."', Look.SENTENCE),
    ("Fiji to join U.N.", Look.SHORT),
    ("Who owns the sea?", Look.SHORT),
    ("'Who owns the sea?'", Look.SHORT),
    ('"Who owns the sea?"', Look.SENTENCE),
    ("and then it stopped", Look.RUNNING),
    ("The list:", Look.RUNNING),
    ("- Two of three mills idle", Look.BULLET),
    ("- 'Nothing left' -", Look.SHORT),
    ("By Ann Holt and Tevita Rao", Look.BYLINE),
    ("By Ann Holt, PA", Look.BYLINE),
    ("Global health correspondent", Look.BYLINE),
    ("By Tuesday the storm had gone", Look.SHORT),
    ("17 October 2025", Look.DATE),
    ("June 11, 2025 9:14 PM GMT+2 · Updated 40 mins ago", Look.DATE),
    ("Published at 10:15", Look.DATE),
    ("May 2025 was warm", Look.SHORT),
    ("Photo by Ann Holt/UPI", Look.CAPTION),
    ("A mill stands idle. REUTERS/Sela Ravu", Look.CAPTION),
    ("FILE - A mill stands idle in Lautoka.", Look.CAPTION),
    ("Jim Ray / Reuters.", Look.CAPTION),
    ("The photo by his bed showed her.", Look.SENTENCE),
    ("Read More", Look.LINKS),
    ("Related headlines", Look.LINKS),
    ("More on this story", Look.LINKS),
    ("Summary", Look.SUMMARY),
    ("# Chapter one", Look.HEADING),
    ("burs-ab/cd", Look.NOTE),
    ("___", Look.NOTE),
    ("Additional reporting by Ann Holt", Look.NOTE),
    ("(Recasts with reaction)", Look.NOTE),
    ("Holt reported from Sydney.", Look.NOTE),
    ("Our Standards: The Thomson Reuters Trust Principles.", Look.NOTE),
    ("© 2025 Example. All rights reserved.", Look.NOTE),
    ("https://example.org/a", Look.NOTE),
    ("Sign up for our daily newsletter", Look.NOTE),
    ("She contributed to the fund.", Look.SENTENCE),
]


@pytest.mark.parametrize(("text", "look"), LOOKS, ids=[row[0] for row in LOOKS])
def test_looks(text: str, look: Look) -> None:
    (line,) = read_lines(text)
    assert line.look is look
    assert look_at(text, line.dateline) is look


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("By Ann Holt", ("Ann Holt", None, None)),
        ("By Ann Holt, BBC News, Nairobi", ("Ann Holt", "BBC", "Nairobi")),
        ("By Ann Holt, PA", ("Ann Holt", "PA", None)),
        ("Story by Ann Holt in Suva", ("Ann Holt in Suva", None, None)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bylines(text: str, parts: tuple[str, str | None, str | None]) -> None:
    assert byline_words(text) == parts
