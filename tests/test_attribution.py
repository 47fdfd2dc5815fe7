"""Whom a quote's source means: one table of short articles, most of them one rule each."""

from __future__ import annotations

import json
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.attribution import attribute
from quoteattr.attribution.shouting import in_small_letters
from quoteattr.spans import Span
from quoteattr.values import Annotated, Article, Attribution, Kind, Mention, Quote

_MARK = re.compile(r"⟦([csk])(\d)\|([^⟦⟧]*)⟧")


def marked(body: str) -> tuple[str, list[Quote]]:
    """Return the text and the quotes of a body with ``⟦c1|content⟧``, ``⟦s1|source⟧`` and ``⟦k1|cue⟧``."""
    text, last = "", 0
    spans: dict[str, dict[str, list[Span]]] = {}
    for match in _MARK.finditer(body):
        text += body[last : match.start()]
        span = Span(len(text), len(text) + len(match[3]))
        spans.setdefault(match[2], {}).setdefault(match[1], []).append(span)
        text += match[3]
        last = match.end()
    text += body[last:]
    quotes = [
        Quote(tuple(found["c"]), Kind.INDIRECT, *(found[k][0] if k in found else None for k in "ks"))
        for _, found in sorted(spans.items())
    ]
    return text, quotes


def attributions(body: str, **article: object) -> tuple[Attribution, ...]:
    text, quotes = marked(body)
    return attribute(Annotated(attrs.evolve(Article(text), **article)), quotes)


def names(body: str) -> list[str | None]:
    return [a.entity.name if a.entity else None for a in attributions(body)]


CASES = {
    "the family is not the family's lawyer": (
        "He met the family's lawyer, Nadia Bloom. ⟦s1|The family⟧ ⟦k1|said⟧ ⟦c1|it would wait⟧. "
        "⟦s2|The lawyer⟧ ⟦k2|said⟧ ⟦c2|so too⟧.", [None, "Nadia Bloom"]),
    "title before the name": (
        "⟦s1|Sirmen region governor Oleg Tarvin⟧ ⟦k1|said⟧ ⟦c1|the road was open⟧.", ["Oleg Tarvin"]),
    "apposition after the name": (
        "⟦c1|It was late⟧, ⟦k1|said⟧ ⟦s1|Mira Okello, 34, a schoolteacher⟧.", ["Mira Okello"]),
    "description, then the name": (
        "⟦s1|The institute's president, Joakim Lund⟧, ⟦k1|said⟧ ⟦c1|so⟧.", ["Joakim Lund"]),
    "body's possessive": (
        "⟦c1|Food is short⟧, ⟦k1|according to⟧ ⟦s1|UNHCR’s Amina de Souza⟧.", ["Amina de Souza"]),
    "article of the body is left out": (
        "⟦s1|The World Food Programme⟧ ⟦k1|said⟧ ⟦c1|stocks were low⟧.", ["World Food Programme"]),
    "newspaper": ("⟦s1|The Meridian newspaper⟧ ⟦k1|reported⟧ ⟦c1|a deal⟧.", ["Meridian"]),
    "surname": (
        "Ana Pires met reporters. ⟦c1|It is over⟧, ⟦s1|Pires⟧ ⟦k1|said⟧.", ["Ana Pires"]),
    "surname with particles": (
        "Henrik van den Bos and Peter Bos met. ⟦c1|Good⟧, ⟦s1|van den Bos⟧ ⟦k1|said⟧. ⟦c2|Bad⟧, ⟦s2|Bos⟧ ⟦k2|said⟧.",
        ["Henrik van den Bos", "Peter Bos"]),
    "surname of two people goes to the one just named": (
        "⟦s1|Ulug Karimov, the governor⟧, ⟦k1|said⟧ ⟦c1|help was near⟧.\n"
        "⟦s2|Odil Karimov, a shepherd⟧, ⟦k2|said⟧ ⟦c2|he had seen none⟧. ⟦c3|None at all⟧, ⟦s3|Karimov⟧ ⟦k3|said⟧.",
        ["Ulug Karimov", "Odil Karimov", "Odil Karimov"]),
    "title tells which of two": (
        "Bill Harmon and Jane Harmon spoke in Ohio. ⟦c1|We won⟧, ⟦s1|Mrs. Harmon⟧ ⟦k1|said⟧.", ["Jane Harmon"]),
    "surname first": (
        "Park Hyun-soo opened the festival. ⟦c1|Welcome⟧, ⟦s1|Park⟧ ⟦k1|said⟧.", ["Park Hyun-soo"]),
    "first of two surnames": (
        "Gualterio Mendez Quispe spoke. ⟦c1|Enough⟧, ⟦s1|Mendez⟧ ⟦k1|said⟧.", ["Gualterio Mendez Quispe"]),
    "kin share a surname": (
        "Zulfia Rahimova, 34, ran out. ⟦c1|The cow knew⟧, ⟦k1|said⟧ ⟦s1|Rahimova's mother-in-law, Salima⟧.",
        ["Salima Rahimova"]),
    "acronym in brackets": (
        "The Federal Institute for Water and Soil (FIWS) closed the well. ⟦c1|It is unsafe⟧, ⟦s1|FIWS⟧ ⟦k1|said⟧.",
        ["Federal Institute for Water and Soil"]),
    "acronym by its letters": (
        "The U.S. Mapping Survey came. ⟦c1|All fell⟧, ⟦s1|USMS⟧ ⟦k1|said⟧.", ["U.S. Mapping Survey"]),
    "known as": (
        "The National Seed Agency, known by its French acronym ANGRAS, met. ⟦c1|No⟧, ⟦s1|ANGRAS⟧ ⟦k1|said⟧.",
        ["National Seed Agency"]),
    "couple with one surname": (
        "Ana and Luis Pires ran out. ⟦c1|I saw it⟧, ⟦s1|Ana⟧ ⟦k1|said⟧. ⟦c2|So did I⟧, ⟦k2|added⟧ ⟦s2|her husband⟧.",
        ["Ana Pires", "Luis Pires"]),
    "his wife, as the article tells": (
        "Mira Okello's husband, Joel, is a driver. ⟦c1|It pays⟧, ⟦s1|Joel⟧ ⟦k1|said⟧. ⟦s2|His wife⟧ ⟦k2|denied⟧ ⟦c2|it⟧.",
        ["Joel Okello", "Mira Okello"]),
    "surname with a letter left out": (
        "Dr Harald Bornheim came. ⟦c1|He is fit⟧, ⟦s1|Bornhem⟧ ⟦k1|said⟧.", ["Harald Bornheim"]),
    "surname of another ending is another's": (
        "Viktor Levchenkov left. ⟦c1|So be it⟧, ⟦s1|Levchenkova⟧ ⟦k1|said⟧.", ["Levchenkova"]),
    "name after a title with a preposition": (
        "⟦s1|Varnia's Deputy Permanent Representative to the EU Yelena Brandt⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Yelena Brandt"]),
    "name after a title with a place": (
        "⟦c1|They need heat⟧, ⟦s1|its representative in Varnia, Amina de Souza⟧, ⟦k1|said⟧.", ["Amina de Souza"]),
    "title of a paper": (
        "It angered the editors of The Advocate in Ohio. ⟦s1|The Advocate⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Advocate"]),
    "broken accent": (
        "Enrique Pe\u00c3\u00b1a Soto came. ⟦c1|No⟧, ⟦s1|Pe\u00c3\u00b1a Soto⟧ ⟦k1|said⟧.", ["Enrique Pe\u00c3\u00b1a Soto"]),
    "descriptor": (
        "NATO chief Mark Vels came to Kyiv. Governor Ivan Dreb met him. ⟦c1|We stay⟧, ⟦s1|the NATO chief⟧ ⟦k1|said⟧.",
        ["Mark Vels"]),
    "age": (
        "Jussi Salo, 58, and Pekka Laine, 40, ran. ⟦c1|I am tired⟧, ⟦s1|the 58-year-old⟧ ⟦k1|said⟧.", ["Jussi Salo"]),
    "occupation by a wider word": (
        "Chief Executive Petra Holm and farmer Jan Brik met. ⟦c1|We sell⟧, ⟦s1|the executive⟧ ⟦k1|said⟧.",
        ["Petra Holm"]),
    "described first, named right after": (
        "⟦c1|The mine is shut⟧, ⟦s1|Zambia's mines minister⟧ ⟦k1|said⟧ on Monday.\n"
        "⟦c2|All is well⟧, ⟦s2|Moses Chanda⟧ ⟦k2|added⟧.",
        ["Moses Chanda", "Moses Chanda"]),
    "unnamed person is taken up": (
        "Judge Ann Reyes spoke. An official in Ohio agreed. ⟦c1|It is so⟧, ⟦s1|the official⟧ ⟦k1|said⟧.", [None]),
    "the agency": (
        "UNICEF opened a school. ⟦c1|More is needed⟧, ⟦s1|the agency⟧ ⟦k1|said⟧.", ["UNICEF"]),
    "ministry by what it is": (
        "⟦c1|Two died⟧, ⟦s1|the Ruritanian health ministry⟧ ⟦k1|said⟧.", ["Ruritanian health ministry"]),
    "spokesman without a name": (
        "⟦c1|No comment⟧, ⟦k1|said⟧ ⟦s1|a spokesman for the Brenta Bank⟧.", ["Brenta Bank"]),
    "spokesman of a person": (
        "Senator Carl Voss left. ⟦c1|He is ill⟧, ⟦s1|a spokesman for Voss⟧ ⟦k1|said⟧.", [None]),
    "spokesman with a name": (
        "⟦s1|Ministry spokesman Bako Tashev⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Bako Tashev"]),
    "report of a body": (
        "⟦s1|A report by the charity Clear Water⟧ ⟦k1|says⟧ ⟦c1|wells are dry⟧.", ["Clear Water"]),
    "capitals throughout": (
        "⟦c1|IT IS SAFE⟧, ⟦k1|SAID⟧ ⟦s1|MAYOR LEON ABARA⟧. ⟦c2|WE WAIT⟧, ⟦s2|HE⟧ ⟦k2|ADDED⟧. ⟦s3|ABARA'S AIDE⟧ ⟦k3|SAID⟧ "
        "⟦c3|NO⟧. ⟦s4|THE MINISTER, OLGA DE LA CRUZ⟧, ⟦k4|SAID⟧ ⟦c4|YES⟧.",
        ["Leon Abara", "Leon Abara", None, "Olga de la Cruz"]),
    "one name in capitals": (
        "⟦c1|It is safe⟧, ⟦k1|said⟧ ⟦s1|police chief ANN O'NEIL⟧.", ["Ann O'Neil"]),
    "a body in capitals": (
        "⟦c1|It is safe⟧, ⟦k1|said⟧ ⟦s1|UNHCR⟧.", ["UNHCR"]),
    "he is nobody who is named in what he says": (
        "It rained. ⟦s1|He⟧ ⟦k1|said⟧ ⟦c1|that Leon Abara would leave⟧.", [None]),
    "he is nobody whom he speaks to": (
        "It rained. ⟦s1|He⟧ ⟦k1|told⟧ Leon Abara ⟦c1|that nobody would leave⟧.", [None]),
    "he is nobody whom he speaks to, after his words": (
        "It rained. ⟦c1|We are ready⟧, ⟦s1|he⟧ ⟦k1|told⟧ Leon Abara on Friday.", [None]),
    "he is no place that he speaks of": (
        "It rained. ⟦s1|He⟧ ⟦k1|recalled⟧ ⟦c1|how Doluzh had wanted to know⟧.", [None]),
    "he is nobody whom a clause before names with him": (
        "It rained. When ⟦s1|he⟧ ⟦k1|told⟧ Leon Abara ⟦c1|that it was over⟧, nobody spoke.", [None]),
    "he, who is named after a clause before": (
        "It rained. Although ⟦s1|he⟧ ⟦k1|called⟧ ⟦c1|the plan a mess⟧, Leon Abara voted for it.", ["Leon Abara"]),
    "she, who is named after a clause in quotation marks": (
        "It rained. “As ⟦s1|she⟧ ⟦k1|said⟧ ⟦c1|it was over⟧,” Ann Reed left.", ["Ann Reed"]),
    "he, the last speaker": (
        "⟦c1|It rains⟧, ⟦k1|said⟧ ⟦s1|Mayor Luis Ortega⟧. ⟦c2|It pours⟧, ⟦s2|he⟧ ⟦k2|added⟧.",
        ["Luis Ortega", "Luis Ortega"]),
    "she, by sex": (
        "Luis Ortega met Maria Costa at noon. ⟦c1|It pours⟧, ⟦s1|she⟧ ⟦k1|said⟧.", ["Maria Costa"]),
    "he, not the one he told": (
        "Viktor Belov told Mark Vels that he was late. ⟦s1|He⟧ ⟦k1|told⟧ Vels ⟦c1|to wait⟧.", ["Viktor Belov"]),
    "he, a close call": (
        "Paul Dent and Mark Vels walked in.\n⟦c1|Good⟧, ⟦s1|he⟧ ⟦k1|said⟧.", [None]),
    "it, the subject of its own words": (
        "Ostland's Federal Seed Institute has stopped the trial, and ⟦s1|it⟧ ⟦k1|said⟧ ⟦c1|the data were bad⟧.",
        ["Federal Seed Institute"]),
    "she, named in her own words": (
        "⟦c1|Zulfia Rahimova was asleep when the wall went⟧, ⟦s1|she⟧ ⟦k1|said⟧.", ["Zulfia Rahimova"]),
    "who": (
        "He thanked envoy Stefan Wick, ⟦s1|who⟧ ⟦k1|said⟧ ⟦c1|talks went on⟧.", ["Stefan Wick"]),
    "who, after a description": (
        "Varnian envoy Stefan Wick came. They met the Varnian envoy, ⟦s1|who⟧ ⟦k1|said⟧ ⟦c1|talks went on⟧.",
        ["Stefan Wick"]),
    "which, of another government": (
        "The French government met. It asked members of the Saudi government, ⟦s1|which⟧ ⟦k1|denied⟧ ⟦c1|it⟧.",
        ["Saudi government"]),
    "who, of people without a name": ("It helps voters ⟦s1|who⟧ ⟦k1|say⟧ ⟦c1|prices rise⟧.", [None]),
    "they, people without a name": (
        "Two residents stood by. ⟦s1|They⟧ ⟦k1|said⟧ ⟦c1|help was late⟧.", [None]),
    "joint": (
        "⟦s1|UNICEF and the World Food Programme⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["UNICEF and the World Food Programme"]),
    "a joint statement": (
        "⟦c1|UNICEF and the World Food Programme need money⟧, ⟦s1|a joint statement⟧ ⟦k1|said⟧.",
        ["UNICEF and the World Food Programme"]),
    "both, the two of whom it is told": (
        "Ann Reed met Omar Sy. Reed spoke first. Sy left early. Reed smiled. Sy did not. "
        "⟦s1|Both⟧ ⟦k1|oppose⟧ ⟦c1|the tax⟧.",
        ["Ann Reed and Omar Sy"]),
    "the two, where a third is spoken of as much": (
        "Ann Reed, Omar Sy and Lea Lund met. Reed spoke. Sy left. Lund slept. Reed smiled. Sy did not. Lund woke. "
        "⟦s1|The two⟧ ⟦k1|oppose⟧ ⟦c1|the tax⟧.",
        [None]),
    "they, the two named together": (
        "Ann Reed and Omar Sy came to the gate. ⟦s1|They⟧ ⟦k1|said⟧ ⟦c1|it was shut⟧.", ["Ann Reed and Omar Sy"]),
    "lawsuit of those who sued": (
        "Ann Reed and Omar Sy have filed a wide lawsuit against the town. ⟦s1|The lawsuit⟧ ⟦k1|says⟧ ⟦c1|it paid⟧.",
        ["Ann Reed and Omar Sy"]),
    "email of whoever emailed": (
        "Mira Okello emailed supporters on Monday. ⟦c1|We go on⟧, ⟦s1|the email⟧ ⟦k1|said⟧.", ["Mira Okello"]),
    "report that was published by somebody unnamed": (
        "Mira Okello spoke of a report that was published in May. ⟦s1|The report⟧ ⟦k1|says⟧ ⟦c1|so⟧.", [None]),
    "it, the document": (
        "⟦s1|A report by the charity Clear Water⟧ ⟦k1|says⟧ ⟦c1|wells are dry⟧. ⟦s2|It⟧ ⟦k2|adds⟧ ⟦c2|that more dry up⟧.",
        ["Clear Water", "Clear Water"]),
    "adverb after the name": ("⟦s1|Ruritania meanwhile⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["Ruritania"]),
    "capitals of a transcript": (
        "Mike Harlan came on air.\nHARLAN: ⟦c1|We are fine⟧, ⟦s1|HARLAN⟧ ⟦k1|said⟧.", ["Mike Harlan"]),
    "and inside a body's name": (
        "⟦s1|United Lands Citizenship and Immigration Services⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        ["United Lands Citizenship and Immigration Services"]),
    "crowd of a body": (
        "⟦s1|Republicans on the House Water Committee⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "house of a press secretary": (
        "Green House Press Secretary Ann Reed came. ⟦c1|No⟧, ⟦s1|the Green House⟧ ⟦k1|said⟧.", ["Green House"]),
    "groups": (
        "⟦s1|Analysts⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Two officials⟧ ⟦k2|said⟧ ⟦c2|no⟧. "
        "⟦s3|Many Ruritanians⟧ ⟦k3|think⟧ ⟦c3|not⟧.",
        [None, None, None]),
    "he, where somebody unnamed is nearer": (
        "Chief Paul Dent met the press.\n\nTrains ran late.\n\n⟦c1|I waited⟧, ⟦k1|said⟧ ⟦s1|Mira Okello, who came with her "
        "husband⟧. He was less upset. ⟦c2|Fine⟧, ⟦s2|he⟧ ⟦k2|said⟧.",
        ["Mira Okello", None]),
    "he, where a man at the gate is nearer": (
        "Chief Paul Dent met the press.\n\nTrains ran late.\n\nOutside stood a tall man in a coat. ⟦c1|Fine⟧, ⟦s1|he⟧ "
        "⟦k1|said⟧.", [None]),
    "he, who is spoken of again before the other": (
        "Chief Paul Dent met the press.\n\nTrains ran late.\n\nHe came with a brother. ⟦c1|Fine⟧, ⟦s1|he⟧ ⟦k1|said⟧.",
        ["Paul Dent"]),
    "he, beside somebody unnamed of the other sex": (
        "Chief Paul Dent met the press.\n\nTrains ran late.\n\nAt the gate waited a woman. ⟦c1|Fine⟧, ⟦s1|he⟧ ⟦k1|said⟧.",
        ["Paul Dent"]),
    "a group, and who of it is named": (
        "⟦s1|Critics of the plan, including the Harbour Trust,⟧ ⟦k1|called⟧ ⟦c1|it rash⟧. ⟦s2|They⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Harbour Trust", "Harbour Trust"]),
    "a group, and the two of it who are named, taken up": (
        "⟦s1|Opponents, like Senators Ann Reed, a Green, and Luis Costa,⟧ ⟦k1|said⟧ ⟦c1|no⟧.\n\nRain fell.\n\n"
        "⟦c2|Never⟧, ⟦s2|the senators⟧ ⟦k2|wrote⟧. ⟦s3|The mayors⟧ ⟦k3|said⟧ ⟦c3|yes⟧.",
        ["Ann Reed and Luis Costa", "Ann Reed and Luis Costa", None]),
    "a group, with the town of one of it": (
        "⟦s1|Critics, including the mayor of Lima,⟧ ⟦k1|said⟧ ⟦c1|no⟧.", [None]),
    "a name beside people without one": (
        "⟦s1|Local fishermen and the Harbour Trust⟧ ⟦k1|said⟧ ⟦c1|no⟧.", ["Harbour Trust"]),
    "they, the people of whom a body spoke": (
        "⟦s1|The Harbour Trust⟧ ⟦k1|said⟧ ⟦c1|it was a wrong to all workers⟧. ⟦s2|They⟧ ⟦k2|said⟧ ⟦c2|so⟧.",
        ["Harbour Trust", "Harbour Trust"]),
    "a title that is a surname": (
        "The host Larry King spoke on his show ''Larry King Now''. ⟦c1|Good⟧, ⟦s1|Mr. King, 82,⟧ ⟦k1|said⟧.",
        ["Larry King"]),
    "a work by its title": (
        "Ava Moreau spoke. ⟦s1|Moreau’s “Salt”⟧ ⟦k1|shows⟧ ⟦c1|how it began⟧.", ["Ava Moreau"]),
    "her film": (
        "Ava Moreau spoke in Lima. Moreau said it all in her new documentary “Salt.” ⟦s1|The film⟧ ⟦k1|tells⟧ ⟦c1|why⟧.",
        ["Ava Moreau"]),
    "study in a journal": (
        "⟦s1|A study that appeared in the Ruritanian Medical Journal⟧ ⟦k1|found⟧ ⟦c1|so⟧. ⟦s2|The study⟧ ⟦k2|said⟧ "
        "⟦c2|more⟧.", ["Ruritanian Medical Journal", "Ruritanian Medical Journal"]),
    "study published in a month": ("⟦s1|The study, published in May,⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "study published in a country": ("⟦s1|The study, published in Chile,⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "document on a body's website": (
        "The Harbour Trust met. ⟦s1|A document on the Harbour Trust's website⟧ ⟦k1|says⟧ ⟦c1|so⟧.", ["Harbour Trust"]),
    "survey by the name before it": (
        "Prices rose, by a Harbour Institute survey of shops. ⟦s1|The survey⟧ ⟦k1|found⟧ ⟦c1|so⟧.",
        ["Harbour Institute"]),
    "lawsuit, with the name of the sued before it": (
        "A court heard of the Harbour Institute lawsuit. ⟦s1|The lawsuit⟧ ⟦k1|says⟧ ⟦c1|so⟧.", [None]),
    "prosecutors of nowhere, and of a place": (
        "⟦s1|Federal prosecutors⟧ ⟦k1|said⟧ ⟦c1|so⟧. ⟦s2|Paris prosecutors⟧ ⟦k2|said⟧ ⟦c2|no⟧.",
        [None, "Paris prosecutors"]),
    "a body with a clause after it": (
        "The Alliance to Restore Our Rivers met. ⟦s1|The alliance, which has two unions and the Harbour Trust in it,⟧ "
        "⟦k1|said⟧ ⟦c1|so⟧.", ["Alliance to Restore Our Rivers"]),
    "a headline without its article": (
        "⟦s1|Governor⟧ ⟦k1|says⟧ ⟦c1|no to ferries⟧\n\nOutside, Governor Ann Reed met the press.", ["Ann Reed"]),
    "a headline's new description": (
        "Ann Reed will win, ⟦s1|former rival⟧ ⟦k1|says⟧ ⟦c1|so⟧\n\nAnn Reed met Luis Costa.", [None]),
    "whose lawyer, told further on": (
        "⟦s1|His lawyer⟧ ⟦k1|said⟧ ⟦c1|no⟧ to Paul Dent's accusers.\n\n⟦c2|No⟧, ⟦s2|Dent⟧ ⟦k2|said⟧. ⟦c3|Never⟧, ⟦s3|his lawyer⟧ "
        "⟦k3|said⟧.\n\nRain.\n\nRain.\n\nRain.\n\nRain.\n\nThat was Mark Olsen, a lawyer for Dent.",
        [None, "Paul Dent", "Mark Olsen"]),
    "surname of somebody and of his daughter": (
        "Donald Harmon met the press with his daughter Iva Harmon. Iva Harmon spoke. ⟦c1|Good⟧, ⟦s1|Harmon⟧ ⟦k1|said⟧.",
        [None]),
    "a state's bank that has not spoken": (
        "Chile’s central bank cut its rate. ⟦s1|The bank⟧ ⟦k1|said⟧ ⟦c1|so⟧, by ⟦s2|the bank's forecast⟧ ⟦k2|of⟧ ⟦c2|May⟧. "
        "The European Central Bank did not.", ["Chile's central bank", "Chile's central bank"]),
    "the central bank of the article's country": (
        "Chile has a new rate. Chile's peso fell. In Chile, ⟦s1|the central bank⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        ["Chile's central bank"]),
    "the central bank of nowhere": ("⟦s1|The central bank⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "panel of a court": (
        "⟦s1|A panel of the Court of Appeals⟧ ⟦k1|ruled⟧ ⟦c1|so⟧.", ["Court of Appeals"]),
    "headline and lead, before the court is named": (
        "⟦s1|Court⟧ ⟦k1|rules⟧ ⟦c1|against ferries⟧\n\n⟦s2|A federal appeals court⟧ ⟦k2|ruled⟧ ⟦c2|so on Friday⟧.\n\n"
        "The Court of Appeals for the Third District was brief.",
        ["Court of Appeals for the Third District"] * 2),
    "headline, before two papers are named": (
        "⟦s1|Newspaper:⟧ ⟦c1|Ferries are late⟧\n\nThe Lima Gazette and the Lima Herald met the minister.", [None]),
    "governor and deputy governor": (
        "Governor Ann Reed spoke after Deputy Governor Luis Costa. ⟦c1|Good⟧, ⟦s1|the governor⟧ ⟦k1|said⟧.", ["Ann Reed"]),
    "envoy of a country, who is described anew": (
        "⟦c1|Good⟧, ⟦s1|Ann Reed⟧ ⟦k1|said⟧. ⟦c2|Very good⟧, ⟦s2|the Brazilian businesswoman⟧ ⟦k2|added⟧.",
        ["Ann Reed", "Ann Reed"]),
    "leader of another country": (
        "⟦c1|Good⟧, ⟦k1|said⟧ ⟦s1|Prime Minister Ann Reed of Chile⟧. ⟦c2|Bad⟧, ⟦s2|the Brazilian leader⟧ ⟦k2|said⟧.",
        ["Ann Reed", None]),
    "who, after a surname of two": (
        "Ted Harmon came with his father, Rafael Harmon. Ted Harmon spoke. Votes went to Harmon, ⟦s1|who⟧ ⟦k1|said⟧ "
        "⟦c1|no⟧.", ["Ted Harmon"]),
    "he, where a town is named next": (
        "⟦s1|He⟧ ⟦k1|told⟧ ⟦c1|how a girl in Doluzh had asked⟧.", [None]),
    "dashes around an apposition": (
        "⟦c1|So⟧, ⟦k1|said⟧ ⟦s1|Bjarki Olsen -- no relation -- who heads the union⟧.", ["Bjarki Olsen"]),
    "no source": ("He was told ⟦c1|to leave⟧.", [None]),
    "country": ("⟦s1|Neighbouring Kyrgyzstan⟧ ⟦k1|said⟧ ⟦c1|it would help⟧.", ["Kyrgyzstan"]),
    "name of a headline is no longer name": (
        "Anna Moreau Wins Big Race After Long Day\nRunner Anna Moreau came first. ⟦c1|Great⟧, ⟦s1|Moreau⟧ ⟦k1|said⟧.",
        ["Anna Moreau"]),
    "place of the dateline is nobody": (
        "Berlin (dpa) - The Seed Institute has stopped a trial. ⟦c1|It was unsafe⟧, ⟦s1|it⟧ ⟦k1|said⟧.",
        ["Seed Institute"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_names(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted


@pytest.mark.parametrize(
    ("text", "marked", "wanted"),
    [
        ("Mayor Ann Lee SPOKE.", {}, "Mayor Ann Lee SPOKE."),
        ("THE ROAD IS SHUT.", {}, "the road is shut."),
        ("MAYOR ANN LEE SPOKE. LEE’S AIDE DID NOT.", {}, "mayor Ann Lee spoke. Lee’s aide did not."),
        ("DORVIN KELB SPOKE.", {"DORVIN KELB": "PERSON"}, "Dorvin Kelb spoke."),
        ("MARIA DE LA CRUZ SPOKE.", {"MARIA DE LA CRUZ": "PERSON"}, "Maria de la Cruz spoke."),
        ("DEL REY SPOKE.", {"DEL REY": "PERSON"}, "Del Rey spoke."),
        ("STRELSAU (AP) - NO.", {"STRELSAU": "PLACE", "AP": "ORG"}, "Strelsau (AP) - no."),
        ("ANN McNAIR SPOKE AT LENGTH OF ROADS.", {"ANN McNAIR": "PERSON"}, "Ann McNair spoke at length of roads."),
        ("İN STRASSE ẞ, 12 NO.", {}, "İn strasse ß, 12 no."),
        ("12 - !", {}, "12 - !"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_capitals_are_read_as_small_letters(text: str, marked: dict[str, str], wanted: str) -> None:
    mentions = [
        Mention(Span(text.index(words), text.index(words) + len(words)), kind) for words, kind in marked.items()
    ]
    assert in_small_letters(text, mentions) == wanted


@given(st.text(), st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=3))
def test_every_character_stays_at_its_place(text: str, spans: list[tuple[int, int]]) -> None:
    shouted = text.upper()
    mentions = [Mention(Span(min(pair), max(pair)), "PERSON") for pair in spans]
    assert in_small_letters(shouted, mentions).casefold() == shouted.casefold()
    assert len(in_small_letters(shouted, mentions)) == len(shouted)


def test_reason_and_chain() -> None:
    body = "Volodymyr Tarko spoke. Tarko smiled. ⟦c1|We stay⟧, ⟦s1|he⟧ ⟦k1|said⟧."
    (found,) = attributions(body)
    text, (quote,) = marked(body)
    assert found.entity is not None and found.chain[0] == quote.source
    assert found.chain[-1].of(text) == "Volodymyr Tarko"
    assert 'The source "he" (offset' in found.reason and 'named in full as "Volodymyr Tarko" (0)' in found.reason


# What is told of the last statement of an article.
SENTENCES = {
    "a name": ("⟦s1|Ann Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", 'The source "Ann Reed" (offset 0) gives the name.'),
    "a name and more": (
        "⟦s1|Mayor Ann Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", 'The source "Mayor Ann Reed" (offset 0) names Ann Reed.'),
    "a surname": (
        "Ann Reed came. ⟦s1|Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.", 'The source "Reed" (offset 15) means "Ann Reed" (0).'),
    "a pronoun": (
        "Ann Reed came. Reed stayed. ⟦s1|She⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        'The source "She" (offset 28) means "Reed" (15), named in full as "Ann Reed" (0).'),
    "a document": (
        "⟦s1|Records of the Harbour Trust⟧ ⟦k1|say⟧ ⟦c1|so⟧.",
        'The source "Records of the Harbour Trust" (offset 0) is Harbour Trust: the maker of the records.'),
    "a group": (
        "⟦s1|Two officials⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        'The source "Two officials" (offset 0) names nobody: they are people without a name.'),
    "a description": (
        "⟦s1|A farmer⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        'The source "A farmer" (offset 0) names nobody: it is described, and named nowhere.'),
    "two of a surname": (
        "Ann Reed met Luis Reed. ⟦s1|Reed⟧ ⟦k1|said⟧ ⟦c1|so⟧.",
        'The source "Reed" (offset 24) leaves it open: it may be Ann Reed or Luis Reed.'),
    "no source": ("It was ⟦c1|so⟧.", ""),
}  # fmt: skip


@pytest.mark.parametrize(("body", "told"), SENTENCES.values(), ids=SENTENCES)
def test_reasons_are_sentences(body: str, told: str) -> None:
    assert attributions(body)[-1].reason == told


def test_close_call_names_the_candidates() -> None:
    (found,) = attributions(CASES["he, a close call"][0])
    assert {c.name for c in found.candidates} == {"Paul Dent", "Mark Vels"}
    assert "may be" in found.reason


def test_description_without_a_name_keeps_its_words() -> None:
    (found,) = attributions("⟦c1|We stay⟧, ⟦s1|the Ruritanian leader⟧ ⟦k1|said⟧.")
    assert found.entity is not None and found.entity.name is None
    assert found.entity.descriptors == ("ruritanian leader",)


def test_descriptors_of_the_entity() -> None:
    (found,) = attributions("⟦s1|Health Minister Ana Pires, 51, a former nurse⟧, ⟦k1|said⟧ ⟦c1|so⟧.")
    assert found.entity is not None and found.entity.label == "PERSON"
    assert "health minister" in found.entity.descriptors and "former nurse" in found.entity.descriptors


def test_wrong_label_of_a_mention_does_no_harm() -> None:
    text, quotes = marked("Ana Pires came. ⟦c1|So be it⟧, ⟦s1|Pires⟧ ⟦k1|said⟧.")
    start = text.rindex("Pires")
    wrong = (Mention(Span(start, start + 5), "ORG"),)
    (found,) = attribute(Annotated(Article(text), mentions=wrong), quotes)
    assert found.entity is not None and found.entity.name == "Ana Pires"


def test_nothing_in_nothing_out() -> None:
    assert attribute(Annotated(Article("")), ()) == ()


WORDS = st.sampled_from(
    (
        "Ana",
        "Pires",
        "said",
        "the",
        "minister",
        "he",
        "she",
        "UN",
        "Bank of",
        ",",
        ".",
        "\n",
        "'s",
        "“",
        "”",
        "who",
        "34",
    )
)


@settings(max_examples=150, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=30), data=st.data())
def test_every_quote_gets_an_attribution_inside_the_text(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    offsets = st.integers(0, len(text))

    def span() -> Span:
        a, b = sorted((data.draw(offsets), data.draw(offsets)))
        return Span(a, b)

    quotes = [Quote((span(),), Kind.INDIRECT, source=span()) for _ in range(data.draw(st.integers(0, 3)))]
    found = attribute(Annotated(Article(text)), quotes)
    assert [a.quote for a in found] == quotes
    for attribution in found:
        assert all(0 <= s.start <= s.end <= len(text) for s in attribution.chain)
        assert attribution.reason
    assert found == attribute(Annotated(Article(text)), quotes)


def test_invented_dispatches_from_their_own_sources() -> None:
    path = Path(__file__).resolve().parents[2] / "shared" / "events" / "dispatches.jsonl"
    if not path.exists():
        pytest.skip("the invented dispatches are not here")
    named = right = wrong = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        quotes = []
        for q in row["quotes"]:
            cue, source = (Span(*q[k][0]) if q[k] else None for k in ("cue", "source"))
            quotes.append(Quote(tuple(Span(*c) for c in q["content"]), Kind.INDIRECT, cue, source))
        for quote, found in zip(row["quotes"], attribute(Annotated(Article(row["text"])), quotes), strict=True):
            accepted = {n.casefold() for n in quote["speaker"]}
            name = found.entity.name if found.entity else None
            named += bool(accepted)
            right += bool(name) and name.casefold() in accepted
            wrong += bool(name) and name.casefold() not in accepted
    # speakers.py has the last word on bodies; these are what the article alone must give
    assert right >= 0.88 * named
    assert wrong <= 0.06 * (right + wrong)
