"""Reads the file of a transformer release, and refuses what is not one.

The file is an ONNX model whose metadata hold all that reading needs: the tokenizer, the
word lists of the normaliser, the calibration, and texts with the logits that they must get.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moderation.classifiers.base import ReleaseError
from moderation.classifiers.release_file import NEXT_STEP, digest, verified
from moderation.classifiers.transformer.record import Record
from moderation.classifiers.transformer.session import Network

if TYPE_CHECKING:
    from tokenizers import Tokenizer

TOKENIZER = "tokenizer"


@dataclass(frozen=True, slots=True)
class TransformerRelease:
    """The content of a release: what its metadata say, its tokenizer and its network.

    `ends` are the ids of the tokens before and after each window.
    """

    record: Record
    tokenizer: "Tokenizer"
    ends: tuple[int, int]
    network: Network

    @classmethod
    def load(cls, path: Path, *, threads: int) -> tuple["TransformerRelease", str]:
        """Return the release at `path`, run by `threads` threads, and its digest.

        Raises ReleaseError if onnxruntime or tokenizers is missing, or if the file or its card
        is missing, damaged, altered, or no release that this version can read.
        """
        tokenizers = _tokenizers()
        content = verified(path)
        network = Network.of(content, path, threads=threads)
        try:
            record = Record.parse(network.metadata)
            tokenizer = _tokenizer(tokenizers, network.metadata)
            ends = end_tokens(tokenizer)
            network.check(len(record.attributes), record.window, tokenizer.get_vocab_size())
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ReleaseError(
                f"{path} is not a release of the transformer: {error}; {NEXT_STEP}."
            ) from error
        return cls(record, tokenizer, ends, network), digest(content)


def _tokenizers() -> Any:
    """Import what cuts words, when it is needed: the linear classifier does without."""
    try:
        import tokenizers  # noqa: PLC0415
    except ImportError as error:
        raise ReleaseError(
            "The transformer needs tokenizers, which is not installed. "
            "Run: pip install -r requirements-core.txt"
        ) from error
    return tokenizers


def _tokenizer(tokenizers: Any, metadata: dict[str, str]) -> "Tokenizer":
    if TOKENIZER not in metadata:
        raise ValueError(f"its metadata lack `{TOKENIZER}`")
    try:
        tokenizer: Tokenizer = tokenizers.Tokenizer.from_str(metadata[TOKENIZER])
    except Exception as error:  # the library raises nothing more specific
        raise ValueError(f"its tokenizer cannot be read ({error})") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def end_tokens(tokenizer: "Tokenizer") -> tuple[int, int]:
    """Return the ids of the tokens before and after a text; raises ValueError if it lacks them."""
    first, last = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    if first is None or last is None:
        raise ValueError("its tokenizer lacks [CLS] or [SEP]")
    return first, last
