"""Removes characters that XML forbids, which would otherwise stop the parser."""

import re
from collections import deque
from collections.abc import Iterator
from html.entities import html5

from moderation.services.transfer.archives.encoding import BAD_BYTES
from moderation.services.transfer.archives.entities import NUMBERS, numbers
from moderation.services.transfer.archives.records import BadRecord, Changed

_REFUSED = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0\ufffe\uffff\ud800-\udbff\udd00-\udfff]"
_ENTITY = "&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{1,31};"
_SUSPECT = re.compile(f"{_REFUSED}+|{BAD_BYTES.pattern}|{NUMBERS.pattern}|{_ENTITY}")
_ILLEGAL = re.compile(_REFUSED)
_UNFINISHED = re.compile(r"(?:&#\w{1,9};)*(?:&#?\w{0,31})?$", re.ASCII)
LONGEST_REFERENCE = 64
LAST_OF_PLANE = 0xFFFF

_MARK = "\ufdd0"
_MARKED = re.compile(f"{_MARK}([0-9A-F]{{2}}) ([0-9]+){_MARK}")


def checked(text: str) -> str:
    """`text` as the cleaner left it.  Raises BadRecord if it has bytes that are not UTF-8."""
    if _MARK in text and (found := _MARKED.search(text)):
        raise BadRecord(f"the byte 0x{found[1]} in line {found[2]} is not UTF-8")
    return text


class Cleaner:
    """Cleans a text piece by piece, and keeps a remark about each change.

    Characters that XML forbids are left out, and so is white space at the
    beginning.  A byte that is not UTF-8 is replaced by a mark with its line
    number, so that `checked` refuses the record that contains it.
    """

    def __init__(self) -> None:
        self.remarks: deque[Changed] = deque()
        self.skipped = 0
        self._line = 1
        self._counted = 0

    def clean(self, texts: Iterator[str]) -> Iterator[bytes]:
        kept, begun = "", False
        for piece in texts:
            text = kept + piece
            if not begun:
                begun = bool(text.strip("\ufeff \t\r\n"))
                text = self._without_beginning(text)
            tail = _UNFINISHED.search(text, max(0, len(text) - LONGEST_REFERENCE))
            cut = tail.start() if tail else len(text)
            kept = text[cut:]
            yield self._cleaned(text[:cut]).encode("utf-8")
        yield self._cleaned(kept).encode("utf-8")

    def _without_beginning(self, text: str) -> str:
        rest = text.lstrip("\ufeff \t\r\n")
        skipped = text.count("\n", 0, len(text) - len(rest))
        self.skipped += skipped
        self._line += skipped
        return rest

    def _cleaned(self, text: str) -> str:
        self._counted = 0
        cleaned = _SUSPECT.sub(self._replacement, text)
        self._line += text.count("\n", self._counted)
        return cleaned

    def _replacement(self, found: re.Match[str]) -> str:
        self._line += found.string.count("\n", self._counted, found.start())
        self._counted = found.start()
        wrong = found[0]
        if BAD_BYTES.match(wrong):
            return f"{_MARK}{ord(wrong[0]) & 0xFF:02X} {self._line}{_MARK}"
        if wrong.startswith("&#"):
            return self._numbers(wrong)
        if wrong.startswith("&"):
            return "".join(f"&#{ord(c)};" for c in html5.get(wrong[1:], "")) or wrong
        return self._left_out(f"0x{ord(wrong[0]):02X}")

    def _numbers(self, run: str) -> str:
        """Numeric references, without those that are not XML characters."""
        meant = numbers(run)
        legal = _ILLEGAL.sub("", meant)
        if len(legal) == run.count(";"):
            return run
        if not any(
            ord(character) > LAST_OF_PLANE for character in meant
        ):  # surrogate pairs are joined, not left out
            self._left_out(run[:8])
        return "".join(f"&#{ord(character)};" for character in legal)

    def _left_out(self, what: str) -> str:
        why = f"the control character {what} was left out"
        self.remarks.append(Changed(f"line {self._line}", why, "control characters left out"))
        return ""
