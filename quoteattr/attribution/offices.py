"""Bodies that an article implies by who holds an office: "the ministry" of its minister, "her office", its branch."""

from __future__ import annotations

import re

from quoteattr.attribution.capitals import is_people
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.lexicon import fold
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.scene import Scene
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed
from quoteattr.spans import Span

_MINISTER = re.compile(
    r"(?:(?P<before>[a-z][\w’' -]*?) minister|minister (?:of|for) (?:the )?(?P<after>[a-z][\w’' -]*?))"
    r"(?=$| (?:of|in|and|who|since)\b)"
)
# Ministers without a ministry of their own, and those whose ministry need not be meant.
_NO_MINISTRY = listed(
    "prime deputy vice junior shadow former ex late state cabinet first chief minister parliamentary british then new "
    "acting interim outgoing incoming ex-prime opposition"
)
_DROPPED = listed("acting interim new outgoing incoming then")
# Heads of state and government, by the words for their office; a state has one of each.
_OFFICES = {
    "prime minister": "Office of the Prime Minister",
    "president": "Office of the President",
    "chancellor": "Office of the Chancellor",
}
_WHOSE_OFFICE = re.compile(r"(?:the )?(prime minister|president|chancellor)['’]s? (?:press )?office", re.I)
# What tells a branch of a body from a body of its own: "the agency's Tulsa office", not "the UN's human rights office".
_PARTS = listed("office bureau branch headquarters desk")
_OF_PARTS = listed(
    "field regional local district area country press media business head branch main home front communications liaison"
)
# Who heads a government or a state, under whatever title.
_GOVERN = ("prime minister", "premier", "chancellor")
_HEADS = {
    "head of government": _GOVERN,
    "government leader": _GOVERN,
    "head of state": ("president", "king", "queen", "monarch", "emperor", "emir"),
}
_NOT_NOW = re.compile(r"\b(?:former|ex|deputy|vice|acting|late|shadow)\b", re.I)
_BEFORE = re.compile(r"(?:[\w’'-]+ ){1,4}$")  # what stands before a name, where the reading leaves out some of it
_OF_A_COUNTRY = r"\b([A-Z][\w-]+)(?:['’]s)? {title}\b(?!['’])"


def _ministry(called: str) -> tuple[str, str] | None:
    """Return the country, if told, and the ministry of who is called so, or None.

    >>> _ministry("latvian finance minister")
    ('Latvian', 'Finance Ministry')
    """
    found = _MINISTER.match(called)
    if found is None:
        return None
    words = (found["before"] or found["after"]).replace("’", "'").split()
    country = ""
    # whose minister it is may be told as well, which makes no part of the name: "Vidal's finance minister"
    while words and (words[0] in _DROPPED or words[0].endswith("'s") or country_code(words[0])):
        country = words[0].capitalize() if country_code(words[0].removesuffix("'s")) else country
        words = words[1:]
    if not words or len(words) > 4 or not _NO_MINISTRY.isdisjoint(words):
        return None
    return country, " ".join(w if w == "and" else w.capitalize() for w in [*words, "ministry"])


def ministry_of(figure: Figure) -> tuple[str, str] | None:
    """Return the country, where it is told, and the name of a minister's ministry; None where there is not just one."""
    found = [m for called in figure.called if (m := _ministry(called)) is not None]
    names = {name for _, name in found}
    country = next((c for c, _ in found if c), "")
    return (country, found[0][1]) if len(names) == 1 else None


def implied_ministry(scene: Scene, at: int) -> tuple[str, str] | None:
    """Return the country and the name of the ministry that "the ministry" means after a minister was named.

    Args:
        scene: The article.
        at: Where the words stand: only ministers named before count.
    """
    found: dict[str, list[tuple[Figure, tuple[str, str]]]] = {}
    for figure in scene.cast.figures:
        if scene.human(figure) and scene.spots(figure, at) and (ministry := ministry_of(figure)) is not None:
            found.setdefault(ministry[1], []).append((figure, ministry))
    if len(found) == 1:
        return next(iter(found.values()))[0][1]
    turn = scene.last_turn(at)
    if turn is None or scene.paragraph(at) - scene.paragraph(turn.at) > 1:
        return None
    spoke = [m for rows in found.values() for f, m in rows if f is turn.figure]
    return spoke[0] if spoke else None


def office_of(scene: Scene, figure: Figure) -> str:
    """Return the name of the office of a head of state or government, or an empty string.

    It is named so where the article has one of the kind: with two presidents "Office of the President" is anybody's.
    """
    for title, name in _OFFICES.items():
        if _holds(scene, figure, title):
            others = [f for f in scene.cast.figures if f is not figure and _holds(scene, f, title)]
            words = re.findall(_OF_A_COUNTRY.format(title=f"(?i:{title})"), scene.text)
            several = len({code for word in words if (code := country_code(word))}) > 1
            return name if not others and not several else ""
    return ""


def _holds(scene: Scene, figure: Figure, title: str) -> bool:
    """Tell whether somebody holds a state's office now, and presides over no club or firm."""
    if not scene.human(figure) or any(f"{title} of" in c and not _of_country(c) for c in figure.called):
        return False
    for spot in figure.spots:
        before = _BEFORE.search(scene.text, max(0, spot.start - 60), spot.start)
        if before is not None and _NOT_NOW.search(before[0]):
            return False
    for called in figure.called:
        lead, found, rest = called.partition(title)
        lead = re.sub(r"['’]s?$", "", lead.strip())
        own = not lead or country_code(lead) is not None or is_people(lead.capitalize())
        if found and own and (not rest.strip() or _of_country(called)):
            return True
    return False


def _of_country(called: str) -> bool:
    """Tell whether an office is that of a country: "president of Peru"."""
    return country_code(called.rpartition(" of ")[2].removeprefix("the ")) is not None


def named_office(words: str) -> str:
    """Return the name of an office that is called by its holder's title: "the prime minister's office"."""
    found = _WHOSE_OFFICE.fullmatch(" ".join(words.split()))
    return f"Office of the {found[1].title()}" if found else ""


def owner_of_part(text: str, phrase: Phrase) -> Span | None:
    """Return where the body is named of which a phrase means a branch: "the agency's Tulsa office"."""
    if phrase.owner is None or phrase.head not in _PARTS:
        return None
    owner = phrase.owner.of(text)
    if not re.search(r"['’]s?$", owner) and text[phrase.owner.end : phrase.owner.end + 1] not in ("'", "’"):
        return None
    rest = re.sub(r"^['’]s?\s*", "", text[phrase.owner.end : phrase.span.end]).split()
    if not rest or rest[-1].casefold() != phrase.head:
        return None
    between = rest[:-1]
    whole = phrase.head in ("headquarters", "branch") and not between
    kind = bool(between) and all(w[0].isupper() or fold(w) in _OF_PARTS for w in between)
    return phrase.owner if whole or kind else None


def leader_called(scene: Scene, phrase: Phrase, at: int) -> Figure | None:
    """Return the only one whom "the head of government" or "the head of state" can mean, or None.

    Args:
        scene: The article.
        phrase: The description.
        at: Where it stands.
    """
    asked = _HEADS.get(phrase.called[0]) if phrase.called and phrase.definite else None
    if asked is None:
        return None
    found = [f for f in scene.cast.figures if scene.spots(f, at) and any(_holds(scene, f, title) for title in asked)]
    return found[0] if len(found) == 1 else None
