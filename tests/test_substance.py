"""Changes of substance: a table of cases for each kind, and cases in which nothing changed."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.values import Kind
from quoteattr.wording.figures import figures
from quoteattr.wording.substance import changes

D, M, I = Kind.DIRECT, Kind.MIXED, Kind.INDIRECT
FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "changed-words.jsonl"

CHANGED = [
    ("negation", "We need more boats.", "We do not need more boats."),
    ("negation", "The bridge isn't safe to cross.", "The bridge is safe to cross."),
    ("negation", "No tanks crossed the river.", "Tanks crossed the river."),
    ("negation", "Nobody was told of the leak.", "Residents were told of the leak."),
    ("negation", "None of the alarms rang.", "All of the alarms rang."),
    ("negation", "The search was lawful.", "The search was unlawful."),
    ("negation", "Exports rose in spring.", "Exports fell in spring."),
    ("negation", "I will never sell the farm.", "I will sell the farm."),
    ("number", "412 men were on board.", "421 men were on board."),
    ("number", "It costs $23bn.", "It costs 32 billion dollars."),
    ("number", "Two dozen crews came.", "Twelve crews came."),
    ("number", "Prices rose by 3 percent.", "Prices rose by 30%."),
    ("number", "One in four lost their jobs.", "Half of them lost their jobs."),
    ("number", "They were warned three times about cracks.", "They ignored four warnings about cracks."),
    ("unit", "The line is 40 miles long.", "The line is 40 kilometres long."),
    ("unit", "They ask for $18 million.", "They ask for €18 million."),
    ("date", "The vote is on May 1.", "The vote is on May 10."),
    ("date", "The port opens on Friday.", "The port opens on Thursday."),
    ("date", "She resigned in 2019.", "She resigned in 2018."),
    ("date", "We meet again next week.", "We meet again this week."),
    ("name", "Sgt. Rustam Olim found her.", "Sgt. Ruslan Olim found her."),
    ("name", "I told them to call Bergen at once.", "I told them to call Tromsø at once."),
    ("hedge", "Prices will fall.", "Prices may fall."),
    ("hedge", "I think the worst is over.", "The worst is over."),
    ("hedge", "At this point we see no link to the drug.", "There is no link to the drug."),
    ("hedge", "It will certainly rise.", "It may rise."),
    ("tense", "We will close the mine.", "We have closed the mine."),
    ("tense", "The fault has been silent for years.", "The fault had been silent for years."),
    ("addressee", "You must pay at once.", "They must pay at once."),
    ("addressee", "I say to our neighbours: keep out.", "I say to our partners: keep out."),
]


@pytest.mark.parametrize(("kind", "a", "b"), CHANGED, ids=lambda x: x[:24] if isinstance(x, str) else "")
def test_a_change_is_seen_from_both_sides(kind: str, a: str, b: str) -> None:
    assert kind in {c.kind for c in changes(a, b)}
    assert kind in {c.kind for c in changes(b, a)}


SAME = {
    "spelling": ("The defence centre is closed.", "The defense center is closed.", D, D),
    "transliteration": ("Zulfiya Yusupova waited.", "Zulfia Yusupova waited.", D, D),
    "amount in words": ("It costs $23bn.", "It costs 23 billion dollars.", D, D),
    "dozen": ("Two dozen crews came.", "24 crews came.", D, D),
    "share": ("One in four agreed.", "25% agreed.", D, D),
    "converted": ("It is 11 km deep.", "It is about 7 miles deep.", D, D),
    "year and months": ("It takes a year.", "It takes twelve months.", D, D),
    "rounded": ("Nearly 2,000 workers left.", "About 1,900 workers left.", D, D),
    "date order": ("The treaty ends on 11 June.", "The treaty ends on June 11.", D, D),
    "backshift": ("We will close the port.", "it would close the port", D, I),
    "backshift, had": ("The dam has held.", "that the dam had held", D, I),
    "not only": ("It is not only a defeat but a warning.", "It is a defeat and a warning.", D, D),
    "double negation": ("We can't go on without them.", "We can only go on with them.", D, D),
    "both deny": ("There was no fuel.", "We had been without fuel.", D, D),
    "the speaker's own name": ("I saw the light.", "Ana Pérez saw the light", D, I),
    "left out": ("By May 1 all 412 men will have a bed.", "the men will have a bed", D, I),
    "two steps of doubt": ("It could be ice.", "It may be ice.", D, D),
}


@pytest.mark.parametrize(("a", "b", "a_kind", "b_kind"), SAME.values(), ids=SAME)
def test_nothing_changed(a: str, b: str, a_kind: Kind, b_kind: Kind) -> None:
    assert not changes(a, b, a_kind=a_kind, b_kind=b_kind)
    assert not changes(b, a, a_kind=b_kind, b_kind=a_kind)


def test_a_denial_in_the_cue() -> None:
    said = "that his men had carried out the raid"
    found = changes(said, said, a_kind=I, b_kind=I, a_cue="denied", b_cue="admitted")
    assert [(c.kind, c.a, c.b) for c in found] == [("negation", "denied", "admitted")]


def test_hopes_and_plans() -> None:
    found = changes("to land on the moon", "to land on the moon", a_kind=I, b_kind=I, a_cue="hopes", b_cue="plans")
    assert [c.kind for c in found] == ["hedge"]


def test_marks_lost() -> None:
    found = changes("“The talks went very well indeed,”", "the talks went very well indeed", a_kind=D, b_kind=I)
    assert [c.kind for c in found] == ["marks"]


def test_evidence_is_words_of_either_side() -> None:
    a, b = "We need 412 men by May 1.", "We do not need 421 men by May 1."
    assert [(c.kind, c.a, c.b) for c in changes(a, b)] == [("negation", "need", "not need"), ("number", "412", "421")]


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert not changes(text, text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_figures_lie_where_they_say(text: str) -> None:
    assert all(0 <= f.span.start < f.span.end <= len(text) for f in figures(text))


def test_the_page_of_changed_words() -> None:
    """95 of 100 cases that nobody tuned word by word: whole sets of kinds must be equal."""
    rows = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
    right = [{c.kind for c in changes(row["a"], row["b"])} == set(row["changes"]) - {"none"} for row in rows]
    assert len(rows) >= 60
    assert sum(right) / len(right) >= 0.95
