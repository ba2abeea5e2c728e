"""Reads the parameters of a network out of an ONNX file, 8-bit ones as the numbers they stand for.

The initialisers have the names that the parameters have in torch. Matrices are transposed,
inputs × outputs, as MatMul takes them; embeddings are not. Where onnxruntime's quantisation was
at work there are NAME_quantized, NAME_scale and NAME_zero_point in place of NAME.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.detoxify.packages import imported

Parameters = Mapping[str, NDArray[np.float32]]

_EMBEDDINGS = "encoder.embeddings"
_LAYER = re.compile(r"encoder\.encoder\.layer\.(\d+)\.")
_QUANTIZED, _SCALE, _ZERO = "_quantized", "_scale", "_zero_point"
# Stands for any size in a shape
_FREE = -1


@dataclass(frozen=True, slots=True)
class StoredWeights:
    """A BERT encoder without pooler and its linear head, as torch names and shapes them.

    `encoder.…` is as in `BertModel`; `head.weight` is logits × width.
    """

    parameters: Parameters
    heads: int
    epsilon: float

    @classmethod
    def of(cls, model: Any, state: Mapping[str, Any] | None = None) -> "StoredWeights":
        """Return the weights of an ONNX model, or those of `state` in its architecture.

        Raises ValueError if weights are missing, unknown, no numbers, or do not fit together.
        """
        stored = _arrays(model)
        if state is None:
            parameters = {name: _oriented(name, own) for name, own in _dequantized(stored).items()}
        else:
            parameters = {name: np.asarray(own, np.float32) for name, own in state.items()}
        weights = cls(parameters, int(_required(stored, "heads_shape")[2]), _epsilon(model))
        weights._check()
        return weights

    @property
    def layers(self) -> int:
        """The number of encoder layers."""
        numbers = (int(found[1]) for name in self.parameters if (found := _LAYER.match(name)))
        return max(numbers, default=-1) + 1

    @property
    def inner(self) -> int:
        """The width between the two matrices of a layer's feed-forward part."""
        return len(_required(self.parameters, "encoder.encoder.layer.0.intermediate.dense.bias"))

    def embedding(self, name: str) -> NDArray[np.float32]:
        """Return `word_embeddings`, `position_embeddings` or `token_type_embeddings`."""
        return _required(self.parameters, f"{_EMBEDDINGS}.{name}.weight")

    def _check(self) -> None:
        width = self.embedding("word_embeddings").shape[-1]
        labels = len(_required(self.parameters, "head.bias"))
        expected = dict(_shapes(self.layers, width, self.inner, labels))
        for name, shape in expected.items():
            own = _required(self.parameters, name)
            if not _fits(own.shape, shape) or not np.isfinite(own).all():
                raise ValueError(f"{name} is damaged, or of another network")
        strays = sorted(set(self.parameters) - set(expected))
        if strays:
            raise ValueError(f"it has {strays[0]}, which this network has not")


def _arrays(model: Any) -> dict[str, NDArray[Any]]:
    to_array = imported("onnx.numpy_helper").to_array
    return {tensor.name: to_array(tensor) for tensor in model.graph.initializer}


def _dequantized(stored: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
    """Return the parameters among the initialisers, as 32-bit numbers."""
    found = {}
    for key, stored_weight in stored.items():
        name = key.removesuffix(_QUANTIZED)
        if not name.startswith(("encoder.", "head.")) or name.endswith((_SCALE, _ZERO)):
            continue
        weight = stored_weight.astype(np.float32)
        if name != key:
            scale, zero = _required(stored, name + _SCALE), _required(stored, name + _ZERO)
            weight = (weight - zero.astype(np.float32)) * scale
        found[name] = weight.astype(np.float32)
    return found


def _oriented(name: str, stored: NDArray[np.float32]) -> NDArray[np.float32]:
    if stored.ndim == 2 and not name.startswith(_EMBEDDINGS):
        return np.ascontiguousarray(stored.T)
    return stored


def _epsilon(model: Any) -> float:
    """Return what layer normalisation adds to the variance."""
    found = {
        float(attribute.f)
        for node in model.graph.node
        if node.op_type == "LayerNormalization"
        for attribute in node.attribute
        if attribute.name == "epsilon"
    }
    if len(found) != 1:
        raise ValueError("its layers are not all normalised in the same way")
    return found.pop()


def _shapes(
    layers: int, width: int, inner: int, labels: int
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name and the shape of each parameter."""
    for name in ("word_embeddings", "position_embeddings", "token_type_embeddings"):
        yield f"{_EMBEDDINGS}.{name}.weight", (_FREE, width)
    for name in (f"{_EMBEDDINGS}.LayerNorm.weight", f"{_EMBEDDINGS}.LayerNorm.bias"):
        yield name, (width,)
    for layer in range(layers):
        for part, *shape in (
            ("attention.self.query", width, width),
            ("attention.self.key", width, width),
            ("attention.self.value", width, width),
            ("attention.output.dense", width, width),
            ("attention.output.LayerNorm", width),
            ("intermediate.dense", inner, width),
            ("output.dense", width, inner),
            ("output.LayerNorm", width),
        ):
            yield f"encoder.encoder.layer.{layer}.{part}.weight", tuple(shape)
            yield f"encoder.encoder.layer.{layer}.{part}.bias", (shape[0],)
    yield "head.weight", (labels, width)
    yield "head.bias", (labels,)


def _fits(found: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return len(found) == len(expected) and all(
        wanted in (own, _FREE) for own, wanted in zip(found, expected, strict=True)
    )


def _required(arrays: Mapping[str, NDArray[Any]], name: str) -> NDArray[Any]:
    if name not in arrays:
        raise ValueError(f"it lacks {name}")
    return arrays[name]
