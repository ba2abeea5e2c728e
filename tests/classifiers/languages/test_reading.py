"""Which language a comment is in, and where nobody can tell."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.languages import Part, codes_of, read, script_of, unread
from tests.classifiers.languages import sample

# Neighbours that a short sentence does not tell apart
ALIKE = [{"cs", "sk"}, {"da", "no", "sv"}, {"hr", "sr", "sl"}, {"id", "ms"}, {"ca", "es"}]
ALIKE += [{"be", "uk", "ru"}, {"bg", "sr", "mk"}, {"es", "fr", "gl", "it", "pt"}]


def is_right(found, language):
    return found == language or any({found, language} <= group for group in ALIKE)


def test_the_sample_has_thirty_languages_and_more():
    assert len({own.language for own in sample.sentences()}) >= 30


@pytest.mark.parametrize("own", sample.sentences(), ids=lambda own: own.text)
def test_a_sentence_is_recognised_as_its_language_or_a_neighbour(own):
    assert is_right(read(own.text).language, own.language), read(own.text).language


@pytest.mark.parametrize("text", sample.english())
def test_english_is_never_taken_for_another_language(text):
    assert read(text).language in ("en", "und")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "👍👍👍",
        "2:1",
        "Bravo!",
        "https://paper.example/2020/die-bruecke-ist-offen",
        "@der_und_die_das #nichtmituns",
        "Hadji Dimitrovo, Stara Zagora.",
        "Juan Carlos de Borbón",
        "privet kak dela, druzya",
        "ty tupoy, zakroy rot",
        "namaste aap kaise hain",
        "kiji wo yonde totemo tanoshikatta desu",
        "den katalavaino tipota re malaka",
        "Novus ordo seclorum.",
        "Ψ Φ Ω612",
    ],
)
def test_what_nobody_can_tell_is_undetermined(text):
    assert read(text).language == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Привет", "und-Cyrl"),
        ("مرحبا", "und-Arab"),
        ("Բարև", "hy"),
        ("Γεια", "el"),
        ("白痴", "zh"),
        ("ばか", "ja"),
        ("바보", "ko"),
    ],
)
def test_of_one_word_the_script_is_certain_and_sometimes_the_language(text, language):
    assert read(text).language == language


@pytest.mark.parametrize(
    "text",
    [
        "You are an іdіоt and a lоsеr, and everybody knows it.",  # Cyrillic look-alikes
        "аѕѕ",
        "уоu аrе ѕtupіd",
        "Gᴇᴛ ʟᴏsᴛ, ʏᴏᴜ ᴄʟᴏᴡɴ, ɴᴏʙᴏᴅʏ ᴡᴀɴᴛs ʏᴏᴜ ʜᴇʀᴇ",
        "𝐘𝐨𝐮 𝐚𝐫𝐞 𝐚𝐧 𝐢𝐝𝐢𝐨𝐭",
        "y0u 4re an 1d1ot",
    ],
)
def test_english_in_disguise_is_not_taken_for_another_language(text):
    assert read(text).language in ("en", "und")


def test_a_comment_in_two_languages_is_read_by_its_sentences():
    text = "The bridge is open at last. Halt die Klappe, du Drecksack! Thanks to all of you."
    reading = read(text)
    assert codes_of(reading.language) == ["en", "de"]
    (german,) = unread(reading.parts, ["en"])
    assert text[german.start : german.end].strip() == "Halt die Klappe, du Drecksack!"


def test_another_language_is_found_where_no_sentence_ends():
    text = "I have read this article twice and halt einfach endlich deine dumme Klappe du Idiot"
    assert codes_of(read(text).language) == ["en", "de"]


def test_another_script_is_found_inside_a_sentence():
    text = "I agree with the mayor их всех надо повесить and with his wife"
    (russian,) = unread(read(text).parts, ["en"])
    assert text[russian.start : russian.end] == "их всех надо повесить"


def test_a_name_in_another_script_changes_nothing():
    assert read("The novels of Лев Толстой are long, and worth it.").language == "en"


def test_a_title_in_quotation_marks_changes_nothing():
    assert read("We watched “Das Leben der Anderen” again, still great.").language == "en"


def test_a_text_in_capitals_is_read():
    assert read("HALTET ENDLICH ALLE EUER MAUL").language == "de"


def test_what_is_read_depends_on_the_reader():
    parts = (Part(0, 5, "en"), Part(6, 9, "de"))
    assert unread(parts, {"en", "de"}) == []
    assert unread(parts, {"de"}) == [parts[0]]


def test_a_code_names_the_script_if_that_is_all_that_is_known():
    assert script_of("und-Cyrl") == "Cyrl"
    assert script_of("und") == script_of("de") == ""


@given(st.text(max_size=300))
def test_any_text_has_a_short_code_and_parts_in_order(text):
    reading = read(text)
    assert 0 < len(reading.language) <= 20
    assert all(0 <= part.start < part.end <= len(text) for part in reading.parts)
    assert all(one.end <= other.start for one, other in pairwise(reading.parts))
