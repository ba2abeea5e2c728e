"""Obfuscates words as people do to evade filters, for evaluation and training."""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

Disguise = Callable[[str, Random], str]

_WORD = re.compile(r"[A-Za-z]{4,}")
_HOMOGLYPHS = str.maketrans("aceiopsxyABCEHIKMOPTX", "асеіорѕхуАВСЕНІКМОРТХ")
_LEET = str.maketrans("aeiostAEIOST", "@3!0$7@3!0$7")
_INVISIBLE = "\u200b\u200c\u2060\u00ad"
_MARKS = "\u0301\u0308\u0323\u0336"
_VOWELS = "aeiouAEIOU"


# Innocent words that contain or resemble a bad one
LOOKALIKES = (
    "Scunthorpe", "Penistone", "Middlesex", "Sussex", "Essex", "Arsenal", "Dickens", "Hancock",
    "Hitchcock", "Babcock", "Nigeria", "Nigerian", "Niger", "Matsushita", "Cummings", "Assisi",
    "assassin", "assessment", "bassoon", "classic", "compass", "cockpit", "cockatoo", "peacock",
    "cocktail", "shuttlecock", "cumulative", "document", "cucumber", "circumstance", "analysis",
    "analyst", "therapist", "grape", "rapeseed", "drape", "titanic", "constitution", "competition",
    "shiitake", "mishit", "hoarding", "swanky", "manuscript", "buttress", "rebuttal", "button",
    "pussycat", "harassment", "embarrass", "massage", "passage", "hello", "shell", "Michelle",
    "spicy", "suspicious", "raccoon", "tycoon", "cocoon", "prickly", "saturday", "basement",
)  # fmt: skip


def homoglyphs(word: str, random: Random) -> str:
    """Replace a random half of the letters that have one by their Cyrillic look-alike."""
    return "".join(c.translate(_HOMOGLYPHS) if random.random() < 0.5 else c for c in word)


def invisibles(word: str, random: Random) -> str:
    """Put invisible characters between letters."""
    return word[0] + "".join(random.choice(_INVISIBLE) + c for c in word[1:])


def overrides(word: str, _: Random) -> str:
    """Write the word backwards behind a right-to-left override, so that it looks right."""
    return f"\u202e{word[::-1]}\u202c"


def leet(word: str, random: Random) -> str:
    """Replace letters by digits and signs, at most two of them."""
    places = [i for i, c in enumerate(word) if c != c.translate(_LEET)]
    chosen = set(random.sample(places, min(2, len(places))))
    return "".join(c.translate(_LEET) if i in chosen else c for i, c in enumerate(word))


def spacing(word: str, _: Random) -> str:
    """Put a space between all letters."""
    return " ".join(word)


def punctuation(word: str, random: Random) -> str:
    """Put one sign between all letters."""
    return random.choice(".-_*").join(word)


def repetition(word: str, random: Random) -> str:
    """Repeat one letter."""
    place = random.randrange(len(word))
    return word[:place] + word[place] * random.randint(2, 5) + word[place + 1 :]


def masks(word: str, _: Random) -> str:
    """Hide vowels, or the inside of a short word, behind asterisks."""
    if len(word) <= 4:
        return word[0] + "*" * (len(word) - 2) + word[-1]
    return word[0] + "".join("*" if c in _VOWELS else c for c in word[1:-1]) + word[-1]


def diacritics(word: str, random: Random) -> str:
    """Put marks on letters."""
    return "".join(c + random.choice(_MARKS) for c in word)


def deletions(word: str, random: Random) -> str:
    """Type a wrong letter and delete it with a backspace that is still there."""
    place = random.randrange(1, len(word))
    return word[:place] + random.choice("xqz") + "\b" + word[place:]


def swaps(word: str, random: Random) -> str:
    """Swap two neighbouring letters inside the word."""
    place = random.randrange(1, len(word) - 2)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def omissions(word: str, random: Random) -> str:
    """Leave out a letter inside the word."""
    place = random.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1 :]


FAMILIES: Mapping[str, Disguise] = {
    disguise.__name__: disguise
    for disguise in (
        homoglyphs,
        invisibles,
        overrides,
        leet,
        spacing,
        punctuation,
        repetition,
        masks,
        diacritics,
        deletions,
        swaps,
        omissions,
    )
}


def with_lookalike(text: str, random: Random) -> str:
    """Return `text` with an innocent look-alike put between two of its words."""
    words = text.split(" ")
    words.insert(random.randint(0, len(words)), random.choice(LOOKALIKES))
    return " ".join(words)


def embedded(text: str, calm: Sequence[str], random: Random) -> str:
    """Return `text` between two calm comments, where it counts for little of the whole."""
    before, after = random.choice(calm), random.choice(calm)
    return f"{before}\n{text}\n{after}"


def disguised(text: str, disguise: Disguise, random: Random, *, share: float = 1.0) -> str:
    """Return `text` with a share of its words of four or more letters disguised."""
    return _WORD.sub(
        lambda match: disguise(match[0], random) if random.random() < share else match[0], text
    )
