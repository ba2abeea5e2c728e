"""Runs the network of a transformer release with onnxruntime."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import ReleaseError
from moderation.classifiers.release_file import NEXT_STEP

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

_INPUTS = {"ids": "tensor(int64)", "mask": "tensor(int64)"}
_OUTPUTS = {"logits": "tensor(float)", "token_logits": "tensor(float)"}
# By how much a mean of 32-bit numbers may be off
_ROUNDING = 1e-2
# Failures reach the caller as exceptions: nothing is written to standard error as well.
_FATAL_ONLY = 4


class Network:
    """Reads token ids; one session, shared by all threads.

    Texts are not read in batches. 8-bit sums are scaled by the largest number in a batch, so
    that a text's logits would depend on what it is read together with; and a batch is hardly
    faster on a processor (a tenth at 50 tokens).
    """

    def __init__(self, session: "InferenceSession") -> None:
        self._session = session
        self.metadata: dict[str, str] = session.get_modelmeta().custom_metadata_map

    @classmethod
    def of(cls, content: bytes, path: Path, *, threads: int) -> "Network":
        """Return the network in the `content` of the file at `path`.

        Raises ReleaseError if onnxruntime is missing or cannot read it.
        """
        onnxruntime = _onnxruntime()
        try:
            session = onnxruntime.InferenceSession(
                content, _options(onnxruntime, threads), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # the library raises a class of its own for each failure
            raise ReleaseError(_unreadable(path, onnxruntime.__version__, str(error))) from error
        return cls(session)

    def token_logits(self, ids: Sequence[int]) -> Floats:
        """Return the logits of each token, tokens × attributes; their means are the text's.

        Reads at most a window of tokens. Raises ReleaseError if a logit is no number: then
        the weights are damaged.
        """
        logits = self._run(["token_logits"], ids)[0][0]
        if not np.isfinite(logits).all():
            raise ReleaseError(
                f"The transformer gives no number: its weights are damaged; {NEXT_STEP}."
            )
        return np.asarray(logits, dtype=np.float64)

    def check(self, attributes: int, window: int, vocabulary: int) -> None:
        """Raise ValueError if the network does not fit these numbers.

        Its embedding must have a row for each word of the vocabulary and none more.
        """
        for kind, wanted, nodes in (
            ("inputs", _INPUTS, self._session.get_inputs()),
            ("outputs", _OUTPUTS, self._session.get_outputs()),
        ):
            found = {node.name: node.type for node in nodes}
            if found != wanted:
                raise ValueError(f"its {kind} are {_listed(found)}, not {_listed(wanted)}")
        if not self._reads([vocabulary - 1] * window) or self._reads([vocabulary]):
            raise ValueError(
                f"its tokenizer, of {vocabulary} words, belongs to another network, or that "
                f"cannot read {window} tokens at once"
            )
        logits, token_logits = self._run([*_OUTPUTS], [vocabulary - 1] * 2)
        if logits.shape != (1, attributes) or token_logits.shape != (1, 2, attributes):
            raise ValueError(f"its outputs are not {attributes} numbers for each text and token")
        if np.abs(token_logits.mean(axis=1) - logits).max() > _ROUNDING:
            raise ValueError("the logits of a text are not the means of those of its tokens")

    def _reads(self, ids: Sequence[int]) -> bool:
        try:
            self._run(["logits"], ids)
        except Exception:  # noqa: BLE001 -- the library raises a class of its own for each failure
            return False
        return True

    def _run(self, outputs: list[str], ids: Sequence[int]) -> list[Any]:
        text = np.array([ids], dtype=np.int64)
        found: list[Any] = self._session.run(outputs, {"ids": text, "mask": np.ones_like(text)})
        return found


def _listed(nodes: dict[str, str]) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in sorted(nodes.items()))


def _onnxruntime() -> Any:
    """Import what runs the network, when it is needed: the linear classifier does without."""
    try:
        import onnxruntime  # noqa: PLC0415
    except ImportError as error:
        raise ReleaseError(
            "The transformer needs onnxruntime, which is not installed. "
            "Run: pip install -r requirements-core.txt"
        ) from error
    return onnxruntime


def _options(onnxruntime: Any, threads: int) -> Any:
    options = onnxruntime.SessionOptions()
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = _FATAL_ONLY
    # Threads that wait for work would otherwise keep a core busy that requests need.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The arena keeps the memory of the longest text for good.
    options.enable_cpu_mem_arena = False
    return options


def _unreadable(path: Path, version: str, message: str) -> str:
    reason = message.strip().partition("\n")[0][:200]
    if "opset" in message or "IR version" in message:
        return (
            f"{path} was made for a newer onnxruntime than {version} ({reason}); run "
            "`pip install -r requirements-core.txt`, or train the release anew."
        )
    return f"onnxruntime {version} cannot read {path} ({reason}); {NEXT_STEP}."
