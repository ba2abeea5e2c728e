from hypothesis import given
from hypothesis import strategies as st

from moderation.services.desk.duplicates import clusters

SPAM = "Buy cheap watches now at our shop, best prices in town, click here today"


def test_near_copies_are_one_cluster_and_others_none():
    texts = [
        SPAM,
        "The council voted against the new bridge on Monday evening.",
        SPAM.upper() + "!!!",
        SPAM + " friends",
        "I thought the match was rather good, all in all.",
    ]
    assert clusters(texts) == [[0, 2, 3]]


def test_the_largest_cluster_comes_first():
    texts = ["one two three four", SPAM, "one two three four", SPAM, SPAM]
    assert clusters(texts) == [[1, 3, 4], [0, 2]]


def test_short_texts_are_compared_whole():
    assert clusters(["Idiot!", "idiot", "Fool!"]) == [[0, 1]]


def test_texts_without_words_are_in_no_cluster():
    assert clusters(["", "!!!", "😀", ""]) == []


@given(st.lists(st.text(max_size=40), max_size=12))
def test_every_position_is_in_at_most_one_cluster(texts):
    places = [place for group in clusters(texts) for place in group]
    assert len(places) == len(set(places))


@given(st.text("abc ", min_size=3, max_size=60).filter(lambda text: text.strip()))
def test_equal_texts_are_always_found(text):
    assert clusters([text, text]) == [[0, 1]]
