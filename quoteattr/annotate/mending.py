"""Sentence borders put right where quotation marks and abbreviations mislead the tokenizer."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from quoteattr.marks import Quotation, paragraphs, quotations
from quoteattr.spans import Span
from quoteattr.values import Sentence

# After these a full stop ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"'‘])(?:[A-Z]|U\.S|U\.K|U\.N|E\.U|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Capt|Lt|Sgt|Cpl|Adm|Cmdr|Gov|Sen|Rep|Rev|Fr|Hon|"
    r"St|Jr|Sr|vs|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|Ph\.D|a\.m|p\.m|Inc|Co|Corp|Ltd)\.$"
)
# These end a sentence all the same where a new one clearly starts.
_MAY_END = re.compile(r"(?:U\.S|U\.K|U\.N|E\.U|a\.m|p\.m|Inc|Co|Corp|Ltd|Jr|Sr)\.$")
_STARTER = re.compile(r"(?:(?:The|He|She|It|They|We|But|And|In|On|At|A|An|This|That|His|Her|Their|There)\b|[“\"])")


def _parts_quotation(at: int, outer: Sequence[Quotation], opening: Sequence[int]) -> bool:
    place = bisect_right(opening, at) - 1
    return place >= 0 and outer[place].span.start < at < outer[place].span.end


def mended(sentences: Sequence[Sentence], text: str) -> list[Sentence]:
    """Join sentences that were parted inside or right at quotation marks, or after an abbreviation.

    Args:
        sentences: Sentences in order.
        text: The text that they stand in.
    """
    outer = [q for q in quotations(text) if q.depth == 0]
    opening = [q.span.start for q in outer]
    starts = {p.start for p in paragraphs(text)}
    joined: list[Sentence] = []
    for sentence in sentences:
        if joined and sentence.span.start not in starts:
            before = joined[-1]
            words = before.span.of(text)
            following = text[sentence.span.start : sentence.span.start + 12]
            stub = bool(_ABBREVIATION.search(words)) and not (_MAY_END.search(words) and _STARTER.match(following))
            lower = (
                following[:1].islower() or following[:1] in ",;)”’" or (following[:1] == '"' and len(sentence.span) < 2)
            )
            if stub or lower or _parts_quotation(sentence.span.start, outer, opening):
                joined[-1] = Sentence(Span(before.span.start, sentence.span.end), before.tokens + sentence.tokens)
                continue
        joined.append(sentence)
    return joined
