"""Whom a pronoun means: agreement in number, sex and kind first, then salience; close calls are refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.attribution.figures import PLATFORMS, Figure
from quoteattr.attribution.lexicon import fold, is_given, lexicon
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import PRONOUNS, Phrase, Sort
from quoteattr.attribution.ranking import Features, Ranker, in_mind
from quoteattr.attribution.scene import Scene
from quoteattr.attribution.sexes import protagonist
from quoteattr.attribution.unnamed import people_without_name
from quoteattr.spans import Span
from quoteattr.values import Quote

_RIVAL = 0.1  # a chance below it makes no rival
# "She herself" returns to somebody, beside another who was spoken of just now.
_SOMEBODY = re.compile(r"(?:An?|One|Another)\s")
_FIRST = 60  # characters in which the noun of a sentence's subject stands
_TO_OUTLET = re.compile(r"\b(?:told|tells?|telling) (?:the )?\Z")
_HIMSELF = re.compile(r"(?:he himself|she herself|it itself)\b", re.I)
_LATELY = 0.75  # three sentences, as the feature counts them
# What begins a clause that looks ahead. The subject of a main clause never is who is named later in it.
_AHEAD = re.compile(
    r"\W*(?:[Aa]s|[Aa]fter|[Aa]lthough|[Bb]ecause|[Bb]efore|[Ii]f|[Oo]nce|[Ss]ince|[Tt]hough|[Uu]ntil|[Ww]hat|[Ww]hen|[Ww]here"
    r"|[Ww]hile) "
)
_POSSESSIVE = ("his", "her", "its", "him")
_WHERE = re.compile(r"\b(?:in|at|near|from|to) $")
_LED, _BETWEEN = 50, 1  # characters in which "Her elder daughter, a nurse, Clara" ends; sentences in between
NOBODY = "they are people without a name"
_DEFINITE_PHRASE = re.compile(
    r"\b((?i:the|his|her|its|their|this|that) (?:(?!who\b|that\b|which\b|the\b|and\b|of\b)[\w’'.-]+ ?){1,6}),? ?\(?$"
)


def rank_pronoun(
    scene: Scene, word: str, at: int, quote: Quote, ranker: Ranker, least: float = 0.0
) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """Return whom a personal pronoun means, why, and who else came into question.

    Args:
        scene: The article.
        word: The pronoun, in lower case.
        at: Where it stands.
        quote: The quote whose source it is.
        ranker: Who ranks those that agree with it.
        least: The chance that somebody must have, where it is more than the ranker asks for.
    """
    sort = PRONOUNS[word]
    if sort == "p":
        return _plural(scene, at)
    kind = "person" if sort in "mf" else "thing"
    least = max(least, ranker.threshold(kind))
    addressed = scene.addressed(quote)
    fitting = [f for f in scene.cast.figures if f not in addressed and _agrees(scene, f, sort) and scene.spots(f, at)]
    candidates = list(zip(fitting, in_mind(scene, fitting, at, quote), strict=True))
    told = [f for f, row in candidates if not row["unspoken"] and f.gender == sort]
    for figure, row in candidates:
        if row["unspoken"]:
            row["salience"] = 0.0
        elif kind == "person":
            row["sex told"] = float(figure.gender == sort)
            alone = told == [figure]
            row["alone of its sex"] = float(alone)
            row["protagonist"] = float(alone and row["named most"] and row["in headline"])
            row["given name"] = float(is_given(figure.name.split()[0]))
            row["told a person"] = float(figure.told_person)
        else:
            row["place"] = float(figure.label == "PLACE")
            row["place, silent"] = float(figure.label == "PLACE" and not row["spoke"])
        row["own"] = float(word in _POSSESSIVE)
        row["own, spoke last"] = row["own"] * row.get("spoke last", 0.0)
    ranked = ranker.rank(kind, at, [c for c in candidates if not c[1]["unspoken"]])
    rivals = tuple(f for _, f in ranked[:4])
    unclear = _doubtful_since(scene, ranked[0][1], at) if ranked and kind == "person" else ()
    if unclear:
        return None, f"it may be {' or '.join(f.name for f in unclear)}", unclear
    if ranked and kind == "person" and (other := _told_rival(scene, ranked[0][1], fitting, at, sort)):
        return None, f"it may be {ranked[0][1].name} or {other.name}", rivals
    if ranked and kind == "person" and (kin := _kin_since(scene, ranked[0][1], fitting, at)):
        return None, f"it may be {ranked[0][1].name} or {kin.name}", rivals
    if (
        ranked
        and kind == "person"
        and (_unnamed_spoke(scene, ranked[0][1], at, sort) or _unnamed_subject(scene, ranked[0][1], at, sort))
    ):
        return None, "it may be somebody whom the article leaves unnamed", rivals
    if ranked and ranked[0][0] >= least and not _coordinated(scene, rivals, at):
        return ranked[0][1], "", rivals[1:]
    hero = _hero(scene, fitting, at, sort) if kind == "person" else None
    if hero is not None:
        return hero, "the one whom the article is about", rivals
    later = _cataphor(scene, at, word, quote) if sort in "mf" and _new(candidates) else None
    if later is not None:
        return later, "named right after", ()
    if not ranked or (len(ranked) > 1 and ranked[1][0] < _RIVAL) or len(ranked) == 1:
        return None, "it fits nobody surely", rivals
    return None, f"it may be {ranked[0][1].name} or {ranked[1][1].name}", rivals


def _coordinated(scene: Scene, ranked: Sequence[Figure], at: int) -> bool:
    """Tell whether the two likeliest were named last in one breath: "Ann Reed and Lea Lund came. She said"."""
    if len(ranked) < 2:
        return False
    first, second = sorted(scene.spots(figure, at)[0] for figure in ranked[:2])
    return re.fullmatch(r"\s(?:and|or|&)\s", scene.text[first.end : second.start]) is not None


def _doubtful_since(scene: Scene, figure: Figure, at: int) -> tuple[Figure, ...]:
    """Return whom a name may name that became the subject since ``figure`` was spoken of, and cannot be told apart."""
    spots = scene.spots(figure, at)
    start = max(scene.sentences[max(0, scene.sentence(at) - 1)].start, spots[0].end if spots else 0)
    for name in scene.layout.names_in(Span(start, at)):
        rivals = scene.cast.rivals(name)
        if (
            rivals
            and figure not in rivals
            and any(scene.human(r) for r in rivals)
            and not name.owns
            and scene.quotation(name.start) is None
            and scene.is_subject(name.span)
        ):
            return rivals
    return ()


def _told_rival(scene: Scene, figure: Figure, fitting: Sequence[Figure], at: int, sort: str) -> Figure | None:
    """Return who was spoken of just now as well, and is told of the pronoun's sex where that of ``figure`` is not told.

    Beside "she herself" anybody else of that sex will do: it returns to the other one.
    """
    contrast = _HIMSELF.match(scene.text, at) is not None
    if figure.gender and not contrast:
        return None
    here = scene.paragraph(at) - 1 if contrast else scene.sentence(at) - 1
    number = scene.paragraph if contrast else scene.sentence
    for other in fitting:
        if other is not figure and other.gender == sort and scene.human(other):
            spots = scene.spots(other, at)
            if spots and scene.owns(spots[0]) and not contrast:
                continue  # "Pires, Reed's lawyer, said ... he added"
            if spots and number(spots[0].start) >= here and (contrast or scene.quotation(spots[0].start) is None):
                return other
    return None


def _kin_since(scene: Scene, figure: Figure, fitting: Sequence[Figure], at: int) -> Figure | None:
    """Return who became the subject by words that only say whose she is: "Her daughter Clara is not. ... she said"."""
    spots = scene.spots(figure, at)
    if not spots or not scene.owns(spots[0]):
        return None
    sentence = scene.sentences[scene.sentence(spots[0].start)]
    if len(spots) > 1 and spots[1].start >= sentence.start:
        return None  # "He added that his son Beau": the one who speaks is the subject as well
    if sentence.end > at or scene.sentence(at) - scene.sentence(spots[0].start) > 1 + _BETWEEN:
        return None
    for name in scene.layout.names_in(Span(spots[0].end, min(spots[0].end + _LED, sentence.end))):
        other = scene.cast.named(name)
        if other in fitting and other is not figure and scene.is_subject(name.span) and not name.owns:
            return other
    return None


def _hero(scene: Scene, fitting: Sequence[Figure], at: int, sort: str) -> Figure | None:
    """Return whom the article is about, where nobody was spoken of since who may be meant as well."""
    hero = protagonist(scene)
    if hero is None or hero.gender != sort or hero not in fitting:
        return None
    last = scene.spots(hero, at)[0].end
    others = (f for f in fitting if f is not hero and (f.gender == sort or f.told_person or " " in f.name))
    if any(s.start > last for f in others for s in scene.spots(f, at)[:1]):
        return None
    paragraph = scene.paragraphs[max(0, scene.paragraph(at) - 1)].start
    return None if people_without_name(scene, max(last, paragraph), at, sort) else hero


def spokesperson_before(scene: Scene, at: int, sort: str) -> Figure | None:
    """Return the body whose unnamed spokesperson spoke last and goes on: "a spokesman said ... he added"."""
    turn = scene.last_turn(at)
    if turn is None or turn.figure is None or scene.human(turn.figure) or turn.quote.source is None:
        return None
    phrase = read(scene.layout, turn.quote.source)
    if (
        phrase.sort is not Sort.SPOKES
        or phrase.gender not in ("", sort)
        or scene.paragraph(at) - scene.paragraph(turn.at) > 1
    ):
        return None
    since = [n for n in scene.layout.names_in(Span(phrase.span.end, at)) if scene.quotation(n.start) is None]
    people = any((f := scene.cast.named(n)) is not None and scene.human(f) for n in since)
    return None if people else turn.figure


def _unnamed_spoke(scene: Scene, figure: Figure, at: int, sort: str) -> bool:
    """Tell whether somebody without a name spoke last, in the same paragraph: "A nurse said ... she added"."""
    turn = scene.last_turn(at)
    if turn is None or turn.figure is not None or scene.paragraph(turn.at) != scene.paragraph(at):
        return False
    spots, source = scene.spots(figure, at), turn.quote.source
    if not spots or spots[0].start > turn.at or source is None:
        return False
    phrase = read(scene.layout, source)
    somebody = phrase.name is None and not phrase.plural and phrase.sort in (Sort.ROLE, Sort.SPOKES, Sort.KIN)
    return (somebody and phrase.gender in ("", sort)) or people_without_name(scene, turn.at, at, sort)


def _unnamed_subject(scene: Scene, figure: Figure, at: int, sort: str) -> bool:
    """Tell whether a sentence of this paragraph began with somebody without a name: "One pupil ... she said"."""
    spots = scene.spots(figure, at)
    start = scene.paragraphs[scene.paragraph(at)].start
    if not spots or spots[0].end > start:
        return False
    for number in range(scene.sentence(start), scene.sentence(at)):
        sentence = scene.sentences[number]
        if _SOMEBODY.match(scene.text, sentence.start) and scene.quotation(sentence.start) is None:
            return people_without_name(scene, sentence.start, min(sentence.end, sentence.start + _FIRST), sort)
    return False


def _new(candidates: Sequence[tuple[Figure, Features]]) -> bool:
    """Tell whether nobody who agrees with the pronoun has been spoken of within the last sentences."""
    return all(row["unspoken"] or row.get("sentences", 2.0) > _LATELY for _, row in candidates)


def _agrees(scene: Scene, figure: Figure, sort: str) -> bool:
    if sort in "mf":
        return (scene.human(figure) or scene.perhaps_human(figure)) and figure.gender in ("", sort)
    named_place = (
        figure.label == "PLACE" and not any(t.figure is figure for t in scene.turns) and " " not in figure.name
    )
    if named_place and not any(scene.is_subject(s) for s in figure.spots):
        return False
    return figure.body and not scene.human(figure) and not _stamp(scene, figure) and fold(figure.name) not in PLATFORMS


def _stamp(scene: Scene, figure: Figure) -> bool:
    """Tell whether a name is only that of the outlet: in brackets as in a dateline, or as who was told."""
    return all(
        (scene.text[s.start - 1 : s.start] in ("(", "/") and scene.text[s.end : s.end + 1] in (")", "/"))
        or (" " not in figure.name and _TO_OUTLET.search(scene.text, max(0, s.start - 16), s.start))
        for s in figure.spots
    )


def _plural(scene: Scene, at: int) -> tuple[Figure | None, str, tuple[Figure, ...]]:
    """Take "they" for a body that spoke just before; people without a name stay unnamed."""
    turn = scene.last_turn(at)
    if turn is None or turn.figure is None:
        return None, "they are people without a name", ()
    near = scene.sentence(at) - scene.sentence(turn.at) <= 1
    body = turn.figure.label in ("ORG", "GROUP") or (turn.figure.label == "" and not scene.human(turn.figure))
    # those whom the last one spoke of are none who came in since
    said = max((c.end for c in turn.quote.content if c.end <= at), default=turn.at)
    since = scene.text[max(turn.at, said) : at]
    if near and body and not re.search(r"\b(?:people|officials|residents|workers|families|lawmakers|members)\b", since):
        return turn.figure, "the last one that spoke", ()
    return None, "they are several, not named together", (turn.figure,)


def _cataphor(scene: Scene, at: int, word: str, quote: Quote) -> Figure | None:
    """Return who is named after the pronoun in the same sentence: "before he left, Rutte said"."""
    sentence = scene.sentences[scene.sentence(at)]
    owner = word in ("his", "her")  # "His lawyer said that Rutte would appeal"
    if not owner and not _AHEAD.fullmatch(scene.text[sentence.start : at]):
        return None
    for name in scene.layout.names_in(Span(at, sentence.end)):
        figure = scene.cast.named(name)
        if (
            figure is not None
            and scene.human(figure)
            and figure.gender in ("", PRONOUNS[word])
            and (owner or "," in scene.text[at : name.start])
            and (owner or not any(c.contains(name.span) for c in quote.content))
            and scene.quotation(name.span.start) is None
            and not _WHERE.search(scene.text[max(0, name.start - 6) : name.start])
        ):
            return figure
    return None


def noun_phrase_before(scene: Scene, at: int) -> Span | None:
    """Return the definite noun phrase that ends right before a relative pronoun: "the Ruritanian envoy, who"."""
    sentence = scene.sentences[scene.sentence(at)]
    match = _DEFINITE_PHRASE.search(scene.text, max(sentence.start, at - 80), at)
    return Span(match.start(1), match.end(1)) if match else None


def antecedent_of_relative(scene: Scene, phrase: Phrase, at: int) -> tuple[Figure | None, str]:
    """Return what "who", "which" or "that" refers to: the noun phrase that ends right before it."""
    sentence = scene.sentences[scene.sentence(at)]
    before = scene.text[sentence.start : at].rstrip(" ,")
    end = sentence.start + len(before)
    person = phrase.head in ("who", "whom", "whose")
    names = [n for n in scene.layout.names_in(Span(sentence.start, at)) if n.span.end <= at]
    lex = lexicon()
    last_word = re.search(r"[\w'’-]+$", before)
    touching = bool(names) and names[-1].span.end >= end - 2
    if last_word and not touching:
        word = last_word[0].casefold()
        if word in lex.groups or (word.endswith("s") and not word.endswith("ss") and lex.names_person(word[:-1])):
            return None, NOBODY
    for name in reversed(names):
        figure = scene.cast.named(name)
        if figure is None or name.owns:
            continue
        region = next((r for r in scene.cast.regions if r.contains(name.span)), name.span)
        if not (name.span.end >= end - 2 or region.end >= end - 2):
            continue
        if person == scene.human(figure) or (figure.label == "" and not person):
            return figure, "the noun that the clause belongs to"
    return None, "what the clause belongs to is not named"
