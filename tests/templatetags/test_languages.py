import pytest
from django.utils.translation import override

from moderation.classifiers.languages import scripts, small_words
from moderation.templatetags.languages import language_name


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "German"),
        ("zh", "Chinese"),
        ("en+de", "English and German"),
        ("und", "undetermined"),
        ("und-Cyrl", "Cyrillic script"),
        ("und-Mong", "another script"),
    ],
)
def test_a_language_is_named(language, name):
    assert language_name(language) == name


def test_it_is_named_in_the_language_of_the_page():
    with override("de"):
        assert language_name("en+tr") == "Englisch und Türkisch"


def test_every_language_that_is_recognised_has_a_name():
    told = {code for codes in scripts.LANGUAGES.values() for code in codes}
    codes = told | set(small_words.by_language())
    assert [code for code in codes if language_name(code) == code] == []
