"""The house: imports point downward, and the front door is light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import quoteattr

PACKAGE = Path(quoteattr.__file__).parent
# A room (a module, or a folder of them) imports from lower floors only.
FLOORS = (
    ("spans", "ids", "errors", "names"),
    ("marks", "values", "workers"),
    ("windows", "registry", "acts", "confidence", "gold", "exporting", "exchange"),
    (
        "decoding",
        "reading",
        "annotate",
        "attribution",
        "wording",
        "render",
        "registry_import",
        "registry_check",
        "scoring",
    ),
    ("quotes", "speakers", "comparison", "scoring_wording"),
    ("pipeline", "stanza", "timeline"),
    ("store", "evaluation", "cli_options", "batches"),
    ("demo", "training", "cli_people", "cli_files", "cli_store", "cli_show", "cli_registry"),
    ("cli_models",),
    ("cli",),
    ("__main__",),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms}
OWNERS = {
    "stanza": {"annotate", "stanza.py", "training"},
    "duckdb": {"store", "exporting", "wording"},
    "onnxruntime": {"annotate", "quotes.py", "training"},
    "rensa": {"wording"},
}


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.add(node.module)
    return found


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p.name != "__init__.py" or p.parent != PACKAGE)


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downward(path: Path) -> None:
    own = FLOOR[_room(path)]
    for name in _imports(path):
        parts = name.split(".")
        if parts[0] == "quoteattr" and len(parts) > 1 and parts[1] != _room(path):
            assert FLOOR[parts[1]] < own, f"{_room(path)} (floor {own}) imports {name}"


@pytest.mark.parametrize("module", ["stanza", "torch", "onnxruntime", "duckdb", "wordllama", "numpy", "rich", "jinja2"])
def test_import_is_light(module: str) -> None:
    code = f"import sys, quoteattr; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("library", sorted(OWNERS))
def test_a_heavy_library_has_one_owner(library: str) -> None:
    users = {
        path.relative_to(PACKAGE).parts[0]
        for path in MODULES
        if any(name.split(".")[0] == library for name in _imports(path))
    }
    assert users <= OWNERS[library]


def test_every_public_name_loads() -> None:
    missing = [name for name in quoteattr.__all__ if getattr(quoteattr, name, None) is None]
    assert not missing


def test_no_file_is_too_long() -> None:
    long = {path.name: n for path in MODULES if (n := len(path.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long
