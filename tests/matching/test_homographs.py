"""Words of one language that are calm in another are found only where they may be of the first."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.matching.homographs import left_out
from moderation.matching.word_lists import word_list


def found(listed, language, text):
    places = left_out(text, word_list(listed).find(text), language)
    return [text[own.start : own.end] for own in places]


CALM = [
    ("kunt", "en", "Kunt u mij zeggen waar het station is?"),
    ("slut", "en", "Filmen är slut nu, så vi går hem."),
    ("negro", "en", "El coche negro es de mi padre."),
    ("sık", "az", "Rüzgar çok sık esiyor buralarda."),
    ("dick", "en", "Der Mann ist dick und freundlich."),
    ("phuc", "en", "Anh Phuc là bạn thân của tôi."),
]


def test_innocent_words_of_other_languages_are_not_found():
    assert [found(*own) for own in CALM] == [[]] * len(CALM)


def test_the_same_words_are_found_where_the_language_is_theirs_or_cannot_be_told():
    assert found("slut", "en", "She is nothing but a cheap slut.") == ["slut"]
    assert [found(word, language, word) for word, language, _ in CALM] == [[w] for w, *_ in CALM]
    assert found("сука", "ru", "сука") == ["сука"]


def test_in_a_comment_in_two_languages_only_the_part_in_the_other_is_left_out():
    text = "Filmen är slut nu, så vi går hem. She is nothing but a cheap slut, I tell you."
    (place,) = left_out(text, word_list("slut").find(text), "en")
    assert text[: place.start].endswith("cheap ")


def test_disguises_of_a_script_are_read_before_the_language_is_asked():
    assert found("сука", "ru", "Какая же ты сyка, честное слово.") == ["сyка"]  # a Latin y
    assert found("μαλάκας", "el", "Είσαι μεγάλος ΜΑΛΑΚΑΣ, να το ξέρεις.") == ["ΜΑΛΑΚΑΣ"]
    assert found("fotze", "de", "Du bist doch eine f.o.t.z.e und sonst nichts.") == ["f.o.t.z.e"]


@given(st.text(max_size=80))
def test_without_a_language_that_is_certain_nothing_is_lost(text):
    places = [(0, len(text))]
    assert left_out(text, places, "xx") in ([], places)
