"""Where things stand in an article: sentences, paragraphs, quotations, and who spoke last.

Salience follows the centering tradition (Grosz, Joshi and Weinstein 1995): whoever spoke last or was the subject of
the last sentence is the likeliest to be meant by a pronoun, unless grammar, number or sex forbids it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import attrs

from quoteattr.attribution.entities import Cast
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.phrases import Layout
from quoteattr.marks import paragraphs, quotations
from quoteattr.spans import Span
from quoteattr.values import Quote

_SENTENCE = re.compile(r"[.!?][\"”’')]*\s+(?=[\"“‘'(]?[A-Z])|\n+")
_NO_END = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Rep|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Rev|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No|vs))\.$"
)
_OBJECT = re.compile(
    r"\b(?:told|tells|asked|thanked|accused|urged|criticized|criticised|praised|met|called|by|with|to|of|for|from|against|on|in|"
    r"at|about|than|over|under|behind|between|like|against|backing|supporting|defeat|endorsed?|beat|replace[sd]?|succeed(?:s|ed)?)"
    r"\s(?:[\w.'’-]+\s){0,3}$"
)
# "LIMA, Sept 14 (Reuters) - ", "Odesa, Ukraine (AFP) April 15, 2025 -", "March 6 (UPI) --", "MOSCOW, May 5. /TASS/."
_DATELINE = re.compile(r"^[^\n()/]{0,70}[(/][A-Za-z][\w/ -]{1,14}[)/][^\n]{0,24}?(?:--?|—|–|\.)\s", re.M)
# A verb right after a name makes it a subject, wherever it stands.
_VERB = re.compile(
    r"(?:,[^,.]{3,60},)?\s(?:\w+ly\s|also\s|later\s|then\s)?(?:[a-z]{2,}ed|said|says|has|had|was|is|told|wrote|went|took|made|won|lost|left|"
    r"came|gave|got|began|ran|held|kept|met|saw|thought|knew|felt|led|spoke|grew|did|does|will|would|could|can|may|might)\b"
)
_LOOKED_AT = 6  # the nearest mentions tell; those before them weigh less in any case
_WINDOW = 3  # paragraphs back in which somebody who is not named again still comes to mind


@attrs.frozen
class Turn:
    """A source that was read: where, whom it meant, and the quote."""

    at: int
    figure: Figure | None
    quote: Quote


def sentence_spans(text: str, given: Sequence[Span]) -> tuple[Span, ...]:
    """Return the sentences: those given, or a rough cut at full stops and line breaks."""
    if given:
        return tuple(given)
    found, start = [], 0
    for match in _SENTENCE.finditer(text):
        if _NO_END.search(text[max(0, match.start() - 8) : match.start() + 1]):
            continue
        if match.end() > start:
            found.append(Span(start, match.end()))
        start = match.end()
    found.append(Span(start, len(text)))
    return tuple(s for s in found if len(s))


# "Among those who spoke was Ann Reed": the subject comes last.
_AMONG = re.compile(r"Among\b[^.]{3,80}\s(?:was|were|is|are)\s(?:[a-z][\w-]*\s){0,3}")


class Scene:
    """What a reader has in mind at each place of an article."""

    def __init__(self, layout: Layout, cast: Cast, sentences: Sequence[Span]) -> None:
        self.layout = layout
        self.text = layout.text
        self.cast = cast
        self.paragraphs = paragraphs(layout.text)
        cut = sentence_spans(layout.text, sentences)
        # Headlines and small print have no sentences of their own: there a line is one.
        starts = [s.start for s in cut]
        bare = (p for p in self.paragraphs if bisect_right(starts, p.end - 1) == bisect_right(starts, p.start - 1))
        self.sentences = tuple(sorted((*cut, *(p for p in bare if not any(s.contains(p) for s in cut[:1])))))
        self._sentence_starts = [s.start for s in self.sentences]
        self._paragraph_starts = [p.start for p in self.paragraphs]
        self.quoted = tuple(q.inner for q in quotations(layout.text) if q.depth == 0)
        self._quoted_starts = [q.start for q in self.quoted]
        self.datelines = tuple(Span(m.start(), m.end()) for m in _DATELINE.finditer(layout.text))
        self._dateline_starts = [d.start for d in self.datelines]
        self._ordered: dict[int, tuple[int, list[Span]]] = {}
        self._subjects: dict[Span, bool] = {}
        self.turns: list[Turn] = []

    def sentence(self, at: int) -> int:
        """Return the number of the sentence that holds ``at``."""
        return max(0, bisect_right(self._sentence_starts, at) - 1)

    def paragraph(self, at: int) -> int:
        """Return the number of the paragraph that holds ``at``."""
        return max(0, bisect_right(self._paragraph_starts, at) - 1)

    def quotation(self, at: int) -> Span | None:
        """Return the quotation that holds ``at``, or None."""
        number = bisect_right(self._quoted_starts, at) - 1
        return self.quoted[number] if number >= 0 and self.quoted[number].end > at else None

    def last_turn(self, at: int) -> Turn | None:
        """Return the last source before ``at``."""
        return next((t for t in reversed(self.turns) if t.at < at), None)

    def spots(self, figure: Figure, before: int) -> list[Span]:
        """Return where ``figure`` is spoken of before an offset, the nearest first."""
        known, ordered = self._ordered.get(id(figure), (0, []))
        if known != len(figure.spots):
            ordered = sorted(figure.spots, key=lambda s: s.end)
            self._ordered[id(figure)] = (len(figure.spots), ordered)
        return ordered[: bisect_right(ordered, before, key=lambda s: s.end)][::-1]

    def in_dateline(self, spot: Span) -> bool:
        """Tell whether a mention stands in a dateline, where it names a place or an agency and no actor."""
        number = bisect_right(self._dateline_starts, spot.start) - 1
        return number >= 0 and self.datelines[number].contains(spot)

    def is_subject(self, spot: Span) -> bool:
        """Tell whether a mention most likely is the subject of its sentence: the first name, and no object."""
        if spot not in self._subjects:
            self._subjects[spot] = self._subject(spot)
        return self._subjects[spot]

    def _subject(self, spot: Span) -> bool:
        sentence = self.sentences[self.sentence(spot.start)]
        before = self.text[sentence.start : spot.start]
        if self.owns(spot):
            return False
        if _OBJECT.search(before[-60:]):
            return False
        if _VERB.match(self.text, spot.end) or _AMONG.fullmatch(before):
            return True
        earlier = [
            n
            for n in self.layout.names_in(Span(min(sentence.start, spot.start), spot.start))
            if not n.owns and self.quotation(n.span.start) is None
        ]
        return all((f := self.cast.named(n)) is None or not f.person or f.label == "" for n in earlier)

    def is_object(self, spot: Span) -> bool:
        """Tell whether a mention follows a preposition or a verb that takes it as its object."""
        return bool(_OBJECT.search(self.text[max(0, spot.start - 60) : spot.start]))

    def modifies(self, spot: Span) -> bool:
        """Tell whether a name only modifies a noun: "the Trump meeting"."""
        before, after = self.text[max(0, spot.start - 4) : spot.start], self.text[spot.end : spot.end + 3]
        return (
            before.casefold().endswith(("the ", " a "))
            and bool(re.match(r"\s[a-z]", after))
            and not _VERB.match(self.text, spot.end)
        )

    def displaced(self, turn: Turn, figure: Figure, at: int) -> bool:
        """Tell whether somebody else became the subject since ``figure`` spoke."""
        for name in self.layout.names_in(Span(turn.at + 1, at)):
            other = self.cast.named(name)
            if other is None or other is figure or not self.human(other) or self.quotation(name.span.start) is not None:
                continue
            if (
                not any(c.contains(name.span) for c in turn.quote.content)
                and not name.owns
                and self.is_subject(name.span)
            ):
                return True
        return False

    def owns(self, spot: Span) -> bool:
        """Tell whether a mention is a possessor."""
        return spot.of(self.text).casefold() in ("his", "her") or bool(
            re.match(r"['’]s?\b|['’]\s", self.text[spot.end : spot.end + 3])
        )

    def salience(self, figure: Figure, at: int, quote: Quote) -> float | None:
        """Return how much ``figure`` is in mind at ``at``, or None where it was not spoken of lately.

        The weights are hand-set on PolNeAR's training articles; see ``is_subject`` for what they weigh.
        """
        own = quote.content
        spots = [s for s in self.spots(figure, at)[:_LOOKED_AT] if not self.in_dateline(s)]
        if not spots:
            return None
        here, paragraph = self.sentence(at), self.paragraph(at)
        best = -9.0
        for spot in spots:
            gone, past = here - self.sentence(spot.start), paragraph - self.paragraph(spot.start)
            if past > _WINDOW:
                break
            value = 3.0 - 0.55 * min(gone, 6) - 0.35 * past
            if self.is_subject(spot):
                value += 1.2
            elif self.is_object(spot):
                value -= 0.6
            if self.owns(spot):
                value -= 0.4
            elif figure.label == "PERSON" and self.modifies(spot):
                value -= 1.5
            if gone == 0 and self.quotation(spot.start) is None:
                value += 0.7 if self.is_subject(spot) or self.owns(spot) else 0.0
            if self.quotation(spot.start) is not None and self.quotation(at) is None:
                value -= 1.5
            if any(c.contains(spot) for c in own):
                # "Ann Reed was asleep when it came, she said": fits, where nobody was in mind before
                value -= 1.0 if self.is_subject(spot) else 3.0
            best = max(best, value)
        if best == -9.0:
            best = 3.0 - 0.55 * 6 - 0.35 * (paragraph - self.paragraph(spots[0].start))
        turn = self.last_turn(at)
        if turn is not None and turn.figure is figure:
            near = paragraph - self.paragraph(turn.at) <= 1
            best += 0.6 if self.displaced(turn, figure, at) else 2.2 if near else 1.2
        if any(
            self.cast.named(n) is figure for c in own if c.end > at for n in self.layout.names_in(c) if n.start > at
        ):
            best -= 2.0  # who is named inside what is said is hardly the one who says it
        return best

    def addressed(self, quote: Quote) -> list[Figure]:
        """Return those whom the quote's own clause names as object: "he told Rutte" is not said by Rutte."""
        if quote.cue is None:
            return []
        ahead = re.match(r"\s(?:[\w.'’-]+\s){0,4}", self.text[quote.cue.end : quote.cue.end + 60])
        # in the clause's own sentence: "she told analysts. Van den Berg ..."
        last = self.sentences[self.sentence(quote.cue.start)].end
        reach = Span(quote.cue.end, max(quote.cue.end, min(last, quote.cue.end + (ahead.end() if ahead else 0) + 2)))
        if quote.source is not None and reach.overlaps(quote.source):
            return []
        content = quote.content
        names = [n for n in self.layout.names_in(reach) if not any(c.contains(n.span) for c in content)]
        return [f for n in names if (f := self.cast.named(n)) is not None]

    def human(self, figure: Figure) -> bool:
        """Tell whether anything shows that ``figure`` is a person."""
        if not figure.person:
            return False
        if figure.label == "PERSON" or figure.votes or figure.age is not None:
            return figure.label in ("PERSON", "")
        lex = lexicon()
        if figure.label != "" or figure.generic:
            return False
        return bool(figure.hint) or any(lex.names_person(w) for words in figure.described() for w in words)

    def perhaps_human(self, figure: Figure) -> bool:
        """Tell whether ``figure`` may be a person: nothing shows that it is none, and it has spoken."""
        return figure.label == "" and figure.person and any(t.figure is figure for t in self.turns)
