"""Fits deeds and states of violence, and whom they are aimed at, into frames."""

from dataclasses import dataclass
from functools import cache

from moderation.classifiers.corpora.synthetic.filling import fields, fill
from moderation.classifiers.corpora.synthetic.making import capitalised

_SUBJECTS = {"him": "he", "her": "she", "them": "they"}
_POSSESSIVES = {"you": "your", "him": "his", "her": "her", "them": "their"}
# Words after which "'s" would be attached to the wrong word
_WITHOUT_POSSESSIVE = {"them", "you", "that", "this", "club", "upstairs", "rag"}
# Calling people this is not harmless whatever the rest says
_INSULTING = {"this clown", "that traitor", "traitors", "thieves", "people like you"}
# What should happen to these is often hatred of who they are
_DISPUTED = {"migrants", "boat people", "the newcomers", "squatters", "people like that"}
_PLURAL = {"needs": "need", "deserves": "deserve", "has": "have", "was": "were", "gets": "get"}


@dataclass(frozen=True, slots=True)
class Target:
    """Words for whom something is aimed at, of a kind: `you`, `one`, `many` or `group`."""

    kind: str
    words: str

    @property
    def possessive(self) -> str | None:
        """The words as an owner, None where that would read badly."""
        if self.words in _POSSESSIVES:
            return _POSSESSIVES[self.words]
        if self.words.split()[-1] in _WITHOUT_POSSESSIVE or self.words.startswith("whoever"):
            return None
        return self.words + ("'" if self.words.endswith("s") else "'s")

    @property
    def is_harmless(self) -> bool:
        return self.words not in _INSULTING

    @property
    def is_open_to_opinion(self) -> bool:
        """Whether "X should be banned" is an opinion rather than contempt."""
        return self.is_harmless and self.kind != "group" and self.words not in _DISPUTED

    def suffer(self, frame: str, state: str) -> str:
        """Return the frame with these words as {x} or {whom}, in the number that they have."""
        if self.kind != "one":
            frame = " ".join(_PLURAL.get(word, word) for word in frame.split(" "))
        subject = _SUBJECTS.get(self.words, self.words)
        gaps = {"x": subject, "whom": self.words, "state": state}
        gaps["is"] = "is" if self.kind == "one" else "are"
        return fill(frame, gaps)


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb, its past participle, and what follows it, with a gap {x} or {x's}."""

    verb: str
    participle: str
    rest: str

    def fits(self, target: Target) -> bool:
        return "{x's}" not in self.rest or target.possessive is not None

    def fill(self, frame: str, target: Target) -> str:
        """Return the frame with this done to the target; {done} is the participle."""
        rest = fill(self.rest, {"x": target.words, "x's": target.possessive or ""})
        do = f"{self.verb} {rest}"
        gaps = {"do": do, "Do": capitalised(do), "done": f"{self.participle} {rest}"}
        return fill(frame, gaps)


@cache
def targets() -> tuple[Target, ...]:
    """Return everybody that the lists know to aim at."""
    return tuple(Target(kind, words) for kind, words in fields("threat_targets"))


@cache
def deeds() -> tuple[Deed, ...]:
    """Return the deeds of the lists."""
    return tuple(Deed(*row) for row in fields("threat_deeds"))
