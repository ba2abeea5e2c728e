"""A site that scores with `standard`: the shipped linear release and a tiny transformer."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.release_file import digest
from moderation.classifiers.standard import StandardClassifier
from moderation.classifiers.standard.joint import Calibration, JointModel
from moderation.classifiers.standard.passages import Passages
from moderation.classifiers.standard.release import JointRelease, Origin
from moderation.classifiers.standard.slurs import Slurs
from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.transformer.tiny_release import write_release

STRAIGHT = Calibration(np.array([-20.0, 20.0]), np.array([-20.0, 20.0]))
# Half of each logit; what linear finds very calm it settles.
HALVES = JointModel(
    weights=np.tile([0.0, 0.5, 0.5], (5, 1)),
    calibrations=(STRAIGHT,) * 5,
    alone=np.tile([1.0, 0.0], (5, 1)),
    settled_below=np.full(5, -3.0),
)
PASSAGES = Passages(longer_than=30, words=10, margin=0.125)
SLURS = Slurs(0.5, ("camel jockey", "camel jockeys", "pikey", "pikeys"))


@cache
def linear() -> LinearClassifier:
    """The shipped release, loaded once."""
    return LinearClassifier.load(SHIPPED_RELEASE)


@dataclass(frozen=True)
class Files:
    """The files of a standard release and of the transformer that it joins."""

    joint: Path
    transformer: Path

    @property
    def settings(self) -> dict[str, Any]:
        """What a site sets to use them."""
        return {
            "CLASSIFIER": "standard",
            "STANDARD_RELEASE": str(self.joint),
            "TRANSFORMER_RELEASE": str(self.transformer),
        }

    def load(self) -> StandardClassifier:
        transformer = TransformerClassifier.load(self.transformer)
        return StandardClassifier.load(self.joint, linear=linear(), transformer=transformer)


def write(folder: Path, model: JointModel = HALVES) -> Files:
    """Write both files into `folder`."""
    files = Files(folder / "standard-tiny.joint", folder / "transformer-tiny.onnx")
    write_release(folder, name=files.transformer.stem)
    transformer = TransformerClassifier.load(files.transformer)
    linear = Origin(SHIPPED_RELEASE.stem, digest(SHIPPED_RELEASE.read_bytes()))
    release = JointRelease(model, linear, Origin.of(transformer), PASSAGES, SLURS)
    release.save(files.joint, {})
    return files
