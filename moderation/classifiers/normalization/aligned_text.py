"""A rewritten copy of a text with the origin of each character."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from re import Match, Pattern


@dataclass(frozen=True, slots=True)
class AlignedText:
    """A text and, for each of its characters, the span of the original behind it.

    `starts[i]` and `ends[i]` are code-point offsets into the original, end
    exclusive. Offsets need not ascend: bidirectional overrides reorder text.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def of(cls, text: str, offset: int = 0) -> "AlignedText":
        """Return an unchanged text that begins at `offset` of the original."""
        length = len(text)
        starts = tuple(range(offset, offset + length))
        return cls(text, starts, tuple(range(offset + 1, offset + length + 1)))

    @classmethod
    def join(cls, parts: list["AlignedText"]) -> "AlignedText":
        """Return the concatenated parts."""
        return cls(
            "".join([part.text for part in parts]),
            tuple(chain.from_iterable([part.starts for part in parts])),
            tuple(chain.from_iterable([part.ends for part in parts])),
        )

    def __len__(self) -> int:
        return len(self.text)

    def part(self, start: int, end: int) -> "AlignedText":
        """Return the characters from `start` to `end`."""
        return AlignedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the original behind `text[start:end]`."""
        return min(self.starts[start:end]), max(self.ends[start:end])

    def read_as(self, text: str) -> "AlignedText":
        """Return `text` in place of this one, aligned by character if the lengths are equal."""
        if len(text) == len(self.text):
            return AlignedText(text, self.starts, self.ends)
        return self.stand_for(text)

    def stand_for(self, text: str) -> "AlignedText":
        """Return `text` with the whole of this one as the origin of each character."""
        start, end = self.origin(0, len(self.text))
        return AlignedText(text, (start,) * len(text), (end,) * len(text))

    def placed(self, within: "AlignedText") -> "AlignedText":
        """Map this copy of the text of `within` to the original behind `within`."""
        if len(self.text) == len(within.text) == 1:
            return AlignedText(self.text, within.starts, within.ends)
        spans = list(zip(self.starts, self.ends, strict=True))
        starts, ends = within.starts, within.ends
        return AlignedText(
            self.text,
            tuple([starts[i] if j == i + 1 else min(starts[i:j]) for i, j in spans]),
            tuple([ends[i] if j == i + 1 else max(ends[i:j]) for i, j in spans]),
        )

    def reversed(self) -> "AlignedText":
        """Return the text backwards."""
        return AlignedText(self.text[::-1], self.starts[::-1], self.ends[::-1])

    def substitute(
        self, pattern: Pattern[str], replacement: Callable[[Match[str]], str]
    ) -> "AlignedText":
        """Return the text with each match of `pattern` replaced, its origin kept."""
        text: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        position = 0
        for match in pattern.finditer(self.text):
            first, last = match.span()
            text += self.text[position:first], replacement(match)
            starts += self.starts[position:first]
            ends += self.ends[position:first]
            length = len(text[-1])
            if length == last - first:
                starts += self.starts[first:last]
                ends += self.ends[first:last]
            else:
                starts += [min(self.starts[first:last])] * length
                ends += [max(self.ends[first:last])] * length
            position = last
        if not text:
            return self
        text.append(self.text[position:])
        starts += self.starts[position:]
        ends += self.ends[position:]
        return AlignedText("".join(text), tuple(starts), tuple(ends))
