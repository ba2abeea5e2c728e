"""The release of a joint model: a small JSON file that names the two releases it was fitted for."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from moderation.classifiers import whole_file
from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute, Released, ReleaseError
from moderation.classifiers.release_file import NEXT_STEP, digest, verified, write_card
from moderation.classifiers.standard.joint import Calibration, JointModel, probabilities
from moderation.classifiers.standard.passages import Passages
from moderation.classifiers.standard.slurs import Slurs

FORMAT = 2
# Rounding in the file; a wrong formula or attribute differs by far more.
_TOLERANCE = 1e-6
_KNOWN_ANSWERS = np.linspace(-6, 6, 4)


@dataclass(frozen=True, slots=True)
class Origin:
    """A release that a joint model was fitted for."""

    name: str
    sha256: str

    @classmethod
    def of(cls, classifier: Released) -> "Origin":
        return cls(classifier.name, classifier.digest)

    def __str__(self) -> str:
        return f"{self.name} (SHA-256 {self.sha256[:12]}…)"


@dataclass(frozen=True, slots=True)
class JointRelease:
    """A joint model, in the order of `Attribute`, and the releases that it was fitted for.

    And what is read beside whole comments: `passages` of long ones, and `slurs`.
    """

    model: JointModel
    linear: Origin
    transformer: Origin
    passages: Passages
    slurs: Slurs

    def save(self, path: Path, card: dict[str, Any]) -> None:
        """Write the release to `path` and its card, with the digest, beside it."""
        with whole_file.opened(path) as file:
            file.write(json.dumps(self._to_json(), indent=1) + "\n")
        write_card(path, card)

    @classmethod
    def load(cls, path: Path) -> tuple["JointRelease", str]:
        """Return the release at `path` and its digest.

        Raises ReleaseError if the file or its card is missing, or if the file is not the one
        that the card was written for, no such release, or computes other answers than it should.
        """
        content = verified(path)
        try:
            release = cls._from_json(json.loads(content))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise ReleaseError(
                f"{path} is not a release of a joint model ({error}); {NEXT_STEP}."
            ) from error
        return release, digest(content)

    def check_pair(self, *, linear: Released, transformer: Released) -> None:
        """Raise ReleaseError if these are not the releases that the model was fitted for."""
        for kind, wanted, found in (
            ("linear", self.linear, Origin.of(linear)),
            ("transformer", self.transformer, Origin.of(transformer)),
        ):
            if wanted.sha256 != found.sha256:
                raise ReleaseError(
                    f"The standard release was fitted for {wanted}, not for {found}. Set "
                    f"{kind.upper()}_RELEASE to that file, or fit a release for this pair: "
                    "python manage.py train --kind standard"
                )

    def _to_json(self) -> dict[str, Any]:
        linear, transformer = _questions()
        answers = probabilities(self.model.logits(linear, transformer))
        return {
            "format": FORMAT,
            "linear": {"name": self.linear.name, "sha256": self.linear.sha256},
            "transformer": {"name": self.transformer.name, "sha256": self.transformer.sha256},
            "passages": asdict(self.passages),
            "slurs": asdict(self.slurs),
            "attributes": {
                attribute.value: _column_to_json(self.model, column)
                for column, attribute in enumerate(Attribute)
            },
            "known_answers": [
                {"linear": ours, "transformer": theirs, "probabilities": answer}
                for ours, theirs, answer in zip(
                    linear.tolist(), transformer.tolist(), answers.tolist(), strict=True
                )
            ],
        }

    @classmethod
    def _from_json(cls, data: dict[str, Any]) -> "JointRelease":
        if data["format"] != FORMAT:
            raise ValueError(f"its format is {data['format']!r}, known is {FORMAT}")
        columns = [data["attributes"][attribute.value] for attribute in Attribute]
        model = JointModel(
            weights=_matrix([own["weights"] for own in columns], 3),
            calibrations=tuple(_calibration(own["calibration"]) for own in columns),
            alone=_matrix([own["alone"] for own in columns], 2),
            settled_below=_matrix([[own["settled_below"]] for own in columns], 1)[:, 0],
        )
        if (model.weights[:, 1:] < 0).any() or (model.alone[:, 0] < 0).any():
            raise ValueError("a weight is negative")
        _check_answers(model, data["known_answers"])
        return cls(
            model,
            linear=Origin(**data["linear"]),
            transformer=Origin(**data["transformer"]),
            passages=Passages(**data["passages"]),
            slurs=Slurs(data["slurs"]["least"], tuple(data["slurs"]["words"])),
        )


def _column_to_json(model: JointModel, column: int) -> dict[str, Any]:
    line = model.calibrations[column]
    return {
        "weights": model.weights[column].tolist(),
        "calibration": [line.x.tolist(), line.y.tolist()],
        "alone": model.alone[column].tolist(),
        "settled_below": float(model.settled_below[column]),
    }


def _questions() -> tuple[Floats, Floats]:
    """Return pairs of logits over the range that texts have, a value for each attribute."""
    linear, transformer = map(np.ravel, np.meshgrid(_KNOWN_ANSWERS, _KNOWN_ANSWERS))
    shifts = np.arange(len(Attribute)) / 10
    return linear[:, None] + shifts, transformer[:, None] - shifts


def _check_answers(model: JointModel, known: list[dict[str, list[float]]]) -> None:
    if not known:
        raise ValueError("it has no known answers")
    linear, transformer, answers = (
        _matrix([answer[part] for answer in known], len(Attribute))
        for part in ("linear", "transformer", "probabilities")
    )
    found = probabilities(model.logits(linear, transformer))
    if (worst := float(np.abs(found - answers).max())) > _TOLERANCE:
        raise ValueError(f"its known answers are missed by up to {worst:.2g}")


def _calibration(points: Any) -> Calibration:
    x, y = _matrix(points, len(points[0]))
    if len(x) < 2 or (np.diff(x) <= 0).any() or (np.diff(y) < 0).any():
        raise ValueError("a calibration does not rise")
    return Calibration(x, y)


def _matrix(rows: Any, width: int) -> Floats:
    values = np.array(rows, dtype=np.float64)
    if values.ndim != 2 or values.shape[1] != width:
        raise ValueError("a list of numbers has another length than it should")
    if not np.isfinite(values).all():
        raise ValueError("a number is not finite")
    return values
