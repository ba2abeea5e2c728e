"""The small model that joins the logits of two classifiers, attribute by attribute."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from moderation.classifiers.arrays import Floats, Mask


class Calibration(NamedTuple):
    """A monotone line of straight pieces: the logit at `x[i]` becomes `y[i]`.

    Beyond its ends the first and the last piece go on.
    """

    x: Floats
    y: Floats

    def __call__(self, logits: Floats) -> Floats:
        piece = np.clip(np.searchsorted(self.x, logits) - 1, 0, len(self.x) - 2)
        slopes = np.diff(self.y) / np.diff(self.x)
        return np.asarray(self.y[piece] + slopes[piece] * (logits - self.x[piece]))


@dataclass(frozen=True, slots=True)
class JointModel:
    """Joins the logits of a linear model and a transformer, texts × attributes.

    `weights` has a row of bias, weight of the linear logit and weight of the
    transformer's for each attribute; `calibrations` make the sums mean shares of readers.
    A text whose linear logits are all under `settled_below` may be settled by the linear
    model alone: then its logit is the line of slope and intercept in `alone`.
    """

    weights: Floats
    calibrations: tuple[Calibration, ...]
    alone: Floats
    settled_below: Floats

    def logits(self, linear: Floats, transformer: Floats) -> Floats:
        """Return the joined logits."""
        bias, by_linear, by_transformer = self.weights.T
        sums = bias + by_linear * linear + by_transformer * transformer
        columns = [line(sums[:, column]) for column, line in enumerate(self.calibrations)]
        return np.stack(columns, axis=1)

    def settled(self, linear: Floats) -> Mask:
        """Tell which texts the linear model may settle."""
        return np.asarray((linear < self.settled_below).all(axis=1))

    def logits_alone(self, linear: Floats) -> Floats:
        """Return the logits of settled texts, from the linear model alone."""
        return np.asarray(self.alone[:, 0] * linear + self.alone[:, 1])


def probabilities(logits: Floats) -> Floats:
    """Return the probabilities of logits, without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * logits)))
