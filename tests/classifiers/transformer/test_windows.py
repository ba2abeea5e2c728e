from hypothesis import given
from hypothesis import strategies as st

from moderation.classifiers.transformer.windows import starts


def test_what_fits_is_read_at_once():
    assert [starts(tokens, 10) for tokens in (0, 1, 10)] == [[0], [0], [0]]


def test_each_window_overlaps_the_next_by_half():
    assert starts(27, 10) == [0, 5, 10, 15, 20]


@given(st.integers(0, 3000), st.integers(2, 130))
def test_every_stretch_of_half_a_window_is_read_whole_by_one_of_them(tokens, window):
    begins, half = starts(tokens, window), window // 2
    for place in range(0, max(1, tokens - half + 1)):
        begin = max(begin for begin in begins if begin <= place)
        assert place + min(half, tokens - place) <= begin + window


@given(st.integers(0, 3000), st.integers(2, 130))
def test_no_window_begins_where_the_one_before_read_to_the_end(tokens, window):
    assert all(begin + window < tokens for begin in starts(tokens, window)[:-1])
