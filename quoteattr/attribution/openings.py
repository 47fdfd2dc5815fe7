"""Names of bodies that begin like a sentence, and what stands before a name that is an office or a trade."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from quoteattr.attribution.lexicon import is_common, is_given, lexicon
from quoteattr.attribution.surface import Token, acronym, capital
from quoteattr.names.titles import listed

# Small words inside what a campaign calls itself: "Help the Aged", "Keep Our Shores", "Fathers for Justice".
_SMALL = listed("the our my your a an for of to without against")
# What such a body is called right before its name.
_KINDS = listed(
    "group charity campaign movement network coalition organisation organization alliance nonprofit collective"
)
# Trades of firms, which copy puts before a name; people follow none of them.
_TRADES = listed(
    "miner lender insurer brewer distiller retailer grocer airline carrier utility carmaker automaker chipmaker "
    "drugmaker planemaker toymaker steelmaker watchmaker shoemaker bookmaker shipbuilder housebuilder conglomerate "
    "manufacturer supplier distributor wholesaler confectioner caterer startup start-up biotech fintech pollster"
)
_NUMBERED = listed("channel radio local unit troop lodge")
_LONGEST = 7  # words of a campaign's name


def called_by_kind(text: str, words: Sequence[Token], start: int, end: int, ends: dict[int, int]) -> int:
    """Return where a name ends that reads like a sentence, after what the body is: "the charity Help the Aged".

    Args:
        text: The article's text.
        words: Its words.
        start: The first word of a run of capitals.
        end: Where the run ends.
        ends: Where each run of the text ends.

    Returns:
        The end of the whole name, or 0 where there is no such name.
    """
    first = words[start].word
    kind = start and words[start - 1].word in _KINDS and text[words[start - 1].end : words[start].start] in (" ", " “")
    if not kind or not is_common(first) or acronym(first) or end - start > 2:
        return 0
    till = end
    while till + 1 < len(words) and till - start < _LONGEST and words[till].word in _SMALL and not words[till - 1].owns:
        ahead = till + 1
        if ahead not in ends or text[words[till - 1].end : words[ahead].start].count(" ") != 2:
            break
        till = ends[ahead]
    return till if till > end else 0


def trade_ahead(run: Sequence[Token], inside: Collection[str]) -> int:
    """Return 1 where a firm's name begins after its trade, at the head of a sentence: "Miner Brenta Metals Ltd."."""
    lead = run[0]
    return int(len(run) > 2 and lead.first and lead.word.casefold() in _TRADES and lead.word not in inside)


def office_ahead(words: Sequence[Token], start: int, end: int) -> int:
    """Return how many words of a run end an office before the name: "Minister for Water Ann Reed", "Mayor of Lima ...".

    Args:
        words: The text's words.
        start: The first word of the run.
        end: Where the run ends.
    """
    at = start - 1
    while at > 1 and (words[at].word in ("and", "the") or (capital(words[at].word) and at < start - 1)):
        at -= 1
    if at < 1 or words[at].word not in ("for", "of") or words[at - 1].owns:
        return 0
    office = words[at - 1].word
    if not office[:1].isupper() or not _is_office(office):
        return 0
    run = [w.word for w in words[start:end]]
    given = next((i for i, w in enumerate(run) if is_given(w)), 0)
    if not given and len(run) > 2 and all(is_common(w) for w in run[:-2]):
        given = len(run) - 2
    if not given or len(run) - given < 2 or acronym(run[-1]):
        return 0
    place = words[at].word == "of" and not any(is_common(w) for w in run[given:])
    return given if place or all(is_common(w) for w in run[:given]) else 0


def office_inside(words: Sequence[Token], start: int, end: int) -> int:
    """Return where somebody's office begins inside what was read as one body: "Bank of Tarvel Governor Ann Reed".

    Args:
        words: The text's words.
        start: The first word of the body.
        end: Where it ends.

    Returns:
        The index of the office's first word, or 0 where there is none.
    """
    if not any(_is_office(w.word) for w in words[start + 1 : end - 1]):
        return 0
    lex = lexicon()
    for at in range(start + 1, end - 1):
        rest = [w.word for w in words[at + 1 : end]]
        plain = any(is_common(w) or not capital(w) or acronym(w) for w in rest)
        named = (is_given(rest[0]) and len(rest) > 1) or (not plain and len(rest) <= 2)
        if not capital(words[at].word) or not _is_office(words[at].word) or not named or _is_office(rest[0]):
            continue
        first = at
        heads = lex.titles | lex.topics | lex.modifiers | {"managing", "non-executive", "vice"}
        while first - 1 > start and words[first - 1].word.casefold() in heads and capital(words[first - 1].word):
            first -= 1
        return first if capital(words[first - 1].word) and first > start + 1 else 0
    return 0


def _is_office(word: str) -> bool:
    low = word.casefold()
    return (low in lexicon().titles or lexicon().names_person(low)) and not is_given(low)


def numbered(words: Sequence[Token], end: int) -> bool:
    """Tell whether a number ends the name of a body: "Channel 9", "Transport Union Local 212"."""
    return end < len(words) and words[end].word.isdigit() and words[end - 1].word.casefold() in _NUMBERED
