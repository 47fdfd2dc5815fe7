"""Whose a document is that speaks: "the report", "the lawsuit", "the email", by how the article brings it in."""

from __future__ import annotations

import re
from itertools import pairwise

import attrs

from quoteattr.attribution.descriptions import Finding
from quoteattr.attribution.figures import Figure
from quoteattr.attribution.joint import Find, Joint
from quoteattr.attribution.lexicon import lexicon
from quoteattr.attribution.namesakes import settled
from quoteattr.attribution.phrase_reader import read
from quoteattr.attribution.phrases import Phrase, Sort
from quoteattr.attribution.scene import Scene
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Quote

_LAWS = listed("law act bill constitution treaty decree charter census index ranking")

# Words for one thing, and what whoever makes it does, where a verb tells no less than the noun.
_KINDS = (
    ("film documentary movie", ""),
    ("show program programme series broadcast", ""),
    ("book memoir novel biography", ""),
    ("probe investigation inquiry", ""),
    ("lawsuit suit complaint filing petition", "sue|sues|sued|suing"),
    ("report study survey poll review audit analysis assessment paper", ""),
    ("email e-mail memo", "e-?mailed"),
    ("letter", ""),
    ("post tweet", "tweeted"),
    ("editorial column op-ed", ""),
    ("ruling decision verdict judgment judgement", "ruled"),
    ("statement communique communiqué release", ""),
    ("ad advert spot commercial video", ""),
    ("notice handout leaflet flyer flier pamphlet brochure", ""),
    ("text", ""),
)
_MADE = (
    r"releas(?:es|ed|ing)|publish(?:es|ed|ing)|issu(?:es|ed|ing)|fil(?:es|ed|ing)|sen(?:ds|t|ding)|sent out|"
    r"wr(?:ites|ote)|written|post(?:s|ed|ing)|put out|produc(?:es|ed)|conduct(?:s|ed)|launch(?:es|ed)|air(?:s|ed)|"
    r"made public|circulat(?:es|ed)"
)
# What the name of a body before the noun makes: "a Reuters survey". A lawsuit or a letter may be against or to it.
_BY_NAME = listed("report study survey poll review audit analysis assessment investigation inquiry probe statement")
# Where a study appears speaks for it, where nobody else does: "the study, published in the Lancet".
_PUBLISHED = listed("report study survey paper article analysis review research editorial")
_IN = re.compile(
    r",?\s(?:(?:which|that)\s(?:(?:was|is)\s)?)?(?:published|appear(?:s|ed|ing)|printed)(?:\s\w+){0,3}?\s(?:in|by)\s"
    r"(?:the\s)?(?:(?:[\w-]+\s){0,2}(?:journal|magazine|newspaper|daily|weekly|quarterly|periodical)\s)?"
)
# "a document on the campaign's website", "a statement posted on the website Ruritania.com"
_ON_SITE = re.compile(
    r"(?:\s(?:posted|published|placed|put))?\son\s(?:the\s(?:website\s(?:of\s(?:the\s)?)?)?|its\swebsite\s)?"
)
_SITE = re.compile(r"['’]s?\s(?:\w+\s)?(?:website|site|page|blog|account|channel|feed)\b")
_OF_SITE = re.compile(r"\son\s([^,]+?)['’]s?\s(?:\w+\s)?(?:website|site|page|blog|account|channel|feed)\b")
_THEIRS = r"\b(his|her|its|their)\s(?:(?!of\b|and\b|that\b)[\w-]+\s){{0,3}}?(?:{words})\b"
_NEVER = "(?!)"
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)(?: \w+ly)? $")
# What is posted with a caption, and what whoever writes the caption does with it.
_POSTED = re.compile(
    r"\b(?:posted|posts|shared|shares|uploaded|uploads|tweeted|tweets|put up|published) "
    r"(?:(?!and\b|that\b)[\w’'-]+ ){0,5}?"
    r"(?:photo|photograph|picture|image|snap|snapshot|selfie|video|clip|gif|meme|reel|drawing)s?\b"
)
_TAKER = re.compile(
    r"(?:[^,\n]{1,60}, )?((?:The|His|Her|He|She|They)\b(?: [\w’'-]+){0,5}?)(?: (?:has|had|later|then|also))* $"
)
_BACK = 3  # paragraphs: what was brought in before that is brought in anew
_AND = re.compile(r",?\s(?:and|&)\s(?:the\s)?")
# "the report by ...", "the study, led by ...", "the long-awaited survey from ..."
_BY = re.compile(r"(?:,? [\w-]+){0,2}? (by|from) ")
# What may stand before the maker's name: "the ", "auditors ", "the trustee, ".
_LEADS_UP = re.compile(r"(?:the |an? |its )?(?:[a-z][\w-]* ){0,4}|(?:the |an? |its )(?:[\w’'-]+ ){0,5}[a-z]+, ")
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
            return found if found[0] else None
    return None


def _possessor(scene: Scene, begin: int, end: int) -> Told | None:
    """Return whose a document is by the words beside it: "X's long report", "a report by X".

    Nobody (an empty tuple of figures) where they tell of somebody who can't be told.
    """
    text = scene.text
    for name in reversed(scene.layout.names_in(Span(max(0, begin - 60), begin))):
        gap = text[name.span.end : begin]
        figure = scene.cast.named(name)
        if name.owns and re.fullmatch(r"['’]s?(?: [\w-]+){0,3} ", gap):
            figure = figure or settled(scene, Phrase(name.span, Sort.NAME, name), scene.cast.rivals(name), name.start)
            return ((figure,) if figure else ()), name.span
        made = figure is not None and figure.label == "ORG" and not name.owns and text[begin:end].casefold() in _BY_NAME
        if made and figure is not None and gap == " ":
            return (figure,), name.span
        break
    after = _BY.match(text, end)
    if after:
        clause = re.split(r"[.;:!?\n“”\"]", text[after.end() : after.end() + 90])[0]
        reach = Span(after.end(), after.end() + len(clause))
        for name in scene.layout.names_in(reach):
            figure = scene.cast.named(name)
            # "a report from Lima" tells where, and not by whom
            kind = figure.label if figure is not None else "PERSON"
            maker = kind in ("PERSON", "ORG") or (kind == "" and (after[1] == "by" or " " in name.span.of(text)))
            if maker and _LEADS_UP.fullmatch(text, reach.start, name.start):
                return ((figure,) if figure else ()), name.span
            break
        if after[1] == "by":
            return (), reach
    return _appears(scene, text[begin:end].casefold(), end)


def _appears(scene: Scene, head: str, end: int) -> Told | None:
    """Return where a document appears, as the words after it tell: a journal, a website."""
    text = scene.text
    for pattern, fits in ((_IN, head in _PUBLISHED), (_ON_SITE, True)):
        lead = pattern.match(text, end) if fits else None
        if lead is None:
            continue
        for name in scene.layout.names_in(Span(lead.end(), lead.end() + 1)):
            figure = scene.cast.named(name)
            sited = pattern is _IN or lead[0].endswith("website ") or _SITE.match(text, name.span.end)
            # "published in May" and "in London" tell when and where, and by nobody
            called = lead[0].endswith(("the ", "journal ", "magazine ", "newspaper ", "daily ", "weekly ")) or (
                pattern is _ON_SITE and " " not in name.span.of(text)
            )
            if figure is not None and sited and (figure.label == "ORG" or (called and not country_code(figure.name))):
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


class Documents:
    """Find whose words a document's are.

    Args:
        scene: The article.
        find: Who finds the one that a phrase is of.
        joint: Who puts several together.
    """

    def __init__(self, scene: Scene, find: Find, joint: Joint) -> None:
        self.scene = scene
        self.layout = scene.layout
        self.text = scene.text
        self.joint = joint
        self._find = find
        self._known: dict[str, Figure] = {}

    def find(self, phrase: Phrase, quote: Quote, depth: int) -> Finding:
        """Take a document for those who made it."""
        head = phrase.head
        owner = phrase.owner if head not in _LAWS else None
        site = _OF_SITE.search(self.text, phrase.span.start, phrase.span.end) if owner is None else None
        if site is not None:
            owner = Span(site.start(1), site.end(1))
        if owner is not None:
            found = self._find(owner, quote, depth)
            if found.figure is not None:
                self._known[head] = found.figure
                return Finding(
                    found.figure,
                    f"the maker of the {head}",
                    found.via,
                    found.candidates,
                )
            return Finding(None, "the article does not say whose words these are", candidates=found.candidates)
        if "joint" in phrase.words:
            return self.joint.statement(phrase)
        noun = re.search(rf"\b{re.escape(head)}\b", phrase.span.of(self.text), re.I)
        appears = _appears(self.scene, head, phrase.span.start + noun.end()) if noun else None
        if appears is not None:
            figures, told = appears
            self._known[head] = figures[0]
            return Finding(figures[0], f"where the {head} appears", told if told != figures[0].span else None)
        if head == "caption" and phrase.definite:
            return self._captioned(phrase.span.start, quote, depth)
        if phrase.definite and head in self._known:
            return Finding(self._known[head], f"the {head} spoken of before")
        turn = self.scene.last_turn(phrase.span.start)
        near = turn is not None and self.scene.paragraph(phrase.span.start) - self.scene.paragraph(turn.at) <= 1
        spoken = turn is not None and re.search(
            rf"\b{re.escape(head)}\b", self.text[max(0, turn.at - 300) : phrase.span.start]
        )
        if (
            phrase.definite
            and head in lexicon().statements
            and spoken
            and turn is not None
            and turn.figure is not None
            and near
        ):
            return Finding(turn.figure, f"the {head} of the last one who spoke", turn.quote.source)
        brought = makers(self.scene, head, phrase.span.start) if phrase.definite else None
        if brought is not None:
            figures, told = brought
            figure = figures[0] if len(figures) == 1 else self.joint.together(figures, told)
            self._known[head] = figure
            return Finding(figure, f"whose {head} the article speaks of", told if told != figure.span else None)
        theirs = self._theirs(phrase, quote, depth) if phrase.definite else None
        if theirs is not None:
            return theirs
        return Finding(None, "the article does not say whose words these are")

    def _captioned(self, at: int, quote: Quote, depth: int) -> Finding:
        """Return whose a caption is: whoever posted the picture."""
        scene = self.scene
        start = scene.paragraphs[max(0, scene.paragraph(at) - 1)].start
        posts = [m for m in _POSTED.finditer(self.text, start, at) if scene.quotation(m.start()) is None]
        if not posts:
            return Finding(None, "the article does not say whose words these are")
        post = posts[-1].start()
        sentence = scene.sentences[scene.sentence(post)]
        lead = _TAKER.match(self.text, sentence.start, post)
        if lead is not None:
            found = self._find(Span(lead.start(1), lead.end(1)), quote, depth)
            return attrs.evolve(found, why="who posted what it stands under") if found.figure is not None else found
        told = _subject(scene, post, is_noun=False)
        if told is None or len(told[0]) != 1:
            return Finding(None, "the article does not say whose words these are")
        return Finding(told[0][0], "who posted what it stands under", told[1])

    def _theirs(self, phrase: Phrase, quote: Quote, depth: int) -> Finding | None:
        """Return whose a document is that was brought in as "her new film"."""
        start = self.scene.paragraphs[max(0, self.scene.paragraph(phrase.span.start) - _BACK)].start
        words = re.compile(_THEIRS.format(words=kind_of(phrase.head)[0]), re.I)
        for match in reversed(list(words.finditer(self.text, start, phrase.span.start))):
            if self.scene.quotation(match.start()) is not None:
                continue
            found = self._find(Span(match.start(1), match.end(1)), quote, depth)
            if found.figure is None:
                return None
            self._known[phrase.head] = found.figure
            return Finding(found.figure, f"whose {phrase.head} the article speaks of", Span(match.start(), match.end()))
        return None

    def taken_up(self, at: int) -> Finding | None:
        """Return whose document "it" is, where a document spoke in the sentence before."""
        turn = self.scene.last_turn(at)
        if turn is None or turn.quote.source is None:
            return None
        near = self.scene.sentence(at) - self.scene.sentence(turn.at) <= 1
        if not near or read(self.layout, turn.quote.source).sort is not Sort.DOCUMENT:
            return None
        told = "the document spoken of just before" if turn.figure else "it is the document spoken of just before"
        return Finding(turn.figure, told, turn.quote.source)
