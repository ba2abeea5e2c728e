"""Words of one language that are calm in another are found only where they may be of the first."""

from hypothesis import given
from hypothesis import strategies as st

from moderation.matching.homographs import left_out
from moderation.matching.word_lists import word_list


def found(listed, language, text):
    places = word_list(listed).find(text)
    if language:
        places = left_out(text, places, language)
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


def test_a_word_is_found_in_the_other_spellings_of_its_script():
    assert found("möse", "de", "So eine Moese ist das, und nichts sonst.") == ["Moese"]
    assert found("hässliche kuh", "", "HAESSLICHE KUH") == ["HAESSLICHE KUH"]
    assert found("süt", "", "Suet is fat.") == []  # an English word
    kelb = "\u0643\u0644\u0628"  # dog
    for spelt in (
        "\u0643\u0640\u0640\u0644\u0628",
        "\u06a9\u0644\u0628",
        "\u0643\u064e\u0644\u0652\u0628",
    ):
        assert found(kelb, "", f"\u064a\u0627 {spelt}") == [spelt]
    # With and without hamza, and the two letters that end a feminine word
    assert found("\u0623\u0628\u0644\u0647", "", "\u0627\u0628\u0644\u0629") == [
        "\u0627\u0628\u0644\u0629"
    ]


@given(st.text(max_size=80))
def test_without_a_language_that_is_certain_nothing_is_lost(text):
    places = [(0, len(text))]
    assert left_out(text, places, "xx") in ([], places)
