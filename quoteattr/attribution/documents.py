"""Whose a document is that speaks: "the report", "the lawsuit", "the email", by how the article brings it in."""

from __future__ import annotations

import re
from itertools import pairwise

from quoteattr.attribution.entities import Figure
from quoteattr.attribution.scene import Scene
from quoteattr.spans import Span

# Words for one thing, and what whoever makes it does, where a verb tells no less than the noun.
_KINDS = (
    ("lawsuit suit complaint filing petition", "sue|sues|sued|suing"),
    ("report study survey review audit analysis assessment", ""),
    ("email e-mail memo", "e-?mailed"),
    ("letter", ""),
    ("post tweet", "tweeted"),
    ("editorial column op-ed", ""),
    ("ruling decision verdict judgment judgement", "ruled"),
    ("statement communique communiqué release", ""),
    ("ad advert spot commercial video", ""),
)
_MADE = (
    r"releas(?:es|ed|ing)|publish(?:es|ed|ing)|issu(?:es|ed|ing)|fil(?:es|ed|ing)|sen(?:ds|t|ding)|sent out|"
    r"wr(?:ites|ote)|written|post(?:s|ed|ing)|put out|produc(?:es|ed)|conduct(?:s|ed)|launch(?:es|ed)|air(?:s|ed)|"
    r"made public|circulat(?:es|ed)"
)
_NEVER = "(?!)"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly)? $")
_BACK = 3  # paragraphs: what was brought in before that is brought in anew
_AND = re.compile(r",?\s(?:and|&)\s(?:the\s)?")
# Who made a document, and the mention that tells it.
Told = tuple[tuple[Figure, ...], Span]
_OPENING = re.compile(r"[.!?:;]['\"”’]?\s|\n")


def kind_of(head: str) -> tuple[str, str]:
    """Return the words for a kind of document, as a pattern, and the verbs of making it."""
    for words, verbs in _KINDS:
        if head in words.split():
            return "|".join(map(re.escape, words.split())), verbs or _NEVER
    return re.escape(head), _NEVER


def makers(scene: Scene, head: str, at: int) -> Told | None:
    """Return who made the document that ``head`` takes up at an offset: one, or two together; None where nothing tells.

    The mention before tells it: "the charity's report", "a report by the charity", "the charity published a report",
    "the charity sued". The nearest that names somebody decides.
    """
    words, verbs = kind_of(head)
    text = scene.text
    start = scene.paragraphs[max(0, scene.paragraph(at) - _BACK)].start
    noun = re.compile(rf"\b(?:{words})s?\b", re.I)
    said = re.compile(rf"\b(?:{verbs})\b", re.I)
    places = [(m.start(), m.end(), True) for m in noun.finditer(text, start, at)]
    places += [(m.start(), m.end(), False) for m in said.finditer(text, start, at)]
    for begin, end, is_noun in sorted(places, reverse=True):
        if scene.quotation(begin) is not None:
            continue
        found = _possessor(scene, begin, end) if is_noun else None
        if found is None:
            found = _subject(scene, begin, is_noun)
        if found is not None:
            return found
    return None


def _possessor(scene: Scene, begin: int, end: int) -> Told | None:
    """Return whose a document is by the words beside it: "X's long report", "a report by X"."""
    text = scene.text
    for name in reversed(scene.layout.names_in(Span(max(0, begin - 60), begin))):
        gap = text[name.span.end : begin]
        figure = scene.cast.named(name)
        if figure is not None and name.owns and re.fullmatch(r"['’]s?(?: [\w-]+){0,3} ", gap):
            return (figure,), name.span
        break
    after = re.match(r"(?: [\w-]+){0,2}? (?:by|from)(?: the)? ", text[end : end + 50])
    if after:
        for name in scene.layout.names_in(Span(end + after.end(), end + after.end() + 1)):
            figure = scene.cast.named(name)
            if figure is not None:
                return (figure,), name.span
    return None


def _subject(scene: Scene, at: int, is_noun: bool) -> Told | None:
    """Return the subject of the clause that makes a document: "X published a report", "X emailed supporters"."""
    sentence = scene.sentences[scene.sentence(at)]
    lead = scene.text[sentence.start : at]
    if is_noun:
        made = [m for m in re.finditer(rf"\b(?:{_MADE})\b", lead) if not _PASSIVE.search(lead[: m.start()])]
        if not made or _OPENING.search(lead[made[-1].end() :]):
            return None
        at = sentence.start + made[-1].start()
    turn = next((t for t in reversed(scene.turns) if sentence.start <= t.at < at), None)
    names = [
        n
        for n in scene.layout.names_in(Span(sentence.start, at))
        if not n.owns and scene.quotation(n.span.start) is None and scene.is_subject(n.span)
    ]
    name = names[-1] if names else None
    if turn is not None and turn.figure is not None and (name is None or turn.at >= name.start):
        return (turn.figure,), turn.quote.source or turn.quote.span
    figure = scene.cast.named(name) if name is not None else None
    if figure is None or name is None:
        return None
    beside = [n for n in scene.layout.names_in(Span(sentence.start, at)) if not n.owns]
    for one, other in pairwise(beside):
        if name in (one, other) and _AND.fullmatch(scene.text[one.span.end : other.start]):
            pair = (scene.cast.named(one), scene.cast.named(other))
            return ((pair[0], pair[1]), one.span) if pair[0] and pair[1] and pair[0] is not pair[1] else None
    return (figure,), name.span
