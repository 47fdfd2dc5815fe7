"""Turn a checkpoint of the quote model into what the library runs: ONNX in int8, tokenizer, settings.

python -m quoteattr.training.export CHECKPOINT.pt --encoder FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import BertConfig

from quoteattr.training.network import TAGS, QuoteNetwork

# Windows at run time: what each answers for, and the context on both sides of it.
WINDOWS = {"core": 224, "before": 48, "after": 16}


def export(
    checkpoint: Path, encoder: Path, out: Path, *, quantise: bool = True, extra: dict[str, Any] | None = None
) -> None:
    """Write ``model.onnx``, ``tokenizer.json`` and ``model.json``.

    Args:
        checkpoint: A checkpoint of ``quoteattr.training.quotes``; its averaged weights are taken.
        encoder: The folder of the encoder.
        out: Where to write.
        quantise: Whether to store the weights as 8-bit integers, a scale for each channel.
        extra: Further settings for ``model.json``.
    """
    out.mkdir(parents=True, exist_ok=True)
    config = BertConfig.from_pretrained(encoder)
    config._attn_implementation = "eager"
    model = QuoteNetwork(config)
    saved = torch.load(checkpoint, map_location="cpu")
    model.load_state_dict(saved["average"])
    model.eval()
    batch, length = torch.export.Dim("batch"), torch.export.Dim("length", min=4, max=510)
    ids = torch.randint(5, 2000, (2, 40))
    features = torch.zeros(2, 40, 3, dtype=torch.long)
    mask = torch.ones(2, 40, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        plain = Path(folder) / "plain.onnx"
        program = torch.onnx.export(
            model,
            (ids, features, mask),
            dynamo=True,
            input_names=["ids", "features", "mask"],
            output_names=["tags", "sources", "cues"],
            dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}, {0: batch, 1: length}),
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
        "format": 1,
        "tags": TAGS,
        "windows": WINDOWS,
        "bias": 0.0,
        "transitions": [[round(x, 4) for x in row] for row in model.transitions.tolist()],
        "first": [round(x, 4) for x in model.first.tolist()],
        "steps": saved["step"],
        **(extra or {}),
    }
    (out / "model.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run the export from the command line."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("checkpoint", type=Path)
    ask.add_argument("--encoder", type=Path, required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--plain", action="store_true", help="keep 32-bit floats")
    args = ask.parse_args()
    export(args.checkpoint, args.encoder, args.out, quantise=not args.plain)


if __name__ == "__main__":
    main()
