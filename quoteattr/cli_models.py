"""The commands about models: measure one, train one, calibrate one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
MODEL = click.option("--model", type=FOLDER, help="The folder of a quote model; the packaged one by default.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group()
def evaluate() -> None:
    """Measure against what people marked."""


@evaluate.command("quotes")
@click.argument("gold", type=FILE)
@AS_JSON
@click.option(
    "--gold-quotes", is_flag=True, help="Take quotes and sources from the gold file, so that naming alone is measured."
)
@click.option(
    "--reliability",
    "figure",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Measure confidences instead: print the calibration error, and draw the reliability curve here (SVG).",
)
@MODEL
def evaluate_quotes(gold: Path, as_json: bool, gold_quotes: bool, figure: Path | None, model: Path | None) -> None:
    """Score quotes, sources and names against GOLD."""
    from quoteattr.evaluation import evaluate_quotes as run
    from quoteattr.evaluation import measured_reliability, reliability_table, table
    from quoteattr.quotes import load_model

    if figure:
        from quoteattr.render.reliability import reliability_svg

        curve = measured_reliability(gold, model=load_model(model))
        figure.write_text(reliability_svg({"this model": curve}), encoding="utf-8")
        click.echo(json.dumps(curve_json(curve)) if as_json else reliability_table(curve))
        return
    result = run(gold, gold_quotes=gold_quotes, model=load_model(model))
    click.echo(json.dumps(result) if as_json else table(result))


def curve_json(curve: Any) -> dict[str, Any]:
    """Return a reliability as a JSON object."""
    import attrs

    return attrs.asdict(curve)


@evaluate.command("wording")
@click.argument("pairs", type=FILE)
@AS_JSON
def evaluate_wording(pairs: Path, as_json: bool) -> None:
    """Score pairs of wordings.

    Same utterance or not, relation, changes of substance.
    """
    from quoteattr.scoring_wording import evaluate_wording as run

    result = run(pairs)
    click.echo(json.dumps(result) if as_json else "\n".join(f"{key:20} {value}" for key, value in result.items()))


@evaluate.command("comparison")
@click.argument("pages", type=FILE)
@click.argument("pairs", type=FILE)
@AS_JSON
@MODEL
def evaluate_comparison(pages: Path, pairs: Path, as_json: bool, model: Path | None) -> None:
    """Score the whole way, from PAGES to shown PAIRS.

    How many of the true pairs are shown, and how many of the shown ones are wrong.
    """
    from quoteattr.evaluation import evaluate_comparison as run
    from quoteattr.quotes import load_model
    from quoteattr.scoring_wording import report_lines

    result = run(pages, pairs, model=load_model(model))
    whole = {key: value for key, value in result.items() if key != "by_page"}
    click.echo(json.dumps(result) if as_json else "\n".join(report_lines(whole)))


@click.group()
def train() -> None:
    """Make models of your own; needs the extra `train`."""


def _progress() -> Callable[[dict[str, Any]], None]:
    began, first, pieces, recent = time.monotonic(), 0, 0, 0.0

    def tell(at: dict[str, Any]) -> None:
        nonlocal first, pieces, recent
        step, steps = at["step"], at["steps"]
        first = first or step
        pieces += at["pieces"]
        recent = at["loss"] if not recent else 0.9 * recent + 0.1 * at["loss"]
        if step % 20 == 0 or step == steps:
            spent = max(1e-6, time.monotonic() - began)
            left = (steps - step) * spent / (step - first + 1) / 60
            click.echo(
                f"step {step} of {steps}, loss {recent:.3f}, {pieces / spent:.0f} pieces a second, {left:.0f} min left",
                err=True,
            )

    return tell


@train.command("quotes")
@click.argument("corpus", type=FILE)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="The folder to write.")
@click.option("--encoder", type=FOLDER, help="A BERT-like encoder with its tokenizer; MiniLM-L6 by default.")
@click.option("--start", help="Weights to start from: a model's folder, a checkpoint, or 'packaged'.")
@click.option("--extra", type=FOLDER, multiple=True, help="A folder of annotated dispatches; may be given again.")
@click.option("--names", type=FILE, help="Sentences with PERSON labels, so that names are replaced by others.")
@click.option("--dev", type=FILE, help="A gold file to score the model on, for its card.")
@click.option("--steps", type=click.IntRange(1), default=3200, show_default=True, help="Batches to train on.")
@click.option("--rate", type=float, default=3e-4, show_default=True, help="The highest learning rate.")
@click.option("--window", type=click.IntRange(16, 510), default=288, show_default=True, help="Pieces a window.")
@click.option("--pieces", type=click.IntRange(64), default=2304, show_default=True, help="Pieces a batch.")
@click.option("--seed", type=int, default=1, show_default=True, help="Fixes order, variations and dropout.")
@click.option("--threads", type=click.IntRange(1), default=1, show_default=True, help="Processor threads.")
@click.option("--save-every", type=click.IntRange(1), default=100, show_default=True, help="Steps between checkpoints.")
@click.option("--bf16", is_flag=True, help="Compute in 16 bits, where the processor has them.")
@click.option("--heads", type=click.IntRange(1), help="Slim the network first: attention heads a layer, on average.")
@click.option("--inner", type=click.IntRange(1), help="Slim the network first: inner dimensions a layer, on average.")
@click.option("--resume", is_flag=True, help="Go on from the last checkpoint in --out.")
def train_quotes(corpus: Path, out: Path, **options: Any) -> None:
    """Train a quote model on CORPUS, a gold file.

    It is written to a folder that the library runs.
    """
    from quoteattr.training.newsroom import train_quotes as run

    run(corpus, out, progress=_progress(), **options)
    click.echo(out)


@train.command("calibration")
@click.argument("gold", type=FILE, nargs=-1, required=True)
@MODEL
@click.option(
    "--figure", type=click.Path(dir_okay=False, path_type=Path), help="Draw the curves before and after here (SVG)."
)
def train_calibration(gold: tuple[Path, ...], model: Path | None, figure: Path | None) -> None:
    """Fit a model's confidences to chances.

    GOLD are files that it was not trained on. What is fitted is kept in its folder.
    """
    from quoteattr.evaluation import reliability_table
    from quoteattr.training.calibration import calibrate

    made = calibrate(gold, model)
    if figure:
        from quoteattr.render.reliability import reliability_svg

        figure.write_text(reliability_svg({"as trained": made.before, "calibrated": made.after}), encoding="utf-8")
    click.echo(f"as trained\n{reliability_table(made.before)}\n\ncalibrated, on articles that it was not fitted on")
    click.echo(reliability_table(made.after))
    click.echo(" ".join(f"{name} {value}" for name, value in made.parameters.items()))
