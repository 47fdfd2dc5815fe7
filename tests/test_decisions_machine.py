"""No decision is ever lost, whatever is decided, undone, read again, and in whatever order."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import attrs
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from store_helpers import RIVER, dump, extractor

from quoteattr.store import Store, open_store
from quoteattr.values import Article

# Versions of one article: the words of the third quote are others in the last one.
VERSIONS = (
    RIVER,
    attrs.evolve(RIVER, text="UPDATE 1. " + RIVER.text, record="second.txt"),
    attrs.evolve(RIVER, text=RIVER.text.replace("lost the bridge", "have no bridge"), record="third.txt"),
)
QUOTES = (
    "The river rose by two metres,",
    "Nobody was hurt,",
    "We lost the bridge,",
    "We have no bridge,",
    "Help is on its way,",
)
SOURCES = dict(zip(QUOTES, ("Ada Marlow", "Marlow", "the mayor", "the mayor", "Ivo Pell"), strict=True))
# Models: each sees the borders so many characters late, and misses a quote.
MODELS = tuple((shift, skip) for shift in (0, 3) for skip in ("", *QUOTES[:3]))
NAMES = ("Ada Marlow", "Una Quill", "Olav Brandt", "Ivo Pell", "Ivo Pellinen")
PAIRS = (("Ivo Pell", "Ivo Pellinen"), ("Una Quill", "Ada Marlow"))


@attrs.define
class Made:
    """A decision as the test remembers it."""

    id: str
    action: str
    quote: str = ""  # the quote that it is about, by its words
    words: str = ""  # the words that it is anchored to
    speaker: str | None = None
    content: str = ""
    alias: str = ""
    article: str = ""
    pair: tuple[str, str] = ("", "")
    undone: bool = False


class Decisions(RuleBasedStateMachine):
    """Decisions, re-runs, new models, new versions and undos, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.store: Store = open_store()
        self.made: list[Made] = []
        self.undos = 0
        self.ingested: list[tuple[int, int]] = []
        self.ingest(0, 0)

    # what happens

    def read(self, store: Store, version: int, model: int) -> None:
        shift, skip = MODELS[model]
        read = extractor(shift=shift, skip=(skip,))
        store.ingest(VERSIONS[version], extractor=read, recipe={"model": str(model)})

    @rule(version=st.sampled_from(range(len(VERSIONS))), model=st.sampled_from(range(len(MODELS))))
    def ingest(self, version: int, model: int) -> None:
        """Read a version of the article by some model."""
        self.read(self.store, version, model)
        if (version, model) not in self.ingested:
            self.ingested.append((version, model))

    @rule(data=st.data())
    def read_again(self, data: st.DataObject) -> None:
        """Read what was read: nothing changes."""
        before = dump(self.store)
        self.read(self.store, *data.draw(st.sampled_from(self.ingested)))
        assert dump(self.store) == before

    def rows(self) -> list[dict[str, Any]]:
        """Return all statements that are shown, in order."""
        return self.store.sql("FROM statements ORDER BY article, start").rows()

    @staticmethod
    def shown(rows: list[dict[str, Any]], article: Article, quote: str) -> list[dict[str, Any]]:
        """Return those of one quote of an article."""
        start = article.text.find(quote)
        end = start + len(quote) if start >= 0 else start
        return [r for r in rows if r["article"] == article.id and r["start"] < end and r["end"] > start]

    def some(self, data: st.DataObject) -> tuple[str, dict[str, Any]]:
        """Draw a statement that is shown, with the quote that it is of."""
        rows = self.rows()
        versions = [VERSIONS[number] for number in dict(self.ingested)]
        there = [(q, row) for article in versions for q in QUOTES for row in self.shown(rows, article, q)]
        return data.draw(st.sampled_from(there)) if there else ("", {})

    @rule(data=st.data(), name=st.sampled_from((*NAMES, None)))
    def speaker(self, data: st.DataObject, name: str | None) -> None:
        """Correct a speaker."""
        quote, row = self.some(data)
        if quote:
            made = self.store.correct(str(row["id"]), speaker=name, by="desk")
            self.made.append(Made(made, "speaker", quote, str(row["text"]), speaker=name))

    @rule(data=st.data())
    def reject(self, data: st.DataObject) -> None:
        """Reject a quote."""
        quote, row = self.some(data)
        if quote:
            made = self.store.correct(str(row["id"]), quote=False, by="desk")
            self.made.append(Made(made, "reject", quote, str(row["text"])))

    @rule(data=st.data(), cut=st.integers(0, 5))
    def borders(self, data: st.DataObject, cut: int) -> None:
        """Correct borders."""
        quote, row = self.some(data)
        if quote:
            made = self.store.correct(str(row["id"]), content=quote[cut:], by="desk")
            anchor = quote[min(cut, quote.index(str(row["text"]))) :]
            self.made.append(Made(made, "borders", quote, anchor, content=quote[cut:]))

    @rule(name=st.sampled_from(NAMES), here=st.booleans(), data=st.data())
    def alias(self, name: str, here: bool, data: st.DataObject) -> None:
        """Decide who the mayor is, in one article or everywhere."""
        article = VERSIONS[data.draw(st.sampled_from(self.ingested))[0]].id if here else ""
        made = self.store.decide("the mayor", name, article=article or None, by="desk")
        self.made.append(Made(made, "alias", speaker=name, alias="the mayor", article=article))

    @rule(pair=st.sampled_from(PAIRS), one=st.booleans())
    def names(self, pair: tuple[str, str], one: bool) -> None:
        """Decide that two are one, or are not."""
        told = {"same_as": pair[1]} if one else {"not_same_as": pair[1]}
        made = self.store.decide(pair[0], by="desk", **told)
        self.made.append(Made(made, "same" if one else "distinct", pair=pair))

    @precondition(lambda self: any(not m.undone for m in self.made))
    @rule(data=st.data(), again=st.booleans())
    def undo(self, data: st.DataObject, again: bool) -> None:
        """Take a decision back, and sometimes take that back as well: the decision is made anew, as the latest."""
        target = data.draw(st.sampled_from([m for m in self.made if not m.undone]))
        undo = self.store.undo(target.id, by="desk")
        target.undone = True
        self.undos += 1
        if again:
            self.made.append(attrs.evolve(target, id=self.store.undo(undo, by="desk"), undone=False))

    # what always holds

    @invariant()
    def every_decision_is_there(self) -> None:
        """All rows stand in the order in which they were made, and are undone or not as they should be."""
        told = self.store.decisions()
        rows = [(d.id, d.undone_by is not None) for d in told if d.action != "undo"]
        assert rows == [(m.id, m.undone) for m in self.made]
        assert len(told) - len(rows) == self.undos

    def one(self, name: str | None) -> str | None:
        """Return who a name is, after what was decided of pairs last."""
        for pair in PAIRS:
            told = [m.action for m in self.made if m.pair == pair and not m.undone]
            if name == pair[0] and told[-1:] == ["same"]:
                return pair[1]
        return name

    def mayor(self, article: Article) -> list[str | None]:
        """Return who the mayor is in a version of the article, if it was decided."""
        stands = [m for m in self.made if m.action == "alias" and not m.undone]
        here = [m.speaker for m in stands if m.article]  # all versions are versions of one article
        return [self.one(name) for name in (here or [m.speaker for m in stands])[-1:]]

    @invariant()
    def every_decision_holds(self) -> None:
        """What stands is what is shown, in every version that has the words."""
        rows = self.rows()
        for number in dict(self.ingested):
            article = VERSIONS[number]
            for quote in QUOTES:
                stands = [m for m in self.made if m.quote == quote and not m.undone and m.words in article.text]
                there = self.shown(rows, article, quote)
                if stands and stands[-1].action == "reject":
                    assert there == []
                    continue
                if stands:
                    assert there, "what people spoke of is shown, whether the machine finds it or not"
                bordered = [m.content for m in stands if m.action == "borders"]
                if bordered and there:
                    assert [row["text"] for row in there] == bordered[-1:]
                named = [self.one(m.speaker) for m in stands if m.action == "speaker"]
                by_machine = [self.one(SOURCES[quote] if quote != QUOTES[1] else "Ada Marlow")]
                mayor = self.mayor(article) if SOURCES[quote] == "the mayor" else by_machine
                for row in there:
                    # what people added, and no model ever found, has no source that an alias could name
                    if named:
                        assert row["speaker"] == named[-1]
                    elif row["source"] is not None:
                        assert row["speaker"] == (mayor or [None])[-1]

    @invariant()
    def what_has_lost_its_words_is_told(self) -> None:
        """A decision whose words are not in a later version is listed, and no other one is."""
        lost = {(row["id"], row["missing_in"]) for row in self.store.orphaned_decisions()}
        assert lost == {
            (m.id, VERSIONS[number].id)
            for m in self.made
            for number in dict(self.ingested)
            if m.words and not m.undone and m.words not in VERSIONS[number].text
        }

    def teardown(self) -> None:
        """The database is sound, and another one that takes the decisions over shows the same."""
        assert self.store.check() == ()
        with tempfile.TemporaryDirectory() as folder, open_store() as other:
            path = Path(folder) / "decisions.jsonl"
            self.store.export_decisions(path)
            other.import_decisions(path)
            for version, model in self.ingested:
                self.read(other, version, model)
            assert other.decisions() == self.store.decisions()
            sql = 'SELECT article, start, "end", text, speaker FROM statements ORDER BY ALL'
            assert other.sql(sql).rows() == self.store.sql(sql).rows()
        self.store.close()


Decisions.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestDecisions = Decisions.TestCase
