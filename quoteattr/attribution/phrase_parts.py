"""The parts of a noun phrase: segments, the words before the first preposition, joined names, whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quoteattr.attribution.capitals import Proper, is_people
from quoteattr.attribution.lexicon import fold, is_common, lexicon
from quoteattr.attribution.phrases import ARTICLES, OWNERS, Layout
from quoteattr.attribution.surface import Token
from quoteattr.names.titles import listed
from quoteattr.spans import Span, trimmed

_PREPOSITIONS = listed(
    "of for at with from in on by to about under within inside outside near among between behind "
    "including based named called known identified published issued released posted seen shared obtained "
    "conducted commissioned wearing who which that whose whom whom where representing close familiar "
    "briefed polled surveyed wrapped leading following against during after before since as around over "
    "through than via whose speaking attending evaluated provided signed written made taken sent cited "
    "quoted reviewed viewed filed anchored challenged heading running using collected compiled gathered "
    "distributed carried broadcast aired advising involved living working led authored co-authored co-written prepared "
    "produced drafted dated circulated submitted addressed"
)
# What somebody does to a document who makes it, before "by".
MADE = listed(
    "published issued released conducted sent posted written led authored co-authored co-written prepared produced "
    "drafted signed compiled carried made filed circulated distributed shared submitted"
)
_OF = listed("of for at with from by representing")
_AND = re.compile(r"\s+(?:and|&)\s+(?:the\s+)?|\s*,\s*(?:and\s+)?(?:the\s+)?")


def segments(text: str, span: Span) -> list[Span]:
    """Cut a phrase at its commas and dashes, outside brackets and quotation marks."""
    found, depth, start, quoted = [], 0, span.start, False
    for at in range(span.start, span.end):
        char = text[at]
        if char in "(":
            depth += 1
        elif char in ")":
            depth = max(0, depth - 1)
        elif char in '“"”':
            quoted = char == "“" or (char == '"' and not quoted)
        elif not depth and not quoted and (char in ",—–;:" or text.startswith((" -- ", " - "), at)):
            found.append(Span(start, at))
            start = at + 1
    found.append(Span(start, span.end))
    return [s for s in (trimmed(f, text, "()-") for f in found) if s]


def head_units(layout: Layout, core: Span) -> tuple[list[Token | Proper], Span | None, str]:
    """Return the words and names before the first preposition, the rest, and that preposition."""
    text = layout.text
    names = {n.start: n for n in layout.names_in(core)}
    for name in layout.names_in(core):
        names.setdefault(name.span.start, name)
    units: list[Token | Proper] = []
    skip = -1
    for word in layout.words_in(core):
        if word.start < skip:
            continue
        named = names.get(word.start)
        if text[max(0, word.start - 2) : word.start].endswith(("(", "(@")) and units and isinstance(units[-1], Proper):
            close = text.find(")", word.start, core.end)  # "(BfArM)", "(R-Tex.)", "(Con, Harbour"
            skip = close if close >= 0 else core.end
            continue
        if named is not None and named.span.end <= core.end + 1:  # "Jr." may be cut to "Jr"
            if named.titles and named.start < named.span.start:
                units += layout.words_in(Span(named.start, named.span.start))
            units.append(named)
            skip = named.span.end
            continue
        low = word.word.casefold()
        if low in _PREPOSITIONS and units:
            rest = Span(word.start, core.end)
            return units, rest, low
        units.append(word)
    return units, None, ""


def lowered(unit: Token | Proper, text: str) -> str:
    """Return a word or a name in lower case."""
    return unit.span.of(text).casefold() if isinstance(unit, Proper) else unit.word.casefold()


def joint_names(layout: Layout, core: Span) -> tuple[Proper, ...]:
    """Return the names that "and" joins on one level, or none."""
    found = layout.names_in(core)
    # "French President Ann Reed and ...": what stands among a name's titles is none of those who speak
    names = [n for n in found if not any(o is not n and o.start <= n.span.start < o.span.start for o in found)]
    if len(names) < 2:
        return ()
    first, last = names[0], names[-1]
    lead = layout.text[core.start : min(first.start, first.span.start)].strip().casefold()
    if any(w in _PREPOSITIONS for w in lead.split()) or "'s" in lead or "’s" in lead:
        return ()
    chain = [first]
    for name in names[1:]:
        gap = layout.text[chain[-1].span.end : name.start]
        if chain[-1].alias and ")" in gap:
            gap = gap[gap.index(")") + 1 :]
        link = _AND.match(gap)
        rest = gap[link.end() :] if link else gap
        if (
            not link
            or chain[-1].owns
            or any(w in _PREPOSITIONS for w in rest.split())
            or not re.fullmatch(r"(?!other\b|his\b|her\b)[\w\s-]*", rest)
        ):
            break
        chain.append(name)
        if "and" in gap.split() or "&" in gap:
            break
    last = chain[-1]
    if last.titles and len(chain) == 2 and is_common(chain[0].span.of(layout.text).split()[-1]):
        return ()  # "Water and Energy Minister Ann Reed"
    after = layout.text[last.span.end : core.end].strip(" ,)")
    if re.match(r"[a-z]", after) and not re.match(r"(?:of|in|at|from|who|which|for|on)\b", after):
        return ()
    between = layout.text[first.span.end : last.span.end]
    return tuple(chain) if len(chain) > 1 and re.search(r"\s(?:and|&)\s", between) else ()


def is_adjective(words: str) -> bool:
    """Tell whether a capitalised word is most likely an adjective of a country or a party."""
    return words in ("U.S.", "US", "UK", "U.N.", "UN", "EU") or is_people(words) or fold(words) in lexicon().modifiers


_PARTY = re.compile(r"\s\([RDI]-[\w.]+\)?")
# "Speaker of the House Rep. Ann Reed"
_CHAMBER = re.compile(r"of the (?:House|Senate|Assembly|Parliament|Commons|Lords)\b")


def late_name(layout: Layout, units: list[Token | Proper], rest: Span | None) -> Proper | None:
    """Return the person's name that ends a title with a preposition in it: "representative to the EU Ann Reed"."""
    # "Former Reagan chief of staff Don Reed" served somebody who is named before
    if rest is None or any(
        isinstance(u, Proper) and u.label == "PERSON" and " " in u.span.of(layout.text) for u in units
    ):
        return None
    # a seat in brackets is no name: "(R-Wis.)"
    lex, names = lexicon(), [n for n in layout.names_in(rest) if layout.text[n.start - 1] != "("]
    head = lowered(units[-1], layout.text)
    if not names:
        return None
    name = names[-1]
    if head in lex.bodies and name.label == "PERSON" and name.span.end == rest.end:
        # "the Council on Foreign Relations Director Ann Reed"
        return name if name.titles and name.titles[-1] in lex.titles and len(name.titles) > 1 else None
    if not (lex.names_person(head) or head in lex.titles):
        return None
    lead = re.findall(r"[\w-]+", layout.text[rest.start : name.span.start])
    # a comma or a verb would end the title; a name after "of" alone is what the title is of
    party = _PARTY.fullmatch(layout.text, name.span.end, rest.end) is not None  # "(R-Wis."
    if (name.span.end < rest.end and not party) or len(name.span.of(layout.text).split()) < 2:
        return None
    # "the lawyer for the singer Lea Moss", "the brother of Mayor Reed", "a doctor who treated Reed": another's
    last = lead[-1].casefold() if len(lead) > 1 else ""
    another = lead[0] in ("who", "whom", "whose", "which", "that", "representing") or head in lex.kin
    second = "and" in lead and head in lex.titles  # "secretary of state and frontrunner Ann Reed": hers as well
    chamber = head in ("speaker", "leader") and _CHAMBER.match(layout.text, rest.start) is not None
    another |= not second and not chamber and (lex.names_person(last) or last in lex.titles - lex.topics)
    bare = [w for w in lead[1:] if w != "the"] == []
    spoken_for = head in lex.spokespeople and head != "representative"
    return name if name.label == "PERSON" and not (bare or another or spoken_for) else None


def head_of(units: Sequence[Token | Proper], text: str) -> str:
    """Return the last word that is no article and no name, in lower case."""
    for unit in reversed(units):
        if isinstance(unit, Token) and unit.word.casefold() not in ARTICLES:
            return unit.word.casefold()
    return ""


def called_so(words: str) -> str:
    """Return a description in lower case without its article."""
    flat = re.sub(r"\s+", " ", words).strip(" ,;:()").casefold()
    flat = re.sub(r"^(?:but |and |meanwhile )?(?:(?:a|an|the|one|this|that|his|her|its|their|our)(?:\s+|$))?", "", flat)
    return flat if re.search(r"[^\W\d]", flat) else ""


def owner_of(layout: Layout, units: Sequence[Token | Proper], rest: Span | None, preposition: str) -> Span | None:
    """Return where the words stand that tell whose or of what it is: possessor, name before the noun, complement."""
    text = layout.text
    for number, unit in enumerate(units[:-1]):
        if unit.owns:
            start = units[0].start
            end = unit.span.end if isinstance(unit, Proper) else unit.end
            return Span(start, end) if number >= 0 else None
        if isinstance(unit, Token) and unit.word.casefold() in OWNERS:
            return Span(unit.start, unit.end)
    for unit in units[:-1]:
        if isinstance(unit, Proper):
            return unit.span
    if rest is not None and (preposition in MADE or preposition in _OF):
        made = preposition not in _OF or preposition == "representing"
        inner = re.search(r"\bby\s+", rest.of(text)) if made else re.match(r"\w+\s+", rest.of(text))
        if inner and rest.start + inner.end() < rest.end:
            return Span(rest.start + inner.end(), rest.end)
    # "a ministry spokesman": the body stands before the noun
    lex = lexicon()
    for unit in units[:-1]:
        if isinstance(unit, Token) and unit.word.casefold() in lex.bodies:
            return Span(units[0].start, unit.end)
    return None
