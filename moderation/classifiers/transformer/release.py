"""Reads the file of a transformer release, and refuses what is not one.

The file is an ONNX model whose metadata hold all that reading needs: the tokenizer, the
word lists of the normaliser, the calibration, and texts with the logits that they must get.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import Attribute, ReleaseError
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.release_file import NEXT_STEP, digest, verified

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

FORMAT = 1
# What the two sides of the metadata are called
TOKENIZER, RECORD = "tokenizer", "comity"
_INPUTS = {"ids", "mask"}
_OUTPUTS = {"logits", "token_logits"}


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """A text and the logits that a release must give it, one for each attribute."""

    text: str
    logits: tuple[float, ...]


@dataclass(frozen=True)
class TransformerRelease:
    """The content of a release.

    A probability is sigmoid(`slopes` × logit + `intercepts`), one each for each of
    `attributes`. `window` is how many tokens are read at once, the two special ones included.
    """

    attributes: tuple[Attribute, ...]
    slopes: Floats
    intercepts: Floats
    window: int
    lexicon: Lexicon
    known_answers: tuple[KnownAnswer, ...]
    tokenizer: Any
    session: "InferenceSession"

    @classmethod
    def load(cls, path: Path, *, threads: int) -> tuple["TransformerRelease", str]:
        """Return the release at `path` and its digest.

        Raises ReleaseError if onnxruntime or tokenizers is missing, or if the file or its card
        is missing, damaged, altered, or no release that this version can read.
        """
        onnxruntime, tokenizers = _libraries()
        content = verified(path)
        try:
            session = onnxruntime.InferenceSession(
                content, _options(onnxruntime, threads), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library raises a class of its own for each failure
            raise ReleaseError(
                f"onnxruntime cannot read {path} ({_first_line(error)}); {NEXT_STEP}, or install "
                "the onnxruntime of requirements-core.txt."
            ) from error
        try:
            return cls._of(session, tokenizers), digest(content)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ReleaseError(
                f"{path} is no transformer release ({error}); {NEXT_STEP}."
            ) from error

    @classmethod
    def _of(cls, session: "InferenceSession", tokenizers: Any) -> "TransformerRelease":
        metadata = session.get_modelmeta().custom_metadata_map
        record = json.loads(metadata[RECORD])
        if record["format"] != FORMAT:
            raise ValueError(f"its format is {record['format']}, not {FORMAT}")
        _check_graph(session)
        attributes = tuple(Attribute(name) for name in record["attributes"])
        pairs = np.array([record["calibration"][name] for name in attributes], dtype=float)
        return cls(
            attributes=attributes,
            slopes=pairs[:, 0],
            intercepts=pairs[:, 1],
            window=int(record["window"]),
            lexicon=Lexicon(record["lexicon"], record["known"]),
            known_answers=tuple(map(_known_answer, record["known_answers"])),
            tokenizer=_tokenizer(tokenizers, metadata[TOKENIZER]),
            session=session,
        )


def _known_answer(record: Mapping[str, Any]) -> KnownAnswer:
    return KnownAnswer(str(record["text"]), tuple(map(float, record["logits"])))


def _libraries() -> tuple[Any, Any]:
    """Import what runs the network, when it is needed: the linear classifier does without."""
    try:
        import onnxruntime  # noqa: PLC0415
        import tokenizers  # noqa: PLC0415
    except ImportError as error:
        raise ReleaseError(
            f"The transformer needs {error.name}, which is not installed. "
            "Run: pip install -r requirements-core.txt"
        ) from error
    return onnxruntime, tokenizers


def _options(onnxruntime: Any, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Threads that wait for work would otherwise keep a core busy that requests need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the memory of the largest batch for good.
    options.enable_cpu_mem_arena = False
    return options


def _check_graph(session: "InferenceSession") -> None:
    inputs = {each.name for each in session.get_inputs()}
    outputs = {each.name for each in session.get_outputs()}
    if inputs != _INPUTS or outputs != _OUTPUTS:
        raise ValueError(f"it maps {sorted(inputs)} to {sorted(outputs)}")


def _tokenizer(tokenizers: Any, serialized: str) -> Any:
    try:
        tokenizer = tokenizers.Tokenizer.from_str(serialized)
    except Exception as error:  # the library raises nothing more specific
        raise ValueError(f"its tokenizer cannot be read: {_first_line(error)}") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
