"""A trained linear model as one file that is read without executing anything in it."""

import hashlib
import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers.base import Attribute, ReleaseError

_NEXT_STEP = "restore the file from the distribution, or train a release anew"


@dataclass(frozen=True, slots=True)
class Release:
    """What training yields and inference needs.

    `weights[i, j]` is what feature `features[i]` adds to the logit of
    `attributes[j]` before division by the text's size; `bias[j]` is added
    after. A sentence whose logit for `attributes[j]` is more than `margins[j]`
    above that of the whole text decides alone, less that margin. `lexicon` and
    `known` are the word lists of the normaliser.
    """

    attributes: tuple[Attribute, ...]
    features: tuple[str, ...]
    weights: NDArray[np.float16]
    bias: NDArray[np.float64]
    margins: NDArray[np.float64]
    lexicon: tuple[str, ...]
    known: tuple[str, ...]

    def save(self, path: Path, card: dict[str, Any]) -> None:
        """Write the release to `path` and its card, with the digest, beside it."""
        buffer = io.BytesIO()
        np.savez_compressed(
            buffer,
            attributes=_packed(self.attributes),
            features=_packed(self.features),
            weights=self.weights,
            bias=self.bias,
            margins=self.margins,
            lexicon=_packed(self.lexicon),
            known=_packed(self.known),
        )
        path.write_bytes(buffer.getvalue())
        record = {"name": path.stem, "sha256": digest(buffer.getvalue()), **card}
        card_path(path).write_text(json.dumps(record, indent=2) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> tuple["Release", str]:
        """Return the release at `path` and its digest.

        Raises ReleaseError if the file or its card is missing, or if the file is
        not the one that the card was written for, or no release.
        """
        content = verified(path)
        try:
            return cls._from_bytes(content), digest(content)
        except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise ReleaseError(
                f"{path} is not a linear release ({error}); {_NEXT_STEP}."
            ) from error

    @classmethod
    def _from_bytes(cls, content: bytes) -> "Release":
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(
                attributes=tuple(Attribute(name) for name in _unpacked(arrays["attributes"])),
                features=_unpacked(arrays["features"]),
                weights=arrays["weights"],
                bias=arrays["bias"],
                margins=arrays["margins"],
                lexicon=_unpacked(arrays["lexicon"]),
                known=_unpacked(arrays["known"]),
            )


def verified(path: Path) -> bytes:
    """Return the content of the release at `path`, unread.

    Raises ReleaseError if the file or its card is missing, or if the file is
    not the one that the card was written for.
    """
    content = _read(path)
    found, expected = digest(content), _recorded_digest(path)
    if found != expected:
        raise ReleaseError(
            f"{path} is damaged or was altered: its SHA-256 is {found}, its card says "
            f"{expected}; {_NEXT_STEP}."
        )
    return content


def card_path(path: Path) -> Path:
    """Return where the card of the release at `path` lies."""
    return path.with_suffix(".json")


def digest(content: bytes) -> str:
    """Return the SHA-256 of a release, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReleaseError(
            f"Cannot read the release {path} ({error.strerror}); {_NEXT_STEP}."
        ) from error


def _recorded_digest(path: Path) -> str:
    card = card_path(path)
    try:
        return str(json.loads(card.read_text("utf-8"))["sha256"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(
            f"The card {card}, which records the digest of {path.name}, is missing or "
            f"unreadable; {_NEXT_STEP}."
        ) from error


def _packed(words: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n")) if packed.size else ()
