"""Of which kind a body is, and which one of an article is the only one of its kind: "the union", "the company"."""

from __future__ import annotations

import re

from quoteattr.attribution.figures import PLATFORMS, Figure
from quoteattr.attribution.lexicon import fold, is_given, lexicon
from quoteattr.attribution.phrases import Phrase
from quoteattr.attribution.scene import Scene
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed
from quoteattr.spans import Span

# Words of names in other languages that tell the kind, by the English noun.
_FOREIGN = {
    "bank": listed("banco banca banque banka bankas"),
    "newspaper": listed("jornal diario diário giornale gazzetta corriere gazeta zeitung tidende tidning"),
    "party": listed("partido partito parti partei"),
    "university": listed("universidad universidade universite universita universitat"),
    "institute": listed("instituto institut istituto"),
    "group": listed("grupo groupe gruppo gruppe"),
}
_BEFORE = re.compile(r"((?:[a-z][\w’'-]* ){1,3})(?:called )?(?:(?:A|O|El|La|Le|Les|Il|Der|Die|Das|De|Het) )?$")
_AFTER = re.compile(
    r", (?:an?|the|one of) ((?:[\w’'-]+ ){0,4}?[\w-]+)(?=,| that\b| which\b| of\b| for\b| in\b| based\b|\.)"
)
_IN_IT = re.compile(r"\b(?:at|of|from|for|with) (?:the )?(?:[a-z][\w-]* ){0,2}$")
# Firms, whatever their trade: what an article is about may be called so without its trade having been told.
FIRMS = listed(
    "company firm group airline carrier bank lender railroad railway supplier manufacturer maker automaker carmaker "
    "retailer developer operator miner producer utility insurer brewer drugmaker chipmaker startup"
)
# Where the singular of a kind tells of another one of it.
_ANOTHER = (
    r"\b(?:[Aa]n?|[Aa]nother|[Oo]ther|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Bb]oth) "
    r"(?:(?!of\b|for\b|by\b)[\w’'-]+ ){{0,3}}?{head}s?\b"
)
_LEAD = 2  # paragraphs: the headline and what opens the story
_FEWEST = 2  # mentions from which on a story may be about a firm


def kinds(text: str, figure: Figure) -> frozenset[str]:
    """Return the nouns by which an article, or a body's own name, tells of which kind it is."""
    lex = lexicon()
    found = {w for called in figure.described() for w in called if w in lex.bodies}
    words = fold(re.split(r"\s(?:of|for|on|in|at|to)\s", figure.name)[0]).split()
    found |= set(words[-1:])
    found |= (
        {kind for kind, forms in _FOREIGN.items() if not forms.isdisjoint({words[0], words[-1]})} if words else set()
    )
    for spot in figure.spots:
        before = _BEFORE.search(text, max(0, spot.start - 50), spot.start)
        if before is not None and (last := before[1].split()[-1]) in lex.bodies:
            found.add(last)
        after = _AFTER.match(text, spot.end)
        if after is not None and (last := after[1].split()[-1]) in lex.bodies:
            found.add(last)
    return frozenset(found)


def only_of_kind(scene: Scene, phrase: Phrase, at: int, told: bool = False) -> Figure | None:
    """Return the one body that the article names and that a bare description fits, or None.

    Args:
        scene: The article.
        phrase: The description, of one noun: "the union".
        at: Where it stands: only what is named before counts.
        told: Whether the article, or its name, must tell that it is of that kind.
    """
    lex, head = lexicon(), phrase.head
    named = [f for f in scene.cast.figures if _may_be_body(scene, f) and scene.spots(f, at)]
    of = {id(f): kinds(scene.text, f) for f in named}
    fits = [f for f in named if any(lex.may_mean(head, k) for k in of[id(f)])]
    if fits:
        one = fits[0] if len(fits) == 1 else None
        return one if one is not None and not _another(scene, one, head, at) else None
    if told or head not in FIRMS or _another(scene, None, head, at):
        return None
    unknown = [f for f in named if of[id(f)].isdisjoint(lex.bodies | lex.org_words) and _firm(scene, f)]
    turn = scene.last_turn(at)
    if turn is not None and turn.figure in unknown and scene.paragraph(turn.at) == scene.paragraph(at):
        return turn.figure  # "Northern Power said so. ... said a spokeswoman for the utility"
    about = [f for f in unknown if _is_about(scene, f)]
    if len(about) != 1:
        return None
    last = max(unknown, key=lambda f: scene.spots(f, at)[0].end)
    return about[0] if last is about[0] else None


def short_for(scene: Scene, words: str, at: int) -> Figure | None:
    """Return the one body whose name ends with a noun in capitals: "a Fund spokesman", of the Relief Fund.

    Args:
        scene: The article.
        words: The noun.
        at: Where it stands: only what is named before counts.
    """
    if not words[:1].isupper() or fold(words) not in lexicon().org_words | lexicon().bodies:
        return None
    found = [
        f
        for f in scene.cast.figures
        if f.label == "ORG" and fold(words) == fold(f.name).split()[-1] and " " in f.name and scene.spots(f, at)
    ]
    return found[0] if len(found) == 1 else None


def spoke_just_now(scene: Scene, at: int) -> Figure | None:
    """Return the body that spoke last before "a spokesman said", where nobody else was named since, or None."""
    turn = scene.last_turn(at)
    if turn is None or turn.figure is None or turn.figure.label != "ORG" or scene.human(turn.figure):
        return None
    if scene.paragraph(at) - scene.paragraph(turn.at) > 1:
        return None
    since = [scene.cast.named(n) for n in scene.layout.names_in(Span(turn.at, at)) if not scene.quotation(n.start)]
    return turn.figure if all(f is None or f is turn.figure or f.label == "PLACE" for f in since) else None


def _may_be_body(scene: Scene, figure: Figure) -> bool:
    """Tell whether a figure is a body, or nothing but an annotator's guess tells that it is a person."""
    if fold(figure.name) in PLATFORMS or figure.thing or figure.work or country_code(figure.name) is not None:
        return False
    if figure.label == "ORG":
        return True
    return (
        figure.label != "PLACE"
        and not figure.votes
        and figure.age is None
        and not figure.told_person
        and _no_given(figure)
    )


def _no_given(figure: Figure) -> bool:
    return not is_given(figure.name.split()[0])


def _another(scene: Scene, figure: Figure | None, head: str, at: int) -> bool:
    """Tell whether the article spoke of a body of the kind that it does not name."""
    own = {s.start for s in figure.spots} if figure is not None else set()
    for match in re.finditer(_ANOTHER.format(head=re.escape(head)), scene.text[:at]):
        if scene.quotation(match.start()) is None and not any(0 <= s - match.end() <= 12 for s in own):
            return True
    return False


def _firm(scene: Scene, figure: Figure) -> bool:
    """Tell whether a body may be a firm: no place, and not who tells the news."""
    dated = all(scene.in_dateline(s) for s in figure.spots)
    told = re.compile(r"\b(?:told|tells|by|to|with|contacted by) (?:the )?$")
    asked = [s for s in figure.spots if told.search(scene.text[max(0, s.start - 20) : s.start])]
    return not dated and not asked


def _is_about(scene: Scene, figure: Figure) -> bool:
    """Tell whether an article is about a body: it opens with it, and comes back to it."""
    opens = [s for s in figure.spots if scene.paragraph(s.start) <= _LEAD and not scene.in_dateline(s)]
    often = max((len(f.spots) for f in scene.cast.figures if f.label != "PLACE"), default=0)
    return bool(opens) and len(figure.spots) >= _FEWEST and 2 * len(figure.spots) >= often
