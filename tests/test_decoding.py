"""From scores to quotes: what is decided without the network."""

import numpy as np
import pytest

from quoteattr.decoding import Scores, decode, signatures, whole_words
from quoteattr.marks import quotations
from quoteattr.spans import Span
from quoteattr.windows import Pieces

SIGNED = [
    ("horizontal bar", "“It was loud.” ― Ana Reyes\nShe left.", "Ana Reyes"),
    ("hyphen, end of text", '"It was loud." - Ana Reyes, teacher', "Ana Reyes, teacher"),
    ("two hyphens", '"It was loud." -- Ana Reyes.', "Ana Reyes."),
    ("no room before the dash", "“It was loud.”—Ana Reyes", "Ana Reyes"),
    ("a sentence goes on", "“It was loud” – and then, “it was not,” he said.", None),
    ("next paragraph", "“It was loud.”\n― Ana Reyes", None),
    ("no dash", "“It was loud.” Ana Reyes said so.", None),
]


@pytest.mark.parametrize(("text", "name"), [c[1:] for c in SIGNED], ids=[c[0] for c in SIGNED])
def test_signatures(text: str, name: str | None) -> None:
    outer = [q for q in quotations(text) if q.depth == 0]
    found = signatures(outer, text)
    assert [span.of(text) for span in found.values()] == ([name] if name else [])


def _scores(links: np.ndarray, windows: list[tuple[int, int, int, int]]) -> Scores:
    """Return scores of pieces that point alike, with these chances; a window is (start, end, from, to)."""
    links = np.log(np.maximum(links, 1e-30))
    rows = [
        np.pad(links[low:high, [0, *range(start + 1, end + 1)]], ((0, 0), (0, 1)), constant_values=-70.0)
        for start, end, low, high in windows
    ]
    return Scores(
        np.zeros((len(links), 7)),
        (rows, rows),
        [n for n, (_, _, low, high) in enumerate(windows) for _ in range(low, high)],
        [w[0] for w in windows],
        [w[2] for w in windows],
    )


@pytest.mark.parametrize(
    ("asking", "asked", "chance"),
    [
        pytest.param(range(0, 1), range(1, 2), 0.6, id="one piece"),
        pytest.param(range(0, 2), range(1, 3), (0.8 + 0.5) / 2, id="mean over pieces"),
        pytest.param(range(1, 3), range(1, 2), (0.1 + 0.0) / 2, id="over two windows, out of sight of one"),
        pytest.param(range(3, 4), range(2, 9), 1.0, id="to the end of the text"),
    ],
)
def test_pointing(asking: range, asked: range, chance: float) -> None:
    #        none  to 0 to 1 to 2 to 3
    links = np.array(
        [
            [0.2, 0.0, 0.6, 0.2, 0.0],
            [0.5, 0.0, 0.1, 0.4, 0.0],
            [0.3, 0.0, 0.0, 0.5, 0.2],
            [0.0, 0.0, 0.0, 0.0, 1.0],
        ]
    )
    scores = _scores(links, [(0, 3, 0, 2), (2, 4, 2, 4)])
    pointing = scores.pointing(0, asking)
    assert pointing.mass(asked) == pytest.approx(chance)
    assert pointing.none == pytest.approx(links[list(asking), 0].mean())


def test_a_signature_wins_over_the_pointers() -> None:
    text = "“Loud.” ― Reyes\n“Late.” ― Okafor"
    pieces = [(0, 7), (8, 9), (10, 15), (16, 23), (24, 25), (26, 32)]
    tags = np.full((6, 7), -9.0)
    for piece, tag in enumerate((5, 3, 1, 5, 3, 1)):
        tags[piece, tag] = 9.0
    links = np.zeros((6, 7))
    links[:, 3] = 1.0  # everything points to Reyes
    base = _scores(links, [(0, 6, 0, 6)])
    scores = Scores(tags, base.links, base.windows, base.starts, base.keeps)
    found = decode(
        text,
        Pieces((7,) * 6, tuple(pieces), ((0, 0, 0),) * 6, (0, 3)),
        scores,
        quotations(text),
        [False] * 6,
        np.zeros((7, 7)),
        np.zeros(7),
    )
    assert [q.source.of(text) for q in found if q.source] == ["Reyes", "Okafor"]
    assert [q.cue.of(text) for q in found if q.cue] == ["―", "―"]


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        (10, 12, "culling"),
        (12, 17, "culling"),
        (0, 5, "ruled"),
        (6, 7, "out"),
        (5, 6, " "),
        (0, 17, "ruled out culling"),
    ],
)
def test_a_word_is_never_cut(start: int, end: int, whole: str) -> None:
    text = "ruled out culling"
    assert whole_words(Span(start, end), text).of(text) == whole
