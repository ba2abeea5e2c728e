"""The weights of a linear release: one file, read without executing anything in it."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from moderation.classifiers import whole_file
from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.release_file import NEXT_STEP, digest, verified, write_card


@dataclass(frozen=True, slots=True)
class LinearWeights:
    """The content of a linear release: the result of training, the input of inference.

    `weights[i, j]` is what feature `features[i]` adds to the logit of
    `attributes[j]` before division by the text's size; `bias[j]` is added
    after. A sentence whose logit for `attributes[j]`, less `margins[j]`, is greater
    than that of the whole text replaces it. `lexicon` and `known` are the word lists
    of the normaliser.
    """

    attributes: tuple[Attribute, ...]
    features: tuple[str, ...]
    weights: NDArray[np.float16]
    bias: Floats
    margins: Floats
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
        with whole_file.opened(path, "wb") as file:
            file.write(buffer.getvalue())
        write_card(path, card)

    @classmethod
    def load(cls, path: Path) -> tuple["LinearWeights", str]:
        """Return the release at `path` and its digest.

        Raises ReleaseError if the file or its card is missing, or if the file is
        not the one that the card was written for, or no release.
        """
        content = verified(path)
        try:
            return cls._from_bytes(content), digest(content)
        except (KeyError, ValueError, OSError, zipfile.BadZipFile) as error:
            raise ReleaseError(f"{path} is not a linear release ({error}); {NEXT_STEP}.") from error

    @classmethod
    def _from_bytes(cls, content: bytes) -> "LinearWeights":
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


def _packed(words: tuple[str, ...]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpacked(packed: NDArray[np.uint8]) -> tuple[str, ...]:
    return tuple(packed.tobytes().decode().split("\n")) if packed.size else ()
