"""Quotation marks: every style, apostrophes told apart, no mark costing more than its own quotation."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.marks import paragraphs, quotations

CASES = [
    ("curly", "“Hello,” he said. “It’s me.”", ["Hello,", "It’s me."]),
    ("straight", '"Hello," he said. "It\'s me."', ["Hello,", "It's me."]),
    ("two straight singles", "''Yes,'' he said, ''no''", ["Yes,", "no"]),
    ("guillemets", "« Oui », dit-il.", [" Oui "]),
    ("reversed guillemets", "»Ja«, sagte er.", ["Ja"]),
    ("low-high", "„Ja“, sagte er.", ["Ja"]),
    ("british single", "'We won,' she said. 'We didn't lose.'", ["We won,", "We didn't lose."]),
    ("curly single", "‘We won,’ she said. ‘We didn’t lose.’", ["We won,", "We didn’t lose."]),
    ("headline single", "Minister's plan 'not dead'; unions' anger grows", ["not dead"]),
    ("possessive inside", "'The pilots' union is here,' he said.", ["The pilots' union is here,"]),
    ("possessive outside", "The pilots' union and the crews' lawyers met.", []),
    ("elisions", "the '90s, rock 'n' roll and 'em all", []),
    ("o'clock and names", "O'Brien's five o'clock d'Artagnan", []),
    ("nested double in single", "'She said: \"No,\"' he told us.", ['She said: "No,"', "No,"]),
    ("nested single in double", "“He told me, ‘Run!’ and I ran,” she said.", ["He told me, ‘Run!’ and I ran,", "Run!"]),
    ("inches", 'He is 6\'2" tall and "big".', ["big"]),
    (
        "unmatched costs one",
        'He said "this goes on. She said "that" and "more".',
        ["this goes on. She said ", "that", "more"],
    ),
    ("unmatched ends with its paragraph", 'He said "this.\nShe said "that" too.', ["this.", "that"]),
    ("stray closing mark", "So it was.” And “so” it is.", ["so"]),
    ("closed by a straight mark", '“One," he said. “Two.”', ["One,", "Two."]),
    ("opened by a straight mark", '"One,” he said. "Two."', ["One,", "Two."]),
    ("closed by a straight mark, at the end", 'He said “one."', ["one."]),
    ("straight inside curly", '“He said "no" to me,” she said.', ['He said "no" to me,', "no"]),
    ("inches inside curly", '“The 5" pipe broke,” she said.', ['The 5" pipe broke,']),
    ("reopened", "“One.\n\n“Two,” he said.", ["One.", "Two,"]),
    ("reopened single", "'One.\n\n'Two,' he said.", ["One.", "Two,"]),
    ("lone apostrophe at a start", "'Tis late, they said.\nNothing else.", []),
    ("empty", "", []),
    ("only marks", "\"\" “” ''", []),
]


@pytest.mark.parametrize(("text", "inner"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_quotations(text: str, inner: list[str]) -> None:
    assert [q.inner.of(text) for q in quotations(text)] == inner


@pytest.mark.parametrize(
    ("text", "continued"),
    [
        ("“One.\n\n“Two.\n\n“Three,” he said.", [True, True, False]),
        ("“One.\n\nTwo,” he said.", [False]),
        ("'One.\n'Two.'", [True, False]),
        ("She said: ‘One.\n\n‘Two.’", [True, False]),
        ("He said ‘no’ and: ‘One.\n\n‘Two.’", [False, True, False]),
        ("The ‘90s were good to ‘em.\n\n‘Two.’", [False]),
        ("She had ‘a plan.\n\nNobody ‘knew.’", [False]),
    ],
    ids=[
        "three paragraphs",
        "not reopened",
        "single marks",
        "single, opened in the middle",
        "single, one closed before",
        "elisions before a quotation",
        "single, not reopened",
    ],
)
def test_continued(text: str, continued: list[bool]) -> None:
    assert [q.continued for q in quotations(text)] == continued


def test_depth_counts_from_the_outermost() -> None:
    text = "“He said, ‘She said, “no”,’ and left.”"
    assert [(q.inner.of(text)[:3], q.depth) for q in quotations(text)] == [("He ", 0), ("She", 1), ("no", 2)]


PROSE = st.text(alphabet=st.sampled_from(list("ab .,\n\"'“”‘’«»„s0A-")), max_size=200)


@given(PROSE)
def test_any_text_gives_ordered_spans_that_hold_their_inner(text: str) -> None:
    found = quotations(text)
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)
    for q in found:
        assert 0 <= q.span.start < q.inner.start < q.inner.end <= q.span.end <= len(text)


@given(PROSE)
def test_outermost_quotations_never_overlap(text: str) -> None:
    outer = [q.span for q in quotations(text) if q.depth == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))


@given(PROSE)
def test_paragraphs_cover_every_letter(text: str) -> None:
    covered = {i for p in paragraphs(text) for i in range(p.start, p.end)}
    assert {i for i, c in enumerate(text) if not c.isspace()} <= covered


def test_wrapped_copy_is_read_by_blank_lines() -> None:
    text = "He said it was\nlate, and then\nhe left the\nroom.\n\nShe stayed\nwhere she was\nfor a long\nwhile."
    assert len(paragraphs(text)) == 2
