"""Other open-source filters, wrapped to be evaluated in the same way."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from moderation.classifiers.base import Attribute, ReleaseError, Scores


class Baseline:
    """A filter with a single score for offensive text."""

    def __init__(
        self, name: str, probabilities: Callable[[Sequence[str]], Sequence[float]]
    ) -> None:
        self.name = name
        self._probabilities = probabilities

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return its score as toxicity and as profanity."""
        if not texts:
            return []
        return [
            {Attribute.PROFANITY: float(share), Attribute.TOXICITY: float(share)}
            for share in self._probabilities(texts)
        ]


def load_baseline(name: str) -> Baseline:
    """Return the baseline `name`; raises ReleaseError if it is unknown or not installed."""
    if name not in _BASELINES:
        raise ReleaseError(f"There is no baseline {name!r}. Name one of: {', '.join(_BASELINES)}.")
    module, probabilities = _BASELINES[name]
    try:
        package = importlib.import_module(module)
    except ImportError as error:
        raise ReleaseError(f"{name} is not installed. Run: pip install {name}") from error
    return Baseline(name, probabilities(package))


def _alt_profanity_check(package: Any) -> Callable[[Sequence[str]], Sequence[float]]:
    return lambda texts: package.predict_prob(list(texts))


def _better_profanity(package: Any) -> Callable[[Sequence[str]], Sequence[float]]:
    package.profanity.load_censor_words()
    return lambda texts: [package.profanity.contains_profanity(text) for text in texts]


_BASELINES: dict[str, tuple[str, Callable[[Any], Callable[[Sequence[str]], Sequence[float]]]]] = {
    "alt-profanity-check": ("profanity_check", _alt_profanity_check),
    "better-profanity": ("better_profanity", _better_profanity),
}
