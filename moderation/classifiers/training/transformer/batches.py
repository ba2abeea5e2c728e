"""Puts examples of similar length into batches, in another order each epoch."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from moderation.classifiers.training.transformer.examples import Encoded

# Batches whose examples are sorted by length together: more wastes less on padding, fewer
# mixes better
_SORTED_TOGETHER = 50


class Batch(NamedTuple):
    """Token ids and their mask, texts × tokens; labels, texts × attributes; weights, texts."""

    ids: Tensor
    mask: Tensor
    labels: Tensor
    weights: Tensor


def order(rows: Sequence[Encoded], size: int, *, seed: int) -> list[list[int]]:
    """Return the batches of one epoch as row numbers."""
    random = np.random.default_rng(seed)
    shuffled = random.permutation(len(rows))
    batches: list[list[int]] = []
    for start in range(0, len(rows), size * _SORTED_TOGETHER):
        near = sorted(
            shuffled[start : start + size * _SORTED_TOGETHER], key=lambda r: len(rows[r].ids)
        )
        batches += [[int(row) for row in near[i : i + size]] for i in range(0, len(near), size)]
    return [batches[place] for place in random.permutation(len(batches))]


def collate(rows: Sequence[Encoded]) -> Batch:
    """Return rows as one batch, padded to the longest."""
    longest = max(len(row.ids) for row in rows)
    ids = np.zeros((len(rows), longest), dtype=np.int64)
    mask = np.zeros((len(rows), longest), dtype=np.int64)
    for place, row in enumerate(rows):
        ids[place, : len(row.ids)] = row.ids
        mask[place, : len(row.ids)] = 1
    labels = torch.tensor([row.labels for row in rows], dtype=torch.float32)
    weights = torch.tensor([row.weight for row in rows], dtype=torch.float32)
    return Batch(torch.from_numpy(ids), torch.from_numpy(mask), labels, weights)


def in_order_of_length(rows: Sequence[Encoded], size: int) -> Iterator[list[int]]:
    """Yield every row's number once, rows of similar length together, for prediction."""
    ranked = sorted(range(len(rows)), key=lambda row: len(rows[row].ids))
    yield from (ranked[start : start + size] for start in range(0, len(ranked), size))
