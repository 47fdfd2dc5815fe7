"""Whether two figures say the same, and whether they could contradict each other."""

from __future__ import annotations

from quoteattr.wording.figures import Figure


def same_figure(f: Figure, g: Figure) -> bool:
    """Tell whether two figures say the same: in digits or words, in one unit or converted.

    >>> from quoteattr.wording.figures import figures
    >>> same_figure(figures("11 km")[0], figures("7 miles")[0]), same_figure(figures("412")[0], figures("421")[0])
    (True, False)
    """
    return any(_same(x, y) for x in (f, *f.also) for y in (g, *g.also))


def _digits(value: float) -> int:
    """Return how many significant digits a value has: 1 for 2,000, 2 for 1,900."""
    return len(f"{abs(value):.6g}".replace(".", "").strip("0").split("e")[0]) or 1


def _rounded(f: Figure, g: Figure) -> bool:
    """Tell whether one is the other, rounded and marked as such: "nearly 2,000" and 1,900."""
    rough, exact = (f, g) if _digits(f.base) <= _digits(g.base) else (g, f)
    # 6%: half a unit of the second digit at worst; what is further off is another figure.
    return (
        rough.bound == "~"
        and _digits(exact.base) > _digits(rough.base)
        and (abs(f.base - g.base) <= 0.06 * max(abs(f.base), abs(g.base)))
    )


def _same(f: Figure, g: Figure) -> bool:
    if {f.kind, g.kind} <= {"number", "ordinal"} or {f.kind, g.kind} == {"ordinal", "measure"}:
        if (f.other or g.other) and 0 < abs(f.value - g.value) <= 2 and f.other != g.other:
            return True  # eleven houses, the mayor's and ten others
        return f.value == g.value or _rounded(f, g)
    if {f.kind, g.kind} == {"number", "measure"}:
        # "the 10-degree weather" and "10 Fahrenheit", "12 months" and "the 12": a unit that one side leaves out.
        return f.value == g.value
    if "vague" in (f.kind, g.kind):
        vague, count = (f, g) if f.kind == "vague" else (g, f)
        if count.kind == "number":
            return 2 * vague.base <= count.base <= 100 * vague.base
    if f.kind != g.kind or f.dimension != g.dimension:
        return False
    if f.kind == "date":
        return f.unit == g.unit and (f.value == g.value or not f.value or not g.value)
    if {f.unit, g.unit} == {"point", "percent"}:
        return False  # from 10 to 12 percent is two points, and a rise by 20 percent
    if f.kind == "relative":
        return f.unit == g.unit and f.base == g.base
    if f.kind in ("year", "weekday", "vague", "season"):
        return f.base == g.base
    if f.unit == g.unit:
        return abs(f.base - g.base) <= 0.004 * max(abs(f.base), abs(g.base)) or _rounded(f, g)
    if f.dimension == "money":
        return False
    if f.dimension == "heat":
        return abs(f.base - g.base) <= 1.5 or (f.value == g.value and "degree" in (f.unit, g.unit))
    for small, big in ((f, g), (g, f)):
        if (big.bound == "<" and small.base <= big.base <= 2 * small.base) or (
            big.bound == ">" and 0.5 * small.base <= big.base <= small.base
        ):
            return True
    # Conversions are rounded in news: 11 km is 7 miles (2% off), 40 cm is 16 inches, "a kilometre" is nearly 900 m.
    slack = 0.15 if f.weak or g.weak or "~" in (f.bound, g.bound) else 0.06
    return abs(f.base - g.base) <= slack * max(abs(f.base), abs(g.base))


def comparable(f: Figure, g: Figure) -> bool:
    """Tell whether two figures measure the same kind of thing, so that one can contradict the other."""
    if f.kind == g.kind == "money":
        return f.unit == g.unit or f.value == g.value
    if {f.dimension, g.dimension} == {"count", "times"} and "ordinal" not in (f.kind, g.kind):
        return True
    if {f.kind, g.kind} <= {"number", "vague", "ordinal"}:
        return f.kind == g.kind or "ordinal" not in (f.kind, g.kind)
    if {f.kind, g.kind} == {"date", "weekday"}:
        return False
    if f.kind == g.kind == "relative":
        return f.unit == g.unit
    return f.kind == g.kind and f.dimension == g.dimension
