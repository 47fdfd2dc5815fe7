"""What stands around a name and describes it: "NATO chief Mark Rutte", "Ana Pérez, 51, a schoolteacher"."""

from __future__ import annotations

import re

from quoteattr.attribution.capitals import Proper
from quoteattr.attribution.lexicon import fold, lexicon
from quoteattr.attribution.phrases import Layout
from quoteattr.names.titles import listed
from quoteattr.spans import Span

_LEFT_STOP = listed(
    "the a an and or but of in on at by for from with to as than that which who said says told added when "
    "while where after before since until if is was were are be been has have had not also his her its "
    "their our this these those whose between against about into over under like including named called "
    "met asked quoted via per then when"
)
_RIGHT = re.compile(
    r"(?:\s?\([^()]{1,30}\))?,\s(?:(?P<age>\d{1,3})\b|(?P<desc>(?:an?|the|who|whose|its|his|her|their|former|ex-\w+|"
    r"president|head|leader|director|chief|chairman|chairwoman|spokes\w+|secretary|author|founder|minister|governor|mayor|state|of|adviser|"
    r"[A-Z][\w.]*['’]s?)\s[^,.;:“”\"\n—]{2,90}))"
)  # fmt: skip
_OF = re.compile(r"\s(?:of|from|with|at) (?:the |a |an )?[^,.;:“”\"\n—]{2,60}")
# The last word of a sentence, and no abbreviation: "said.", not "Sen." or "U.S."
_ENDS = re.compile(r"[a-z][\w'’-]*\.|(?!Prof|Capt|Brig|Cmdr|Supt|Insp|Cllr|Sens|Reps|Corp)[A-Z][\w'’-]{3,}\.")
_VERBS = re.compile(r"\b(?:said|told|added|says|warned|announced|wrote|has|was|is|were|are|had|will|would)\b")
_LEFT_APPOSITION = re.compile(
    r"(?:^|[\n.,;:“”\"(—–]|\b(?i:said|by|told|and|to|with|explained|added|while|from|that|but|as)\b)\s*"
    r"((?:(?i:the|an?|one|its|his|her|their|another)|[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)*['’]s?)"
    r"\s[^,.;:“”\"\n—]{2,90}),\s$"
)


# What makes kin one of a list: whoever is named before is another of it.
_AND_OTHERS = re.compile(
    r"^(?:his|her|their) (?:[\w-]+ )?(?:wife|husband|sister|brother|mother|father|son|daughter|partner) and "
    r"(?:a |his |her |their |two|three|four|five|six|seven|eight|nine|ten|\d)"
)
# Who wrote an article, as the lines above and below it say.
_BYLINE = re.compile(
    r"^(?:By|BY) [^\n“”\"]{3,90}$|\((?:Additional )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled) by [^()]*\)"
    r"|^[^\n“”\"]{3,120} contributed (?:to this report|reporting)\b[^\n]*$",
    re.M,
)


# A name on a line of its own in the head of an article, with the date or what the writer is below or above it.
_NAME_LINE = r"[^\W\d_][^\W\d_.'’-]*\.?(?: (?:[^\W\d_][\w.'’-]*)){1,3}"
_DATE_LINE = (
    r"(?:\w+,? )?(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.? \d{1,2}),? (?:19|20)\d\d\b[^\n]{0,24}"
)
_TRADE_LINE = r"[^\n.“”\"]{0,40}\b(?i:reporter|correspondent|editor|writer|staff|columnist|critic)\b[^\n.“”\"]{0,30}"
_HEAD_BYLINE = re.compile(rf"^(?P<name>{_NAME_LINE})\n+(?:{_DATE_LINE}|{_TRADE_LINE})$", re.M)
_HEADLINE = re.compile(r"[^\n]+(?<![.!?”\"])(?=\n)")
_HEAD = 600  # characters in which the head of an article ends


def headline_end(text: str) -> int:
    """Return where the headline ends: a first line of an article that is no sentence; 0 where there is none."""
    found = _HEADLINE.match(text)
    return found.end() if found else 0


def bylines(text: str) -> tuple[Span, ...]:
    """Return the lines that say who wrote the article."""
    found = [Span(m.start(), m.end()) for m in _BYLINE.finditer(text)]
    for match in _HEAD_BYLINE.finditer(text, 0, _HEAD):
        if all(word[0].isupper() for word in match["name"].split()):
            found.append(Span(match.start("name"), match.end("name")))
    return tuple(found)


def described_span(layout: Layout, name: Proper, label: str) -> Span | None:
    """Return the name with the description before and after it, or None where there is none."""
    text, lex = layout.text, lexicon()
    start, end = name.start, name.span.end
    before = re.search(r"(?:[\w.'’-]+ ){1,7}$", text[max(0, start - 90) : start])
    words = before[0].split() if before else []
    kept: list[str] = []
    for word in reversed(words):
        if fold(word) in _LEFT_STOP or _ENDS.fullmatch(word):
            break
        kept.insert(0, word)
    last = kept[-1].casefold() if kept else ""
    if kept and (
        lex.names_person(last) or last in lex.titles or last in lex.bodies or lex.names_person(last.rstrip("s"))
    ):
        start -= len(" ".join(kept)) + 1
        lead = words[: len(words) - len(kept)]
        if lead and lead[-1].casefold() in ("his", "her", "its", "their", "the", "a", "an"):
            start -= len(lead[-1]) + 1
    elif (
        "," in text[max(0, start - 3) : start]  # a comma ends it: no need to look otherwise
        and (apposition := _LEFT_APPOSITION.search(text[max(0, start - 110) : start]))
        and not _VERBS.search(apposition[1])
    ):
        start = max(0, start - 110) + apposition.start(1)
    tail = _OF.match(text, end) if not name.owns else None
    if tail and label != "ORG" and not _VERBS.search(tail[0]):
        end = tail.end()
    for _ in range(2):
        after = _RIGHT.match(text, end)
        if not after or name.owns:
            break
        description = after["desc"]
        if description and _AND_OTHERS.search(description):
            break  # "survived by Reed, her sister and two sons"
        if description and not re.match(r"who|whose", description):
            nouns = [w for w in description.split()[:9] if lex.names_person(w) or w.casefold() in lex.bodies]
            if not nouns or _VERBS.search(" ".join(description.split()[:5])):
                break
        end = after.end()
    return Span(start, end) if start < name.span.start or end > name.span.end else None
