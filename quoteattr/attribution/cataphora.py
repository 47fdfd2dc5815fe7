"""Who is named only after a description: "A widow told a court ... Ruth Ashdown, 74, ...", as news leads do."""

from __future__ import annotations

import re

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.scene import Scene
from quoteattr.spans import Span

_BODY = re.compile(r"[.!?…][”’\"')]*\s*$")
_SHORTEST = 40  # letters: a paragraph of the body is no headline, caption or byline, which are shorter or have no stop
_LEADS = 2  # paragraphs of the body in which a description may stand whose name is still to come
_AHEAD = 2  # paragraphs further on in which the name follows
_OPENING = re.compile(r"(?:(?:Then|But|And|Now|Later|On \w+day),? )?(?:Mr|Mrs|Ms|Miss|Dr)?\.? ?")
# The name comes with what a reader is told of somebody new: "Ann Reed, 34,", "Ann Reed, a nurse,".
_PRESENTED = re.compile(r"(?:, | \()(?:aged )?(?:\d{1,3}\b|of [A-Z]|from [A-Z]|who\b|whose\b|an?\s[a-z])")
# Whoever is tried is rather the one of whom somebody else told.
_TRIED = re.compile(
    r"(?:, (?:aged )?\d{1,3})?(?:, (?:of|from|an?|the|who|whose) [^,.\n]{1,60})?,? (?:[a-z]+ ){0,3}?"
    r"(?:den(?:y|ies|ied)|plead(?:s|ed)?|pled|accused|charged|arrested|jailed|convicted|sentenced|guilty|faces"
    r"|on trial|died|killed|shot|dead)\b"
)


def named_ahead(scene: Scene, phrase: Phrase, bare: frozenset[Span], human: bool = True) -> Figure | None:
    """Return who is named for the first time right after a description of somebody, or None where that is not sure.

    Args:
        scene: The article.
        phrase: The description: "a widow who lost her home", "the pensioner", "the interior minister".
        bare: Where the names stand that are sources without any description beside them.
        human: Whether only somebody is taken of whom something shows that it is a person.
    """
    end = phrase.span.end
    body = _body(scene)
    here = scene.paragraph(phrase.span.start)
    for name in scene.layout.names_in(Span(end, len(scene.text))):
        figure = scene.cast.named(name)
        if figure is None or not (scene.human(figure) if human else figure.person):
            continue
        if not _fits(phrase, figure) or " " not in name.span.of(scene.text):
            return None
        start = name.start
        if scene.quotation(start) is not None:
            continue
        known = [s for s in figure.spots if s.start < start]
        if any(body and scene.paragraph(s.start) >= body[0] for s in known):
            return None
        if name.span in bare and not figure.called and phrase.definite and _next_sentence(scene, end, start):
            return figure
        lead = here in body[:_LEADS]
        near = scene.paragraph(start) - here <= _AHEAD
        opens = _OPENING.fullmatch(scene.text, scene.paragraphs[scene.paragraph(start)].start, name.span.start)
        presented = name.span in bare or _PRESENTED.match(scene.text, name.span.end)
        tried = _TRIED.match(scene.text, name.span.end)
        return figure if lead and near and opens and presented and not tried else None
    return None


def _body(scene: Scene) -> list[int]:
    """Return the numbers of the first paragraphs that are text: neither headline nor byline nor caption."""
    found = []
    for number, span in enumerate(scene.paragraphs[:40]):
        if len(span) >= _SHORTEST and _BODY.search(span.of(scene.text)):
            found.append(number)
            if len(found) == _LEADS:
                break
    return found


def _fits(phrase: Phrase, figure: Figure) -> bool:
    sex = phrase.gender in ("", figure.gender) or not figure.gender
    return sex and (phrase.age is None or figure.age in (None, phrase.age))


def _next_sentence(scene: Scene, end: int, start: int) -> bool:
    """Tell whether a name stands in the paragraph of a description, in its sentence or the next two."""
    return scene.paragraph(start) == scene.paragraph(end - 1) and scene.sentence(start) - scene.sentence(end - 1) <= 2
