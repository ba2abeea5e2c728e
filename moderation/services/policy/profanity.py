"""Profanity in many languages: the lists of the package badwords-py, none of which is kept here."""

from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path

from moderation.matching import entries

PACKAGE = "badwords-py"
_FOLDER = "badwords/resource/words"


@lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """How many words there are for each language, by its code."""
    return {language: len(words(language)) for language in sorted(_files())}


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the package that is installed."""
    return distribution(PACKAGE).version


def words(language: str) -> list[str]:
    """The words for a language, without those that cannot be looked for.

    Varieties of a language (`pt`, `pt_br`) are one list.  Empty for a language without one.
    """
    found = _files().get(language, [])
    listed = [entry for file in found for entry in entries.lines(file.read_text("utf-8"))]
    return sorted({entry for entry in listed if entries.problem(entry) is None})


def _files() -> dict[str, list[Path]]:
    """The files of each language; the package is not imported, since only its lists are read."""
    files: dict[str, list[Path]] = {}
    for file in sorted(Path(str(distribution(PACKAGE).locate_file(_FOLDER))).glob("*.txt")):
        files.setdefault(file.stem.partition("_")[0], []).append(file)
    return files
