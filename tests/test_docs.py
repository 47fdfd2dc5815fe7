"""Every example of the README and the docs runs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(python|console|text)\n(.*?)^```", re.M | re.S)


def _blocks(page: Path) -> list[tuple[str, str]]:
    return [(m[1], m[2]) for m in _BLOCK.finditer(page.read_text(encoding="utf-8"))]


def _ready(folder: Path) -> None:
    """Put the fixtures where the examples look for them."""
    for name in ("pages", "dispatches", "formats"):
        (folder / name).symlink_to(ROOT / "fixtures" / name)
    for name in ("gold.jsonl", "gold-pages.jsonl", "pairs.jsonl"):
        shutil.copy(ROOT / "fixtures" / name, folder / name)  # an example may write over it


@pytest.mark.parametrize("page", [p for p in PAGES if _blocks(p)], ids=lambda p: str(p.relative_to(ROOT)))
def test_examples_run(page: Path, tmp_path: Path) -> None:
    _ready(tmp_path)
    env = {**os.environ, "PYTHONWARNINGS": "ignore", "COLUMNS": "120", "NO_COLOR": "1"}
    python, shown = "", []
    for language, block in _blocks(page):
        if language == "python":
            python += block
            continue
        if language == "text":  # what the Python before it prints
            shown.append(block)
            continue
        for line in block.splitlines():
            if line.startswith("$ quoteattr "):
                words = [sys.executable, "-c", "from quoteattr.cli import main; main()", *shlex.split(line)[2:]]
                done = subprocess.run(words, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
                assert done.returncode == 0, f"{line}\n{done.stderr}"
    if python:
        done = subprocess.run(
            [sys.executable, "-c", python], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        for block in shown:
            assert block in done.stdout


def test_links_between_pages_lead_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\(([^)#:]+\.md)[^)]*\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert not broken
