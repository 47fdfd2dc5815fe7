"""How much two sayings resemble each other, as a few honest numbers, each of which can be explained."""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from importlib import resources

import attrs
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from quoteattr.marks import quotations
from quoteattr.values import Kind, Saying
from quoteattr.wording.amounts import same_figure
from quoteattr.wording.figures import Figure, figures
from quoteattr.wording.likeness import same_name_part, speakers_agree
from quoteattr.wording.meaning import Vectors, nearest_word, sentence_vectors, word_vectors
from quoteattr.wording.polarity import negation_changes
from quoteattr.wording.words import FUNCTION, listed, stem, words

# Verbs that report words. A cue without one ("dispensed with", "won") reports an act, and seldom an utterance.
SAYING = frozenset(
    stem(w)
    for w in listed(
        "say tell told ask add reply respond answer announce declare warn caution insist claim argue state note "
        "explain call urge demand deny admit acknowledge concede confirm stress emphasize promise pledge vow accuse "
        "blame criticize condemn praise suggest propose predict recall complain joke write post tweet testify "
        "describe dismiss reject question question invite order report according quote remark comment observe point "
        "estimate put allege assert contend maintain repeat reiterate thank apologize appeal plead continue conclude"
        " disclose reveal release recommend threaten refer mock attack denounce bash slam blast defend apologise "
        "show find indicate"
    )
)


@lru_cache(maxsize=65536)
def _cue(cue: str | None) -> tuple[str, ...]:
    """Return the stems of a cue without its auxiliaries and function words."""
    return tuple(stem(w.key) for w in words(cue or "") if w.plain and (w.key not in FUNCTION or stem(w.key) in SAYING))


@lru_cache(maxsize=1)
def _rarity_table() -> tuple[dict[str, float], float]:
    raw = json.loads(resources.files("quoteattr").joinpath("data/common_words.json").read_text(encoding="utf-8"))
    return {w: float(value) for value, some in raw["stems"].items() for w in some.split()}, float(raw["unseen"])


# The rarity of a stem that the table does not have.
UNSEEN = 9.0


def rarity(word: str) -> float:
    """Return how rare a stem is in English news: ln(1 / share of sentences that hold it)."""
    table, unseen = _rarity_table()
    return table.get(word, unseen)


@attrs.frozen(slots=False, eq=False)
class Seen:
    """A saying with what is compared of it worked out once, so that many pairs stay cheap.

    Args:
        saying: The saying.
        vector: Its sentence vector, worked out on first use where it is not given.
        parts: Its sentences, where it has several.
        topic: How much each stem still tells among the sayings of its days, 0..1; 1 where it is not listed.
    """

    saying: Saying
    vector: Vectors | None = None
    parts: tuple[Saying, ...] = ()
    topic: Mapping[str, float] = attrs.field(factory=dict)

    @cached_property
    def pieces(self) -> tuple[Seen, ...]:
        """The sentences, as seen."""
        return tuple(Seen(part, topic=self.topic) for part in self.parts)

    def nearness(self, other: Seen) -> Vectors:
        """Return for each content word its best cosine in ``other``, 0..1."""
        if not other.content:
            return np.zeros(len(self.content), dtype=np.float32)
        return np.asarray(np.clip((self.matrix @ other.matrix.T).max(axis=1), 0, 1), dtype=np.float32)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All words, folded."""
        return tuple(w.key for w in words(self.saying.text) if w.plain)

    @cached_property
    def stems(self) -> dict[str, float]:
        """The stems of the content words, with their rarity."""
        return {stem(w): self._weight(stem(w)) for w in self.keys if w not in FUNCTION}

    def _weight(self, key: str) -> float:
        return rarity(key) * self.topic.get(key, 1.0)

    @cached_property
    def content(self) -> tuple[str, ...]:
        """The content words in order, folded, each once."""
        return tuple(dict.fromkeys(w for w in self.keys if w not in FUNCTION))

    @cached_property
    def weights(self) -> Vectors:
        """The rarity of each of ``content``."""
        return np.array([self._weight(stem(w)) for w in self.content], dtype=np.float32)

    @cached_property
    def matrix(self) -> Vectors:
        """The word vectors of ``content``."""
        return word_vectors(self.content)

    @cached_property
    def whole(self) -> Vectors:
        """The sentence vector."""
        return self.vector if self.vector is not None else sentence_vectors([self.saying.text])[0]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The capitalised words, without those that only begin a sentence in lower-case English."""
        table, _ = _rarity_table()
        found = []
        for w in words(self.saying.text):
            if w.text[:1].isupper() and len(w.text) > 1 and w.key not in FUNCTION:
                starts = not self.saying.text[: w.span.start].rstrip(" \"“'‘«") or re.search(
                    r"[.!?…:][\"”'’]?\s*[\"“'‘«]?$", self.saying.text[: w.span.start].rstrip()
                )
                if not starts or stem(w.text) not in table:
                    found.append(w.text)
        return tuple(dict.fromkeys(found))

    @cached_property
    def marked(self) -> npt.NDArray[np.bool_]:
        """Which of ``content`` stand between quotation marks."""
        text = self.saying.text
        inside = {w.key for q in quotations(text) for w in words(q.inner.of(text))}
        return np.array([w in inside for w in self.content], dtype=bool)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures, dates and amounts."""
        return figures(self.saying.text)

    @cached_property
    def line(self) -> str:
        """The folded words as one line."""
        return " ".join(self.keys)


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(v for k, v in one.items() if k in other)


def covering(one: Seen, other: Seen) -> tuple[float, float]:
    """Return the share of each side's words, weighted by rarity, that the other side has something near to.

    A word's nearness is its best cosine on the other side, as in BERTScore (Zhang et al. 2020), over static vectors.
    """
    if not one.content or not other.content:
        return 0.0, 0.0
    cosines = one.matrix @ other.matrix.T
    left, right = np.clip(cosines.max(axis=1), 0, 1), np.clip(cosines.max(axis=0), 0, 1)
    return (
        float((left * one.weights).sum() / one.weights.sum()),
        float((right * other.weights).sum() / other.weights.sum()),
    )


def _names(one: Seen, other: Seen) -> tuple[float, float]:
    """Return how many names are shared and how many of the shorter list are not, both as logarithms."""
    if not one.names or not other.names:
        return 0.0, 0.0
    short, long = (one, other) if len(one.names) <= len(other.names) else (other, one)
    shared = sum(any(same_name_part(n, m) for m in long.names) for n in short.names)
    return math.log1p(shared), math.log1p(len(short.names) - shared)


def _amounts(one: Seen, other: Seen) -> tuple[float, float]:
    """Return how many figures are shared, and how many of the side with fewer are not, as logarithms."""
    if not one.figures or not other.figures:
        return 0.0, 0.0
    short, long = (one, other) if len(one.figures) <= len(other.figures) else (other, one)
    shared = sum(any(same_figure(f, g) for g in long.figures) for f in short.figures)
    return math.log1p(shared), math.log1p(len(short.figures) - shared)


def _marked_apart(one: Seen, other: Seen) -> float:
    """Return the share, by rarity, of the words that one outlet quotes inside its own sentence and the other lacks.

    Words in marks were said: where the other outlet quotes whole sentences of the same utterance, it has them too, or
    a translator's words that are near. 0 where the kinds are not mixed and direct.
    """
    if {one.saying.kind, other.saying.kind} != {Kind.MIXED, Kind.DIRECT}:
        return 0.0
    mixed, direct = (one, other) if one.saying.kind is Kind.MIXED else (other, one)
    weights = mixed.weights * mixed.marked
    whole = float(weights.sum())
    return 1 - float((mixed.nearness(direct) * weights).sum()) / whole if whole else 0.0


def topics(sayings: Sequence[Saying]) -> list[dict[str, float]]:
    """Return for each saying how much its stems still tell among what was said on its day.

    What everybody speaks of tells little: where all talk of a ceasefire, the word is no sign of one utterance. The
    value is ln(n / sayings with the stem) / ln(n), as in tf-idf, over the sayings of one day.

    Args:
        sayings: All that are compared.
    """
    days: dict[object, list[int]] = {}
    for i, saying in enumerate(sayings):
        days.setdefault(saying.day, []).append(i)
    found: list[dict[str, float]] = [{} for _ in sayings]
    for here in days.values():
        if len(here) < _FEWEST:
            continue
        held = [{stem(w.key) for w in words(sayings[i].text) if w.plain and w.key not in FUNCTION} for i in here]
        counts = Counter(key for keys in held for key in keys)
        whole = math.log(len(here) + 1)
        for i, keys in zip(here, held, strict=True):
            found[i] = {k: math.log((len(here) + 1) / counts[k]) / whole for k in keys if counts[k] > 2}
    return found


# Among fewer sayings a count says nothing.
_FEWEST = 10

NAMES = (
    "rare_low", "rare_high", "token_set", "partial", "ratio", "aligned", "block", "gaps", "meaning", "near_low",
    "near_high", "names_shared", "names_apart", "figures_shared", "figures_apart", "speaker_same", "speaker_near",
    "speaker_open", "speaker_apart", "short", "length", "cue_near", "cue_speech",
    "contradicted", "days", "later", "marked_apart",
)  # fmt: skip


@lru_cache(maxsize=65536)
def _cues_near(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Return the best cosine between a word of one cue and a word of the other."""
    return float((word_vectors(one) @ word_vectors(other).T).max()) if one and other else 0.0


def features(one: Seen, other: Seen, denials: bool = True) -> tuple[float, ...]:
    """Return the numbers of ``NAMES`` for two sayings; the same for either order.

    Args:
        one: One saying.
        other: The other.
        denials: Whether to look for a negation in one alone, which takes longest.
    """
    a, b = one.saying, other.saying
    shared = _dot(one.stems, other.stems)
    mass = sum(one.stems.values()) or 1.0, sum(other.stems.values()) or 1.0
    low, high = shared / max(mass), shared / min(mass)
    shorter = max(1, min(len(one.content), len(other.content)))
    matched = block = blocks = 0
    for code in Indel.opcodes(one.keys, other.keys):
        if code.tag == "equal":
            run = [w for w in one.keys[code.src_start : code.src_end] if w not in FUNCTION]
            matched += len(run)
            block = max(block, len(run))
            blocks += bool(run)
    near = sorted(covering(one, other))
    agree = speakers_agree(a.speaker or a.source, b.speaker or b.source)
    names, amounts = _names(one, other), _amounts(one, other)
    gap = abs((a.day - b.day).days) if a.day and b.day else 0
    ratio = fuzz.ratio(one.line, other.line) / 100
    cues = _cue(a.cue), _cue(b.cue)
    denied = denials and high > 0.3 and bool(negation_changes(a.text, b.text, a.cue, b.cue, nearest_word))
    return (
        low,
        high,
        fuzz.token_set_ratio(one.line, other.line) / 100,
        fuzz.partial_ratio(one.line, other.line) / 100,
        ratio,
        matched / shorter,
        math.log1p(block),
        math.log1p(max(0, blocks - 1)),
        float(one.whole @ other.whole),
        near[0],
        near[1],
        *names,
        *amounts,
        float(agree >= 0.85),
        float(0.55 <= agree < 0.85),
        float(agree == 0.5),
        float(agree < 0.35),
        1 / shorter,
        math.log(max(len(one.content), 1) / max(len(other.content), 1)).__abs__(),
        _cues_near(*cues),
        float(all(any(w in SAYING for w in cue) for cue in cues)),
        float(denied),
        float(min(gap, 7)),
        float(gap > 1),
        _marked_apart(one, other),
    )
