"""Which body is meant where an article doesn't name it again: the only one of its kind, offices, branches, ministries."""

from __future__ import annotations

import pytest
from test_attribution import names

ONLY_ONE = {
    "the union of whoever presides over it": (
        "⟦c1|We are tired⟧, ⟦k1|said⟧ ⟦s1|Ana Vidal, head of the dockers' union KDV⟧.\n\n⟦s2|The union⟧ ⟦k2|says⟧ ⟦c2|so⟧.",
        ["Ana Vidal", "KDV"]),
    "a union that is not named": (
        "⟦c1|We are tired⟧, ⟦k1|said⟧ ⟦s1|Ana Vidal, head of the dockers' union KDV⟧. A union of pilots met.\n\n"
        "⟦s2|The union⟧ ⟦k2|says⟧ ⟦c2|so⟧.", ["Ana Vidal", None]),
    "the bank, by a word of another language": (
        "Analysts at Banco Ferreira lowered their rating.\n\n⟦c1|Costs grow⟧, ⟦s1|the bank⟧ ⟦k1|writes⟧.", ["Banco Ferreira"]),
    "the agency, named long before": (
        "⟦s1|The Norland Mapping Agency⟧ ⟦k1|said⟧ ⟦c1|maps were ready⟧.\n\nWind rose.\n\nRain fell.\n\nSnow came.\n\n"
        "Hail hit.\n\nIt was calm.\n\n⟦s2|The agency⟧ ⟦k2|said⟧ ⟦c2|no⟧.", ["Norland Mapping Agency"] * 2),
    "the magazine": (
        "The files were seen by the weekly magazine Il Ponte, which printed them.\n\nAccording to ⟦s1|the magazine⟧, "
        "⟦c1|money was lost⟧.", ["Il Ponte"]),
    "a union is no company": (
        "⟦c1|We are tired⟧, ⟦k1|said⟧ ⟦s1|the dockers' union KDV⟧.\n\n⟦s2|The company⟧ ⟦k2|denied⟧ ⟦c2|it⟧.", ["KDV", None]),
}  # fmt: skip
IMPLIED = {
    "the ministry of the only minister": (
        "Transport minister Ivo Marsh called for calm.\n\n⟦s1|The ministry⟧ ⟦k1|said⟧ ⟦c1|trains would run⟧.",
        ["Transport Ministry"]),
    "his ministry": (
        "Agriculture Minister Ana Vidal wept. Finance Minister Ivo Marsh was furious.\n\nMarsh wants to go. "
        "⟦s1|His ministry⟧ ⟦k1|denied⟧ ⟦c1|it⟧.", ["Finance Ministry"]),
    "one of two ministries": (
        "Agriculture Minister Ana Vidal wept. Finance Minister Ivo Marsh was furious.\n\n⟦s1|The ministry⟧ ⟦k1|denied⟧ "
        "⟦c1|it⟧.", [None]),
    "the ministry of a country": (
        "Norway's finance minister, Ivo Marsh, was furious.\n\n⟦s1|The ministry⟧ ⟦k1|denied⟧ ⟦c1|it⟧.",
        ["Norway's Finance Ministry"]),
    "a prime minister has no ministry": (
        "Prime Minister Ivo Marsh was furious.\n\n⟦s1|The ministry⟧ ⟦k1|denied⟧ ⟦c1|it⟧.", [None]),
    "a shadow minister has no ministry": (
        "Shadow finance minister Ivo Marsh was furious.\n\n⟦s1|The ministry⟧ ⟦k1|denied⟧ ⟦c1|it⟧.", [None]),
    "the prime minister's office": (
        "Taxes rise. ⟦s1|The prime minister’s office⟧ ⟦k1|denied⟧ ⟦c1|it⟧.", ["Office of the Prime Minister"]),
    "her spokesman, of a prime minister": (
        "Prime Minister Ana Vidal wants ⟦c1|calm⟧, ⟦s1|her spokesman⟧ ⟦k1|said⟧.", ["Office of the Prime Minister"]),
    "her spokesman, of anybody else": (
        "Violinist Ana Vidal wants ⟦c1|calm⟧, ⟦s1|her spokesman⟧ ⟦k1|said⟧.", [None]),
    "her office, of a president": (
        "President Ana Vidal flew home. ⟦s1|Her office⟧ ⟦k1|said⟧ ⟦c1|she was well⟧.", ["Office of the President"]),
    "her office, of one of two presidents": (
        "Peruvian President Ana Vidal met Norway's president, Ivo Marsh. Vidal flew home. ⟦s1|Her office⟧ ⟦k1|said⟧ ⟦c1|so⟧.", [None]),
    "the head of government": (
        "Prime Minister Ana Vidal met Finance Minister Ivo Marsh. ⟦s1|The head of government⟧ ⟦k1|ruled out⟧ ⟦c1|a vote⟧.",
        ["Ana Vidal"]),
    "the head of state": (
        "President Ana Vidal met club president Ivo Marsh. ⟦s1|The head of state⟧ ⟦k1|ruled out⟧ ⟦c1|a vote⟧.", ["Ana Vidal"]),
    "a head of government who is not named": (
        "Former Prime Minister Ana Vidal came. ⟦s1|The head of government⟧ ⟦k1|ruled out⟧ ⟦c1|a vote⟧.", [None]),
}  # fmt: skip
PARTS = {
    "of a body by its name": (
        "⟦s1|The FBI's Boston field office⟧ ⟦k1|said⟧ ⟦c1|two were held⟧. ⟦s2|It⟧ ⟦k2|gave⟧ ⟦c2|no names⟧.", ["FBI", "FBI"]),
    "of a body by what it is": (
        "The National Weather Service was busy. ⟦c1|Stay in⟧, ⟦s1|the agency's Tulsa office⟧ ⟦k1|wrote⟧.",
        ["National Weather Service"]),
    "of nobody known": ("Rain fell. ⟦c1|Stay in⟧, ⟦s1|the agency's Tulsa office⟧ ⟦k1|wrote⟧.", [None]),
    "a body of its own": (
        "⟦s1|The UN's human rights office⟧ ⟦k1|said⟧ ⟦c1|so⟧.", ["UN's human rights office"]),
}  # fmt: skip
SPOKEN_FOR = {
    "a spokesperson of the body that spoke": (
        "⟦s1|The Norland Space Agency⟧ ⟦k1|says⟧ ⟦c1|the range is clear⟧. ⟦c2|Good⟧, ⟦k2|says⟧ ⟦s2|a spokesperson⟧.",
        ["Norland Space Agency"] * 2),
    "a spokesperson, another body between": (
        "⟦s1|The Norland Space Agency⟧ ⟦k1|says⟧ ⟦c1|the range is clear⟧. The Norland Navy came. ⟦c2|Good⟧, ⟦k2|says⟧ "
        "⟦s2|a spokesperson⟧.", ["Norland Space Agency", None]),
    "a spokesperson, after a person": (
        "⟦s1|Ana Vidal⟧ ⟦k1|says⟧ ⟦c1|the range is clear⟧. ⟦c2|Good⟧, ⟦k2|says⟧ ⟦s2|a spokesperson⟧.", ["Ana Vidal", None]),
    "by the last noun of a name": (
        "The Global Relief Fund ⟦c1|welcomes it⟧, ⟦s1|a Fund spokesman⟧ ⟦k1|said⟧.", ["Global Relief Fund"]),
    "for the utility that spoke": (
        "⟦s1|Northern Public Power⟧ ⟦k1|said⟧ ⟦c1|crews were out⟧. ⟦c2|Ice is heavy⟧, ⟦k2|said⟧ ⟦s2|a spokeswoman for the "
        "utility⟧.", ["Northern Public Power"] * 2),
}  # fmt: skip
FIRMS = {
    "a firm before somebody of its name": (
        "Brenta cuts its outlook\n\nNorwegian brewer Brenta will earn less, ⟦s1|the company⟧ ⟦k1|said⟧, and ⟦c1|costs "
        "rise⟧. A fund holds 6% of Brenta.\n\n⟦s2|Brenta⟧ ⟦k2|said⟧ ⟦c2|it would close a site⟧.\n\nIts founder was Olav "
        "Brenta.", ["Brenta", "Brenta"]),
    "somebody by the surname in a headline": (
        "Brenta quits\n\nOlav Brenta, who holds 6% of Moss, left. ⟦c1|I am done⟧, ⟦s1|Brenta⟧ ⟦k1|said⟧.", ["Olav Brenta"]),
    "an airline of one word": (
        "Strike grounds Brenta\n\nCrews walked out. Some 300 were late, according to ⟦s1|Brenta⟧, ⟦c1|so far⟧.\n\n⟦s2|The "
        "company⟧ ⟦k2|denies⟧ ⟦c2|it⟧. The play is set on board a Brenta jet.", ["Brenta", "Brenta"]),
}  # fmt: skip
CASES = {**SPOKEN_FOR, **FIRMS, **ONLY_ONE, **IMPLIED, **PARTS}


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_which_body(body: str, wanted: list[str | None]) -> None:
    assert names(body) == wanted
