"""Exports a trained network: an ONNX file with 8-bit weights, its tokenizer and its calibration."""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor

from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.training.transformer.graph import build
from moderation.classifiers.transformer.record import FORMAT, RECORD
from moderation.classifiers.transformer.release import TOKENIZER


def quantized(state: Mapping[str, Tensor], config: Any) -> onnx.ModelProto:
    """Return the network as ONNX with 8-bit weights, one scale for each output of a matrix."""
    with tempfile.TemporaryDirectory() as folder:
        exact, small = Path(folder) / "exact.onnx", Path(folder) / "small.onnx"
        onnx.save(exact_model(state, config), exact)
        quantize_dynamic(
            exact,
            small,
            per_channel=True,
            # Seven bits: without VNNI instructions the 16-bit sums of 8-bit products overflow.
            reduce_range=True,
            weight_type=QuantType.QInt8,
            op_types_to_quantize=["MatMul", "Gather"],
        )
        return onnx.load(small)


def exact_model(state: Mapping[str, Tensor], config: Any) -> onnx.ModelProto:
    """Return the network as ONNX with the weights as trained."""
    weights = {name: value.float().numpy().astype(np.float32) for name, value in state.items()}
    return build(
        weights,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        epsilon=config.layer_norm_eps,
    )


def described(
    model: onnx.ModelProto,
    *,
    tokenizer: str,
    attributes: Sequence[str],
    calibration: Mapping[str, Sequence[float]],
    window: int,
    lexicon: Lexicon,
    known_answers: Sequence[Mapping[str, Any]],
) -> onnx.ModelProto:
    """Put everything that reading needs into the model's metadata."""
    record = {
        "format": FORMAT,
        "attributes": list(attributes),
        "calibration": {name: list(pair) for name, pair in calibration.items()},
        "window": window,
        "lexicon": lexicon.words,
        "known": sorted(lexicon.known - set(lexicon.words)),
        "known_answers": list(known_answers),
    }
    onnx.helper.set_model_props(
        model, {TOKENIZER: tokenizer, RECORD: json.dumps(record, ensure_ascii=False)}
    )
    return model
