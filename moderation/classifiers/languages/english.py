"""The words of English, and the short cut by which they settle most comments.

The frequencies are those of pyspellchecker, read without its spell checker.
"""

import gzip
import json
import re
from functools import cache
from importlib.resources import files

from moderation.classifiers.languages.small_words import of_english, of_others

# The most frequent words that count as English. Rarer ones are names and words of other languages.
COUNTED = 40_000
# A text is settled if this share of its words is English, and nowhere so many in a row are not.
SHARE = 0.6
_OTHERS_IN_A_ROW = bytes(3)
# ASCII letters in small ones, bytes of other letters as they are, all else a space.
_LETTERS = bytes(
    code + 32 if 65 <= code <= 90 else code if code >= 128 or 97 <= code <= 122 else 32
    for code in range(256)
)
_LINK = re.compile(r"(?:https?://|www\.)\S++|(?<!\w)@\w++", re.IGNORECASE)
_TYPOGRAPHIC = (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"'), ("…", " "), ("–", " "), ("—", " "))
# Letters of scripts that write no spaces, where one run may be a whole sentence
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    "\U00020000-\U0003ffff]{4}"
)


def is_plain(text: str) -> bool:
    """Tell whether `text` is English throughout, at a glance: no run of its words is not."""
    if "@" in text or "://" in text or "www." in text:
        text = _LINK.sub(" ", text)
    if not text.isascii():
        if _UNSPACED.search(text):
            return False
        for sign, plain in _TYPOGRAPHIC:
            text = text.replace(sign, plain)
    words = text.encode("utf-8", "surrogatepass").translate(_LETTERS, b"'").split()
    known = bytes(map(_known_bytes().__contains__, words))
    return len(known) > 1 and _OTHERS_IN_A_ROW not in known and known.count(1) >= SHARE * len(known)


def is_english(word: str) -> bool:
    """Tell whether `word`, in small letters without apostrophes, is a frequent English one."""
    return word in known()


@cache
def known() -> frozenset[str]:
    """Frequent words of English that are no small words of another language."""
    frequent = (word.replace("'", "") for word in by_frequency()[:COUNTED] if len(word) > 1)
    return frozenset(word for word in frequent if word not in of_others()) | of_english()


@cache
def _known_bytes() -> frozenset[bytes]:
    return frozenset(word.encode() for word in known())


def by_frequency() -> list[str]:
    """All words of the list, the most frequent first.  Reads the file anew."""
    path = files("spellchecker").joinpath("resources", "en.json.gz")
    times: dict[str, int] = json.loads(gzip.decompress(path.read_bytes()))
    return sorted(times, key=times.__getitem__, reverse=True)
