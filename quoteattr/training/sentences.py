"""Text with marked words and sentences for the training of the tokenizer: treebanks, and newswire made from them.

The treebanks have little of what wire copy is full of: quotations of several sentences, an attribution after the
closing mark, single and curly marks, titles and other words that end in a full stop, datelines. Sentences of the
treebank are therefore put together anew in such forms, the borders being known: a sentence ends after the closing mark.
"""

# ruff: noqa: SIM905
from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from quoteattr.training.names import BODIES, PEOPLES, World


@attrs.frozen
class Word:
    """A word, and whether a space follows."""

    text: str
    space: bool = True


Sentence = list[Word]
Paragraph = list[Sentence]
STYLES = ('""', '""', "“”", "“”", "''", "‘’", "«»")
CUES = (
    "said|added|told reporters|told AFP|said on Monday|said Tuesday|wrote on X|told a news conference|"
    "said in a statement|warned|insisted|told Reuters in an interview|said, according to TASS|recalled|"
    "said by telephone|tweeted"
).split("|")
OPENINGS = (
    "On Jan. 12, |At 10 a.m. Monday, |In the U.S., |In the U.K. and the U.S., |On Sept. 3, 2025, |"
    "Around 5:30 p.m., |At 3 p.m. (1300 GMT), |After the U.S. Supreme Court ruled, |At No. 10 Downing Street, |"
    "In St. Petersburg, |For the world No. 2 side, |With the D.C. government closed, |"
    "As U.S. President Donald Trump's envoy arrived, |In Washington, D.C., |Near Ft. Bragg, N.C., |"
    "At $3.5 million (2.9 million euros), |Some 1,200 km (745 miles) away, |"
    "With 12% of votes counted -- a record -- |Late on Aug. 9, |Mr. and Mrs. Kamau aside, |"
    "In the case of Ruiz vs. Peru, |At Maersk Corp. and Siemens Inc. plants, |Under U.N. rules, |"
    "Before Sen. Ruth Hale, R-Ohio, spoke, |At about 0300 GMT, "
).split("|")
SMALL = frozenset(
    "The A An This That These Those It Its He She We You They There In On At But And As When While After If His Her "
    "Our My Their To From With For One Some Many Most Each Every Such What Now Then So By Of Not No All Both".split()
)
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Capt|Sen|Rep|Gov|Jr|St|Ft|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|"
    r"Inc|Corp|vs)\.|\b[A-Z]\.(?=\s)|\d+(?:[.,:]\d+)*|['’]s\b|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|--|\.\.\.|[^\w\s]"
)


def read_conllu(path: Path) -> list[Paragraph]:
    """Read the paragraphs of a treebank."""
    found: list[Paragraph] = []
    fresh, sentence = True, Sentence()
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith(("# newpar", "# newdoc")):
            fresh = True
        elif line and not line.startswith("#"):
            cells = line.split("\t")
            if cells[0].isdigit():
                sentence.append(Word(cells[1], "SpaceAfter=No" not in cells[9]))
        elif not line and sentence:
            if fresh:
                found.append([])
            found[-1].append(sentence)
            fresh, sentence = False, []
    return found


def text_and_labels(paragraph: Paragraph) -> tuple[str, str]:
    """Return the text and Stanza's label a character: 1 ends a word, 2 a sentence."""
    text, labels = "", ""
    for sentence in paragraph:
        for number, word in enumerate(sentence):
            last = number == len(sentence) - 1
            text += word.text + " " * word.space
            labels += "0" * (len(word.text) - 1) + ("2" if last else "1") + "0" * word.space
    return (text[:-1], labels[:-1]) if text.endswith(" ") else (text, labels)


def cut(text: str) -> Sentence:
    """Cut made-up text into words as the treebanks do."""
    return [Word(m.group(), m.end() >= len(text) or text[m.end()].isspace()) for m in _TOKEN.finditer(text)]


def restyled(paragraph: Paragraph, rng: random.Random) -> Paragraph:
    """Return the paragraph with another style of quotation marks, apostrophes and dashes."""
    style = rng.choice(STYLES)
    curly = style in ("“”", "‘’") or rng.random() < 0.2
    dash = rng.choice(("--", "—", "–", "-"))
    out, opened = Paragraph(), False
    for sentence in paragraph:
        new = Sentence()
        for number, word in enumerate(sentence):
            text = word.text
            if text in ('"', "“", "”", "``", "''"):
                opened = text in ("“", "``") or (text == '"' and not opened)
                text = style[0] if opened else style[1]
            elif text in ("--", "—", "–") and 0 < number < len(sentence) - 1:
                text = dash if word.space else rng.choice(("--", "—"))
            elif len(text) > 1:
                text = text.replace("'", "’") if curly else text.replace("’", "'")
            new.append(Word(text, word.space))
        out.append(new)
    return out


class Wire:
    """Put sentences of a treebank together as newswire does."""

    def __init__(self, source: Sequence[Paragraph], world: World) -> None:
        self.world, self.rng = world, world.rng
        marks = set("\"“”'‘’`()[]«»")
        plain = [
            [*s[:-1], Word(s[-1].text)]
            for p in source
            for s in p
            if 4 <= len(s) <= 24
            and s[0].text[:1].isupper()
            and not any(marks & {w.text, w.text[:2]} for w in s)
            and not s[-2].text.endswith(".")
        ]
        self.plain = [s for s in plain if s[-1].text == "."]
        self.asked = [s for s in plain if s[-1].text in ("?", "!")]

    def sentence(self) -> Sentence:
        """Return a sentence, sometimes with words that end in a full stop or with a scare quote."""
        rng, words = self.rng, list(self.rng.choice(self.plain))
        dice = rng.random()
        if dice < 0.2:
            first = words[0]
            if first.text in SMALL:
                words[0] = Word(first.text.lower(), first.space)
            words = [*cut(rng.choice(OPENINGS)), *words]
        elif dice < 0.3 and len(words) > 6:
            start = rng.randrange(1, len(words) - 4)
            end = start + rng.randint(1, 3)
            if all(w.text.isalpha() and w.space for w in words[start - 1 : end]):
                style = rng.choice(STYLES)
                inside = [*words[start : end - 1], Word(words[end - 1].text, False)]
                words = [*words[:start], Word(style[0], False), *inside, Word(style[1]), *words[end:]]
        return words

    def speaker(self) -> Sentence:
        """Return somebody who speaks."""
        rng, dice = self.rng, self.rng.random()
        if dice < 0.2:
            return cut(rng.choice(("he", "she", "they", "it", "the minister", "the 58-year-old", "a spokesman")))
        if dice < 0.3:
            return cut(f"the {rng.choice(PEOPLES)} leader")
        if dice < 0.4:
            return cut(f"the {rng.choice(BODIES)}")
        role = " ".join(t["text"] for t in self.world.role()) if rng.random() < 0.6 else ""
        name = self.world.person(rng.choice((1, 2, 2, 3)))
        more = f", {rng.choice(('a', 'the'))} spokesman for the {rng.choice(BODIES)}" if rng.random() < 0.15 else ""
        return cut(f"{role.replace(' - ', '-')} {name}{more}".strip())

    def said(self, comma: bool) -> Sentence:
        """Return an attribution: speaker and cue in either order."""
        speaker, cue = self.speaker(), cut(self.rng.choice(CUES))
        if comma and len(cue) == 1 and self.rng.random() < 0.4:
            return _tight([*cue, *speaker])
        return _tight([*speaker, *cue])

    def quote(self, first: Sentence, style: str, end: str) -> Sentence:
        """Return a quoted sentence that ends in ``end`` and the closing mark."""
        return [Word(style[0], style == "«»"), *_tight(first[:-1]), Word(end, style == "«»"), Word(style[1])]

    def paragraph(self) -> Paragraph:
        """Return a paragraph in one of the forms of newswire."""
        rng = self.rng
        style, dice = rng.choice(STYLES), rng.random()
        full, gap = Word("."), style == "«»"
        first, second = self.sentence(), self.sentence()
        opened, closed = Word(style[0], gap), Word(style[1])
        if dice < 0.14:
            out = [[*self.quote(first, style, ","), *self.said(True), full]]
        elif dice < 0.28:  # two sentences in one quotation, then who said it
            out = [[opened, *first], [*_tight(second[:-1]), Word(",", gap), closed, *self.said(True), full]]
        elif dice < 0.4:
            out = [[*self.quote(first, style, ","), *self.said(True), full], self.quote(second, style, ".")]
        elif dice < 0.52:
            lead = [*self.said(False), Word(rng.choice((":", ",")))]
            out = [[*lead, opened, *first], [*_tight(second[:-1]), Word(".", gap), closed]]
        elif dice < 0.6:  # British: the full stop may follow the mark
            start = rng.randint(1, max(1, len(first) - 4))
            piece = [Word(style[0], gap), *_keep(first[start:-1], gap), Word(style[1], False), full]
            lead = self.said(False)
            out = [[*lead[:-1], Word(lead[-1].text), *_spaced(first[:start]), *piece]]
        elif dice < 0.68 and self.asked:
            asked = rng.choice(self.asked)
            out = [[*self.quote(asked, style, asked[-1].text), *self.said(True), full]]
        elif dice < 0.74:
            line = " ".join(t["text"] for t in self.world.dateline())
            line = re.sub(r" (?=[,)])|(?<=\() ", "", line)
            out = [[*cut(line), *first], second]
        elif dice < 0.77:
            names = [self.world.person(2) for _ in range(3)]
            out = [cut(f"(Reporting by {names[0]} and {names[1]}; Editing by {names[2]})")]
        elif dice < 0.83:
            out = [[*_tight(first[:-1]), Word(","), *self.said(True), full]]
        elif dice < 0.9:  # a quotation broken by its attribution
            middle = [Word(","), *self.said(True), Word(",")] if rng.random() < 0.3 else [*self.said(True), Word(".")]
            out = [[*self.quote(first, style, ","), *middle], [opened, *second], self.quoted_end(style)]
        else:
            out = [first, second]
        while rng.random() < 0.55:
            out.append(self.sentence() if rng.random() < 0.7 else self.quote(self.sentence(), style, "."))
        curly = style in ("“”", "‘’")
        if curly:
            out = [[Word(w.text.replace("'", "’") if len(w.text) > 1 else w.text, w.space) for w in s] for s in out]
        return out

    def quoted_end(self, style: str) -> Sentence:
        """Return the last sentence of a quotation that began earlier."""
        return [*_tight(self.sentence()[:-1]), Word(".", style == "«»"), Word(style[1])]


def _keep(words: Sentence, space: bool) -> Sentence:
    return [*words[:-1], attrs.evolve(words[-1], space=space)] if words else words


def _tight(words: Sentence) -> Sentence:
    return _keep(words, False)


def _spaced(words: Sentence) -> Sentence:
    return _keep(words, True)


def paragraphs(source: Sequence[Paragraph], world: World, train: bool) -> Iterator[Paragraph]:
    """Yield the treebank's paragraphs as they are and restyled, and newswire made of their sentences."""
    wire = Wire(source, world)
    for paragraph in source:
        yield paragraph
        if train or world.rng.random() < 0.3:
            yield restyled(paragraph, world.rng)
    for _ in range(6000 if train else 250):
        yield wire.paragraph()
