"""Types a text as people do in a hurry or to slip past a filter, for training and evaluation."""

import re
from collections.abc import Callable
from random import Random

_WORD = re.compile(r"[A-Za-z]{3,}")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = {
    letter: row[max(place - 1, 0) : place] + row[place + 1 : place + 2]
    for row in _ROWS
    for place, letter in enumerate(row)
}
_SPELLINGS = (
    ("ck", "k"), ("ph", "f"), ("f", "ph"), ("s", "z"), ("you", "u"), ("are", "r"), ("to", "2"),
    ("for", "4"), ("ing", "in"), ("er", "a"), ("th", "d"), ("i", "y"), ("o", "0"), ("e", "3"),
    ("a", "@"), ("i", "1"), ("s", "$"), ("c", "k"), ("oo", "u"), ("ee", "ea"),
)  # fmt: skip


def neighbours(word: str, random: Random) -> str:
    """Hit the key beside the one that was meant."""
    place = random.randrange(len(word))
    near = _NEIGHBOURS.get(word[place].lower(), "")
    return word[:place] + random.choice(near or word[place]) + word[place + 1 :]


def doubles(word: str, random: Random) -> str:
    """Hold a key for too long."""
    place = random.randrange(len(word))
    return word[:place] + word[place] * random.randint(2, 4) + word[place + 1 :]


def dropped(word: str, random: Random) -> str:
    """Leave a letter out."""
    place = random.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def swapped(word: str, random: Random) -> str:
    """Type two letters in the wrong order."""
    place = random.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def parted(word: str, random: Random) -> str:
    """Put a space or a sign into the word."""
    place = random.randrange(1, len(word))
    return word[:place] + random.choice((" ", " ", "-", ".", "*", "_")) + word[place:]


def respelt(word: str, random: Random) -> str:
    """Spell a part of the word by its sound or its look."""
    fitting = [pair for pair in _SPELLINGS if pair[0] in word.lower()]
    if not fitting:
        return word
    letters, spelling = random.choice(fitting)
    return re.sub(letters, spelling, word, count=1, flags=re.IGNORECASE)


def shouted(word: str, _: Random) -> str:
    """Write the word in capitals."""
    return word.upper()


NOISES: tuple[Callable[[str, Random], str], ...] = (
    neighbours,
    doubles,
    dropped,
    swapped,
    parted,
    respelt,
    shouted,
)


def typed(text: str, random: Random, *, share: float = 0.3) -> str:
    """Return `text` with a share of its words of three or more letters mistyped."""

    def mistyped(match: re.Match[str]) -> str:
        return random.choice(NOISES)(match[0], random) if random.random() < share else match[0]

    return _WORD.sub(mistyped, text)
