import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from moderation.templatetags.evidence import highlight, percent

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60) | st.text("<>&\"'é😀 ", max_size=30)
SPANS = st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6)


@given(TEXTS, SPANS)
def test_the_text_survives_highlighting_character_for_character(text, spans):
    html = highlight(text, spans)
    assert unescape(re.sub(r"</?mark>", "", html)) == text


@given(TEXTS, SPANS)
def test_nothing_of_the_text_becomes_markup(text, spans):
    html = re.sub(r"</?mark>", "", highlight(text, spans))
    assert not set("<>\"'") & set(html)


@given(TEXTS, SPANS)
def test_exactly_the_covered_characters_are_marked(text, spans):
    covered = {i for start, end in spans for i in range(max(start, 0), min(end, len(text)))}
    marked, position, inside = set(), 0, False
    for piece in re.split(r"(</?mark>)", highlight(text, spans)):
        if piece in ("<mark>", "</mark>"):
            inside = piece == "<mark>"
            continue
        length = len(unescape(piece))
        marked |= set(range(position, position + length)) if inside else set()
        position += length
    assert marked == covered


def test_overlapping_spans_are_marked_once():
    assert highlight("you idiot you", [(4, 9), (0, 6)]) == "<mark>you idiot</mark> you"


def test_offsets_count_characters_and_not_bytes():
    assert highlight("😀 idiot", [(2, 7)]) == "😀 <mark>idiot</mark>"


def test_a_classifier_is_never_wholly_certain():
    assert [percent(p) for p in (0.0, 0.5, 1.0)] == ["1%", "50%", "99%"]
