"""Finds the words that single characters spell out."""

from collections.abc import Iterator

from moderation.classifiers.normalization.lexicon import Lexicon, spelled

_SHORTEST_INSIDE = 4


def spelled_words(run: str, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Yield the span of each word of `lexicon` that the single characters of `run` spell."""
    places = [(i, spelled(c.casefold())) for i, c in enumerate(run) if not c.isspace()]
    places = [(i, letter) for i, letter in places if len(letter) == 1]
    letters = "".join(letter for _, letter in places)
    for first, last in sorted(_words_at_the_ends(letters, lexicon)):
        yield places[first][0], places[last - 1][0] + 1, letters[first:last]


def _words_at_the_ends(letters: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Yield spans of words that `letters` is, or else begins or ends with, again and again.

    Words in the middle are left alone, or `s c u n t h o r p e` would hide one.
    """
    first, last = 0, len(letters)
    while first < last:
        rest = letters[first:last] if last - first <= lexicon.longest else ""
        if rest in lexicon:
            yield first, last
            return
        lengths = range(min(lexicon.longest, last - first), _SHORTEST_INSIDE - 1, -1)
        ahead = next((n for n in lengths if letters[first : first + n] in lexicon), 0)
        behind = next((n for n in lengths if letters[last - n : last] in lexicon), 0)
        if rest in lexicon.known or not (ahead or behind):
            return
        if ahead:
            yield first, first + ahead
            first += ahead
        else:
            yield last - behind, last
            last -= behind
