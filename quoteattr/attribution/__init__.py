"""Who is meant by a quote's source, inside its article.

Names first, then what the article itself establishes: descriptions ("the governor"), bodies ("the agency"), pronouns
by agreement and salience. Where two answers are about as good, none is given: a wrong name is worse than no name.
"""

from __future__ import annotations

from collections.abc import Sequence

from quoteattr.attribution.antecedents import Finder
from quoteattr.attribution.capitals import proper_names
from quoteattr.attribution.chains import Chains
from quoteattr.attribution.descriptions import Finding
from quoteattr.attribution.entities import Cast
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.kin import kin_of
from quoteattr.attribution.namesakes import settle_usual
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import Layout, Phrase, Sort
from quoteattr.attribution.ranking import Ranker
from quoteattr.attribution.roles import only_ranks
from quoteattr.attribution.scene import Scene, Turn
from quoteattr.attribution.sexes import tell_sexes
from quoteattr.attribution.shouting import in_small_letters
from quoteattr.attribution.surface import tokens
from quoteattr.spans import Span
from quoteattr.values import Annotated, Attribution, Entity, Quote


def attribute(annotated: Annotated, quotes: Sequence[Quote], ranker: Ranker | None = None) -> tuple[Attribution, ...]:
    """Tie each quote's source to a person or body of the article.

    Args:
        annotated: The article with its sentences and named mentions; both may be empty.
        quotes: The quotes of the article, in any order.
        ranker: Who ranks those whom a pronoun or a description may mean; the packaged models where none is given.

    Returns:
        An attribution for each quote, in the order of ``quotes``; without an entity where nobody can be named, and
        with the reason.
    """
    text = in_small_letters(annotated.article.text, annotated.mentions)
    words = tokens(text)
    layout = Layout.of(text, words, proper_names(text, words, annotated.mentions))
    cast = Cast(layout)
    phrases = {q.source: read(layout, q.source) for q in quotes if q.source is not None}
    cast.learn(phrases.values())
    scene = Scene(layout, cast, [s.span for s in annotated.sentences])
    bare = frozenset(p.name.span for p in phrases.values() if p.name is not None and only_ranks(p.called))
    settle_usual(scene)
    tell_sexes(scene)
    finder = Finder(scene, bare, ranker)
    chains = Chains(finder, frozenset(phrases))
    found: dict[int, tuple[Phrase | None, Finding]] = {}
    known: dict[Span, Finding] = {}
    order = sorted(range(len(quotes)), key=lambda i: (quotes[i].source or quotes[i].span, quotes[i].span))
    for number in order:
        quote = quotes[number]
        if quote.source is None:
            found[number] = (None, Finding(None))  # who resolves says that no source is given
            continue
        phrase = phrases[quote.source]
        chains.follow(quote.source.start)
        finding = known.get(quote.source) or finder.find(phrase, quote)
        known[quote.source] = finding
        found[number] = (phrase, finding)
        figure = finding.figure
        if figure is not None and phrase.span not in figure.spots and phrase.sort is not Sort.NAME:
            figure.spots.append(phrase.span)
            if phrase.sort is Sort.PRONOUN and phrase.gender in ("f", "m"):
                figure.votes[phrase.gender] += 1
        if scene.quotation(quote.source.start) is None:
            scene.turns.append(Turn(quote.source.start, figure, quote))
    entities: dict[int, Entity] = {}
    said = annotated.article.text
    return tuple(_attribution(quote, *found[number], said, entities) for number, quote in enumerate(quotes))


def _entity(figure: Figure, entities: dict[int, Entity]) -> Entity:
    if id(figure) not in entities:
        entities[id(figure)] = figure.entity()
    return entities[id(figure)]


def _attribution(
    quote: Quote, phrase: Phrase | None, finding: Finding, text: str, entities: dict[int, Entity]
) -> Attribution:
    """Put a finding into words."""
    candidates = tuple(_entity(c, entities) for c in finding.candidates)
    if phrase is None or finding.figure is None:
        told = "leaves it open" if finding.candidates else "names nobody"
        lead = f'The source "{_short(phrase.span, text)}" (offset {phrase.span.start}) {told}: ' if phrase else ""
        described = _described(phrase) if phrase is not None and not finding.candidates else None
        return Attribution(
            quote, described, (phrase.span,) if phrase else (), f"{lead}{finding.why}." if phrase else "", candidates
        )
    figure = finding.figure
    chain = [phrase.span]
    via = finding.via
    if via is not None and via != phrase.span:
        chain.append(via)
    if figure.span not in chain and not phrase.span.contains(figure.span):
        chain.append(figure.span)
    steps = f'The source "{_short(phrase.span, text)}" (offset {phrase.span.start})'
    if len(chain) == 1:
        # the source may hold more than the name, but a name that is all of it need not be said twice
        as_said = "gives the name" if figure.name == _short(phrase.span, text) else f"names {figure.name}"
        as_said = f"is taken to mean {figure.name}" if kin_of(figure.called)[0] else as_said
        reason = f"{steps} {as_said}" if phrase.sort is Sort.NAME else f"{steps} is {figure.name}"
    elif via is not None and via != figure.span and via != phrase.span:
        reason = (
            f'{steps} means "{_short(via, text)}" ({via.start}), named in full as "{figure.name}" ({figure.span.start})'
        )
    else:
        reason = f'{steps} means "{figure.name}" ({figure.span.start})'
    if finding.why:
        reason += f": {finding.why}"
    return Attribution(quote, _entity(figure, entities), tuple(dict.fromkeys(chain)), f"{reason}.", candidates)


def _described(phrase: Phrase) -> Entity | None:
    """Return a nameless entity for "the Ukrainian leader", so that the office can tell the name."""
    if not phrase.definite or phrase.sort not in (Sort.ROLE, Sort.BODY) or phrase.plural or not phrase.called:
        return None
    return Entity(None, "PERSON" if phrase.sort is Sort.ROLE else "ORG", (phrase.span,), phrase.called)


def _short(span: Span, text: str) -> str:
    words = " ".join(span.of(text).split())
    return words if len(words) <= 60 else words[:57].rstrip() + "..."
