"""Expresses a network that averages its tokens as one that reads the first token alone.

Detoxify loads `BertForSequenceClassification`, whose logits are

    C tanh(P h + p) + c

with h the vector of the first token, where ours are

    H mean(h₁ … hₙ) + b

over all tokens. No class of transformers that takes BERT's weights pools by the mean, so that
one more encoder layer takes it. Its queries and keys are 0, hence each token attends to all
tokens alike, padding excluded, and sees their mean. Its output matrix writes GAIN times each of
the logits without b, and the same with the other sign, into two of the dimensions, and ±LEVEL
into all others. That makes linear what follows:

- The residual, the token's own vector, is added to logits GAIN times as large: it adds its
  size / GAIN to a logit.
- Layer normalisation divides by the standard deviation, which LEVEL dominates: the logits change
  it by less than 1 in 100,000 in a network 384 wide. The mean is 0 by construction.
- The feed-forward part is 0, and the second normalisation finds mean 0 and deviation 1.
- The pooler takes the difference of each two dimensions, so small that tanh is linear:
  a logit z comes out as z (1 - (z / SCALE)² / 3).

All numbers are 32-bit, whose relative precision is 6e-8. LEVEL / GAIN = 1024 times that is what a
logit loses, a few times over. Together a logit between -20 and 20 is off by less than TOLERANCE
in a network at least 32 wide. 16-bit numbers do not suffice.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]

# By how much a logit between -20 and 20 may differ from that of the network
TOLERANCE = 0.001
_GAIN = 2.0**20
_LEVEL = 2.0**30
_SCALE = 2.0**12


def pooled_by_first_token(weights: Weights, layers: int) -> dict[str, NDArray[np.float32]]:
    """Return the parameters of a `BertForSequenceClassification` of `layers` + 1 layers.

    `weights` are those of the encoder (`encoder.…`, as in `BertModel` without pooler) and of
    `head`. Raises ValueError if the encoder is too narrow for the number of logits.
    """
    head, bias = weights["head.weight"], weights["head.bias"]
    labels, width = head.shape
    if width < 2 * labels + 2:
        raise ValueError(f"{labels} logits do not fit into a network {width} wide")
    inner = len(weights["encoder.encoder.layer.0.intermediate.dense.bias"])
    renamed = {
        f"bert.{name.removeprefix('encoder.')}": weight
        for name, weight in weights.items()
        if name.startswith("encoder.")
    }
    added = {
        f"bert.encoder.layer.{layers}.{name}": weight
        for name, weight in _averaging_layer(head, inner).items()
    }
    return renamed | added | _classifier(bias, width)


def _averaging_layer(head: NDArray[np.float32], inner: int) -> dict[str, NDArray[np.float32]]:
    labels, width = head.shape
    output = np.zeros((width, width), np.float32)
    output[0 : 2 * labels : 2] = _GAIN * head
    output[1 : 2 * labels : 2] = -_GAIN * head
    level = np.zeros(width, np.float32)
    spare = _spare_pairs(labels, width)
    level[2 * labels :][: 2 * spare] = np.tile([_LEVEL, -_LEVEL], spare)
    square, line = np.zeros((width, width), np.float32), np.zeros(width, np.float32)
    ones = np.ones(width, np.float32)
    return {
        "attention.self.query.weight": square,
        "attention.self.query.bias": line,
        "attention.self.key.weight": square,
        "attention.self.key.bias": line,
        "attention.self.value.weight": np.eye(width, dtype=np.float32),
        "attention.self.value.bias": line,
        "attention.output.dense.weight": output,
        "attention.output.dense.bias": level,
        "attention.output.LayerNorm.weight": ones,
        "attention.output.LayerNorm.bias": line,
        "intermediate.dense.weight": np.zeros((inner, width), np.float32),
        "intermediate.dense.bias": np.zeros(inner, np.float32),
        "output.dense.weight": np.zeros((width, inner), np.float32),
        "output.dense.bias": line,
        "output.LayerNorm.weight": ones,
        "output.LayerNorm.bias": line,
    }


def _classifier(bias: NDArray[np.float32], width: int) -> dict[str, NDArray[np.float32]]:
    labels = len(bias)
    deviation = _LEVEL * np.sqrt(2 * _spare_pairs(labels, width) / width)
    step = deviation / (2 * _GAIN * _SCALE)
    pooler = np.zeros((width, width), np.float32)
    weight = np.zeros((labels, width), np.float32)
    for label in range(labels):
        pooler[label, 2 * label : 2 * label + 2] = step, -step
        weight[label, label] = _SCALE
    return {
        "bert.pooler.dense.weight": pooler,
        "bert.pooler.dense.bias": np.zeros(width, np.float32),
        "classifier.weight": weight,
        "classifier.bias": bias,
    }


def _spare_pairs(labels: int, width: int) -> int:
    return (width - 2 * labels) // 2
