"""Find quotes: content, cue and source, linked, by marks and by the quote model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import attrs

from quoteattr.acts import act_of, is_title
from quoteattr.confidence import calibrated
from quoteattr.decoding import Scores, decode
from quoteattr.errors import ModelError
from quoteattr.marks import quotations
from quoteattr.values import Act, Annotated, Article, Kind, Quote, Role
from quoteattr.windows import Pieces, Window, cut_pieces, plan_windows

if TYPE_CHECKING:
    import onnxruntime
    from tokenizers import Tokenizer

CLS, SEP, EDGE = 101, 102, (0, 4, 0)  # the pieces at both ends of a window, and their features
FORMAT = 2  # of model.json; a model of another format is refused


@attrs.frozen(slots=False)
class QuoteModel:
    """The quote model: an ONNX network, its tokenizer and its settings.

    Args:
        folder: Where ``model.onnx``, ``tokenizer.json`` and ``model.json`` lie.
        threads: How many processor threads it may use.
        calibrated: Whether confidences are calibrated, where the model has a calibration.
    """

    folder: Path
    threads: int = 1
    calibrated: bool = True

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The settings that came out of training: windows, transitions, bias, calibration."""
        path = self.folder / "model.json"
        try:
            settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ModelError(
                f"No quote model can be read from {self.folder}.",
                remedy="Give a folder made by `quoteattr train quotes`, or none for the packaged one.",
                folder=str(self.folder),
            ) from error
        if settings.get("format") != FORMAT:
            raise ModelError(
                f"The quote model in {self.folder} has format {settings.get('format')}, this version reads {FORMAT}.",
                remedy="Train it anew, or use the version of the library that it was made with.",
            )
        return settings

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer of the encoder."""
        from tokenizers import Tokenizer

        tokenizer: Tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def session(self) -> onnxruntime.InferenceSession:
        """The network, loaded."""
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        path = self.folder / "model.onnx"
        if not path.is_file():
            raise ModelError(
                f"{path} is missing.", remedy="Reinstall quoteattr, or give a folder with a trained model."
            )
        return onnxruntime.InferenceSession(
            str(path),
            options,
            providers=["CPUExecutionProvider"],
            # the fused operator takes longer on a processor than the sum and the normalisation that it stands for
            disabled_optimizers=["SkipLayerNormFusion"],
        )


@lru_cache(maxsize=4)
def load_model(folder: Path | None = None, threads: int = 1) -> QuoteModel:
    """Return the quote model of ``folder``, or the packaged one."""
    return QuoteModel(Path(str(files("quoteattr"))) / "models" / "en" / "quote" if folder is None else folder, threads)


def _run(model: QuoteModel, pieces: Pieces, windows: Sequence[Window]) -> Scores:
    """Run the network over the windows of one text.

    One window at a time: the 8-bit network rounds by what it is run on together, so that in a batch of several the
    result of one article would depend on its neighbours; and no work goes into padding.
    """
    import numpy as np

    tags: list[Any] = []
    links: tuple[list[Any], list[Any]] = ([], [])
    for window in windows:
        ids = np.array([[CLS, *pieces.ids[window.start : window.end], SEP]], dtype=np.int64)
        features = np.array([[EDGE, *pieces.features[window.start : window.end], EDGE]], dtype=np.int64)
        scored, *pointers = model.session.run(None, {"ids": ids, "features": features})
        kept = slice(window.keep_from - window.start + 1, window.keep_to - window.start + 1)
        tags.append(scored[0, kept])
        for found, given in zip(links, pointers, strict=True):
            found.append(given[0, kept])
    return Scores(
        np.concatenate(tags) if tags else np.zeros((0, 7)),
        links,
        [number for number, window in enumerate(windows) for _ in range(window.keep_to - window.keep_from)],
        [window.start for window in windows],
        [window.keep_from for window in windows],
    )


def _closed(article: Article, pieces: Pieces) -> list[bool]:
    """Tell for each piece whether it stands where no statement can be."""
    open_parts = article.parts(Role.BODY, Role.TEASER)
    closed = []
    at = 0
    for start, end in pieces.spans:
        while at < len(open_parts) and open_parts[at].end <= start:
            at += 1
        closed.append(not (at < len(open_parts) and open_parts[at].start <= start and end <= open_parts[at].end))
    return closed


def with_act(quote: Quote, text: str) -> Quote:
    """Return the quote with the act that its cue, source and marks tell of."""
    cue, source = (span.of(text) if span else None for span in (quote.cue, quote.source))
    return attrs.evolve(quote, act=act_of(cue, source, quote.kind))


def _names_a_work(quote: Quote, text: str) -> bool:
    """Tell whether a quote is but a title between marks, and its cue tells of no utterance: "critics panned ..."."""
    if quote.kind is not Kind.DIRECT or len(quote.content) > 1 or not is_title(quote.content[0].of(text)):
        return False
    cue, source = (span.of(text) if span else None for span in (quote.cue, quote.source))
    return act_of(cue, source, Kind.INDIRECT) is Act.THOUGHT


def find_quotes(
    articles: Iterable[Annotated | Article], model: QuoteModel | None = None, *, min_confidence: float | None = None
) -> tuple[tuple[Quote, ...], ...]:
    """Find the quotes of each article.

    The network tags source, cue and content and points from each content to its cue and source; quotation marks,
    found by rules, fix the borders of what is direct. Headlines, subheads, datelines, captions and boilerplate give
    no quotes, and no source reaches into them.

    Args:
        articles: Articles, annotated or not.
        model: The quote model; the packaged one where none is given.
        min_confidence: Quotes below this confidence (0..1) are left out; the model's own threshold where it is None.

    Returns:
        For each article its quotes, in the order of the text.

    Raises:
        ModelError: The model is missing or of another format.
    """
    model = model or load_model()
    settings = model.settings
    # the model's own threshold is one over confidences as they are before calibration: it outlives a new calibration
    own, least = (settings.get("min_confidence", 0.0), 0.0) if min_confidence is None else (0.0, min_confidence)
    plain = [a.article if isinstance(a, Annotated) else a for a in articles]
    marks = [quotations(article.text) for article in plain]
    pieces = [cut_pieces(a.text, model.tokenizer, m) for a, m in zip(plain, marks, strict=True)]
    plan = settings["windows"]
    scores = [_run(model, p, plan_windows(p, plan["core"], plan["before"], plan["after"])) for p in pieces]
    import numpy as np

    transitions, first = np.asarray(settings["transitions"]), np.asarray(settings["first"])
    chances = settings.get("calibration") if model.calibrated else None
    found = []
    for article, cut, score, mark in zip(plain, pieces, scores, marks, strict=True):
        quotes = decode(
            article.text, cut, score, mark, _closed(article, cut), transitions, first, settings.get("bias", 0.0)
        )
        kept = [q for q in quotes if q.confidence >= own]
        sure = [attrs.evolve(q, confidence=calibrated(q.confidence, chances)) for q in kept]
        acted = (with_act(q, article.text) for q in sure if q.confidence >= least)
        found.append(tuple(q for q in acted if not _names_a_work(q, article.text)))
    return tuple(found)
