"""Every notebook is stored with its output, and runs from top to bottom."""

import warnings
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))
nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed")
nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_is_stored_with_its_output(notebook: Path) -> None:
    cells = [c for c in nbformat.read(notebook, as_version=4).cells if c.cell_type == "code"]
    outputs = [o for cell in cells for o in cell.outputs]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [o for o in outputs if o.output_type == "error"]
    kinds = {kind for o in outputs for kind in o.get("data", {})}
    assert {"text/html", "image/svg+xml"} <= kinds
    # What is shown fetches nothing, and tells nothing of the machine that it was made on.
    told = str(outputs)
    assert "<script" not in told and "cdn." not in told and "/tmp" not in told and str(ROOT) not in told


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook_runs(notebook: Path) -> None:
    pytest.importorskip("vl_convert", reason="vl-convert-python, which draws the charts, is not installed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the notebook machinery's own making
        read = nbformat.read(notebook, as_version=4)
        client = nbclient.NotebookClient(read, timeout=300, resources={"metadata": {"path": str(ROOT / "fixtures")}})
        client.execute()
    shown = [o for cell in read.cells if cell.cell_type == "code" for o in cell.outputs]
    assert [o for o in shown if "text/html" in o.get("data", {})]
