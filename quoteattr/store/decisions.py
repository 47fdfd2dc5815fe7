"""What people decide: append-only, anchored to text, undone by a row of its own; never lost by a re-run."""

from __future__ import annotations

import getpass
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import attrs

from quoteattr.errors import DecisionError, InputError
from quoteattr.ids import content_id
from quoteattr.spans import Span
from quoteattr.store.connection import Connection, fetch, insert
from quoteattr.store.rows import flat, moment, spans

NAMING = ("alias", "same", "distinct")  # about names: they hold for whatever statement bears the name
ANCHORED = ("reject", "borders", "speaker")  # about one statement: they hold for the words at their anchor
PAIRING = ("paired", "parted")  # about two statements: whether they report one utterance
ACTIONS = (*NAMING, *ANCHORED, *PAIRING, "undo")


@attrs.frozen
class Decision:
    """One thing that somebody decided.

    Args:
        action: ``alias`` (that name is this speaker), ``same`` (two speakers are one), ``distinct`` (two are not one),
            ``reject`` (no quote), ``borders``, ``speaker`` (of one statement), ``paired`` (two statements report
            one utterance), ``parted`` (they do not), or ``undo``.
        article: The article that it is about, or None for everywhere.
        outlet: The article's outlet; with url or record it tells later versions of the article.
        url: The article's URL.
        record: The input that the article was read from.
        pieces: The content as it stood, offsets into the article.
        content: The content as it should be, for ``borders``.
        words: The exact words from the first to the last of ``pieces`` and ``content``.
        alias: A name, for ``alias``, ``same`` and ``distinct``.
        speaker: A canonical name; None for nobody known.
        speaker_id: The speaker's id.
        alias_id: The id of the speaker that ``alias`` names, for ``same`` and ``distinct``.
        target: The decision that an ``undo`` takes back.
        by: Who decided.
        at: When, UTC.
        note: Why.
        other_article: The article of the second statement, for ``paired`` and ``parted``.
        other_pieces: The second statement's content as it stood.
        other_words: Its exact words.
        undone_by: The ``undo`` that took it back, if any; no part of the decision itself.
    """

    action: str = attrs.field(validator=attrs.validators.in_(ACTIONS))
    article: str | None = None
    outlet: str | None = None
    url: str | None = None
    record: str | None = None
    pieces: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    words: str | None = None
    alias: str | None = None
    speaker: str | None = None
    speaker_id: str | None = None
    alias_id: str | None = None
    target: str | None = None
    by: str = ""
    at: datetime = datetime(1970, 1, 1)
    note: str = ""
    other_article: str | None = None
    other_pieces: tuple[Span, ...] = ()
    other_words: str | None = None
    undone_by: str | None = attrs.field(default=None, eq=False)

    @property
    def id(self) -> str:
        """The content-addressed id."""
        return content_id("decision", **self._told())

    @property
    def start(self) -> int:
        """Where the words begin in the article."""
        return min((p.start for p in (*self.pieces, *self.content)), default=0)

    @property
    def end(self) -> int:
        """Where the words end in the article."""
        return max((p.end for p in (*self.pieces, *self.content)), default=0)

    def _told(self) -> dict[str, Any]:
        told = attrs.asdict(self, recurse=False, filter=lambda a, _: a.name != "undone_by")
        told["pieces"], told["content"] = flat(self.pieces), flat(self.content)
        if self.action in PAIRING:
            told["other_pieces"] = flat(self.other_pieces)
        else:  # ids derive from what is told: those of older decisions must not change
            told = {name: value for name, value in told.items() if not name.startswith("other_")}
        told["at"] = self.at.isoformat()
        return told

    def to_json(self) -> str:
        """Return the decision as one JSON line."""
        return json.dumps({"id": self.id, **self._told()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Decision:
        """Read a decision from a JSON line and check it against its id.

        Raises:
            InputError: It is no decision, or was altered.
        """
        remedy = "Export the decisions again; lines are not to be edited by hand."
        try:
            told = json.loads(line)
            given = told.pop("id")
            told["pieces"], told["content"] = spans(told["pieces"]), spans(told["content"])
            told["other_pieces"] = spans(told.get("other_pieces"))
            told["at"] = datetime.fromisoformat(told["at"])
            found = cls(**told)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(f"It is no decision: {error}.", remedy=remedy, line=line[:200]) from error
        if found.id != given:
            raise InputError(f"The decision {given} does not match its id.", remedy=remedy, line=line[:200])
        return found

    def sentence(self) -> str:
        """Say who decided what, and when, in a sentence."""
        where = "in this article" if self.article else "everywhere"
        who = self.speaker or "unknown"
        what = {
            "alias": f"“{self.alias}” is {who} {where}",
            "same": f"“{self.alias}” and {who} are one",
            "distinct": f"“{self.alias}” is not {who}",
            "reject": "this is no quote",
            "borders": "these are the words",
            "speaker": f"the speaker is {who}",
            "paired": "these two report one utterance",
            "parted": "these two report two utterances",
            "undo": f"{self.target} is taken back",
        }[self.action]
        return f"{self.by or 'Somebody'} decided on {self.at:%Y-%m-%d}: {what}{f' ({self.note})' if self.note else ''}."


_COLUMNS = (
    "action, article, outlet, url, record, pieces, content, words, alias, speaker, speaker_id, alias_id, target, "
    "made_by, made_at, note, other_article, other_pieces, other_words"
)
_TEXTS = ("id", "action", "article", "outlet", "url", "record", "words", "alias", "speaker", "speaker_id", "alias_id")
_TYPES = dict.fromkeys((*_TEXTS, "target", "made_by", "note", "other_article", "other_words"), "VARCHAR")
_TYPES |= {"made_at": "TIMESTAMP", "pieces": "BIGINT[]", "content": "BIGINT[]", "other_pieces": "BIGINT[]"}
_TYPES |= {"span_start": "BIGINT", "span_end": "BIGINT"}


def _from_row(row: Sequence[Any]) -> Decision:
    given = list(row)
    given[5], given[6], given[17] = spans(given[5]), spans(given[6]), spans(given[17])
    return Decision(*given)


def load(con: Connection) -> tuple[Decision, ...]:
    """Return all decisions, undone ones and undos too, in the order in which they were made."""
    found = [_from_row(row) for row in fetch(con, f"SELECT {_COLUMNS} FROM decisions ORDER BY made_at, id")]
    undone = {d.target: d.id for d in found if d.action == "undo"}
    return tuple(attrs.evolve(d, undone_by=undone.get(d.id)) for d in found)


def standing(con: Connection) -> tuple[Decision, ...]:
    """Return the decisions that hold: made and not undone, in the order in which they were made."""
    return tuple(d for d in load(con) if d.action != "undo" and d.undone_by is None)


def write(con: Connection, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Append decisions that are not there yet, and return those."""
    there = {row[0] for row in fetch(con, "SELECT id FROM decisions")}
    new = tuple({d.id: d for d in decisions if d.id not in there}.values())
    rows = []
    for d in new:
        anchor = (d.start, d.end, flat(d.pieces)) if d.pieces else (None, None, None)
        told = {
            **attrs.asdict(d, recurse=False),
            **{"id": d.id, "made_by": d.by, "made_at": d.at, "content": flat(d.content) or None},
            "other_pieces": flat(d.other_pieces) or None,
            **dict(zip(("span_start", "span_end", "pieces"), anchor, strict=True)),
        }
        rows.append(tuple(told[name] for name in _TYPES))
    insert(con, "decisions", _TYPES, rows)
    return new


def signed(con: Connection, by: str | None, when: datetime | None) -> tuple[str, datetime]:
    """Return who decides and when: by default the user of this machine, now, after all decisions so far.

    A clock that was set back must not put a decision before those that it answers to.
    """
    if when is not None:
        at = moment(when)
        assert at is not None
    else:
        at = datetime.now(UTC).replace(tzinfo=None)
        last = fetch(con, "SELECT max(made_at) FROM decisions")[0][0]
        if last is not None and last >= at:
            at = last + timedelta(microseconds=1)
    if by is None:
        try:
            by = getpass.getuser()
        except (OSError, KeyError):  # no such user on this machine: a container without a name for its user
            by = "unknown"
    return by, at


def undo_of(con: Connection, decision: str, by: str | None, note: str, when: datetime | None) -> Decision:
    """Return the decision that takes back another one; taking back an undo makes the decision anew.

    Raises:
        DecisionError: There is no such decision, or it is undone already.
    """
    known = {d.id: d for d in load(con)}
    target = known.get(decision)
    if target is None:
        raise DecisionError(
            f"There is no decision {decision}.",
            remedy="List them: store.decisions(), or `quoteattr decisions`.",
            id=decision,
        )
    if target.undone_by:
        raise DecisionError(f"The decision {decision} is undone already.", remedy="Nothing is to be done.", id=decision)
    name, at = signed(con, by, when)
    if when is None and at <= target.at:
        at = target.at + timedelta(microseconds=1)
    if target.action == "undo":
        again = known[str(target.target)]
        return attrs.evolve(again, by=name, at=at, note=note or again.note, undone_by=None)
    return Decision("undo", target=decision, by=name, at=at, note=note)


def export(con: Connection, path: str | Path) -> int:
    """Write all decisions as JSON lines, in the order in which they were made, and return their number."""
    found = load(con)
    Path(path).write_text("".join(d.to_json() + "\n" for d in found), encoding="utf-8")
    return len(found)


def read_lines(path: str | Path) -> tuple[Decision, ...]:
    """Read decisions from JSON lines.

    Raises:
        InputError: The file can't be read, or a line is no decision; then none is taken.
    """
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"The file {path} can't be read: {error}.", remedy="Check the path.", path=str(path)
        ) from error
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found += [Decision.from_json(line)] if line.strip() else []
        except InputError as error:
            raise InputError(f"{path}, line {number}: {error.message}", remedy=error.remedy, **error.data) from error
    return tuple(found)
