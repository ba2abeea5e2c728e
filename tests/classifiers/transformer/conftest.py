import pytest

from moderation.classifiers.transformer import TransformerClassifier
from tests.classifiers.transformer.tiny_release import write_release


@pytest.fixture(scope="session")
def tiny(tmp_path_factory) -> TransformerClassifier:
    return TransformerClassifier.load(write_release(tmp_path_factory.mktemp("release")))
