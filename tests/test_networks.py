"""The networks of the package: the same answers as Stanza gives, and the parts around them."""

import itertools
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quoteattr.annotate import StanzaAnnotator
from quoteattr.annotate.namer import best_paths, names
from quoteattr.annotate.networks import batches, load_network
from quoteattr.annotate.splitter import WINDOW, Splitter
from quoteattr.errors import ModelError
from quoteattr.reading import read
from quoteattr.values import Annotated, Article


@pytest.fixture(scope="module")
def networks() -> StanzaAnnotator:
    return StanzaAnnotator(threads=1)


class ByStanza(StanzaAnnotator):
    """The same package, run by Stanza itself."""

    networks = None  # type: ignore[assignment]


@pytest.fixture(scope="module")
def stanza() -> StanzaAnnotator:
    return ByStanza(threads=1)


def _facts(annotated: Sequence[Annotated]) -> list[object]:
    return [(a.sentences, a.mentions) for a in annotated]


def test_the_networks_answer_as_stanza_does_on_dispatches(
    networks: StanzaAnnotator, stanza: StanzaAnnotator, fixtures: Path
) -> None:
    articles = [a for a in read(fixtures / "pages") if isinstance(a, Article)]
    found = networks.annotate(articles)
    assert sum(len(a.mentions) for a in found) > 50
    assert _facts(found) == _facts(stanza.annotate(articles))


SAME = [
    ("one word", "Mensah"),
    ("double blanks", "Kofi  Mensah   said no.  He left."),
    ("no-break and thin spaces", "Kofi\u00a0Mensah said 10\u2009000 people came."),
    ("unknown characters", "Ибрагим met 习近平 and Kofi Mensah \U0001f600."),
    ("digits and initials", "J. K. Osei, 54, paid $1,250.50 at 3 p.m. on 4/5/2025."),
    ("straight marks", '"We won," she said. "They didn\'t."'),
    ("a word past all bounds", "x" * 1500 + " Kofi Mensah said no."),
    ("address", "Write to press@example.org or see https://example.org/a.b?c=d for more."),
]


@pytest.mark.parametrize("text", [c[1] for c in SAME], ids=[c[0] for c in SAME])
def test_the_networks_answer_as_stanza_does(networks: StanzaAnnotator, stanza: StanzaAnnotator, text: str) -> None:
    assert _facts(networks.annotate([Article(text)])) == _facts(stanza.annotate([Article(text)]))


def test_a_paragraph_longer_than_the_window_is_read_to_its_end(networks: StanzaAnnotator) -> None:
    sentence = "Kofi Mensah said the bridge would open in March. "
    text = (sentence * (3 * WINDOW // len(sentence))).strip()
    (annotated,) = networks.annotate([Article(text)])
    assert [s.span.of(text) for s in annotated.sentences] == [sentence.strip()] * text.count("March.")
    assert [m.span.of(text) for m in annotated.mentions if m.label == "PERSON"] == ["Kofi Mensah"] * text.count("Kofi")


def test_an_article_does_not_depend_on_its_neighbours(networks: StanzaAnnotator, fixtures: Path) -> None:
    articles = [a for a in read(fixtures / "pages") if isinstance(a, Article)]
    assert _facts(networks.annotate(articles)) == _facts([networks.annotate([a])[0] for a in articles])


ADDRESSES = [
    ("mail", "Write to press.office@example.org today.", "press.office@example.org"),
    ("link at the end", "See https://example.org/a-b.html.", "https://example.org/a-b.html"),
    ("link in brackets", "It is there (www.example.org/x,y) for all.", "www.example.org/x,y"),
    ("two-part suffix", "Go to tides.co.uk now.", "tides.co.uk"),
]


@pytest.mark.parametrize(("text", "address"), [c[1:] for c in ADDRESSES], ids=[c[0] for c in ADDRESSES])
def test_an_address_is_one_word(networks: StanzaAnnotator, text: str, address: str) -> None:
    (annotated,) = networks.annotate([Article(text)])
    assert address in [t.of(text) for s in annotated.sentences for t in s.tokens]


TAGS = [
    ("one word", "S-PERSON O", [(0, 1, "PERSON")]),
    ("three words", "B-ORG I-ORG E-ORG", [(0, 3, "ORG")]),
    ("side by side", "S-ORG S-ORG", [(0, 1, "ORG"), (1, 2, "ORG")]),
    ("not ended", "B-ORG I-ORG O", [(0, 2, "ORG")]),
    ("not begun", "O I-ORG E-ORG", [(1, 3, "ORG")]),
    ("label changes", "B-ORG I-PERSON", [(0, 1, "ORG"), (1, 2, "PERSON")]),
    ("begun twice", "B-ORG B-ORG E-ORG", [(0, 1, "ORG"), (1, 3, "ORG")]),
    ("goes on after an end", "E-ORG E-ORG", [(0, 1, "ORG"), (1, 2, "ORG")]),
    ("none", "O O", []),
]


@pytest.mark.parametrize(("tags", "found"), [c[1:] for c in TAGS], ids=[c[0] for c in TAGS])
def test_names_of_tags(tags: str, found: list[tuple[int, int, str]]) -> None:
    assert names(tags.split()) == found


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 200))
def test_batches_hold_every_sequence_once_and_keep_to_the_size(lengths: list[int], size: int) -> None:
    found = list(batches(lengths, size))
    assert sorted(itertools.chain(*found)) == list(range(len(lengths)))
    for batch in found:
        assert lengths[batch[0]] == max(lengths[n] for n in batch)
        assert len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= size


@given(st.integers(0, 2**32 - 1), st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_best_paths_are_the_best_of_all(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(max(lengths), len(lengths), 3)).astype(np.float32)
    steps = rng.normal(size=(3, 3)).astype(np.float32)

    def total(path: Sequence[int], column: int) -> float:
        own = sum(scores[at, column, tag] for at, tag in enumerate(path))
        return float(own + sum(steps[a, b] for a, b in itertools.pairwise(path)))

    for column, path in enumerate(best_paths(scores, np.array(lengths), steps)):
        assert len(path) == lengths[column]
        best = max(total(p, column) for p in itertools.product(range(3), repeat=lengths[column]))
        assert total(path, column) == pytest.approx(best, abs=1e-5)


def test_nothing_is_split_where_nothing_is_given(networks: StanzaAnnotator) -> None:
    assert isinstance(networks.networks, tuple)
    splitter, namer = networks.networks
    assert splitter.split([]) == []
    assert splitter.split(["", "  ", "No."]) == [[], [], [[(0, 2), (2, 3)]]]
    assert namer.name_all([]) == []


def test_a_network_that_is_none_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x.onnx"
    path.write_bytes(b"no network")
    with pytest.raises(ModelError, match="Reinstall"):
        load_network(path, 1)
    with pytest.raises(ModelError):
        Splitter(path).split(["He said no."])


def test_extraction_with_the_packaged_models_loads_neither_stanza_nor_torch() -> None:
    code = (
        "import sys, quoteattr; found = quoteattr.extract('“We won,” Kofi Mensah said on Monday.');"
        "sys.exit(not found or 'torch' in sys.modules or 'stanza' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
