"""Every notebook runs from top to bottom."""

import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")


@pytest.mark.parametrize("notebook", sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")), ids=lambda p: p.stem)
def test_notebook_runs(notebook: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook machinery's own making
        read = nbformat.read(notebook, as_version=4)
        client = nbclient.NotebookClient(read, timeout=300, resources={"metadata": {"path": str(ROOT / "fixtures")}})
        client.execute()
    shown = [o for cell in read.cells if cell.cell_type == "code" for o in cell.outputs]
    assert [o for o in shown if "text/html" in o.get("data", {})]
