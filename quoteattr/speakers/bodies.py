"""Sources that are no person's name: bodies, spokespeople, several together, groups, nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quoteattr.attribution.lexicon import is_given, lexicon
from quoteattr.attribution.surface import POSSESSIVE_NAMES
from quoteattr.names import name_key
from quoteattr.names.countries import country_code, country_name
from quoteattr.names.sounds import POSSESSIVE
from quoteattr.names.titles import SURNAMES_TOO, ends_as_title, is_title, listed
from quoteattr.spans import Span
from quoteattr.values import Attribution, Resolution

PRONOUNS = listed("he she it they who whom which that him her them his hers its their theirs himself herself one both")
_ARTICLE = re.compile(r"(?i)^(?:both\s+)?(?:the|a|an|another|one|its|his|her|their|this|that)\s+")
# What keeps its article: the copy writes it as part of the name, and people know it by it.
_SPOKES = re.compile(r"(?i)\b(?:spokes(?:man|woman|person|people|men|women)|press office|press service)\b")
_FOR = re.compile(r"(?i)\b(?:for|of|from|at|with)\s+(?:the\s+)?(.+)$")
# Words whose bearers are many or unknown.
_GROUP = re.compile(
    r"(?i)\b(?:officials?|residents?|analysts?|experts?|sources?|people|witnesses|lawmakers|critics|observers|supporters|"
    r"authorities|polls?|surveys?|reports?|scientists|researchers|doctors|voters|activists|protesters|economists|"
    r"diplomats?|aides?|advisers?|advisors?|media|leaders|members|others|some|many|several|two|three|few|most)\b"
)
_PEOPLES = re.compile(
    r"(?:[a-z](?:ans|nians|ics|ese|ish|inos|acks|ites)|Democrats|Republicans|Muslims|Christians|Jews|Sunnis|Shiites|Brits)\Z"
)
# With these a body's kind begins a headline, and no name: every country has such courts and police.
_EVERYWHERE = listed(
    "federal state local national regional military city county district appeals high police health public"
)
# Heads that, after a name in capitals, make a name by themselves: "the Clinton campaign", "a CBS poll".
_OWN_HEADS = (
    "campaign|administration|team|camp|government|poll|survey|army|military|navy|police|ministry|office|"
    "authorities|parliament|council|commission|committee|court|department|agency|newspaper|magazine|embassy"
)
_OWN = re.compile(rf"^((?:[A-Z][\w.&/’'-]*\s+)+(?:\w+\s+)?)(?:{_OWN_HEADS})\b$")
_NO_OPENING = listed(
    "both latest new exit january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday"
)
_SOME = re.compile(
    r"(?i)an? .*\b(?:court|police|ministry|office|council|commission|committee|department|agency|newspaper|magazine|"
    r"embassy)\s*\Z"
)
_CROWD = re.compile(r"(?:the\s)?([A-Z][a-z]+)s\s(?:on|of|in|for|near|outside)\s")
_AT_BODY = re.compile(
    r"(?i)^(?:\w+\s+)?(?:analysts|economists|researchers|scientists|strategists|experts|forecasters)\s+(?:at|from|with)\s+"
)
_ONE_NAME = re.compile(
    r"(?i)\b(?:only|just|solely)\b[^.]{0,40}\bnames?\b|\b(?:first|given|one|single|last)[- ]names?\b|\bmononym|"
    r"\bgoes by\b|\bknown (?:only )?(?:as|by)\b|\bfull name\b|\bsurname\b"
)


def bare_name(words: str) -> str:
    """Return a source without its article, its trailing clause and its possessive.

    >>> bare_name("the U.S. Geological Survey,")
    'U.S. Geological Survey'
    """
    text = " ".join(words.split()).strip(
        ' ,;:."“”' if not re.search(r"\b(?:[A-Za-z]|Jr|Sr)\.$", words.strip()) else ' ,;:"“”'
    )
    text = re.split(r",\s+(?=(?:a|an|the|who|which|whose|known|\d)\b)", text)[0]
    text = _ARTICLE.sub("", text)
    if text.rpartition(" ")[2].lower().replace("’", "'") in POSSESSIVE_NAMES:
        return text  # "Moody's"
    return POSSESSIVE.sub("", text) if re.search(r"['’]s$", text) else text


# "Strategists for Barack Obama and Clinton", "Aides to Reed and Lund": these speak, and not whom they work for.
_FOR_OTHERS = re.compile(r"[A-Z][a-z-]+s (?:for|to|of|with|at|from|in|on|behind)\s")


def joint_parts(phrase: str) -> tuple[str, ...]:
    """Return the names of those who speak together, or nothing where it is one, or not all of them have names.

    >>> joint_parts("Reuters and the Associated Press")
    ('Reuters', 'Associated Press')
    """
    if " and " not in phrase or re.search(
        r"(?i)\b(?:ministry|department|committee|office|bureau|commission|other)\b", phrase
    ):
        return ()
    parts = [bare_name(p) for p in re.split(r",\s+and\s+|,\s+|\s+and\s+", phrase)]
    named = all(
        p
        and p[0].isupper()
        and len(p.split()) <= 4
        and not _PEOPLES.search(p)
        and not title_only(p.split())
        and not _FOR_OTHERS.match(p)
        for p in parts
    )
    return tuple(parts) if named and len(parts) > 1 and not _GROUP.search(phrase) else ()


def spoken_for(source: str, of_body: bool = False) -> str | None:
    """Return a nameless spokesperson of a body as the copy calls them ("BfArM spokesman").

    Args:
        source: The words of the source.
        of_body: Whether it is known that they speak for a body.

    Returns:
        None where the source is no spokesperson; empty where it is one of a person, or of nobody in particular.
    """
    match = _SPOKES.search(source)
    if match is None or re.search(r"(?:,|" + match.group() + r")\s+[A-Z][\w'’-]+\s+[A-Z]", source):
        return None
    before = bare_name(source[: match.end()])
    lead = before[: -len(match.group())].strip()
    after = _FOR.match(source[match.end() :].strip())
    if after and not lead:
        body = bare_name(after.group(1))
        # "a spokesman for Mayor Jones" speaks for a person: nobody who can be named.
        acts = re.search(
            r"[A-Z]{2}|(?i:ministry|department|office|agency|police|army|company|campaign|council|group)", body
        )
        return f"{body} {match.group().lower()}" if acts and body[:1].isupper() else ""
    acts = re.search(
        r"[A-Z]{2}|(?i:ministry|department|house|agency|police|army|military|office|council|campaign)", lead
    )
    return before if lead[:1].isupper() and (acts or of_body) else ""


def is_short_for(spokesperson: str, name: str) -> bool:
    """Tell whether a body's spokesperson is called by a noun alone that ends its name: the name then tells more.

    >>> is_short_for("Fund spokesperson", "International Monetary Fund")
    True
    """
    lead = spokesperson.rpartition(" ")[0].lower()
    return lead in lexicon().org_words | lexicon().bodies and name.lower().endswith(f" {lead}")


def stands_for_itself(phrase: str, country: Callable[[str], str | None]) -> str | None:
    """Return the name of a body that the phrase makes up by itself: "Clinton campaign", "Azerbaijani authorities"."""
    if at := _AT_BODY.match(phrase):
        body = bare_name(phrase[at.end() :])
        return body if body[:1].isupper() else None
    plain = re.sub(r"(['’])s?(?=\s)", "", phrase)
    words = plain.split()
    if not words or "," in plain or words[0].lower() in _NO_OPENING or is_title(words[:1]):
        return None  # "June poll", "Both Reed and the party", "Representative Ann Reed, a Democrat"
    if (
        len(words) > 1
        and all(w[0].isupper() or w in ("of", "the", "for", "and", "on") for w in words)
        and not _GROUP.search(plain)
    ):
        # Written like a name all through, and more than a title.
        many = _PEOPLES.search(words[0]) or re.search(r"[a-z](?<!s)s\Z", words[-1]) or title_only(words)
        many = many or lexicon().names_person(words[-1])  # "an Ohio Democrat"
        many = many or words[-1].lower() in lexicon().documents  # "Newly Found Memo", in a headline
        return None if many or not plain[0].isupper() else plain
    if not _OWN.match(plain):
        return None
    if sum(w[0].isupper() for w in words) == 1 and words[0].lower() in _EVERYWHERE:
        return None  # "Federal court" in a headline: its capital is that of the line
    if re.search(r"['’]", phrase) and _PEOPLES.search(f"{words[0]}s"):
        return None  # "the Democrat's team"
    if words[-1] == "authorities" and not any(country(w) for w in words[:-1]):
        return None
    return None if re.match(r"(?i)(?:new|recent|two|three|several|some|many)\b", plain) else plain


def is_some(source: str) -> bool:
    """Tell whether a source is some body or people of a kind, and no name: "a Peruvian court", "Traders on the Parade".

    A poll or a campaign is that of who is named: "a CBS poll".
    """
    crowd = _CROWD.match(source)
    return _SOME.match(source) is not None or (crowd is not None and lexicon().names_person(crowd[1].lower()))


def title_only(words: Sequence[str]) -> bool:
    """Tell whether the last word is a title or a role, and so no name: "Fox News Chairman"."""
    return bool(words) and is_title(words[-1:])


# "Mr Boyd", "Judge Lee", "Lori Boyd": after such a word a single name is a surname.
_TITLED = re.compile(r"\b[A-Z][\w.’'-]*\s+$")
# "Halima, 29,", "Halima, a trader", "Halima, the union's leader", "Halima, leader of", "Halima, who", "Halima (29)"
_APPOSED = re.compile(
    r",? \(?\d{1,3}\b|, (?:an?|the|its|his|her|their|who|whose|[a-z]+(?:[a-z' ]+)? (?:of|from|at|in|for|with))\b"
)
# "a trader named Furaha", "one fan, Kwabena,", "grid operator Landsnet", "broadcaster TVR"
_KIN = (
    "sister|brother|twin|half-sister|half-brother|cousin|aunt|uncle|niece|nephew|grandmother|grandfather|granddaughter|grandson|"
    "wife|husband|mother|father|son|daughter|girlfriend|boyfriend|partner|fiancee|fiance"
)
_PRESENTED = re.compile(
    rf"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y)|\w['’]s) (?:[\w-]+ ){{0,2}}(?:{_KIN}),? $"
    r"|\b(?:named|called)\s+$|\b(?:an?|one|another|her|his|the) (?:[\w-]+ ){1,4}?[a-z]+, $"
    r"|\b(?:owner|operator|broadcaster|company|group|maker|daily|newspaper|weekly|firm|bank|airline|carrier|retailer|giant|startup"
    r"|agency|outlet|site|channel|insurer|utility|union|party|club|survivor|farmer|trader|fisherman|teacher|nurse|driver)\s+$"
)


def office_only(words: Sequence[str]) -> bool:
    """Tell whether what looks like a name is an office: "Energy Secretary", and not "Billie Jean King"."""
    if len(words) < 2 or not ends_as_title(words):
        return False
    called = is_given(words[0].partition("-")[0])
    surname = words[-1].lower() in SURNAMES_TOO
    return not (called and (len(words) == 2 or surname)) and not (len(words) == 2 and surname)


_AGAIN = re.compile(r"(?i)the (spokes(?:man|woman|person)|representative)|he|she")


def taken_up(text: str, attributions: Sequence[Attribution], found: Sequence[Resolution]) -> tuple[Resolution, ...]:
    """Give "the spokesperson" the name that "an Amazon spokesperson" has got before in the article.

    Args:
        text: The article's text.
        attributions: The quotes of the article.
        found: Their resolutions.
    """
    done = list(found)
    named: dict[tuple[str, str], Resolution] = {}
    with_source = [n for n, a in enumerate(attributions) if a.quote.source is not None and a.entity is not None]
    for n in sorted(with_source, key=lambda n: attributions[n].quote.source or attributions[n].quote.span):
        entity, source = attributions[n].entity, attributions[n].quote.source
        assert entity is not None
        assert source is not None
        again, body = _AGAIN.fullmatch(source.of(text)), entity.name or ""
        if again is not None:
            said = again[1] or next((word for whose, word in reversed(named) if whose == body), "")
            done[n] = named.get((body, said.lower()), done[n])
        elif (speaker := done[n].speaker) and spoken_for(source.of(text), of_body=True) == speaker:
            named[body, speaker.split()[-1]] = done[n]
    return tuple(done)


def no_name(text: str, name: str) -> str | None:
    """Say why a word with a capital is nobody's name, or nothing where it may be one.

    A nationality ("the Georgian", "the German-American company") tells of many, and what the article writes small
    elsewhere has its capital from the start of a sentence ("Growers fear ... met growers in the village hall").
    """
    words = re.split(r"[\s-]+", name)
    codes = [country_code(word) for word in words]
    if all(code and name_key(country_name(code)) != name_key(word) for word, code in zip(words, codes, strict=True)):
        return f'"{name}" is a nationality, and nobody\'s name.'
    if len(words) == 1 and name.istitle() and re.search(rf"(?<![\w'’-]){re.escape(name.lower())}(?![\w'’-])", text):
        return f'"{name}" is a word, which the article writes small as well, and nobody\'s name.'
    return None


def first_name_only(text: str, mentions: Sequence[Span], name: str) -> bool:
    """Tell whether the article says that a single name is all that is given."""
    return any(
        _ONE_NAME.search(text[max(0, m.start - 90) : m.end + 90])
        for m in mentions
        if name in m.of(text) or len(mentions) == 1
    )


def introduced(text: str, mentions: Sequence[Span], name: str) -> bool:
    """Tell whether the article introduces somebody by a single name, as who they are.

    That is so where the first mention comes with an age or an apposition ("Halima, 29", "one fan, Kwabena", "a trader
    named Furaha", "grid operator Landsnet"), and not after a title, which asks for a surname.
    """
    first = min((m for m in mentions if name in m.of(text)), default=None)
    if first is None:
        return False
    start = text.find(name, first.start, first.end)
    before, after = text[max(0, start - 60) : start], text[start + len(name) : start + len(name) + 40]
    if _TITLED.search(before):
        return False
    return bool(_APPOSED.match(after) or _PRESENTED.search(before))


def only_name(text: str, mentions: Sequence[Span], name: str) -> bool:
    """Tell whether the article names somebody or something by one word wherever it does, and never with a title.

    News copy gives a full name first; what has one word from the first mention on has one word for a name: a body, or
    somebody with a single name. A title asks for a surname, of which the article leaves out the rest.
    """
    named = [m for m in mentions if m.of(text) == name]
    titled = (text[max(0, m.start - 24) : m.start].split()[-1:] for m in named)
    return bool(named) and not any(is_title(words) for words in titled)


def nobody(phrase: str) -> str:
    """Say why a source names nobody."""
    if _GROUP.search(phrase):
        return f'"{phrase}" are people without a name.' if phrase.lower().endswith("s") else f'"{phrase}" has no name.'
    return f'Nobody in the article could be tied to "{phrase}".'
