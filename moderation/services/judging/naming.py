"""What a display name breaks: it is judged with every comment that it stands above."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from articles import names
from moderation.classifiers.base import Attribute, Classifier, Scores
from moderation.classifiers.lexicon import Lexicon
from moderation.classifiers.names import as_read
from moderation.classifiers.normalization import Normalizer
from moderation.models import ClassifierRelease, Clause, Finding, PolicyVersion, Verdict
from moderation.services.judging import rules
from moderation.services.judging.outcomes import Readable
from moderation.services.judging.triage import triage

Fields = dict[str, Any]
"""What the findings about a name have in common, whichever comment it stands above."""

Found = dict[str, list[Fields] | None]
"""What each name breaks; None where the classifier failed."""

logger = logging.getLogger(__name__)

SURE = 0.6
"""A name is held from here on, where its clause would only queue a text: it stands above
every comment, and little of it is left to read once the words that are names are left out."""

MOST_REMEMBERED = 100_000
MOST_MEMOS = 100

_VIOLENCE_DONE = """
    assassinate behead bomb burn butcher castrate decapitate execute exterminate gas hang kill lynch
    massacre murder rape shoot slaughter stab strangle torture
"""
_TO_SOMEBODY = """
    all any each every her his him my our the their them these those us you your yourself yourselves
"""
_KILLING, _SOMEBODY = _VIOLENCE_DONE.split(), _TO_SOMEBODY.split()
_VIOLENCE = re.compile(
    rf"""\b(?:{"|".join(_KILLING)})\s+(?:{"|".join(_SOMEBODY)})\b
    | \b(?:kill|murder|rape|shoot|behead|lynch|exterminate)\s+\w+s\b
    | \bdeath\s+to\s+\w+
    | \b(?:must|should|deserves?\s+to)\s+(?:die|be\s+(?:hanged|shot|killed))\b""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"[A-Za-z .'-]*")
_normalizer = Normalizer(Lexicon([*_KILLING, "death"]))


@dataclass(frozen=True, slots=True)
class _Text:
    """A name as the rules of clauses take a comment."""

    text: str
    pk: int | None = None


def judge(
    asked: Iterable[str],
    version: PolicyVersion,
    classifier: Classifier,
    release: ClassifierRelease,
) -> Found:
    """What each name breaks of the clauses of `version`: each is judged once, however often it is
    asked about, and what was asked about lately not again.
    """
    memo = _memo_of(version, release)
    wanted = set(asked)
    new = [name for name in wanted if name not in memo]
    clauses = tuple(version.clauses.all())
    found = dict(zip(new, _judged(new, clauses, classifier, release), strict=True))
    result: Found = {name: found[name] if name in found else memo[name] for name in wanted}
    memo.update((name, fields) for name, fields in found.items() if fields is not None)
    return result


def findings(comment: Readable, found: Iterable[Fields]) -> list[Finding]:
    """The findings about the name above `comment`."""
    return [Finding(comment_id=comment.pk, part=Finding.Part.NAME, **fields) for fields in found]


_memos: dict[tuple[Any, ...], dict[str, list[Fields]]] = {}


def _memo_of(version: PolicyVersion, release: ClassifierRelease) -> dict[str, list[Fields]]:
    """What a release found about names lately.  Neither it nor a published version changes."""
    asked = (version.pk, version.published_at, release.pk, release.digest)
    memo = _memos.get(asked)
    if memo is None or len(memo) > MOST_REMEMBERED:
        if len(_memos) > MOST_MEMOS:
            _memos.clear()
        memo = _memos[asked] = {}
    return memo


def _judged(
    named: Sequence[str],
    clauses: Sequence[Clause],
    classifier: Classifier,
    release: ClassifierRelease,
) -> list[list[Fields] | None]:
    """Judge all at once, or one by one where a name makes the classifier fail."""
    try:
        return list(_judge(named, clauses, classifier, release))
    except Exception as error:  # noqa: BLE001 -- whatever it is, the comments must not be lost
        if len(named) == 1:
            logger.error("The classifier failed on a name: %s", type(error).__name__)
            return [None]
        one_by_one = (_judged([name], clauses, classifier, release) for name in named)
        return [found for (found,) in one_by_one]


def _judge(
    named: Sequence[str],
    clauses: Sequence[Clause],
    classifier: Classifier,
    release: ClassifierRelease,
) -> Iterator[list[Fields]]:
    read = [as_read(name, knows=classifier.knows, latin=names.latin) for name in named]
    asked = [place for place, text in enumerate(read) if text.strip()]
    scores = classifier.score([read[place] for place in asked])
    scored = dict(zip(asked, scores, strict=True))
    for place, name in enumerate(named):
        by_score = _by_score(read[place], scored.get(place), clauses, classifier, release)
        yield [*by_score, *_by_rule(name, read[place], clauses)]


def _by_score(
    read: str,
    scores: Scores | None,
    clauses: Sequence[Clause],
    classifier: Classifier,
    release: ClassifierRelease,
) -> Iterator[Fields]:
    if scores is None:
        return
    for breach in triage(scores, clauses).breaches:
        held_at = min(breach.clause.hold_at, max(breach.clause.queue_at, SURE))
        is_held = breach.probability >= held_at
        yield {
            "reason": Finding.Reason.CLAUSE,
            "clause": breach.clause,
            "release": release,
            "probability": breach.probability,
            "threshold": held_at if is_held else breach.clause.queue_at,
            "verdict": Verdict.HOLD if is_held else Verdict.QUEUE,
            "evidence": [
                [span.start, span.end, round(span.contribution, 4)]
                for span in classifier.explain(read, breach.clause.measured)
            ],
        }


def _by_rule(name: str, read: str, clauses: Sequence[Clause]) -> Iterator[Fields]:
    text = cast("Readable", _Text(name))
    listed = [c for c in clauses if c.words_to_hold or c.words_to_queue]
    for finding in rules.in_text(text, listed):
        if finding.reason == Finding.Reason.WORDS:
            yield _fields(finding.reason, finding.clause, finding.evidence, finding.verdict)
    if _MAY_BE_ADDRESS.search(name) and (found := rules.in_text(text, [_ANY_LINK])):
        limited = next((clause for clause in clauses if clause.links_to_hold), None)
        yield _fields(Finding.Reason.ADDRESS, limited, found[0].evidence)
    if calls := list(_calls_for_violence(name, read)):
        threats = next((c for c in clauses if c.attribute == Attribute.THREAT), None)
        yield _fields(Finding.Reason.VIOLENCE, threats, calls)


_MAY_BE_ADDRESS = re.compile(r"[.:/@\u3002\uff0e\uff61]|dot", re.IGNORECASE)
_ANY_LINK = Clause(links_to_hold=1)
"""An address is no name, whatever a policy allows in a text."""


def _calls_for_violence(name: str, read: str) -> Iterator[list[float]]:
    if _PLAIN.fullmatch(name):
        yield from ([*match.span(), 0.0] for match in _VIOLENCE.finditer(name.lower()))
    elif read.strip():
        shadow = _normalizer(name)
        for match in _VIOLENCE.finditer(shadow.text):
            yield [*shadow.origin(*match.span()), 0.0]


def _fields(
    reason: str, clause: Clause | None, evidence: Iterable[Any], verdict: str = Verdict.HOLD
) -> Fields:
    return {"reason": reason, "clause": clause, "verdict": verdict, "evidence": list(evidence)}
