"""Who won and who lost, by the verbs beside the names: "the winner", "the beaten finalist"."""

from __future__ import annotations

import re

from quoteattr.attribution.figures import Figure
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.scene import Scene
from quoteattr.names.titles import listed
from quoteattr.spans import Span

_WINNERS = listed("winner champion victor medallist medalist")
_LOSERS = listed("loser finalist runner-up")
_ASIDE = r"(?:\s?\([^()\n]{1,30}\))?(?:,\s[^,.\n]{2,60},)?"
_WON = re.compile(
    rf"{_ASIDE}\s(?:has |had )?(?:won|wins|beat|beats|defeated|defeats|triumphed|prevailed|retained|clinched)\b"
)
_LOST = re.compile(
    rf"{_ASIDE}\s(?:has |had )?(?:lost|loses|fell to|was beaten|was defeated|finished second|came second)\b"
)
_BEATEN = re.compile(
    r"\b(?:beat|beats|beating|defeated|defeats|defeating|overcame|overcoming|(?:win|victory) over|lost to)"
    r"\s(?:[\w’'-]+\s){0,4}$"
)
_LOST_TO = re.compile(r"\b(?:lost|loses|losing|fell) to\s(?:[\w’'-]+\s){0,4}$")


def by_deed(scene: Scene, phrase: Phrase, at: int) -> list[Figure]:
    """Return those of whom the article told before ``at`` that they won, or lost, as a description has it."""
    won, lost = phrase.head in _WINNERS, phrase.head in _LOSERS
    if not phrase.definite or phrase.owner is not None or not (won or lost):
        return []
    text = scene.text
    found: list[Figure] = []
    for figure in scene.cast.figures:
        if not (scene.human(figure) or scene.perhaps_human(figure)):
            continue
        for spot in scene.spots(figure, at):
            if scene.quotation(spot.start) is None and _did(text, spot, won):
                found.append(figure)
                break
    return found


def _did(text: str, spot: Span, won: bool) -> bool:
    """Tell whether a mention is that of somebody who won, or who lost."""
    before = text[max(0, spot.start - 70) : spot.start]
    if won:
        return _WON.match(text, spot.end) is not None or _LOST_TO.search(before) is not None
    beaten = _BEATEN.search(before) is not None and _LOST_TO.search(before) is None
    return _LOST.match(text, spot.end) is not None or beaten
