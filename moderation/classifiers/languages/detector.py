"""The detector for what neither the script nor the small words settle: py3langid.

Its model ships with the package.  It is loaded when first needed, once for each process.
"""

from functools import cache
from typing import Protocol

from moderation.classifiers.languages import small_words
from moderation.classifiers.languages.scripts import LANGUAGES

# More letters make it slower and hardly surer.
LONGEST = 80
# Languages of scripts that several share
TOLD_APART = frozenset(code for codes in LANGUAGES.values() if len(codes) > 1 for code in codes)


class _Identifier(Protocol):
    def rank(self, text: str) -> list[tuple[str, float]]: ...


def likelihoods(text: str) -> dict[str, float]:
    """The log-likelihood of `text` under each language that the detector knows, up to a constant.

    Only the beginning of a long text is looked at.
    """
    return dict(_identifier().rank(text[:LONGEST]))


def warm_up() -> None:
    """Load the model now, so that the first text takes no longer than others."""
    likelihoods("A first text.")


@cache
def _identifier() -> _Identifier:
    from py3langid.langid import (  # noqa: PLC0415 -- many processes never need it
        MODEL_FILE,
        LanguageIdentifier,
    )

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages({"en", *small_words.by_language(), *TOLD_APART})
    found: _Identifier = identifier
    return found
