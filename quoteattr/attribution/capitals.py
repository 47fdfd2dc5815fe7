"""Proper names in a text by their capitals and by the annotator's mentions: people, bodies, places.

Capitals alone find nearly every name of an English news text; what they can't tell is where a title ends and the
name begins, and what kind of name it is. Titles, words of organisations and given names come from the lexicon; the
annotator's mentions settle what these leave open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import attrs

from quoteattr.attribution.borders import is_trade, leads_name, led_by_people, one_of_a_people, opened, split
from quoteattr.attribution.capital_runs import ADDRESS, led_surnames, runs_of, surnames_of
from quoteattr.attribution.endings import (
    ends_elsewhere,
    extended,
    for_a_cause,
    is_org,
    is_person,
    joined_org,
    possessive_org,
)
from quoteattr.attribution.labels import Labels
from quoteattr.attribution.lexicon import fold, is_common, is_given, lexicon
from quoteattr.attribution.openings import called_by_kind, numbered, office_ahead, office_inside, trade_ahead
from quoteattr.attribution.surface import Token, acronym, capital, title_case
from quoteattr.names.countries import country_code
from quoteattr.names.titles import listed
from quoteattr.spans import Span
from quoteattr.values import Mention

# "the editors of The Advocate": "The" with a capital inside a sentence is part of a title.
_TITLED = re.compile(r"(?<=[a-z,] )The ([A-Z][a-z]+)\b(?! [A-Z])")
_ALWAYS_LEADING = listed("neighbouring neighboring nearby fellow veteran longtime presumptive then-")
_PARTIES = listed("republican democratic democrat gop")
_LEADING = _ALWAYS_LEADING | listed("former ex late outgoing incoming senior top likely acting") | _PARTIES
# What many bodies are: with a capital and nothing else it is no name.
_KINDS = listed(
    "ministry department agency commission committee council court bank company government authority office board "
    "union party university institute army police administration"
)
# The legal form of a firm, which copy sets off by a comma: "Inc.", "Co., Ltd."
_FORMS = listed("inc inc. ltd ltd. llc l.l.c. llp l.l.p. plc corp corp. gmbh s.a. s.p.a. n.v. b.v.")
# Offices that no body is named by: "the Governor" is who holds it, whatever the annotator took the word for.
_HOLDERS = listed(
    "governor president premier minister chancellor mayor secretary commissioner director ambassador speaker"
)
# Parts of bodies, which are named by what they are of: "Division of Gaming Enforcement".
_PARTS = listed(
    "division directorate branch section secretariat taskforce academy institute archdiocese eparchy parish borough "
    "township faculty order guild"
)
# With these the title is part of how a person is known, where only one name follows.
_KEPT = listed("pope king queen prince princess emperor empress sultan emir sheikh sheikha lord lady saint mother")
_MEMBERS = listed("republican democrat conservative liberal")  # of a party, after where somebody is from
# Acronyms that name nobody.
_NOBODY = listed(
    "ngo ngos ceo cfo cto tv pm mp mps mep dna rna ai gdp gmt est pac pacs cpi hiv id uk-based dvd pdf faq ok vip covid"
)
# "Y41.5 billion": a sum, and no acronym.
_SUM = re.compile(r"[A-Z]{1,3}\d+(?:\.\d+)?")
_AMOUNT = re.compile(r",\d|\s(?:[bm]illion|trillion)\b")
# The place of a dateline, which capitals make look like an acronym: "TOKYO--", "OSLO (Reuters) -".
_DATED_PLACE = re.compile(r"(?:, [A-Z][\w.]+){0,2}\s?(?:--|—|–|\([A-Z][\w /]+\)|,? [A-Z][a-z]{2,8}\.? \d{1,2}\b)")
# Those who follow a trade, at the head of a sentence: "Bookmakers", "Distributors".
_TRADES = re.compile(
    r"[A-Z][a-z]{2,}(?:makers|workers|growers|holders|keepers|utors|ators|izers|isers|ologists|ists|goers)"
    r"|[A-Z][a-z]+-(?:[a-z]+s|third|half)"
)
PEOPLES = re.compile(
    r"[A-Z][a-z]+(?:ian|ean|ese|ish|ani|eli|aqi|emeni|ican|rman|ench|utch|reek|wiss|zech|akh|bek|pino)s?"
)


@attrs.frozen
class Proper:
    """A proper name.

    Args:
        span: The name without titles.
        label: ``PERSON``, ``ORG``, ``PLACE``, or empty where nothing tells.
        titles: The capitalised title words before it, in lower case.
        start: Where the titles begin.
        owns: Whether a possessive ending follows.
        alias: The acronym that stands after it in brackets.
        sure: Whether its own words tell the label, not the annotator alone.
    """

    span: Span
    label: str = ""
    titles: tuple[str, ...] = ()
    start: int = 0
    owns: bool = False
    alias: Span | None = None
    sure: bool = False


def is_people(word: str) -> bool:
    """Tell whether a word is the adjective of a country: "Brazilian", and not "Meridian"."""
    if "-" in word:
        return all(is_people(part) for part in word.split("-"))
    known = country_code("Ukrainian") is not None  # whether the tables of countries are installed
    open_ending = word.rstrip("s").endswith(("ian", "ean", "ese", "ish", "ani", "ican"))
    sure = not (known and open_ending) or country_code(word) is not None
    return bool(PEOPLES.fullmatch(word)) and not is_given(word) and sure


def _somebody(run: Sequence[Token]) -> int:
    """Return how many words lead up to a person's name in a run that begins like a body's, or 0.

    "Senate Minority Whip Ann Reed" is no senate, and "Relations National Executive Director Ann Reed" no relations.
    """
    told = split(run)
    rest = run[told:]
    return told if told and len(rest) > 1 and is_given(rest[0].word) and not is_common(rest[-1].word) else 0


def proper_names(text: str, words: Sequence[Token], mentions: Sequence[Mention] = ()) -> tuple[Proper, ...]:
    """Find the proper names of ``text``, in order.

    Args:
        text: The article's text.
        words: Its words, as ``tokens`` returns them.
        mentions: The annotator's mentions; they label the names and part what capitals run together.

    Returns:
        The names, titles left out; none overlaps another.
    """
    lex = lexicon()
    marked = {m.span.end: m for m in mentions if m.label == "PERSON"}
    labels = Labels(mentions)
    runs = list(runs_of(text, words))
    ends = dict(runs)
    headlines = title_case(text)
    runs = [(a, b) for a, b in runs if not any(h.start <= words[a].start < h.end for h in headlines)]
    inside = {w.word for w in words if not w.first and capital(w.word)}
    surnames = surnames_of(words, runs)
    titled = {m[1].casefold() for m in _TITLED.finditer(text)}
    found: list[Proper] = []
    taken = 0
    led = led_surnames(words, runs)
    for number, (start, end) in enumerate(runs):
        if start < taken:
            continue
        run = words[start:end]
        flat = [w.word.casefold() for w in run]
        if _FORMS.issuperset(flat):  # "Meridor Robotics, Inc.", and "Inc." by itself, which names nobody
            if found and text[found[-1].span.end : run[0].start] in (", ", ",\u00a0"):
                found[-1] = attrs.evolve(found[-1], label="ORG", sure=True, owns=run[-1].owns)
            continue
        if len(run) == 1 and flat[0].replace(".", "").removesuffix("s") in _NOBODY:
            continue  # "the CEO of Brenta Foods": an office, whatever stands behind it
        org = is_org([w.word for w in run])
        kind = re.sub(r"ies$", "y", flat[-1]).removesuffix("s")  # "Centers for Disease Control", "Academies of Science"
        begins = flat[0] in lex.org_words and not _somebody(run)
        closes = flat[-1] in lex.bodies or kind in lex.bodies | _PARTS
        if org or (closes and not is_person([w.word for w in run])) or begins:
            longer = extended(text, words, start, end, ends)
            office = office_inside(words, start, longer) if longer > end else 0
            if office:
                runs.insert(number + 1, (office, longer))
                longer = office
            org, end = org or longer > end, longer
            run = words[start:end]
        cause = 0 if org else for_a_cause(words, start, end, ends) or called_by_kind(text, words, start, end, ends)
        if cause or (numbered(words, end) and text[words[end - 1].end] == " "):
            cause = cause or end + 1  # "Channel 9"
            org, end = True, cause
            run = words[start:end]
            flat = [w.word.casefold() for w in run]
        if not org and len(run) > 1 and joined_org(words, start, end, ends):
            org, end = True, ends[end + 1]
            run = words[start:end]
            flat = [w.word.casefold() for w in run]
        joined = possessive_org(text, words, start, end, ends)
        if joined > end:
            org, end = True, extended(text, words, start, joined, ends)
            run = words[start:end]
            flat = [w.word.casefold() for w in run]
        taken = end
        while (
            not org and len(run) > 1 and flat[-1] in lex.titles and not is_given(flat[-1]) and flat[-1] not in surnames
        ):
            run, flat = run[:-1], flat[:-1]  # "Fox News Chairman and ..."
            org = is_org([w.word for w in run])
        if not org and len(run) > 1 and flat[-1] in _MEMBERS:
            run, flat = run[:-1], flat[:-1]  # "the Kentucky Republican"
            org = is_org([w.word for w in run])
        of = not org and len(run) > 1 and words[end : end + 1] and words[end].word == "of"
        if of and lex.names_person(flat[-1]) and not any(map(is_given, flat)):
            run, flat = run[:-1], flat[:-1]  # "Tarvel County Supervisor of Elections"
        if not org and len(run) > 1 and ends_elsewhere(flat):
            run, flat = run[:-1], flat[:-1]  # "Brenta Airways Flight 12", "Brenta Poll", "Tarvel Democrat"
            org = is_org([w.word for w in run])
        marked_here = labels.at(Span(run[0].start, run[-1].end))
        if (
            not org
            and all(f in lex.titles or f in lex.people or f in lex.topics or f in lex.modifiers for f in flat)
            and not (
                len(run) == 1
                and (flat[0] in surnames or (marked_here == "ORG" and not run[0].first and flat[0] not in _HOLDERS))
            )
            and not (len(run) > 1 and flat[-1] in surnames and flat[-2] in ADDRESS)
        ):
            only = run[0]
            if len(run) == 1 and flat[0] in titled and text[only.start - 4 : only.start] == "The ":
                found.append(Proper(Span(only.start, only.end), "ORG", (), only.start, only.owns, None, True))
            continue
        while (
            len(run) > 1
            and run[0].word.casefold() in _LEADING
            and not (org and run[0].word.casefold() not in _ALWAYS_LEADING)
            and not (run[0].word.casefold() in _PARTIES and leads_name(text, run))
        ):
            run, flat, start = run[1:], flat[1:], start + 1
        only = run[0]
        alone = len(run) == 1
        trade = only.first and only.word not in inside and is_trade(only.word)
        if alone and flat[0] in lex.bodies and (is_common(flat[0]) or flat[0] in _KINDS or trade):
            continue  # "the Ministry": what it is, not its name
        plain = is_common(only.word) and (only.word not in inside or flat[0] in lex.groups or lex.names_person(flat[0]))
        plural = flat[0].endswith("s") and lex.names_person(flat[0][:-1]) and flat[0] not in surnames
        if len(run) == 1 and (
            (only.first and (plain or plural or (flat[0] in lex.groups and flat[0] not in surnames)))
            or (only.first and _TRADES.fullmatch(only.word) and only.word not in inside and flat[0] not in surnames)
            or flat[0].replace(".", "") in _NOBODY
            or (_SUM.fullmatch(only.word) and ("." in only.word or _AMOUNT.match(text, only.end)))
        ):
            continue
        before_noun = (
            len(run) == 1 and not only.word.endswith("s") and re.match(r" [^\W\d_]", text[only.end : only.end + 2])
        )
        if before_noun and is_people(only.word) and flat[0] not in surnames:
            continue  # "Brazilian officials"
        if one_of_a_people(text, run):
            continue  # "the Spaniard"
        party = len(run) > 1 and flat[0] in _PARTIES and leads_name(text, run)
        told = 0 if org or party else split(run)
        topic = 0 if org or told else office_ahead(words, start, start + len(run))
        told = told or topic
        cut = told or (trade_ahead(run, inside) if org else led_by_people(run) or opened(run, inside))
        person = marked.get(run[-1].end)
        if not org and not cut and person and person.span.start > run[0].start:
            ahead = next((i for i, w in enumerate(run) if w.start == person.span.start), 0)
            # what is left must look like a name by itself: "Runner Anna Moreau", but "Paper Lantern"
            if all(
                len(run) - ahead > 1
                and ((is_common(w.word) and len(w.word) > 3) or acronym(w.word))
                and not is_given(w.word)
                for w in run[:ahead]
            ):
                cut = ahead
        titles = tuple(w.word.casefold() for w in run[:cut])
        name = run[cut:]
        if not cut and len(run) == 1:
            lead = next((k for k in (3, 2, 1) if tuple(w.word for w in words[max(0, start - k) : start + 1]) in led), 0)
            run = name = [*words[start - lead : start], *run]
        if len(name) == 1 and titles and titles[-1] in _KEPT:
            name = run[cut - 1 :]
        span = Span(name[0].start, name[-1].end)
        if (
            span.of(text).isupper()
            and text[span.start - 1 : span.start] in ("", "\n")
            and _DATED_PLACE.match(text, span.end)
        ):
            found.append(Proper(span, "PLACE", start=span.start, sure=True))
            continue
        org = org or party
        label, sure = ("ORG", True) if org else (labels.at(span), False)
        if not org and any(t in lex.titles or lex.names_person(t) for t in titles):
            label, sure = "PERSON", True
        elif not label and len(name) > 1 and is_given(name[0].word):
            label = "PERSON"
        before = run[:told]
        what = before and (titles[0] in lex.titles or lex.names_person(titles[0]))  # "Trombonist Ann Reed"
        if before and not what and not is_common(before[0].word) and not is_given(before[0].word):
            # the body before a title is a name of its own: "Nervalis Chief Executive Ann Reed"
            heads = lex.titles | lex.topics | lex.people | {"press"}  # "White House Press Secretary"
            till = next((i for i, f in enumerate(titles) if f in heads), len(before))
            owner = before[:till] or before[:1]
            stretch = Span(owner[0].start, owner[-1].end)
            label_of = labels.at(stretch) or ("PLACE" if topic else "ORG")
            found.append(Proper(stretch, label_of, start=stretch.start))
        bracket = re.match(r"\s?\(([A-Z][\w.&-]{1,11}|[A-Z]\w+)\)", text[name[-1].end : name[-1].end + 16])
        alias = None
        if bracket and label != "PERSON" and (acronym(bracket[1]) or org):
            alias = Span(name[-1].end + bracket.start(1), name[-1].end + bracket.end(1))
        found.append(Proper(span, label, titles, run[0].start, run[-1].owns, alias, sure))
    found += _in_headlines(text, words, headlines, found)
    return tuple(sorted(found, key=lambda p: p.span))


def _in_headlines(
    text: str, words: Sequence[Token], headlines: Sequence[Span], found: Sequence[Proper]
) -> list[Proper]:
    """Return the names of the body that a headline repeats."""
    if not headlines:
        return []
    known: dict[tuple[str, ...], str] = {}
    for proper in found:
        parts = tuple(fold(w) for w in proper.span.of(text).split())
        known[parts] = proper.label
        if len(parts) > 1 and proper.label in ("PERSON", ""):
            known.setdefault(parts[-1:], proper.label)
    longest = max(map(len, known), default=0)
    out, taken = [], -1
    for at, word in enumerate(words):
        if word.start < taken or not any(h.start <= word.start < h.end for h in headlines):
            continue
        for size in range(longest, 0, -1):
            part = words[at : at + size]
            parts = tuple(fold(w.word) for w in part)
            if len(part) == size and parts in known and len(parts[-1]) > 2:
                # "Ann Reed: ..." in the headline, where the body has no more than "Reed"
                ahead = words[at - 1] if at and size == 1 and known[parts] in ("PERSON", "") else None
                full = ahead is not None and is_given(ahead.word) and text[ahead.end : word.start] == " "
                first = ahead if ahead is not None and full and capital(ahead.word) else word
                label = "PERSON" if first is ahead else known[parts]
                out.append(Proper(Span(first.start, part[-1].end), label, (), first.start, part[-1].owns))
                taken = part[-1].end
                break
    return out
