"""What the release in use can read of a comment, and the finding about what it cannot."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from moderation.classifiers import languages
from moderation.classifiers.base import Attribute, Classifier, Scores
from moderation.classifiers.languages import UNDETERMINED, Part, Reading
from moderation.classifiers.stretches import blanked
from moderation.models import Finding, PolicyVersion, Verdict
from moderation.services.judging import reuse
from moderation.services.judging.outcomes import Readable


@dataclass(frozen=True, slots=True)
class Written:
    """The language of a text, and its parts that a release does not read.

    `parts` are empty where the whole text is of the language, or none of it.
    """

    language: str
    unread: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether nothing of the text is in a language that is read."""
        return bool(self.unread) and set(languages.codes_of(self.language)) <= set(self.unread)

    def readable(self, text: str) -> str:
        """`text` with spaces for what is not read, so that offsets stay.

        A script that may be a disguise of Latin letters stays.
        """
        if self.unread and not self.parts:
            return text if languages.script_of(self.language) else " " * len(text)
        return blanked(text, (p for p in self.parts if not languages.script_of(p.language)))


def of_text(text: str, read: Collection[str]) -> Written:
    """What somebody who reads the languages `read` can make of `text`."""
    return _of_reading(languages.read(text), read)


def of_code(language: str, read: Collection[str]) -> Written | None:
    """The same of a text whose `language` is stored; None where that takes the text."""
    codes = languages.codes_of(language)
    unread = tuple(code for code in codes if code not in (UNDETERMINED, *read))
    if unread and len(codes) > 1:
        return None
    return Written(language, unread)


def findings(
    comment: Readable,
    written: Written,
    version: PolicyVersion,
    scores: Scores,
    classifier: Classifier,
    *,
    is_flagged: bool,
) -> list[Finding]:
    """The finding that parts of `comment` are not read, or that it is read with doubt.

    Either has the severest verdict of its languages. There is no doubt about what `is_flagged`
    under a clause.
    """
    if written.unread:
        return [_unread(comment, written, version)]
    doubted = [] if is_flagged else list(_doubted(written, scores, classifier))
    return [_read_with_doubt(comment, doubted, version, scores, classifier)] if doubted else []


def _unread(comment: Readable, written: Written, version: PolicyVersion) -> Finding:
    return Finding(
        comment_id=comment.pk,
        reason=Finding.Reason.NOT_READ,
        language=languages.AND.join(written.unread[:2]),
        verdict=_severest(written.unread, version),
        evidence=[[part.start, part.end, 0.0] for part in written.parts],
    )


def _read_with_doubt(
    comment: Readable,
    codes: Sequence[str],
    version: PolicyVersion,
    scores: Scores,
    classifier: Classifier,
) -> Finding:
    """The finding that a release is not sure of a text; it has a probability, unlike the other."""
    return Finding(
        comment_id=comment.pk,
        reason=Finding.Reason.NOT_READ,
        language=languages.AND.join(codes),
        probability=scores[Attribute.TOXICITY],
        threshold=min(map(classifier.calm_below, codes)),
        verdict=_severest(codes, version),
    )


def read_codes(written: Written) -> list[str]:
    """The languages of a text that are known and read."""
    codes = languages.codes_of(written.language)
    return [
        code
        for code in codes
        if code not in (UNDETERMINED, *written.unread) and not languages.script_of(code)
    ]


def measured(codes: Collection[str], classifier: Classifier) -> frozenset[Attribute]:
    """The attributes that `classifier` measures in some of the languages, in English if none."""
    found: frozenset[Attribute] = frozenset()
    return found.union(*map(classifier.measures, codes or [languages.ENGLISH]))


def _doubted(written: Written, scores: Scores, classifier: Classifier) -> Iterator[str]:
    """Yield the languages of a text whose release is not sure that it is calm."""
    for code in read_codes(written):
        if scores[Attribute.TOXICITY] >= classifier.calm_below(code):
            yield code


def _severest(codes: Iterable[str], version: PolicyVersion) -> Verdict:
    verdicts = [Verdict(version.verdict_on_unread(code)) for code in codes]
    return max(verdicts, key=list(Verdict).index)


def _of_reading(reading: Reading, read: Collection[str]) -> Written:
    codes = languages.codes_of(reading.language)
    if not reading.parts:
        return Written(reading.language, tuple(c for c in codes if c not in (UNDETERMINED, *read)))
    unread = languages.unread(reading.parts, read)
    found = tuple(dict.fromkeys(part.language for part in unread))
    is_whole = len({part.language for part in reading.parts}) == 1
    return Written(reading.language, found, () if is_whole else tuple(unread))


def of_comments(
    comments: Sequence[Readable],
    known: Sequence[Scores | None],
    stored: Sequence[str],
    read: Collection[str],
) -> list[Written]:
    """What is read of each comment: by its stored language where that will do, else by its text.

    Texts of comments with `known` scores may not be read yet; those that it takes are read.
    """
    found = [of_code(language, read) if language else None for language in stored]
    reuse.read_texts(
        [
            comment
            for comment, own, scores in zip(comments, found, known, strict=True)
            if own is None and scores is not None
        ]
    )
    return [
        of_text(comment.text, read) if own is None else own
        for comment, own in zip(comments, found, strict=True)
    ]
