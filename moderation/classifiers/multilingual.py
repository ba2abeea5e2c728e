"""Reads each part of a text with the release for its language."""

from collections.abc import Callable, Mapping, Sequence

from moderation.classifiers import languages, release_file
from moderation.classifiers.base import Attribute, Classifier, Released, Scores, Span
from moderation.classifiers.linear import LinearClassifier
from moderation.classifiers.stretches import alone, blanked

# The key of what no other release reads: the text that the main classifier gets
_MAIN = ""


class MultilingualClassifier(Released):
    """A main classifier and linear releases for further languages; thread-safe.

    Texts in those languages go to their release, all others to the main classifier. Of a text in
    several languages each reads its own, and the worst counts. An attribute that a release does
    not measure is 0 for its texts: `measures` tells which. The digest covers all releases.
    """

    def __init__(self, main: Classifier, others: Mapping[str, LinearClassifier]) -> None:
        super().__init__(
            name=main.name,
            digest=release_file.joined(
                [main.digest, *(others[code].digest for code in sorted(others))]
            ),
            languages=main.languages | others.keys(),
        )
        self.main = main
        self.others = dict(others)

    def measures(self, language: str) -> frozenset[Attribute]:
        """The attributes that are measured in texts in `language`."""
        return self._reader(language).measures(language)

    def calm_below(self, language: str) -> float:
        """The toxicity below which a text in `language` is surely calm."""
        return self._reader(language).calm_below(language)

    def reader_of(self, text: str) -> Classifier:
        """The classifier that reads all of `text`, or else the main one."""
        codes = self._read(text).keys()
        return self._reader(next(iter(codes)) if len(codes) == 1 else _MAIN)

    def score(self, texts: Sequence[str]) -> list[Scores]:
        """Return one result for each text, in order; content and length do not matter."""
        return self._scored(texts, lambda reader: reader.score)

    def score_in_bulk(self, texts: Sequence[str]) -> list[Scores]:
        """Return what `score` does, with the short cut of the main release."""
        return self._scored(texts, lambda reader: reader.score_in_bulk)

    def knows(self, word: str) -> bool:
        """Tell whether the main vocabulary has `word`."""
        return self.main.knows(word)

    def explain(
        self, text: str, attribute: Attribute, threshold: float | None = None
    ) -> list[Span]:
        """Return the evidence in the part of the text that scores highest."""
        own = {
            code: part
            for code, part in self._read(text).items()
            if attribute in self._reader(code).measures(code)
        }
        if not own:
            return []

        def height(code: str) -> float:
            return self._reader(code).score([own[code]])[0][attribute]

        code = max(own, key=height) if len(own) > 1 else next(iter(own))
        return self._reader(code).explain(own[code], attribute, threshold)

    def _reader(self, language: str) -> Classifier:
        return self.others.get(language, self.main)

    def _read(self, text: str) -> dict[str, str]:
        """What each reader gets of `text`, with spaces for the rest, so that offsets stay."""
        parts = languages.read(text).parts
        codes = dict.fromkeys(p.language for p in parts if p.language in self.others)
        if not codes:
            return {_MAIN: text}
        if len({part.language for part in parts}) == 1:
            return dict.fromkeys(codes, text)
        own = {code: alone(text, [p for p in parts if p.language == code]) for code in codes}
        rest = blanked(text, [part for part in parts if part.language in codes])
        return own | ({_MAIN: rest} if any(map(str.isalpha, rest)) else {})

    def _scored(
        self,
        texts: Sequence[str],
        scorer: Callable[[Classifier], Callable[[Sequence[str]], list[Scores]]],
    ) -> list[Scores]:
        reads = [self._read(text) for text in texts]
        found: list[Scores] = [dict.fromkeys(Attribute, 0.0) for _ in texts]
        for code in (_MAIN, *self.others):
            rows = [row for row, own in enumerate(reads) if code in own]
            scored = scorer(self._reader(code))([reads[row][code] for row in rows]) if rows else []
            for row, own in zip(rows, scored, strict=True):
                found[row].update((a, max(p, found[row][a])) for a, p in own.items())
        return found
