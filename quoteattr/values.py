"""The values that flow through the library; every one frozen, every offset half-open and in code points."""

from __future__ import annotations

import enum
from datetime import date, datetime
from functools import cached_property

import attrs

from quoteattr.ids import content_id
from quoteattr.spans import Span, hull


class Kind(enum.StrEnum):
    """How a statement is worded: all, part or none of its content stands between quotation marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class Act(enum.StrEnum):
    """What a quote tells of: words spoken, words written, or a belief, an attitude, a plan."""

    SPEECH = "speech"
    WRITING = "writing"
    THOUGHT = "thought"


class Role(enum.StrEnum):
    """What a stretch of an article is."""

    BODY = "body"
    DATELINE = "dateline"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    TEASER = "teaser"
    BYLINE = "byline"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"


@attrs.frozen
class Section:
    """A stretch of an article's text and what it is."""

    role: Role
    span: Span


@attrs.frozen(slots=False)
class Article:
    """One dispatch, its text as it was read.

    Args:
        text: The text, never altered.
        outlet: Who published it, such as ``AFP``.
        title: The headline.
        url: Where it was published.
        byline: Who wrote it.
        place: The place of the dateline.
        published: The date, or the moment in UTC.
        sections: What each stretch of the text is; the whole is body where nothing is said.
        record: The name of the input that it came from: a path, or the id of a line.
        offset: Where its text begins in the text of that input.
        site: The site or feed that it was found on.
        language: The code of its language, such as ``en``, where it could be told.
        notes: What reading did on the way from the input to the text; empty where the text is the input's own.
    """

    text: str = attrs.field(repr=lambda text: repr(text[:80]))
    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    byline: str | None = None
    place: str | None = None
    published: date | datetime | None = None
    sections: tuple[Section, ...] = attrs.field(default=(), repr=False)
    record: str | None = None
    offset: int = 0
    site: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def id(self) -> str:
        """The content-addressed id: same text, outlet, date and url, same article."""
        when = self.published.isoformat() if self.published else None
        return content_id("article", text=self.text, outlet=self.outlet, published=when, url=self.url)

    @property
    def day(self) -> date | None:
        """The day of publication."""
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def parts(self, *roles: Role) -> tuple[Span, ...]:
        """Return the stretches that play one of ``roles``, in order."""
        if not self.sections:
            return (Span(0, len(self.text)),) if Role.BODY in roles and self.text else ()
        return tuple(s.span for s in self.sections if s.role in roles)


@attrs.frozen
class Sentence:
    """A sentence and its tokens."""

    span: Span
    tokens: tuple[Span, ...]


@attrs.frozen
class Mention:
    """A stretch that names or denotes somebody or something.

    Args:
        span: Where it stands.
        label: ``PERSON``, ``ORG``, ``PLACE`` from the annotator; ``SOURCE`` for a mention that a quote brought in.
    """

    span: Span
    label: str


@attrs.frozen
class Annotated:
    """An article with its sentences, tokens and named mentions."""

    article: Article
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()


@attrs.frozen
class Quote:
    """A quoted stretch and what introduces it.

    Args:
        content: What is said, in one or more pieces, in order.
        kind: Direct, mixed or indirect.
        cue: The words that tell that it is said.
        source: The mention of who says it.
        confidence: The chance that this is a quote, its borders right by half of the words or more, 0..1.
        act: Whether it was spoken, written, or is only thought; None where nobody looked.
    """

    content: tuple[Span, ...] = attrs.field(validator=attrs.validators.min_len(1))
    kind: Kind
    cue: Span | None = None
    source: Span | None = None
    confidence: float = 1.0
    act: Act | None = None

    @property
    def span(self) -> Span:
        """From the first to the last word of the content."""
        return hull(self.content)

    def text(self, of: str) -> str:
        """Return the content's words, its pieces parted by a blank, cut from the text unchanged."""
        return " ".join(piece.of(of) for piece in self.content)


@attrs.frozen
class Entity:
    """Somebody or something that an article speaks of.

    Args:
        name: The fullest name the article gives, or None where it gives none.
        label: ``PERSON``, ``ORG``, ``PLACE``, or ``GROUP`` for people without a name.
        mentions: Where it is spoken of, in order.
        descriptors: What it is called beside its name, in lower case: "nato chief", "the ukrainian leader".
    """

    name: str | None
    label: str
    mentions: tuple[Span, ...] = ()
    descriptors: tuple[str, ...] = ()


@attrs.frozen
class Attribution:
    """A quote's source, tied to an entity of its article.

    Args:
        quote: The quote.
        entity: Who is meant, or None.
        chain: The mentions that lead from the source to the name, the source first.
        reason: Why, in a sentence.
        candidates: Who else it could be, where it was not decided.
    """

    quote: Quote
    entity: Entity | None = None
    chain: tuple[Span, ...] = ()
    reason: str = ""
    candidates: tuple[Entity, ...] = ()


@attrs.frozen
class Candidate:
    """A speaker that was considered, with its score 0..1."""

    name: str
    score: float
    speaker_id: str | None = None


@attrs.frozen
class Resolution:
    """Who the speaker is, or why that stays open.

    Args:
        speaker: The canonical name, or None.
        speaker_id: Its id in the registry, where it has one.
        score: How sure, 0..1.
        method: What decided: ``registry``, ``article``, ``role``, ``fuzzy``, ``refused``, ``nobody`` or ``person``.
        reason: Why, in a sentence; empty where the attribution has said all there is to say.
        candidates: Who was considered, best first.
    """

    speaker: str | None = None
    speaker_id: str | None = None
    score: float = 0.0
    method: str = "nobody"
    reason: str = ""
    candidates: tuple[Candidate, ...] = ()


@attrs.frozen(slots=False)
class Statement:
    """One quote, its speaker and its article: the row that everyone works with."""

    article: Article
    quote: Quote
    attribution: Attribution
    resolution: Resolution

    @cached_property
    def id(self) -> str:
        """The content-addressed id: the same content in the same article, whoever is found to have said it."""
        content = [[p.start, p.end] for p in self.quote.content]
        return content_id("statement", article=self.article.id, content=content)

    @property
    def text(self) -> str:
        """The words, its pieces parted by a blank."""
        return self.quote.text(self.article.text)

    @property
    def kind(self) -> Kind:
        """Direct, mixed or indirect."""
        return self.quote.kind

    @property
    def act(self) -> Act | None:
        """Speech, writing or thought; None where nobody looked."""
        return self.quote.act

    @property
    def speaker(self) -> str | None:
        """The canonical name of the speaker, or None."""
        return self.resolution.speaker

    @property
    def source(self) -> str | None:
        """The words that name the source in the article, or None."""
        return self.quote.source.of(self.article.text) if self.quote.source else None

    @property
    def cue(self) -> str | None:
        """The words that introduce the content, or None."""
        return self.quote.cue.of(self.article.text) if self.quote.cue else None

    @property
    def outlet(self) -> str | None:
        """Who published it."""
        return self.article.outlet

    @property
    def published(self) -> date | datetime | None:
        """When it was published."""
        return self.article.published

    @property
    def confidence(self) -> float:
        """The chance that this is a quote, its borders right by half of the words or more, 0..1."""
        return self.quote.confidence

    @property
    def why(self) -> str:
        """Why this speaker, or why none: from the source to the name, in a sentence or two."""
        return " ".join(dict.fromkeys(filter(None, (self.attribution.reason, self.resolution.reason))))

    def __repr__(self) -> str:
        return f"<Statement: {self.speaker or self.source}, {self.kind}, {self.outlet}: {self.text[:80]!r}>"

    @property
    def saying(self) -> Saying:
        """The statement as the comparison of wordings sees it."""
        return Saying(
            id=self.id, text=self.text, kind=self.kind, speaker=self.speaker, outlet=self.outlet, day=self.article.day,
            article=self.article.id, source=self.source, cue=self.cue, start=self.quote.span.start,
        )  # fmt: skip


@attrs.frozen
class Saying:
    """What somebody said in one article, without the article: what wordings are compared over.

    Args:
        id: The statement's id.
        text: The words, pieces parted by a blank.
        kind: Direct, mixed or indirect.
        speaker: The canonical name, or None.
        outlet: Who published it.
        day: When.
        article: The article's id.
        source: The words that name the source.
        cue: The words that introduce the content.
        start: Where the content begins in its article.
    """

    id: str
    text: str
    kind: Kind
    speaker: str | None = None
    outlet: str | None = None
    day: date | None = None
    article: str | None = None
    source: str | None = None
    cue: str | None = None
    start: int = 0


class Relation(enum.StrEnum):
    """How two wordings of one utterance relate."""

    VERBATIM = "verbatim"
    TRIMMED = "trimmed"
    EDITED = "edited"
    PARAPHRASE = "paraphrase"


@attrs.frozen
class Edit:
    """One step from wording a to wording b; spans are offsets into the two texts.

    Args:
        op: ``equal``, ``replace``, ``insert``, ``delete`` or ``move``.
        a: The words in a; empty for an insertion.
        b: The words in b; empty for a deletion.
        variant: Why it is no change of words: ``spelling``, ``typography``, ``bracket``, ``ellipsis``; or empty.
    """

    op: str
    a: Span
    b: Span
    variant: str = ""


@attrs.frozen
class Change:
    """A change of substance between two wordings.

    Args:
        kind: ``negation``, ``number``, ``unit``, ``date``, ``name``, ``hedge``, ``tense``, ``addressee`` or ``marks``.
        a: The evidence in a, as words.
        b: The evidence in b, as words.
        note: What changed, in a short sentence.
    """

    kind: str
    a: str
    b: str
    note: str


@attrs.frozen
class Match:
    """Two sayings that report one utterance.

    Args:
        a: The id of one.
        b: The id of the other.
        score: The chance that they report one utterance, 0..1.
        relation: How the wordings relate.
        edits: From a to b, over the whole of both texts.
        changes: What changed in substance.
        decision: The decision by which people made it a match, or None.
    """

    a: str
    b: str
    score: float
    relation: Relation
    edits: tuple[Edit, ...] = ()
    changes: tuple[Change, ...] = ()
    decision: str | None = None
