import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.names import latin
from moderation.classifiers.base import Attribute
from moderation.classifiers.linear import SHIPPED_RELEASE, LinearClassifier
from moderation.classifiers.names import as_read

KNOWN = {"stupid", "fuck", "dick", "big", "head", "smith", "shit", "you", "moron", "the", "kike"}


def read(name):
    return as_read(name, knows=KNOWN.__contains__, latin=latin)


def kept(name):
    return read(name).split()


@pytest.mark.parametrize("name", ["Shital Dikshit", "Szűcs Gábor", "Sithole", "राम", "lakshit99"])
def test_words_that_were_never_learnt_are_blanked(name):
    assert kept(name) == []


@pytest.mark.parametrize(
    "name", ["Dick Smith", "dick smith", "Kike Smith", "María Morón", "Dick", "Jean-Dick O'Shital"]
)
def test_names_that_are_spelt_like_abuse_are_blanked(name):
    assert set(kept(name)) <= {"Smith", "smith", "-", "O'", "-Dick"} - {"-Dick"} | {"Jean-", "O'"}


@pytest.mark.parametrize(
    "name", ["Big Dick", "Dick Head", "DickHead", "The Moron", "Moron", "Kike"]
)
def test_beside_words_of_abuse_and_alone_they_are_read_as_abuse(name):
    assert read(name) == name


@pytest.mark.parametrize(
    ("name", "as_it_is_read"),
    [
        ("Fück You", "Fuck You"),
        ("ꜰᴜᴄᴋ ʏᴏᴜ", "fuck you"),
        ("𝓕𝓾𝓬𝓴", "Fuck"),
        ("🅵🆄🅲🅺", "FUCK"),
        ("F U C K", "F U C K"),
        ("f.u.c.k", "f.u.c.k"),
        ("sh1t", "sh1t"),
        ("$hithead", "$hithead"),
        ("fuuuck", "fuuuck"),
        ("StupidShital", "Stupid      "),
        ("fucktheminister", "fucktheminister"),
        ("fuck99", "fuck99"),
    ],
)
def test_disguises_are_kept_to_be_seen_through(name, as_it_is_read):
    assert read(name) == as_it_is_read


@given(st.text(max_size=40) | st.text("dick Shital.1-ʏé́‍", max_size=30))
def test_places_in_what_is_read_are_places_in_the_name(name):
    assert len(read(name)) == len(name)
    for written, character in zip(name, read(name), strict=True):
        assert character in (written, " ", latin(written))


@pytest.fixture(scope="module")
def shipped():
    return LinearClassifier.load(SHIPPED_RELEASE)


def worst(classifier, name):
    text = as_read(name, knows=classifier.knows, latin=latin)
    return max(classifier.score([text])[0].values())


@pytest.mark.parametrize(
    "name",
    [
        "Phuc Nguyen",
        "Trần Văn Phúc",
        "Bich Ngoc",
        "Dick Van Dyke",
        "Fanny Cox",
        "Gaylord Focker",
        "Nigel Hitchcock",
        "Imran Butt",
        "Semen Petrov",
        "Anal Shah",
        "Harshit Rakshit",
        "Yamashita Shitara",
        "Kike Hernández",
        "Son Heung-min",
        "Wang Dong",
        "Peter Kuntz",
        "Cumming",
        "Marvin Gaye",
    ],
)
def test_the_shipped_classifier_takes_ordinary_names_for_such(shipped, name):
    assert worst(shipped, name) < 0.4


@pytest.mark.parametrize(
    "name",
    [
        "Stupid Whore",
        "Nigger Hater",
        "Fuck The Mayor",
        "b1tch",
        "ꜱʜɪᴛ",
        "Big Fat Idiot",
        "D i c k h e a d",
    ],
)
def test_the_shipped_classifier_finds_abuse_in_names(shipped, name):
    assert worst(shipped, name) > 0.8


def test_the_shipped_classifier_knows_the_words_it_learnt(shipped):
    assert [shipped.knows(word) for word in ("idiot", "smith", "dikshit")] == [True, True, False]
    assert Attribute.PROFANITY in shipped.score([""])[0]
