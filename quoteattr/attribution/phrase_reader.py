"""Read a noun phrase of a news text: what it denotes, by which name, and what it calls that.

"The institute's president, Joachim Terhorst" names a person and says what he is; "a ministry spokesman" denotes a
body that speaks; "two officials" denote nobody who can be named. The reading is shallow: the words before the first
preposition hold the head, commas part the appositions, and the lexicon tells what the head is a noun of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from quoteattr.attribution.borders import is_one
from quoteattr.attribution.capitals import Proper
from quoteattr.attribution.issuers import issued_in, maker, sender, titled
from quoteattr.attribution.lexicon import is_given, lexicon
from quoteattr.attribution.phrase_parts import (
    called_so,
    head_of,
    head_units,
    is_adjective,
    joint_names,
    late_name,
    lowered,
    owner_of,
    segments,
)
from quoteattr.attribution.phrases import OWNERS, PRONOUNS, Layout, Phrase, Sort, described
from quoteattr.attribution.surface import Token
from quoteattr.names.titles import family_first, listed
from quoteattr.spans import Span, trimmed

_DEFINITE = listed("the this that his her its their our")
_PLURAL = listed("both two three four five six seven eight nine ten several some many few most dozens hundreds")
_AGE = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b")
_WHEN = re.compile(
    r"\s+(?:(?:this|last|earlier this|late) (?:week|month|year|day)|(?:on |late |early )?(?:Mon|Tues|Wednes|Thurs|Fri|"
    r"Satur|Sun)day|today|yesterday|meanwhile|however|separately|too|also|herself|himself|itself|themselves),?$"
)
# A work by its title: "Ann Reed's “Salt”", "Reed's new film ‘Salt’".
_WORK = re.compile(r"([^,“”\"]+?)['’]s?\s(?:[\w-]+\s){0,4}(?:[“\"‘]|'')(?=[A-Z\d])")
# Of whom somebody is no kin, tells nothing of what he is: "Luis Reed, no relation to the mayor".
_NO_RELATION = re.compile(r"(?:(?:who|and) (?:is|was|are) )?(?:no relation|no kin|not related|unrelated)\b", re.I)
_AGE_ALONE = re.compile(r"\s*(?:aged )?(\d{1,3})\s*")
# What may follow a name that is the whole of an apposition: "the vendor, BrentSoft of Denver".
_OF_TOWN = re.compile(r".?|\s(?:of|in|from) [A-Z][\w.-]+(?: [A-Z][\w.-]+)?.?")
# What people or a group call themselves: that is their name, whatever they are.
_SELF = (
    r"\b(?:(?:call|styl|nam|brand|dubb?)(?:e?s|e|ing|ed)?\s(?:itself|themselves|himself|herself)|self-(?:styled|named))"
    r"\s(?:[Tt]he\s)?"
)
_SELF_NAMED = re.compile(rf"{_SELF}[“‘\"']?$")
_SELF_QUOTED = re.compile(rf"{_SELF}[“\"]([A-Z][^“”\"]{{2,40}}?)[,.]?(?=[”\"]|$)")
# An account is known by its handle: "gossip account @tidewatch".
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z]\w{2,29}\b")
_NAMED = re.compile(
    r"\b(?:gave (?:only )?(?:his|her|their) (?:first )?name (?:only )?as|named|called|identified (?:only )?as|"
    r"known (?:only )?as|known by [\w ]+|whose name is|by the name of|goes by|going by)\s+$"
)


def read(layout: Layout, span: Span) -> Phrase:
    """Read the noun phrase at ``span``.

    Args:
        layout: The article's words and names.
        span: Where the phrase stands.

    Returns:
        What it denotes; ``Sort.OTHER`` where the words don't tell.
    """
    text = layout.text
    whole = trimmed(span, text, ',;:()"“”')
    if whole is None:
        return Phrase(span, Sort.EMPTY)
    plain = re.sub(r"['’]s?$", "", whole.of(text)).casefold()
    if plain in PRONOUNS:
        return Phrase(whole, Sort.PRONOUN, head=plain, gender=PRONOUNS[plain])
    work = _WORK.match(whole.of(text))
    if work is not None:
        owner = Span(whole.start, whole.start + work.end(1))
        return Phrase(whole, Sort.DOCUMENT, head="work", definite=True, owner=owner)
    if (title := titled(text, whole)) is not None:
        return _titled_document(layout, whole, *title)
    when = _WHEN.search(whole.of(text))
    if when:
        whole = Span(whole.start, whole.start + when.start())
        if (plain := whole.of(text).casefold()) in PRONOUNS:  # "he himself"
            return Phrase(whole, Sort.PRONOUN, head=plain, gender=PRONOUNS[plain])
    parts = segments(text, whole)
    issued = issued_in(layout, whole)
    if issued is not None:
        return issued
    # "Both X and Y", "But a source": what leads in is no part of it
    core = parts[0]
    listed_on = len(parts) > 1 and not _relative(text, parts[1])
    joint = joint_names(layout, Span(core.start, parts[1].end) if listed_on else core)
    if joint:
        return Phrase(whole, Sort.JOINT, joint[0], joint[1:], plural=True)
    units = head_units(layout, core)[0]
    for number, unit in enumerate(units[1:-1], 1):
        if isinstance(unit, Token) and unit.word == "and" and _starts_phrase(units[number + 1]):
            return Phrase(whole, Sort.JOINT, owner=Span(core.start, unit.start), head="and", definite=True, plural=True)
    phrase = _read_core(layout, core)
    if when and (own := re.search(r"\b(him|her)self\b", when[0])):
        phrase = attrs.evolve(phrase, gender=phrase.gender or PRONOUNS[own[1]])  # "Reed herself"
    if phrase.sort is Sort.DOCUMENT:
        phrase = attrs.evolve(phrase, owner=maker(layout, phrase.owner, core, parts[1:]))
    phrase = attrs.evolve(phrase, span=whole)
    return _with_appositions(layout, phrase, parts[1:], whole)


def _titled_document(layout: Layout, whole: Span, lead: Span, noun: str) -> Phrase:
    """Read "his book “The Art of Ann Reed”": whose it is, stands before the noun, if anywhere."""
    first = next(iter(layout.words_in(lead)), None)
    owner = next((n.span for n in layout.names_in(lead) if n.owns), None)
    if owner is None and first is not None and first.word.casefold() in OWNERS:
        owner = Span(first.start, first.end)
    return Phrase(whole, Sort.DOCUMENT, head=noun, definite=True, owner=owner)


def _starts_phrase(unit: Token | Proper) -> bool:
    return isinstance(unit, Token) and unit.word.casefold() in (
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
        "other",
        "others",
    )


def _relative_clause(words: str) -> bool:
    return re.match(r"(?:who|which|whose|that)\b", words) is not None


def _relative(text: str, part: Span) -> bool:
    return bool(re.match(r"(?:who|which|whose|that|a|an)\b", part.of(text)))


def _read_core(layout: Layout, core: Span) -> Phrase:
    """Read the part of a phrase before its first comma."""
    text, lex = layout.text, lexicon()
    units, rest, preposition = head_units(layout, core)
    while (
        len(units) > 1
        and isinstance(units[0], Token)
        and units[0].word.casefold() in ("but", "and", "both", "even", "only", "so")
    ):
        units = units[1:]
    if not units:
        return Phrase(core, Sort.OTHER)
    first = lowered(units[0], text)
    last = units[-1]
    age_match = _AGE.search(core.of(text))
    age = int(age_match[1]) if age_match else None
    late = late_name(layout, units, rest)
    if late is not None:
        units, last, rest = [*units, late], late, None
    # the name may be followed by what kind of thing it is: "the Politico newspaper"
    named = next((n for n in (2, 3) if len(units) >= n and isinstance(units[-n], Proper)), 0)
    if named and isinstance(last, Token) and first not in ("a", "an", "one"):
        before, kind = units[-named], " ".join(lowered(u, text) for u in units[1 - named :])
        fits = kind in _KINDS_AFTER and kind in lex.bodies if named == 2 else kind in _TWO_WORDS_AFTER
        if isinstance(before, Proper) and fits and not before.owns and not is_adjective(before.span.of(text)):
            units, last = units[: 1 - named], attrs.evolve(before, label=before.label or "ORG")
    people = " ".join(u.word for u in units[1:] if isinstance(u, Token))
    if first == "the" and len(units) in (2, 3) and rest is None and not isinstance(last, Proper) and is_one(people):
        words = frozenset((people.casefold(),))
        return Phrase(core, Sort.ROLE, head=people.casefold(), words=words, called=(people.casefold(),), definite=True)
    definite = first in _DEFINITE or (isinstance(units[0], Proper) and units[0].owns)
    owner = owner_of(layout, units, rest, preposition)
    if isinstance(last, Proper) and not (last.owns and rest is None and core.end > last.span.end + 2):
        modifiers = text[core.start : last.span.start]
        head = head_of(units[:-1], text)
        gender = next((g for g in (lex.gender_word(lowered(u, text)) for u in units[:-1]) if g), "")
        label = last.label
        if head and (lex.names_person(head) or head in lex.titles) and not label:
            label = "PERSON"
        elif head in lex.bodies and head not in lex.titles and label != "PLACE":
            label = "ORG"
        called = called_so(modifiers)
        name = attrs.evolve(last, label=label)
        inside = layout.names_in(Span(last.start, last.span.start))
        aff = (*inside, *(u for u in units[:-1] if isinstance(u, Proper) and u not in inside))
        kin = next((lowered(u, text) for u in units[:-1] if lowered(u, text) in lex.kin), "")
        return Phrase(
            core, Sort.NAME, name, head=kin or head, words=described(modifiers), called=(called,) if called else (),
            definite=definite, owner=owner, affiliations=aff + tuple(layout.names_in(rest) if rest else ()), age=age,
            gender=gender,
        )  # fmt: skip
    head = lowered(last, text)
    called = called_so(
        Span(core.start, rest.start if rest and preposition in ("who", "that", "which", "whose") else core.end).of(text)
    )
    words = described(called)
    plural = first in _PLURAL or any(lowered(u, text) in _PLURAL or lowered(u, text).isdigit() for u in units[:2])
    gender = next((g for g in (lex.gender_word(lowered(u, text)) for u in reversed(units)) if g), "")
    sort = _sort_of(head, units, text, plural, age)
    if sort is Sort.DOCUMENT and owner is None and rest is not None:
        owner = sender(text, rest)
    aff = tuple(u for u in units if isinstance(u, Proper)) + tuple(layout.names_in(rest) if rest else ())
    return Phrase(
        core, sort, head=head, words=words, called=(called,) if called else (), definite=definite, owner=owner,
        affiliations=aff, age=age, gender=gender, plural=plural or sort is Sort.GROUP,
    )  # fmt: skip


# "the Politico newspaper", "the Huntington Forum group": the name is of that kind.
_KINDS_AFTER = listed(
    "newspaper magazine website site portal group union company firm institute channel broadcaster "
    "network daily weekly tabloid charity party station movement organisation organization think-tank app "
    "platform club airline"
)
_TWO_WORDS_AFTER = frozenset(
    f"{a} {b}"
    for a, kinds in (
        ("news", "agency site website channel outlet portal magazine"),
        ("aid", "group agency charity organization organisation"),
        ("advocacy", "group"), ("rights", "group"), ("television", "station channel network"),
        ("tv", "station channel network"), ("radio", "station"), ("research", "institute firm"), ("law", "firm"),
    )
    for b in kinds.split()
)  # fmt: skip


def _sort_of(head: str, units: Sequence[Token | Proper], text: str, plural: bool, age: int | None) -> Sort:
    """Tell what a description denotes by its last noun."""
    lex = lexicon()
    both = f"{lowered(units[-2], text)}-{head}" if len(units) > 1 else ""
    if both in lex.spokespeople or both in lex.documents or both in lex.bodies:
        head = both
    first = lowered(units[0], text)
    if len(units) > 1 and f"{lowered(units[-2], text)}-{head}" in lex.bodies:
        return Sort.BODY
    one = head.rstrip("s")
    if head in ("both", "two", "others", "all", "each", "none") or first in ("each", "no") or head in ("noone",):
        return Sort.GROUP
    if head in lex.spokespeople and head != "representative":
        return Sort.GROUP if head.endswith(("people", "men", "women")) else Sort.SPOKES
    if plural and not head.isdigit() and (head in lex.groups or head.endswith("s") or lex.names_person(one)):
        return Sort.GROUP
    if (
        head == "prosecutors" or (head == "authorities" and len(units) > 1 and first not in ("the", "local"))
    ) and not plural:
        return Sort.BODY
    if head in lex.documents:
        return Sort.DOCUMENT
    if head in ("campaign", "camp", "team", "administration"):
        return Sort.BODY
    if head in lex.kin:
        return Sort.KIN
    if (head not in lex.bodies and (lex.names_person(head) or head in lex.titles)) or (
        age is not None and head.endswith(("-old", "old"))
    ):
        return Sort.ROLE
    if head in lex.bodies:
        return Sort.BODY
    if head in lex.groups or (head.endswith("s") and not head.endswith("ss")):
        return Sort.GROUP
    return Sort.OTHER


def _called(layout: Layout, whole: Span, plural: bool) -> Proper | None:
    """Return the name that a phrase says is that of whom it describes: "a man named Ansel", "account @tidewatch"."""
    text, inside = layout.text, layout.names_in(whole)
    handle = _HANDLE.search(text, whole.start, whole.end)
    if handle is not None and all(handle.start() <= n.start < handle.end() for n in inside):
        return Proper(Span(*handle.span()), "ORG", start=handle.start(), sure=True)
    quoted = _SELF_QUOTED.search(text, whole.start, whole.end)
    if quoted is not None:
        return Proper(Span(*quoted.span(1)), "ORG", start=quoted.start(1), sure=True)
    for candidate in inside:
        lead = text[whole.start : candidate.start]
        own = _SELF_NAMED.search(lead)
        if own or _NAMED.search(lead):
            return attrs.evolve(candidate, label="ORG") if plural and own else candidate
    return None


def _with_appositions(layout: Layout, phrase: Phrase, parts: Sequence[Span], whole: Span) -> Phrase:
    """Add what the parts after the first comma say."""
    text = layout.text
    named = phrase.name is not None
    called, words, aff = list(phrase.called), set(phrase.words), list(phrase.affiliations)
    age, gender, name = phrase.age, phrase.gender, phrase.name
    sort, head = phrase.sort, phrase.head
    if not named:
        name = _called(layout, whole, phrase.plural)
        sort = sort if name is None else Sort.NAME
    for part in parts:
        words_here = part.of(text)
        alone = _AGE_ALONE.fullmatch(words_here)
        if alone:
            age = age or int(alone[1])
            continue
        if re.match(r"(?:R|D|I|R-|D-)[-A-Z]|including\b|(?:and|or)\b", words_here) or _NO_RELATION.match(words_here):
            continue
        starts = [n for n in layout.names_in(part) if n.start == part.start]
        one = re.match(r"(?i)one\b", text[whole.start : whole.end]) is not None
        if name is None and (one or sort in (Sort.ROLE, Sort.KIN, Sort.SPOKES, Sort.BODY, Sort.OTHER)):
            exact = next((n for n in starts if _OF_TOWN.fullmatch(text[n.span.end : part.end])), None)
            inner = exact or (
                _read_core(layout, part).name if not _relative(text, part) or re.match("an? ", words_here) else None
            )
            if inner is not None and sort is Sort.OTHER and not one and inner.label != "PERSON":
                inner = None
            if inner is not None and (exact or inner.label == "PERSON" or sort is Sort.BODY):
                label = inner.label or (
                    "ORG" if sort is Sort.BODY else "PERSON" if sort in (Sort.ROLE, Sort.KIN, Sort.SPOKES) else ""
                )
                lead = re.search(r"\b(?:in|from|of|at|near)\s(?=[^,]*[A-Z])[^,]*,\s*$", text[whole.start : part.start])
                words_of = inner.span.of(text).split()
                full = len(words_of) > 1 or is_given(words_of[0])
                given = is_given(words_of[0]) or words_of[0].casefold() in family_first()
                person = sort in (Sort.ROLE, Sort.KIN, Sort.SPOKES) and len(words_of) > 1 and given
                if person:
                    label = (
                        "PERSON"  # "its representative in Ruritania, Ana Pires", whatever the annotator took her for
                    )
                if (
                    (inner.label != "PLACE" or person)
                    and not (lead and (label != "PERSON" or not full))
                    and not (lead and sort is Sort.BODY)
                ):
                    name = attrs.evolve(inner, label=label)
                    sort = Sort.NAME
                    if inner is not exact:
                        called.append(called_so(text[part.start : inner.start]))
                    continue
        description = called_so(words_here)
        if description and not (starts and starts[0].span.end >= part.end):
            called.append(" ".join(description.split()[:14]))
            # "the alliance, which includes ...": what the clause tells is no part of what it is called
            words |= described(description) if named or not _relative_clause(words_here) else frozenset()
            aff += layout.names_in(part)
            # "who lost her husband" tells the sex of another
            own = [] if _relative_clause(words_here) else words_here.split()[:4]
            found = [lexicon().gender_word(w) for w in own]
            gender = gender or next((g for g in found if g), "")
    return attrs.evolve(
        phrase, sort=sort, name=name, called=tuple(dict.fromkeys(filter(None, called))), words=frozenset(words),
        affiliations=tuple(aff), age=age, gender=gender, head=head,
    )  # fmt: skip
