import pytest

from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.normalization.lexicon import Lexicon
from moderation.classifiers.normalization.normalizer import Normalizer

WORDS = ("idiot", "moron", "shit", "fuck", "fucking", "bitch", "ass", "asshole", "jackass", "hell")
KNOWN = ("as", "hello", "you", "are", "an", "hit", "shell", "well", "class", "idea", "dealt")


@pytest.fixture(scope="session")
def shipped() -> LinearClassifier:
    return LinearClassifier.load(SHIPPED_RELEASE)


@pytest.fixture(scope="session")
def normalize() -> Normalizer:
    return Normalizer(Lexicon(WORDS, KNOWN))
