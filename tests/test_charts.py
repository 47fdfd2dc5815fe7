"""Charts: what they hold, and what they say where they can't be drawn."""

import json
import sys
from datetime import date
from typing import Any

import pytest

from quoteattr.comparison import Comparison, Row
from quoteattr.errors import InputError, QuoteattrError
from quoteattr.render.charts import chart
from quoteattr.values import Kind, Match, Relation, Saying

altair = pytest.importorskip("altair", reason="altair is not installed")
HOSTILE = "</script><script>alert(1)</script>"


def saying(n: int, outlet: str | None, speaker: str | None = "Ada Marlow") -> Saying:
    return Saying(f"s-{n}", f"Words {n}", Kind.DIRECT, speaker, outlet, date(2025, 3, n), f"a-{n}")


ONE, TWO, THREE = saying(1, "AFP"), saying(2, "UPI"), saying(3, None, None)
FOUND = Comparison(
    (Row((ONE, TWO), (Match(ONE.id, TWO.id, 0.9, Relation.TRIMMED),)),), (Row((THREE,)),), ("AFP", "UPI")
)
CHARTS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "speakers": (
        "speakers",
        [
            {"speaker": "Ada Marlow", "outlet": "AFP", "statements": 1},
            {"speaker": "Ada Marlow", "outlet": "UPI", "statements": 1},
            {"speaker": "no speaker named", "outlet": "unknown outlet", "statements": 1},
        ],
    ),
    "relations": ("relations", [{"outlets": "AFP and UPI", "relation": "trimmed", "pairs": 1, "rank": 1}]),
    "timeline": (
        "timeline",
        [
            {
                "speaker": "Ada Marlow",
                "outlet": "AFP",
                "kind": "direct",
                "text": "Words 1",
                "source": "",
                "day": "2025-03-01",
            },
            {
                "speaker": "Ada Marlow",
                "outlet": "UPI",
                "kind": "direct",
                "text": "Words 2",
                "source": "",
                "day": "2025-03-02",
            },
            {"speaker": "", "outlet": "", "kind": "direct", "text": "Words 3", "source": "", "day": "2025-03-03"},
        ],
    ),
}


@pytest.mark.parametrize(("what", "values"), CHARTS.values(), ids=CHARTS)
def test_a_chart_holds_its_rows(what: str, values: list[dict[str, Any]]) -> None:
    made = json.loads(FOUND.chart(what).to_json())
    layers = made.get("layer", [made])
    assert all(layer.get("data", made.get("data"))["values"] == values for layer in layers)


@pytest.mark.parametrize("what", CHARTS)
def test_an_empty_comparison_has_a_chart(what: str) -> None:
    assert json.loads(Comparison((), (), ()).chart(what).to_json())["data"]["values"] == []


@pytest.mark.parametrize("what", CHARTS)
def test_a_chart_becomes_a_picture(what: str) -> None:
    convert = pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
    svg = convert.vegalite_to_svg(FOUND.chart(what).to_json())
    assert svg.startswith("<svg") and ("AFP" in svg)


def test_hostile_text_stays_text() -> None:
    convert = pytest.importorskip("vl_convert", reason="vl-convert-python is not installed")
    svg = convert.vegalite_to_svg(chart("speakers", [{"speaker": HOSTILE, "outlet": HOSTILE}]).to_json())
    assert "<script" not in svg and "&lt;script" in svg


def test_no_such_chart() -> None:
    with pytest.raises(InputError, match="speakers, timeline"):
        chart("relations", [])


def test_without_altair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(QuoteattrError, match="pip install altair"):
        FOUND.chart()
