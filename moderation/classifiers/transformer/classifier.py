"""A small language model as a classifier: it reads attacks, not only words."""

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from re import Pattern
from typing import NamedTuple

import numpy as np

from moderation.classifiers import release_file
from moderation.classifiers.arrays import Floats
from moderation.classifiers.base import (
    ENGLISH_ONLY,
    Attribute,
    Offsets,
    Released,
    ReleaseError,
    Scores,
    Span,
    log_odds,
)
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.occlusion import fewest_words
from moderation.classifiers.release_file import NEXT_STEP
from moderation.classifiers.transformer.reading import Reader
from moderation.classifiers.transformer.release import TransformerRelease
from moderation.classifiers.transformer.windows import starts

# The release that comes with Comity.
SHIPPED_RELEASE = Path(__file__).parent.parent / "weights" / "transformer-2026.11.onnx"
# By how much a logit may differ from the one that was recorded when the release was made.
# Processors add in different orders, so that a sum may round to the neighbouring 8-bit number,
# and such steps add up over the layers, to a tenth at most. Other weights or another tokenizer
# are off by whole logits.
TOLERANCE = 0.25


# A text is scored, then explained for each attribute, and so are copies without some words.
_TEXTS_KEPT = 64


class _Window(NamedTuple):
    """Where a window begins among the tokens of its text, and what each of its tokens says.

    `token_logits` are tokens × attributes, those at the ends included; `logits` their means.
    """

    start: int
    token_logits: Floats
    logits: Floats


class TransformerClassifier(Released):
    """Scores with a trained release; one session, shared by all threads."""

    def __init__(
        self,
        release: TransformerRelease,
        *,
        name: str,
        digest: str,
        languages: Iterable[str] = ENGLISH_ONLY,
    ) -> None:
        super().__init__(name=name, digest=digest, languages=languages)
        self._record = release.record
        self._network = release.network
        self._reader = Reader(Normalizer(release.record.lexicon), release.tokenizer)
        self._first, self._last = release.ends
        self._room = release.record.window - 2
        self._remembered = lru_cache(_TEXTS_KEPT)(self._windows)

    @classmethod
    def load(cls, path: Path, *, threads: int = 1) -> "TransformerClassifier":
        """Return the classifier stored at `path`, its logits checked against known answers.

        Raises ReleaseError as TransformerRelease.load does, or if an answer is wrong.
        """
        release, digest = TransformerRelease.load(path, threads=threads)
        languages = release_file.languages(path)
        classifier = cls(release, name=path.stem, digest=digest, languages=languages)
        off = np.abs(classifier.logits(release.record.questions) - release.record.answers).max()
        if off > TOLERANCE:
            raise ReleaseError(
                f"{path} does not give the answers that it was released with (a logit is off by "
                f"{off:.2f}): its weights or its tokenizer are not its own, or onnxruntime does "
                f"not support this processor; {NEXT_STEP}, or set CLASSIFIER=linear."
            )
        return classifier

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        """The attributes in the order of `logits`."""
        return self._record.attributes

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter.

        A text gets the same scores whatever it is scored together with.
        """
        calibrated = self.logits(texts) * self._record.slopes + self._record.intercepts
        rows = (0.5 * (1 + np.tanh(0.5 * calibrated))).tolist()
        return [dict(zip(self.attributes, row, strict=True)) for row in rows]

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return the same as `score`."""
        return self.score(texts)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits before calibration, texts × `attributes`.

        A long text is read in windows, and its logits are those of the worst for each attribute.
        """
        windows = self._remembered if len(texts) <= _TEXTS_KEPT else self._windows
        read = (windows(self._reader.written(text)) for text in texts)
        rows = [np.max([window.logits for window in own], axis=0) for own in read]
        return np.array(rows, dtype=np.float64).reshape(-1, len(self.attributes))

    def normalized(self, text: str) -> str:
        """Return `text` as the network reads it."""
        return self._reader.written(text)

    def matches(self, pattern: Pattern[str], text: str) -> list[Offsets]:
        """Return the spans of `text` behind what `pattern` finds in it as the network reads it."""
        return self._reader.matches(pattern, text)

    def knows(self, word: str) -> bool:
        """Tell whether the release's word lists have `word`, given in lower case."""
        return word in self._record.lexicon.known

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the fewest words without which `text` scores below `threshold`, verified.

        The threshold is one half if none is given. Empty where no few words carry it: then
        the comment speaks as a whole; and where the text scores below it anyway.
        """
        column = self.attributes.index(attribute)
        slope, intercept = self._record.slopes[column], self._record.intercepts[column]
        limit = log_odds(0.5 if threshold is None else threshold)

        def excess(texts: Sequence[str]) -> list[float]:
            found: list[float] = (self.logits(texts)[:, column] * slope + intercept).tolist()
            return [logit - limit for logit in found]

        return fewest_words(text, partial(self.shares, attribute=attribute), excess)

    def shares(self, text: str, attribute: Attribute) -> list[tuple[Offsets, float]]:
        """Return by how much each token raises the logit above the mean of its window.

        In the order of the tokens, with the span of `text` behind each. A token that two
        windows share gets its share in the worse.
        """
        spans, column = self._reader.read(text).spans, self.attributes.index(attribute)
        shares = np.zeros(len(spans))
        windows = self._remembered(self._reader.written(text))
        for window in sorted(windows, key=lambda window: window.logits[column]):
            above = window.token_logits[:, column] - window.logits[column]
            shares[window.start : window.start + self._room] = above[1:-1] / len(above)
        return list(zip(spans, shares.tolist(), strict=True))

    def _windows(self, written: str) -> tuple[_Window, ...]:
        ids = self._reader.ids_of(written)
        return tuple(self._window(ids, start) for start in starts(len(ids), self._room))

    def _window(self, ids: Sequence[int], start: int) -> _Window:
        """Read what fits between the two tokens that stand at the ends."""
        inner = ids[start : start + self._room]
        logits = self._network.token_logits([self._first, *inner, self._last])
        return _Window(start, logits, logits.mean(axis=0))
