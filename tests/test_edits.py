"""Word-level edits: they cover both texts, give b from a, read well, and set variants apart."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quoteattr.spans import Span
from quoteattr.values import Kind
from quoteattr.wording.edits import edits, marked, real
from quoteattr.wording.likeness import same_name_part, speakers_agree
from quoteattr.wording.relation import relation
from quoteattr.wording.words import spelled, stem, words

SOME_WORDS = st.sampled_from(
    (
        "we",
        "must",
        "act",
        "now",
        "the",
        "port",
        ",",
        ".",
        "“",
        "”",
        "three",
        "3",
        "not",
        "will",
        "open",
        "Monday",
        "...",
        "defence",
        "defense",
        "[sic]",
        "cease-fire",
        "ceasefire",
    )
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(SOME_WORDS, max_size=14).map(" ".join))


def _steps(a: str, b: str) -> list[tuple[str, str, str, str]]:
    return [(e.op, e.variant, e.a.of(a).strip(), e.b.of(b).strip()) for e in edits(a, b) if e.op != "equal"]


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_edits_tile_both_texts(a: str, b: str) -> None:
    steps = edits(a, b)
    for side, text in (("a", a), ("b", b)):
        spans = sorted(s for e in steps if len(s := getattr(e, side)))
        assert "".join(s.of(text) for s in spans) == text
        assert all(x.end == y.start for x, y in pairwise(spans))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_edits_of_a_give_b(a: str, b: str) -> None:
    steps = sorted((e for e in edits(a, b) if len(e.b)), key=lambda e: e.b)
    made = [e.a.of(a) if e.op in ("equal",) else e.b.of(b) for e in steps]
    assert " ".join("".join(made).split()).replace(" ", "") == "".join(b.split())


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_a_text_is_itself(a: str) -> None:
    assert not real(edits(a, a))


CASES = {
    "replaced": ("We must act swiftly.", "We must act quickly.", [("replace", "", "swiftly", "quickly")]),
    "inserted": ("We must act.", "We must act now.", [("insert", "", "", "now")]),
    "dropped": ("We must all act.", "We must act.", [("delete", "", "all", "")]),
    "moved": (
        "On Monday all the ferries were late.",
        "All the ferries were late on Monday.",
        [("move", "", "On Monday", "on Monday"), ("replace", "typography", "all", "All")],
    ),
    "spelling": (
        "our defence programme",
        "our defense program",
        [("replace", "spelling", "defence programme", "defense program")],
    ),
    "ise and ize": ("They organised it.", "They organized it.", [("replace", "spelling", "organised", "organized")]),
    "hyphen": ("a cease-fire", "a ceasefire", [("replace", "spelling", "cease-fire", "ceasefire")]),
    "number in words": ("three days", "3 days", [("replace", "spelling", "three", "3")]),
    "amount": ("worth 23 billion dollars", "worth $23bn", [("replace", "spelling", "23 billion dollars", "$23bn")]),
    "contraction": ("It isn't over.", "It is not over.", [("replace", "spelling", "isn't", "is not")]),
    "marks": (
        '"Go," he said',
        "“Go,” he said",
        [("replace", "typography", '"', "“"), ("replace", "typography", '"', "”")],
    ),
    "dash": ("now - or never", "now — or never", [("replace", "typography", "-", "—")]),
    "bracket": ("He pays.", "He [the owner] pays.", [("insert", "bracket", "", "[the owner]")]),
    "ellipsis": ("We came, and saw, and won.", "We came ... and won.", [("replace", "ellipsis", ", and saw,", "...")]),
    "transliteration": ("Mr Jurayev left", "Mr Dzhurayev left", [("replace", "spelling", "Jurayev", "Dzhurayev")]),
}


@pytest.mark.parametrize(("a", "b", "wanted"), CASES.values(), ids=CASES)
def test_edits_read_well(a: str, b: str, wanted: list[tuple[str, str, str, str]]) -> None:
    assert _steps(a, b) == wanted


RELATIONS = {
    "same words": ("“We won.”", '"We won,"', Kind.DIRECT, Kind.DIRECT, "verbatim"),
    "other spelling": ("the centre's colour", "the center's color", Kind.INDIRECT, Kind.INDIRECT, "verbatim"),
    "end cut off": ("We won, and we shall win again.", "We won.", Kind.DIRECT, Kind.DIRECT, "trimmed"),
    "a negation cut out": ("We do not yield.", "We yield.", Kind.DIRECT, Kind.DIRECT, "trimmed"),
    "hidden by an ellipsis": (
        "It was hard, very hard, to bear.",
        "It was hard ... to bear.",
        Kind.DIRECT,
        Kind.DIRECT,
        "trimmed",
    ),
    "one word another": (
        "The harbour wall held all night long.",
        "The harbour wall stood all night long.",
        Kind.DIRECT,
        Kind.DIRECT,
        "edited",
    ),
    "told anew": (
        "Nobody had switched on the lamp.",
        "that the lighthouse stayed dark until morning",
        Kind.DIRECT,
        Kind.INDIRECT,
        "paraphrase",
    ),
}


@pytest.mark.parametrize(("a", "b", "a_kind", "b_kind", "wanted"), RELATIONS.values(), ids=RELATIONS)
def test_relation(a: str, b: str, a_kind: Kind, b_kind: Kind, wanted: str) -> None:
    assert relation(a, b, a_kind=a_kind, b_kind=b_kind).value == wanted
    assert relation(b, a, a_kind=b_kind, b_kind=a_kind).value == wanted


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("travelled", "traveled"),
        ("favourable", "favorable"),
        ("analysed", "analyzed"),
        ("kilometres", "kilometers"),
        ("Licence", "license"),
        ("per cent", "percent"),
        ("%", "percent"),
        ("labour", "labor"),
        ("tyres", "tires"),
    ],
)
def test_british_and_american_spelling_meet(one: str, two: str) -> None:
    assert spelled(one) == spelled(two)


@pytest.mark.parametrize(("one", "two"), [("four", "for"), ("rise", "rose"), ("filing", "filling"), ("our", "or")])
def test_other_words_stay_apart(one: str, two: str) -> None:
    assert spelled(one) != spelled(two)


def test_forms_of_a_word_meet() -> None:
    assert stem("reported") == stem("reports") == stem("reporting")
    assert stem("children") == stem("child")


def test_words_have_their_offsets() -> None:
    text = "The U.S. said “no” — 3.4% [sic]…"
    assert all(w.span.of(text) == w.text for w in words(text))
    assert [w.text for w in words(text) if w.bracketed] == ["[", "sic"]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Zelensky", "Zelenskyy", True),
        ("Zelensky", "Zelenska", False),
        ("Mohammed", "Muhammad", True),
        ("Rustam", "Ruslan", False),
        ("Sørensen", "Soerensen", True),
        ("Iran", "Iraq", False),
        ("Kyiv", "Kiev", True),
        ("Austria", "Australia", False),
        ("Horvenko", "Gorvenko", True),
    ],
)
def test_names_across_alphabets(one: str, two: str, same: bool) -> None:
    assert same_name_part(one, two) is same


@pytest.mark.parametrize(
    ("one", "two", "low", "high"),
    [
        ("Ana Pérez", "Ana Perez", 0.9, 1.0),
        ("Pérez", "Ana Pérez", 0.7, 1.0),
        ("Ana Pérez", "Luis Pérez", 0.0, 0.2),
        ("he", "Ana Pérez", 0.5, 0.5),
        ("she", "the voters", 0.0, 0.3),
        (None, "Ana Pérez", 0.3, 0.5),
        ("International Energy Agency", "IEA", 0.9, 1.0),
        ("Ana Pérez", "Tom Field", 0.0, 0.0),
    ],
)
def test_speakers_agree(one: str | None, two: str | None, low: float, high: float) -> None:
    assert low <= speakers_agree(one, two) <= high
    assert speakers_agree(one, two) == speakers_agree(two, one)


def test_marked_finds_what_is_quoted() -> None:
    text = "it was 'ready to help' and the officers' union agreed"
    assert marked(text) == (Span(8, 21),)
