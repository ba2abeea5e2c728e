"""Distinguishes domain names from file names, abbreviations and missing spaces."""

import re
from dataclasses import dataclass
from functools import cache

from publicsuffixlist import PublicSuffixList

from moderation.matching.ordinary import is_frequent, is_ordinary
from moderation.matching.tokens import UNSPACED

_ASCII = re.compile(r"[a-z0-9-]+")
_MOST_LABELS = 6
# File extensions more often than top-level domains, unless there is other evidence of a URL
_FILES = frozenset({"md", "mov", "py", "sh", "zip"})
_FILES_AND_COUNTRIES = frozenset({"ai", "am", "cc", "in", "pl", "ps", "rs", "so"})
_FILE_NAMES = re.compile(
    "app|archive|backup|build|config(?:ure|uration)?|document|file|image|in(?:dex|it|stall)|lib.*"
    "|logo|main|makefile|mod|photo|report|run|script|setup|tests?|.*_.*"
)
_SOLD_TO_ALL = ("com", "net", "org", "info", "biz")
_ABBREVIATIONS = frozenset(
    {"bzw", "ca", "co", "dr", "eg", "etc", "ie", "mr", "mrs", "ms", "nr", "prof", "sr", "st", "usw"}
)
# Frequency ranks of words between which a space is likely to be missing
_SENTENCE_STARTS, _SENTENCE_ENDS, _STARTS_IN_CAPITALS = 200, 3000, 500
_YEAR = 4


@dataclass(frozen=True, slots=True)
class Name:
    """What may be the name of a site: its labels, folded and as posted, and what is around it."""

    labels: tuple[str, ...]
    posted: tuple[str, ...]
    # Whether a path, a port or the name of a mailbox shows that it is an address
    is_addressed: bool
    # The two characters before it
    before: str
    # Whether another word follows after a space
    goes_on: bool

    def until(self, end: int) -> "Name":
        """The name without the labels from `end` on, with which a sentence begins."""
        window = slice(max(end - _MOST_LABELS, 0), end)
        return Name(self.labels[window], self.posted[window], False, self.before, True)


def labels_of_site(name: Name) -> int:
    """How many labels of `name`, from the first, make the name of a site; 0 for none."""
    if is_site(name):
        return len(name.labels)
    for end in range(len(name.labels) - 1, 1, -1):
        begins = name.posted[end]
        if begins[:1].isupper() and is_site(name.until(end)):
            return end
    return 0


def is_site(name: Name) -> bool:
    """Tell whether `name` has a registered ending and is nothing else that looks so."""
    labels = name.labels
    if suffixes().privatesuffix(".".join(labels[-_MOST_LABELS:])) is None:
        return False
    if _is_file(name):
        return False
    return name.is_addressed or not (
        _is_handle(name)
        or _is_number(*labels[-2:])
        or _is_abbreviation(labels)
        or _is_missing_a_space(name)
    )


def bare_ending(label: str) -> str:
    """The last label without what a sentence in a script without spaces adds to it."""
    trimmed = label.rstrip("_-") or label
    start = _ASCII.match(trimmed)
    if start and start.end() < len(trimmed) and UNSPACED.match(trimmed, start.end()):
        return start[0].rstrip("-") or label
    return trimmed


@cache
def suffixes() -> PublicSuffixList:
    """The endings under which names are registered, as the library ships them."""
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _is_file(name: Name) -> bool:
    stem, ending = name.labels[-2:]
    may_be = ending in _FILES or ending in _FILES_AND_COUNTRIES
    if may_be and name.before.endswith(("/", "\\")) and name.before != "//":
        return True
    if name.is_addressed or len(name.labels) > 2:
        return False
    return ending in _FILES or (
        ending in _FILES_AND_COUNTRIES and _FILE_NAMES.fullmatch(stem) is not None
    )


def _is_handle(name: Name) -> bool:
    """As in `@reader.name`, which addresses a reader."""
    return name.before.endswith("@") and name.labels[-1] not in _SOLD_TO_ALL


def _is_number(stem: str, ending: str) -> bool:
    """As in `24.12.in`, `10.km` and `2001.Today`."""
    if not stem.isdigit():
        return False
    return (len(ending) == 2 and len(stem) <= _YEAR) or is_frequent(ending, _SENTENCE_ENDS)


def _is_abbreviation(labels: tuple[str, ...]) -> bool:
    """As in `U.S.in`, `Ph.D.is` and `Dr.med`."""
    *before, stem, ending = labels
    if before:
        return len(stem) == 1 and len(ending) == 2
    return stem in _ABBREVIATIONS and ending not in _SOLD_TO_ALL


def _is_missing_a_space(name: Name) -> bool:
    """As in `done.So` and `know.it is`."""
    stem, ending = name.labels[-2:]
    posted_stem, posted_ending = name.posted[-2:]
    if ending in _SOLD_TO_ALL:
        return False
    if posted_ending.istitle():
        if len(ending) == 2 and name.goes_on:
            return True
        is_lower = not posted_stem[:1].isupper()
        return is_ordinary(ending) if is_lower else is_frequent(ending, _STARTS_IN_CAPITALS)
    if posted_ending.isupper() and posted_stem.islower():
        return is_frequent(stem, _SENTENCE_ENDS)
    return (
        name.goes_on
        and len(stem) > 1
        and is_frequent(stem, _SENTENCE_ENDS)
        and is_frequent(ending, _SENTENCE_STARTS)
    )
