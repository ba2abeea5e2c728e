"""A small language model as a classifier: it reads attacks, not only words."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from moderation.classifiers.arrays import Floats, Ints
from moderation.classifiers.base import (
    Attribute,
    Offsets,
    Released,
    ReleaseError,
    Scores,
    Span,
    log_odds,
)
from moderation.classifiers.normalization.normalizer import Normalizer
from moderation.classifiers.occlusion import fewest_words, words_with_shares
from moderation.classifiers.release_file import NEXT_STEP
from moderation.classifiers.transformer.reading import Reader
from moderation.classifiers.transformer.release import TransformerRelease
from moderation.classifiers.transformer.windows import batches, starts

# The tokens that are read together; more is not faster, and takes memory
_BATCH_TOKENS = 2048
# Around the tokens of each window stand [CLS] and [SEP]
_SPECIAL = 2
# By how much a logit may differ from the one that was recorded when the release was made:
# processors round the sums of 8-bit products differently
_TOLERANCE = 0.25


class TransformerClassifier(Released):
    """Scores with a trained release; one session, shared by all threads."""

    def __init__(self, release: TransformerRelease, *, name: str, digest: str) -> None:
        super().__init__(name=name, digest=digest)
        self._release = release
        self._reader = Reader(Normalizer(release.lexicon), release.tokenizer)
        self._first = release.tokenizer.token_to_id("[CLS]")
        self._last = release.tokenizer.token_to_id("[SEP]")
        self._room = release.window - _SPECIAL

    @classmethod
    def load(cls, path: Path, *, threads: int = 1) -> "TransformerClassifier":
        """Return the classifier stored at `path`, its logits checked against known answers.

        Raises ReleaseError as TransformerRelease.load does, or if an answer is wrong.
        """
        release, digest = TransformerRelease.load(path, threads=threads)
        classifier = cls(release, name=path.stem, digest=digest)
        classifier._check_known_answers(path)
        return classifier

    @property
    def attributes(self) -> tuple[Attribute, ...]:
        return self._release.attributes

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        release = self._release
        logits = self.logits(texts) * release.slopes + release.intercepts
        rows = (1 / (1 + np.exp(-logits))).tolist()
        return [dict(zip(release.attributes, row, strict=True)) for row in rows]

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return the same as `score`."""
        return self.score(texts)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return the logits before calibration, texts × attributes.

        A long text is read in windows, and its logit is that of the worst of them.
        """
        ids = [self._reader.ids(text) for text in texts]
        windows = [
            (owner, tokens[start : start + self._room])
            for owner, tokens in enumerate(ids)
            for start in starts(len(tokens), self._room)
        ]
        found = np.full((len(texts), len(self.attributes)), -np.inf)
        for chosen in batches([len(tokens) for _, tokens in windows], _BATCH_TOKENS):
            owners = [windows[place][0] for place in chosen]
            (logits,) = self._run(["logits"], [windows[place][1] for place in chosen])
            np.maximum.at(found, owners, logits)
        return found

    def shares(self, text: str, attribute: Attribute) -> list[tuple[Offsets, float]]:
        """Return what each token adds to the logit of the worst window, in order of the text."""
        reading, column = self._reader.read(text), self.attributes.index(attribute)
        begins = starts(len(reading.ids), self._room)
        parts = [list(reading.ids[start : start + self._room]) for start in begins]
        results = [self._run(["logits", "token_logits"], [part]) for part in parts]
        worst = max(range(len(parts)), key=lambda place: results[place][0][0, column])
        tokens = results[worst][1][0, 1:-1, column]
        spans = reading.spans[begins[worst] : begins[worst] + len(parts[worst])]
        size = len(parts[worst]) + _SPECIAL
        return [(span, float(logit) / size) for span, logit in zip(spans, tokens, strict=True)]

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the fewest words without which `text` scores below `threshold`, verified.

        Empty where no few words carry it: then the comment speaks as a whole.
        """
        column = self.attributes.index(attribute)
        slope, intercept = self._release.slopes[column], self._release.intercepts[column]
        limit = log_odds(threshold or 0.5)

        def excess(texts: Sequence[str]) -> Floats:
            return self.logits(texts)[:, column] * slope + intercept - limit

        words = words_with_shares(text, self.shares(text, attribute))
        return fewest_words(text, words, excess)

    def knows(self, word: str) -> bool:  # noqa: ARG002 -- the protocol's
        """Return True: the network reads any word in pieces."""
        return True

    def _run(self, outputs: list[str], windows: Sequence[Sequence[int]]) -> list[Floats]:
        ids, mask = self._padded(windows)
        results: list[Floats] = self._release.session.run(outputs, {"ids": ids, "mask": mask})
        return results

    def _padded(self, windows: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
        """Return token ids with the special ones, and their mask, windows × tokens."""
        longest = max(map(len, windows)) + _SPECIAL
        ids = np.zeros((len(windows), longest), dtype=np.int64)
        mask = np.zeros((len(windows), longest), dtype=np.int64)
        for row, tokens in enumerate(windows):
            whole = [self._first, *tokens, self._last]
            ids[row, : len(whole)] = whole
            mask[row, : len(whole)] = 1
        return ids, mask

    def _check_known_answers(self, path: Path) -> None:
        answers = self._release.known_answers
        if not answers:
            raise ReleaseError(f"{path} holds no known answers to check; {NEXT_STEP}.")
        logits = self.logits([answer.text for answer in answers])
        expected = np.array([answer.logits for answer in answers])
        if not np.allclose(logits, expected, rtol=0, atol=_TOLERANCE):
            raise ReleaseError(
                f"{path} does not give the answers that it was released with: its weights are "
                f"damaged, or this processor is not supported; {NEXT_STEP}."
            )
