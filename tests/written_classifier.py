"""A classifier whose probabilities are written in the text, so that a test says what it means.

    "You are late. [personal_attack 0.9] [profanity 0.2]"

What is not written is 0.01.  It fails on every text that says `[broken]`.
"""

import re
from collections.abc import Iterable, Sequence

from moderation.classifiers.base import Attribute, Scores, Span

WRITTEN = re.compile(r"\[(\w+) ([\d.]+)\]")


class WrittenClassifier:
    def __init__(
        self,
        release: str = "first",
        languages: Iterable[str] = ("en",),
        sure_below: dict[str, float] | None = None,
    ) -> None:
        self._sure_below = sure_below or {}
        self.name = f"written-{release}"
        self.languages = frozenset(languages)
        self.digest = release.encode().hex().ljust(64, "0")
        self.texts_seen: list[str] = []

    def measures(self, language: str) -> frozenset[Attribute]:
        return frozenset(Attribute)

    def calm_below(self, language: str) -> float:
        return self._sure_below.get(language, 1.0)

    def score(self, texts: Sequence[str]) -> list[Scores]:
        self.texts_seen.extend(texts)
        if any("[broken]" in text for text in texts):
            raise ValueError("this text breaks the classifier")
        return [self._read(text) for text in texts]

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        return self.score(texts)

    def knows(self, word: str) -> bool:
        return True

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        return [
            Span(*found.span(), 1.5)
            for found in WRITTEN.finditer(text)
            if found[1] == attribute.value
        ]

    def _read(self, text: str) -> Scores:
        written = {Attribute(name): float(number) for name, number in WRITTEN.findall(text)}
        return {attribute: written.get(attribute, 0.01) for attribute in Attribute}
