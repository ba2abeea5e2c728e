"""Which script a word is written in, and what that says about its language."""

import re
import unicodedata
from functools import lru_cache

from moderation.classifiers.normalization.lookalikes import looks_latin

LATIN = "Latn"
# A word of look-alikes: Latin in disguise, or a short word of another script
EITHER = "either"

# ISO 15924 codes of scripts by the first words of their letters' names in Unicode.
_CODES = {
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "BOPOMOFO": "Hani",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Kana",
    "KANNADA": "Knda",
    "KATAKANA": "Kana",
    "KATAKANA-HIRAGANA": "Kana",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MALAYALAM": "Mlym",
    "MONGOLIAN": "Mong",
    "MYANMAR": "Mymr",
    "ORIYA": "Orya",
    "SINHALA": "Sinh",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "THAANA": "Thaa",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}
# The languages that are told apart within a script; a single one is certain.
LANGUAGES = {
    "Arab": ("ar", "fa", "ur", "ps", "ug"),
    "Armn": ("hy",),
    "Beng": ("bn", "as"),
    "Cyrl": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg", "tt", "ba"),
    "Deva": ("hi", "mr", "ne"),
    "Ethi": ("am",),
    "Geor": ("ka",),
    "Grek": ("el",),
    "Gujr": ("gu",),
    "Guru": ("pa",),
    "Hang": ("ko",),
    "Hani": ("zh",),
    "Hebr": ("he",),
    "Kana": ("ja",),
    "Khmr": ("km",),
    "Knda": ("kn",),
    "Laoo": ("lo",),
    "Mlym": ("ml",),
    "Mymr": ("my",),
    "Orya": ("or",),
    "Sinh": ("si",),
    "Taml": ("ta",),
    "Telu": ("te",),
    "Thaa": ("dv",),
    "Thai": ("th",),
    "Tibt": ("bo",),
}
# Scripts without spaces between words: letters are counted instead.
UNSPACED = frozenset({"Hani", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"})
_WORD = re.compile(r"[^\W\d_]")


def of_word(chunk: str) -> str:
    """The script of what stands between two spaces; empty if it has no letters.

    Words that mix scripts are Latin in disguise; those of look-alikes alone may be EITHER.
    """
    if chunk.isascii():
        return LATIN if any(map(str.isalpha, chunk)) else ""
    found = {script for letter in _WORD.findall(chunk) if (script := _of_letter(letter))}
    if not found:
        return ""
    if "Kana" in found and found <= {"Kana", "Hani"}:
        return "Kana"
    if len(found) == 1:
        (script,) = found
        return EITHER if script in ("Cyrl", "Grek") and looks_latin(chunk) else script
    spaceless = found & UNSPACED
    return max(spaceless) if spaceless and found <= spaceless | {LATIN} else LATIN


@lru_cache(maxsize=4096)
def _of_letter(letter: str) -> str:
    """The script of a letter.  What only ornaments Latin texts counts as Latin."""
    name = unicodedata.name(letter, "").split(" ", 1)[0]
    return _CODES.get(name, LATIN)
