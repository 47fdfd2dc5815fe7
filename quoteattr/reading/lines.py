"""The lines of a page and what each looks like by itself: the vocabulary that the layout is read with."""

from __future__ import annotations

import enum
import re

import attrs

from quoteattr.reading import smallprint
from quoteattr.reading.dateline import Dateline, read_dateline
from quoteattr.spans import Span


class Look(enum.Enum):
    """What a line looks like, whatever stands around it."""

    SENTENCE = "ends as a sentence does"
    SHORT = "a display line: short, no stop at its end"
    RUNNING = "long or broken off, no stop at its end"
    BULLET = "a list item without a stop"
    BYLINE = "names the writers"
    DATE = "a date or time of publication"
    CAPTION = "describes or credits a picture"
    SUMMARY = "announces key points"
    LINKS = "announces a list of links"
    HEADING = "a heading in Markdown"
    NOTE = "credits, rights, sign-up, a rule, an address"


@attrs.frozen
class Line:
    """One line, or one paragraph of copy that is wrapped at a margin.

    Args:
        span: Where it stands in the page, blanks at its borders left out.
        text: Its words.
        look: What it looks like.
        gap: Whether a blank line stands before it.
        dateline: The dateline that it begins with, if any.
        words: How many words it has.
    """

    span: Span
    text: str
    look: Look
    gap: bool
    dateline: Dateline | None
    words: int


# What bounds a line; the same separators as str.splitlines.
_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
LONGEST_SHORT = 160  # code points of a headline; the longest in the agencies' copy are near 120
MOST_WORDS = 28

# A stop at the end, behind closing marks and brackets; the abbreviation that ends a headline is no stop.
_STOP = re.compile(r"[.…!?][\"”’'»“)\]\s]*$")
_FULL_STOP = re.compile(r"(?:\.|…)[\"”’'»“)\]\s]*$")
_ABBREVIATED = re.compile(r"(?:\b(?:[A-Z]\.){2,}|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|No|vs|[ap]\.m)\.)['’\"”]?$")
_GOES_ON = re.compile(r"[,;:]$")
_BULLET = re.compile(r"(?:[-–—•*·▪●◦‣>]|\d{1,2}[.)])\s+\S")
_DASHES = re.compile(r"[-–—]{1,3}\s?\S.{0,80}?\s?[-–—]{1,3}")
_HEADING = re.compile(r"#{1,6}\s+\S")
_IN_DOUBLE = re.compile(r"[\"“].*[\"”]")
_QUESTION = re.compile(r"[?!]['’\"”»]*$")


def in_dashes(text: str) -> bool:
    """Tell whether the line is a subhead between dashes: "- 'Not one metre' -"."""
    return len(text) <= 90 and bool(_DASHES.fullmatch(text))


def in_double_marks(text: str) -> bool:
    """Tell whether the line stands in double quotation marks as a whole: speech, not a display line."""
    return bool(_IN_DOUBLE.fullmatch(text))


def is_question(text: str) -> bool:
    """Tell whether the line ends with a question or exclamation mark."""
    return bool(_QUESTION.search(text[-20:]))


def look_at(text: str, dateline: Dateline | None) -> Look:
    """Say what a line looks like by itself.

    Args:
        text: The line without blanks at its borders.
        dateline: The dateline that it begins with, if any.
    """
    if dateline is not None and not dateline.alone:
        return Look.SENTENCE
    if len(text) <= smallprint.LONGEST:
        found = _small(text, dateline)
        if found is not None:
            return found
    if dateline is not None:
        return Look.DATE if dateline.outlet is None and dateline.place is None else Look.BYLINE
    end = text[-80:]
    if _FULL_STOP.search(end) and not (len(text) <= LONGEST_SHORT and _ABBREVIATED.search(end)):
        return Look.SENTENCE
    if len(text) > LONGEST_SHORT:
        return Look.SENTENCE if _STOP.search(end) else Look.RUNNING
    if _BULLET.match(text) and not _STOP.search(end):
        return Look.BULLET
    if _GOES_ON.search(end) or text[0].islower() or text[0] in "([{<.&@,;":
        return Look.SENTENCE if _STOP.search(end) else Look.RUNNING
    words = len(text.split())
    if words > MOST_WORDS or not any(c.isalnum() for c in text):
        return Look.RUNNING
    # Headlines do ask, but not at length, and not between double marks.
    if is_question(text) and (in_double_marks(text) or words > 16):
        return Look.SENTENCE
    return Look.SHORT


def _small(text: str, dateline: Dateline | None) -> Look | None:
    """Recognise the small print: what is neither a headline nor the story."""
    if smallprint.is_summary(text):
        return Look.SUMMARY
    if smallprint.is_links(text):
        return Look.LINKS
    if in_dashes(text) and any(c.isalnum() for c in text):
        return Look.SHORT
    if _HEADING.match(text):
        return Look.HEADING
    if smallprint.is_byline(text):
        return Look.BYLINE
    if smallprint.is_date(text):
        return Look.DATE
    if dateline is None and smallprint.is_caption(text):
        return Look.CAPTION
    return Look.NOTE if smallprint.is_note(text) else None


def _unwrapped(spans: list[Span], gaps: list[bool], text: str) -> tuple[list[Span], list[bool]]:
    """Join the lines of copy that was filled to a margin: where the next word would not have fitted, it runs on."""
    width = max(map(len, spans))
    # 100: no wire copy is wrapped wider; 40: narrower is verse or a table. Blank lines part its paragraphs.
    if not 40 <= width <= 100 or not any(gaps[1:]):
        return spans, gaps
    pairs = full = 0
    runs = [False] * len(spans)
    for i in range(1, len(spans)):
        if gaps[i]:
            continue
        pairs += 1
        words = spans[i].of(text)
        runs[i] = len(spans[i - 1]) + 1 + len(words.split(maxsplit=1)[0]) > width and not _BULLET.match(words)
        full += runs[i]
    # 8 in 10: all lines of wrapped copy but those at the end of a paragraph; 4: fewer are chance.
    if pairs < 4 or full < 0.8 * pairs:
        return spans, gaps
    joined, kept = [spans[0]], [gaps[0]]
    for i in range(1, len(spans)):
        if runs[i]:
            joined[-1] = Span(joined[-1].start, spans[i].end)
        else:
            joined.append(spans[i])
            kept.append(gaps[i])
    return joined, kept


def read_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of ``text`` that hold more than blanks, each with its look and dateline."""
    spans: list[Span] = []
    gaps: list[bool] = []
    for match in _LINE.finditer(text):
        words = match.group()
        if words.isspace():
            continue
        start = match.start() + len(words) - len(words.lstrip())
        breaks = len(_BREAK.findall(text, spans[-1].end, start)) if spans else 0
        spans.append(Span(start, start + len(words.strip())))
        gaps.append(breaks > 1)
    if not spans:
        return ()
    found = []
    for span, gap in zip(*_unwrapped(spans, gaps, text), strict=True):
        words = span.of(text)
        dateline = read_dateline(words)
        found.append(Line(span, words, look_at(words, dateline), gap, dateline, len(words.split())))
    return tuple(found)
