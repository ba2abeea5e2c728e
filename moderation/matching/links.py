"""Finds URLs, links and bare domain names in comments."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from ipaddress import AddressValueError, IPv4Address, IPv6Address

from moderation.classifiers.base import Offsets
from moderation.matching.domains import Name, bare_ending, labels_of_site
from moderation.matching.folding import Folded, fold
from moderation.matching.tokens import VOWEL_SIGNS

_DOT = r"(?:[.。]|\ {0,2}[\[({]\ ?(?:[.。]|dot)\ ?[\])}]\ {0,2})"
_LABEL = rf"(?:\w|[{VOWEL_SIGNS}])(?:[\w-]|[{VOWEL_SIGNS}])*+"
_NAME = rf"{_LABEL}(?:{_DOT}{_LABEL}){{1,126}}+"
_END = r"\s<>\"“”«»„{}|\\^`,;、，"
_PATH = rf"(?:[^{_END}()\[\]]|\([^{_END}()\[\]]{{0,200}}\))"
_ADDRESS = re.compile(
    rf"(?P<url>(?<![\w+-])[\w*+-]{{2,20}}+:/{{2,3}}+(?:\[[0-9a-f:.]{{2,45}}\])?+{_PATH}++)"
    rf"|(?<![\w.-])(?P<www>www{_DOT}{_NAME})"
    r"|(?<![\w.])(?P<number>(?:\d{1,3}\.){3}\d{1,3})(?![\w.])"
    r"|(?P<bracketed>\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\])"
    rf"|(?<![\w-])(?P<mailbox>[\w+%-][\w.+%-]{{0,63}}@)?+(?P<name>{_NAME})"
)
_BEHIND = re.compile(rf"(?::\d{{1,5}}(?!\w))?(?:[/?#]{_PATH}*+)?")
_ADDRESSED = re.compile(r":\d{1,5}(?!\w)|/\w|/(?!\S)|#\w|\?\w{1,50}=")
_PREFIX_LENGTH = re.compile(r"/\d{1,3}(?!\w)")
_NEXT_WORD = re.compile(r"\s+[^\W\d_]")
# Links of Markdown, BBCode and HTML, which have an address and a text
_LABELLED = re.compile(
    r"\[(?P<words>[^\[\]\n]{0,300})\]\(\s{0,3}[^\s()]{1,2000}(?:\s{1,3}[\"'(][^()\n]{0,300})?"
    r"|\[url=[^\[\]]{1,2000}\](?P<board>[^\[\]]{0,500})\[/url\]"
    r"|<a\s[^<>]{0,2000}>(?P<text>(?:[^<]|<(?!/?a\b)){0,500})</a>"
)
_DOTS = re.compile(_DOT)
# Every address has one of these, most texts have none: a fast check
_HINT = re.compile(r"[.。]\S|[\[({]\ ?[.。]|dot|DOT|Dot|:/|\[[0-9a-fA-F]{0,4}:|&")
_PUNCTUATION = ".!?:'’*_~-"


def links(text: str) -> list[Offsets]:
    """Return the offsets of the links in `text`, in order.

    A link of Markdown or HTML is one, though its words may repeat the address.
    """
    if text.isascii() and not _HINT.search(text):
        return []
    folded = fold(text)
    if not _HINT.search(folded.text):
        return []
    spans = list(_spans(text, folded))
    repeated = set(_repeated(folded.text, spans)) if spans else set()
    return [folded.origin(*span) for span in spans if span not in repeated]


def _spans(text: str, folded: Folded) -> Iterator[Offsets]:
    """Yield the places of addresses in a folded text."""
    place = 0
    while match := _ADDRESS.search(folded.text, place):
        place = match.end()
        if match["url"]:
            yield match.start(), place - len(match[0]) + len(match[0].rstrip(_PUNCTUATION))
        elif end := _end_of_site(text, folded, match):
            if end < place:
                place = end
            elif behind := _BEHIND.match(folded.text, end):
                place = behind.end()
                end += len(behind[0].rstrip(_PUNCTUATION))
            yield match.start(), end


def _end_of_site(text: str, folded: Folded, match: re.Match[str]) -> int:
    """Where the name or number of a site ends that was found; 0 where it is none."""
    is_addressed = _ADDRESSED.match(folded.text, match.end()) is not None
    if match["www"]:
        return match.end()
    if match["number"] or match["bracketed"]:
        is_number = is_addressed and not _PREFIX_LENGTH.match(folded.text, match.end())
        return match.end() if is_number and _is_number(match) else 0
    if folded.text[match.end() : match.end() + 1] == "@":
        return 0  # the name of a mailbox: the site stands behind
    places = list(_labels(folded.text, match))
    name = Name(
        labels=tuple(folded.text[slice(*place)] for place in places),
        posted=tuple(text[slice(*folded.origin(*place))] for place in places),
        is_addressed=is_addressed or match["mailbox"] is not None,
        before=folded.text[max(match.start() - 2, 0) : match.start()],
        goes_on=_NEXT_WORD.match(folded.text, match.end()) is not None,
    )
    count = labels_of_site(name)
    if not count:
        return 0
    return places[count - 1][1]


def _labels(folded: str, match: re.Match[str]) -> Iterator[Offsets]:
    start, end = match.span("name")
    for dot in _DOTS.finditer(folded, start, end):
        yield start, dot.start()
        start = dot.end()
    yield start, start + len(bare_ending(folded[start:end]))


def _is_number(match: re.Match[str]) -> bool:
    try:
        if match["number"]:
            return bool(IPv4Address(match["number"]))
        return bool(IPv6Address(match["bracketed"].strip("[]")))
    except AddressValueError:
        return False


def _repeated(folded: str, spans: list[Offsets]) -> Iterator[Offsets]:
    """Yield further addresses in a link beside the one it leads to."""
    for match in _LABELLED.finditer(folded):
        first, end = bisect_left(spans, match.span()), bisect_left(spans, (match.end(),))
        words = match.span(match.lastgroup or 0)
        inside = spans[first:end]
        addresses = [span for span in inside if not words[0] <= span[0] < words[1]]
        yield from (span for span in inside if addresses and span != addresses[0])
