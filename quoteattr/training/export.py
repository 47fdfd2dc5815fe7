"""Turn a checkpoint of the quote model into what the library runs: ONNX in int8, tokenizer, settings.

python -m quoteattr.training.export CHECKPOINT.pt [CHECKPOINT.pt ...] --encoder FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import BertConfig

from quoteattr.quotes import FORMAT
from quoteattr.training.network import POINTER_SIZE, TAGS, QuoteNetwork
from quoteattr.training.slim import fit, head_size, shape_of

# Windows at run time: what each answers for, and the context on both sides of it.
WINDOWS = {"core": 224, "before": 48, "after": 16}
# Confidence before calibration from which a quote is kept where the user asks for nothing else: the best F1 of all
# attributed on PolNeAR dev, among none, .35, .4, .45 and .5.
LEAST = 0.4


def _joined(parts: list[nn.Linear]) -> nn.Linear:
    """Return one product that does the work of several over the same input."""
    joined = nn.Linear(parts[0].in_features, sum(p.out_features for p in parts))
    joined.weight.data = torch.cat([p.weight.detach() for p in parts])
    joined.bias.data = torch.cat([p.bias.detach() for p in parts])
    return joined


class LeanNetwork(nn.Module):
    """The same network for running only: fewer, larger products, attention as one operator, no padding.

    Args:
        network: The trained network; its weights are shared.
    """

    def __init__(self, network: QuoteNetwork) -> None:
        super().__init__()
        self.network = network
        self.encoder = network.encoder
        selves = [layer.attention.self for layer in self.encoder.encoder.layer]
        self.threes = nn.ModuleList(_joined([s.query, s.key, s.value]) for s in selves)
        pairs = zip(network.asks, network.answers, strict=True)
        self.links = _joined([part for pair in pairs for part in pair])

    def forward(self, ids: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores ``[B, T, 7]``, source pointers ``[B, T, T]`` and cue pointers ``[B, T, T]``."""
        tables = self.encoder.embeddings
        hidden = tables.word_embeddings(ids)
        for channel, table in enumerate(self.network.marks):
            hidden = hidden + table(features[:, :, channel])
        places = tables.position_embeddings.weight[: ids.shape[1]]
        hidden = tables.LayerNorm(hidden + places + tables.token_type_embeddings.weight[0])
        for layer, three in zip(self.encoder.encoder.layer, self.threes, strict=True):
            own = layer.attention.self
            query, key, value = three(hidden).split(own.all_head_size, dim=-1)
            seen = torch.onnx.ops.symbolic(
                "com.microsoft::MultiHeadAttention",
                (query, key, value),
                {"num_heads": own.num_attention_heads},
                dtype=query.dtype,
                shape=query.shape,
                version=1,
            )
            hidden = layer.attention.output.LayerNorm(layer.attention.output.dense(seen) + hidden)
            wide = gelu(layer.intermediate.dense(hidden))
            hidden = layer.output.LayerNorm(layer.output.dense(wide) + hidden)
        ask_source, source, ask_cue, cue = self.links(hidden).split(POINTER_SIZE, dim=-1)
        scale = POINTER_SIZE**-0.5
        return (
            self.network.tagger(hidden),
            ask_source @ source.transpose(1, 2) * scale,
            ask_cue @ cue.transpose(1, 2) * scale,
        )


def averaged(checkpoints: Sequence[Path]) -> tuple[dict[str, Tensor], int]:
    """Return the mean of the averaged weights of several runs, and the steps of the last one.

    Runs that began from the same weights may be averaged (Wortsman et al. 2022, "Model soups").

    Args:
        checkpoints: Checkpoints of ``quoteattr.training.quotes`` of one shape.
    """
    runs = [torch.load(path, map_location="cpu") for path in checkpoints]
    first = runs[0]["average"]
    mean = {
        name: sum(run["average"][name] for run in runs) / len(runs) if value.dtype.is_floating_point else value
        for name, value in first.items()
    }
    return mean, runs[-1]["step"]


def export(
    checkpoint: Path | Sequence[Path],
    encoder: Path,
    out: Path,
    *,
    quantise: bool = True,
    extra: dict[str, Any] | None = None,
) -> None:
    """Write ``model.onnx``, ``tokenizer.json`` and ``model.json``.

    Args:
        checkpoint: A checkpoint of ``quoteattr.training.quotes``, whose averaged weights are taken, or several, see
            `averaged`.
        encoder: The folder of the encoder.
        out: Where to write.
        quantise: Whether to store the weights as 8-bit integers, a scale for each channel.
        extra: Further settings for ``model.json``.
    """
    out.mkdir(parents=True, exist_ok=True)
    model = QuoteNetwork(BertConfig.from_pretrained(encoder))
    weights, steps = averaged([checkpoint] if isinstance(checkpoint, Path) else checkpoint)
    shape = shape_of(weights, head_size(model))
    fit(model, shape)
    model.load_state_dict(weights)
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", min=4, max=510)
    ids = torch.randint(5, 2000, (2, 40))
    features = torch.zeros(2, 40, 3, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        program = torch.onnx.export(
            LeanNetwork(model).eval(),
            (ids, features),
            dynamo=True,
            input_names=["ids", "features"],
            output_names=["tags", "sources", "cues"],
            dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
        )
        program.save(str(plain))
        if quantise:
            ready = Path(folder) / "ready.onnx"
            quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
            # 7 bits of range: without it, processors that lack VNNI overflow silently and the tags degrade
            quantize_dynamic(
                str(ready), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
            )
        else:
            shutil.copy(plain, out / "model.onnx")
    shutil.copy(encoder / "tokenizer.json", out / "tokenizer.json")
    settings = {
        "format": FORMAT,
        "tags": TAGS,
        "shape": shape,
        "windows": WINDOWS,
        "bias": 0.0,
        "min_confidence": LEAST,
        "transitions": [[round(x, 4) for x in row] for row in model.transitions.tolist()],
        "first": [round(x, 4) for x in model.first.tolist()],
        "steps": steps,
        **(extra or {}),
    }
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run the export from the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("checkpoint", type=Path, nargs="+", help="several are averaged")
    ask.add_argument("--encoder", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--plain", action="store_true", help="keep 32-bit floats")
    args = ask.parse_args()
    export(args.checkpoint, args.encoder, args.out, quantise=not args.plain)


if __name__ == "__main__":
    main()
