"""Dispatches annotated by hand in plain text: a header, a line ``---``, and the text with marked stretches.

A stretch is ``⟦c1|words⟧``: ``c`` for content, ``s`` for source, ``k`` for cue, and the numbers of the statements
it belongs to. The header has a line a statement: number, kind, act, accepted names, utterance.

    python -m quoteattr.training.markup FIXTURES...

makes the plain dispatches, the pages that hold all dispatches of an event, and the gold files from the annotated
dispatches in ``FIXTURES/annotated``, for each folder named.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from quoteattr.training.data import ELEMENTS, Annotated

log = logging.getLogger("quoteattr.training")
_STRETCH = re.compile(r"⟦([csk])(\d+(?:,\d+)*)\|([^⟦⟧]*)⟧")
_ELEMENT = {"c": "content", "s": "source", "k": "cue"}


def parse(raw: str) -> dict[str, Any]:
    """Return header, text and quotes of one annotated dispatch.

    Raises:
        ValueError: The header or a stretch is malformed.
    """
    head, line, body = raw.partition("\n---\n")
    fields, listed, rows = head.partition("\nstatements:")
    if not line or not listed:
        raise ValueError("an annotated dispatch needs a header, 'statements:' and a line '---'")
    record: dict[str, Any] = {k.strip(): v.strip() for k, _, v in (f.partition(":") for f in fields.splitlines())}
    quotes: dict[str, dict[str, Any]] = {}
    for row in filter(str.strip, rows.splitlines()):
        number, kind, act, names, utterance = (part.strip() for part in row.split("|"))
        quotes[number] = {
            "id": number,
            "kind": kind,
            "act": act,
            "utterance": utterance or None,
            "speaker": [n.strip() for n in names.split(";") if n.strip()],
            "content": [],
            "cue": [],
            "source": [],
        }
    text, last = "", 0
    for match in _STRETCH.finditer(body):
        text += body[last : match.start()]
        for number in match[2].split(","):
            quotes[number][_ELEMENT[match[1]]].append([len(text), len(text) + len(match[3])])
        text += match[3]
        last = match.end()
    text += body[last:]
    if "⟦" in text or "⟧" in text:
        raise ValueError("a stretch is left open or nested")
    return {**record, "text": text, "quotes": list(quotes.values())}


def read_folder(folder: Path) -> list[Annotated]:
    """Read every annotated dispatch below ``folder``."""
    found = []
    for path in sorted(folder.rglob("*.txt")):
        if path.name != "pairs.txt":
            try:
                row = parse(path.read_text(encoding="utf-8"))
            except (ValueError, KeyError) as error:
                log.warning("%s is left out: %s", path, error)
                continue
            quotes = tuple({k: [(a, b) for a, b in q[k]] for k in ELEMENTS} for q in row["quotes"])
            found.append(Annotated(f"{path.parent.name}/{path.stem}", row["text"], quotes, row["headline"]))
    return found


def _moved(quotes: Iterable[dict[str, Any]], by: int, prefix: str, outlet: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{prefix}:{q['id']}",
            "outlet": outlet,
            "kind": q["kind"],
            "act": q["act"],
            "speaker": q["speaker"],
            **{k: [[a + by, b + by] for a, b in q[k]] for k in ("content", "source", "cue")},
        }
        for q in quotes
    ]


def build(fixtures: Path) -> dict[str, str]:
    """Return the text of every file that is made from the annotated dispatches, by its path below ``fixtures``."""
    made: dict[str, str] = {}
    gold, pages, pairs = [], [], []
    for folder in sorted(p for p in (fixtures / "annotated").iterdir() if p.is_dir()):
        page, on_page = "", []
        known: dict[str, dict[str, Any]] = {}
        for path in sorted(folder.glob("*.txt")):
            if path.name == "pairs.txt":
                continue
            row = parse(path.read_text(encoding="utf-8"))
            text, doc = row["text"].strip("\n"), f"{folder.name}/{path.stem}"
            skipped = len(row["text"]) - len(row["text"].lstrip("\n"))
            made[f"dispatches/{doc}.txt"] = text + "\n"
            quotes = _moved(row["quotes"], -skipped, path.stem, row["outlet"])
            gold.append(
                {"doc": doc, "outlet": row["outlet"], "published": row["published"], "text": text, "quotes": quotes}
            )
            on_page += _moved(row["quotes"], len(page) - skipped, path.stem, row["outlet"])
            page += text + "\n"
            for quote in quotes:
                known[quote["id"]] = {
                    "doc": doc,
                    "pub": row["outlet"],
                    "date": row["published"],
                    "kind": quote["kind"],
                    "src": quote["speaker"][0] if quote["speaker"] else "",
                    "cue": " ".join(text[a:b] for a, b in quote["cue"]),
                    "text": " ".join(text[a:b] for a, b in quote["content"]),
                }
        made[f"pages/{folder.name}.txt"] = page
        pages.append({"doc": folder.name, "text": page, "quotes": on_page})
        listed = folder / "pairs.txt"
        for number, line in enumerate(listed.read_text(encoding="utf-8").splitlines() if listed.exists() else ()):
            cells = line.split()
            if len(cells) >= 3 and not line.startswith("#"):
                same = cells[2] != "no"
                pairs.append(
                    {
                        "id": f"{folder.name}-{number}",
                        "a": known[cells[0]],
                        "b": known[cells[1]],
                        "same": "yes" if same else "no",
                        "relation": cells[2] if same else None,
                        "change": cells[3].split(",") if same else None,
                    }
                )
    for name, rows in (("gold", gold), ("gold-pages", pages), ("pairs", pairs)):
        made[f"{name}.jsonl"] = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return made


def main() -> None:
    """Run the build from the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("fixtures", type=Path, nargs="+")
    for fixtures in ask.parse_args().fixtures:
        for name, text in build(fixtures).items():
            path = fixtures / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
