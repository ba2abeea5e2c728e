"""The weights that training begins with: those of an encoder, of a release, or of a former run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor
from transformers import BertConfig

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.corpora.corpus import DataError
from moderation.classifiers.detoxify.stored_weights import StoredWeights
from moderation.classifiers.release_file import verified
from moderation.classifiers.training.transformer.network import Network, load_encoder

_RELEASE = ".onnx"


def beginning(encoder: Path, start_from: Path | None) -> Network:
    """Return the network of the encoder in a folder, with the weights of `start_from` if given.

    That is a release (.onnx), whose 8-bit weights are taken as the numbers that they stand for,
    or the checkpoint of a former run (.pt), of which the running average is taken. Raises
    ReleaseError or DataError if it cannot be read, or is of a network of another shape.
    """
    network = load_encoder(encoder)
    if start_from is None:
        return network
    try:
        network.load_state_dict(_weights(start_from))
    except RuntimeError as error:
        raise DataError(
            f"{start_from} is of a network of another shape than the encoder in {encoder}: "
            "name the encoder that it was made from."
        ) from error
    return network


def load_release(path: Path) -> Network:
    """Return the network of a release, as `beginning` reads its weights. Raises ReleaseError."""
    stored = _stored(path)
    words, width = stored.embedding("word_embeddings").shape
    config = BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=stored.layers,
        num_attention_heads=stored.heads,
        intermediate_size=stored.inner,
        max_position_embeddings=len(stored.embedding("position_embeddings")),
        layer_norm_eps=stored.epsilon,
    )
    network = Network(config)
    network.load_state_dict(_tensors(stored.parameters))
    return network


def _weights(path: Path) -> Mapping[str, Tensor]:
    if path.suffix == _RELEASE:
        return _tensors(_stored(path).parameters)
    try:
        average: Mapping[str, Tensor] = torch.load(path, weights_only=True)["average"]
    except Exception as error:  # torch raises something else for each kind of damage
        raise DataError(
            f"{path} is neither a release (.onnx) nor the checkpoint of a run ({error})."
        ) from error
    return average


def _stored(path: Path) -> StoredWeights:
    content = verified(path)
    try:
        return StoredWeights.of(onnx.load_model_from_string(content))
    except Exception as error:  # onnx raises a class of protobuf's
        raise ReleaseError(f"{path} is no release of the transformer: {error}.") from error


def _tensors(parameters: Mapping[str, Any]) -> dict[str, Tensor]:
    # A copy: arrays read from a file cannot be written to
    return {name: torch.from_numpy(np.array(own)) for name, own in parameters.items()}
